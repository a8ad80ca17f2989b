"""Averages a run's weights with those that it began from, as a checkpoint that `export` reads.

    python -m percept_training.blend --init build/weights.pt --run build/run --blended build/blended --encoder 0.5 --decoder 0.25

A short run at a high learning rate finds as much as it forgets; half-way back, most of both is there (Wortsman et al., 2022).
"""

import argparse
import dataclasses
import pathlib

import torch
from torch import Tensor

from .model import Percept, Shape
from .train import save


def weights(state: dict[str, Tensor], shape: Shape) -> dict[str, Tensor]:
    """All of a model's, with the parts of the location tokens summed: a bundle has the sums alone, a run the parts."""
    model = Percept(shape)
    model.load_state_dict(state, strict=False)
    model.decoder.merge_locations()
    return model.state_dict()


def blend(first: dict[str, Tensor], then: dict[str, Tensor], encoder: float, decoder: float) -> dict[str, Tensor]:
    """So much of the later weights, in 0..1; the decoder's share for the decoder, the encoder's for all else."""
    return {name: first[name].lerp(value, decoder if name.startswith("decoder.") else encoder) for name, value in then.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--init", type=pathlib.Path, required=True, help="the weights that the run began from")
    parser.add_argument("--run", type=pathlib.Path, required=True)
    parser.add_argument("--blended", type=pathlib.Path, required=True, help="folder for the checkpoint")
    parser.add_argument("--encoder", type=float, default=0.5, help="share of the run in the encoder")
    parser.add_argument("--decoder", type=float, default=0.5, help="share of the run in the decoder")
    arguments = parser.parse_args()
    checkpoint = torch.load(arguments.run / "checkpoint.pt", map_location="cpu", weights_only=True)
    shape = Shape(**checkpoint["shape"])
    first = weights(torch.load(arguments.init, weights_only=True)["model"], shape)
    then = weights(checkpoint["average"], shape)
    arguments.blended.mkdir(parents=True, exist_ok=True)
    save(arguments.blended / "checkpoint.pt", average=blend(first, then, arguments.encoder, arguments.decoder),
         shape=dataclasses.asdict(shape), tokenizer=checkpoint["tokenizer"])


if __name__ == "__main__":
    main()
