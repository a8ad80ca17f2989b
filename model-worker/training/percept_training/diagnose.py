"""Says where the encoder fails: the share of things that its dense head names rightly, by what the held-out picture is like.

    python -m percept_training.diagnose --data build/data --run build/run

Captions cannot name what this does not, so it tells what the training world lacks before the decoder is blamed.
"""

import argparse
import collections
import pathlib

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from .batches import normalise
from .model import Percept, Shape
from .world import Scene, Thing, World

BATCH = 64


def likeliest(logits: Tensor, thing_map: np.ndarray, thing: int) -> int | None:
    """The class, other than nothing, that the cells [G²,K] of a thing give most to; none where no cell shows it."""
    cells = torch.from_numpy((thing_map == thing).flatten())
    return int(logits[cells].softmax(-1).sum(0)[1:].argmax()) + 1 if cells.any() else None


def traits(scene: Scene, thing: Thing) -> list[str]:
    """What a thing is counted under."""
    side = max(thing.box[2] - thing.box[0], thing.box[3] - thing.box[1])
    return ["all", f"background: {scene.background}", f"longer side: {min(5, int(side * 10)) / 10:.1f}", f"things: {len(scene.things)}",
            f"text: {'some' if scene.text else 'none'}", f"painted: {'yes' if thing.colour else 'no'}"]


def named(model: Percept, world: World, scenes: list[Scene]) -> dict[str, list[bool]]:
    """Whether each thing is named rightly, by trait."""
    found = collections.defaultdict(list)
    for at in tqdm(range(0, len(scenes), BATCH), unit=" batches"):
        batch = scenes[at : at + BATCH]
        with torch.no_grad():
            pixels = normalise(torch.from_numpy(np.stack([world.pixels(scene.image) for scene in batch])))
            logits = model.object_head(model.encoder.grid_features(pixels))
        for scene, cells in zip(batch, logits):
            for number, thing in enumerate(scene.things):
                right = likeliest(cells, scene.thing_map, number) == world.classes[thing.noun]
                for trait in traits(scene, thing):
                    found[trait].append(right)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("build/run"))
    parser.add_argument("--scenes", type=int, default=640)
    parser.add_argument("--unseen", type=float, default=0.0, help="share of pictures that were kept back")
    parser.add_argument("--seed", type=int, default=77)
    options = parser.parse_args()
    checkpoint = torch.load(options.run / "checkpoint.pt", map_location="cpu", weights_only=True)
    model = Percept(Shape(**checkpoint["shape"])).eval()
    model.load_state_dict(checkpoint["average"])
    world = World(options.data, options.seed, held=True, unseen=options.unseen)
    rng = world.rng
    scenes = [world.scene(world.pick_nouns(rng.randint(1, 4)), world.random_text() if rng.random() < 0.4 else "") for _ in range(options.scenes)]
    for trait, right in sorted(named(model, world, scenes).items()):
        print(f"{trait:24s} {np.mean(right):.3f} of {len(right)}")


if __name__ == "__main__":
    main()
