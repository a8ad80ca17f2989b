"""What the graphs of a bundle see: pictures of the training's world, and the prompts and answers that are asked of them."""

import pathlib

import numpy as np
import torch
from onnxruntime.quantization import CalibrationDataReader

from . import vocabulary as v
from .batches import encode_pieces, normalise
from .runtime import Bundle
from .tasks import Tasks
from .world import World

SEED = 77


class Feeds(CalibrationDataReader):
    """Hands out the inputs of one graph, call by call."""

    def __init__(self, feeds: list[dict]):
        self._left = iter(feeds)

    def get_next(self) -> dict | None:
        return next(self._left, None)


def collect(bundle: Bundle, data: pathlib.Path, groups: int) -> tuple[list[dict], list[dict]]:
    """Inputs of the encoder and of the decoder. A step computes row by row what a prefill computes, so prefills are enough."""
    world = World(data, SEED)
    tasks, encode = Tasks(world), v.Encoder(v.load(data / "tokenizer.json"))
    queries, encoder, decoder = bundle.manifest["image"]["queries"], [], []
    for number in range(groups):
        group = tasks.several() if number % 8 == 0 else tasks.text_only() if number % 8 == 1 else tasks.single()
        embeds = np.zeros((1, bundle.shape["width"]), np.float32)
        if group.scenes:
            pixels = torch.from_numpy(np.stack([world.pixels(scene.image) for scene in group.scenes]))
            encoder.append({"pixel_values": normalise(pixels).numpy()})
            embeds = bundle.encoder.run(None, encoder[-1])[0].reshape(-1, bundle.shape["width"])
        for row in group.rows:
            for segment in row.segments:
                ids, rows = encode_pieces(encode, [*row.prefix, *segment.prompt, segment.answer], queries, 0)
                decoder.append(prefill(bundle, [v.BOS, *ids], [-1, *rows], embeds))
    return encoder, decoder


def prefill(bundle: Bundle, ids: list[int], rows: list[int], embeds: np.ndarray) -> dict:
    """The decoder's inputs for a sequence from its beginning, all of whose logits are wanted."""
    empty = np.zeros((1, bundle.shape["heads"], 1, bundle.shape["headWidth"]), np.float32)
    feed = {"input_ids": np.array([ids]), "image_row": np.array([rows]), "image_embeds": embeds,
            "position_ids": np.arange(len(ids))[None] + bundle.shape["positionOffset"], "past_length": np.array([0]),
            "logit_rows": np.arange(len(ids))}
    return feed | {f"cache_{x}.{layer}": empty for x in "kv" for layer in range(bundle.shape["layers"])}
