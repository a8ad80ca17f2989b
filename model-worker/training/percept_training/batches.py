"""Groups of scenes and tasks as tensors; several tasks share one row and one image prefix."""

import pathlib

import numpy as np
import torch
from torch.utils.data import IterableDataset

from . import vocabulary as v
from .tasks import Group, Row, Tasks
from .world import World

MEAN = (0.5, 0.5, 0.5)
STD = (0.25, 0.25, 0.25)


def encode_pieces(encode, pieces, queries: int, first_image: int):
    """Token ids and image rows (-1 for text) of a sequence of texts and image indices."""
    ids: list[int] = []
    rows: list[int] = []
    for piece in pieces:
        if isinstance(piece, str):
            tokens = encode(piece)
            ids += tokens
            rows += [-1] * len(tokens)
        else:
            start = (first_image + piece) * queries
            ids += [v.IMAGE_START, *[v.IMAGE_PAD] * queries, v.IMAGE_END]
            rows += [-1, *range(start, start + queries), -1]
    return ids, rows


def encode_row(encode, row: Row, queries: int, first_image: int, offset: int):
    """ids, image rows, positions, segment numbers and targets (-100 where there is no loss) of a row."""
    ids, rows = encode_pieces(encode, row.prefix, queries, first_image)
    ids, rows = [v.BOS, *ids], [-1, *rows]
    prefix = len(ids)
    positions = list(range(offset, offset + prefix))
    segments, targets = [0] * prefix, [-100] * prefix
    for number, segment in enumerate(row.segments, 1):
        prompt, prompt_rows = encode_pieces(encode, segment.prompt, queries, first_image)
        answer = encode(segment.answer) + [v.EOS]
        tokens = prompt + answer[:-1]
        ids += tokens
        rows += prompt_rows + [-1] * (len(answer) - 1)
        positions += range(offset + prefix, offset + prefix + len(tokens))
        segments += [number] * len(tokens)
        start = len(prompt) - 1
        if start < 0:
            targets += answer[1:]
            targets[prefix - 1] = answer[0]
        else:
            targets += [-100] * start + answer
    return ids, rows, positions, segments, targets


def collate(groups: list[Group], encode, queries: int, offset: int, world: World) -> dict[str, torch.Tensor]:
    scenes = [s for g in groups for s in g.scenes]
    encoded, first = [], 0
    for group in groups:
        for row in group.rows:
            encoded.append(encode_row(encode, row, queries, first, offset))
        first += len(group.scenes)
    length = -(-max(len(e[0]) for e in encoded) // 16) * 16
    shape = (len(encoded), length)
    fills = (v.PAD, -1, offset, -1, -100)
    arrays = [np.full(shape, fill, np.int64) for fill in fills]
    for i, row in enumerate(encoded):
        for array, values in zip(arrays, row):
            array[i, : len(values)] = values
    batch = dict(zip(("ids", "image_row", "positions", "segments", "targets"), map(torch.from_numpy, arrays)))
    batch["pixels"] = torch.from_numpy(np.stack([world.pixels(s.image) for s in scenes])) if scenes else None
    batch["objects"] = torch.from_numpy(np.stack([s.object_map for s in scenes])).long() if scenes else None
    batch["characters"] = torch.from_numpy(np.stack([s.character_map for s in scenes])).long() if scenes else None
    return batch


def normalise(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 [I,S,S,3] to float [I,3,S,S]."""
    mean, std = torch.tensor(MEAN), torch.tensor(STD)
    return ((pixels.float() / 255 - mean) / std).permute(0, 3, 1, 2)


def attention_mask(segments: torch.Tensor) -> torch.Tensor:
    """Additive [B,1,S,S], 0 where a token may look: back, at the prefix (segment 0) and at its own segment."""
    s = segments.shape[1]
    causal = torch.ones(s, s, dtype=torch.bool).tril()
    same = segments[:, :, None] == segments[:, None, :]
    prefix = (segments == 0)[:, None, :]
    seen = ((same | prefix) & causal)[:, None]
    return torch.zeros(seen.shape, dtype=torch.bfloat16).masked_fill(~seen, -1e4)


class Stream(IterableDataset):
    """Endless batches; every `several_every`-th holds rows with several images and every such one text-only rows too."""

    def __init__(self, data: pathlib.Path, batch: int, queries: int, offset: int, seed: int, several_every: int,
                 easy: float = 0.0):
        self.data, self.batch, self.queries, self.offset = data, batch, queries, offset
        self.seed, self.several_every, self.easy = seed, several_every, easy

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        world = World(self.data, self.seed + 1000 * (info.id if info else 0))
        tasks = Tasks(world)
        encode = v.Encoder(v.load(pathlib.Path(self.data) / "tokenizer.json"))
        step = 0
        while True:
            step += 1
            if self.several_every and step % self.several_every == 0:
                groups, images = [], 0
                while images < self.batch:
                    groups.append(tasks.several())
                    images += len(groups[-1].scenes)
                groups += [tasks.text_only() for _ in range(self.batch // 4)]
            elif world.rng.random() < self.easy:
                groups = [tasks.easy() for _ in range(self.batch)]
            else:
                groups = [tasks.single() for _ in range(self.batch)]
            yield collate(groups, encode, self.queries, self.offset, world)
