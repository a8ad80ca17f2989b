"""Groups of scenes and tasks as tensors; several tasks share one row and one image prefix."""

import copy
import itertools
import pathlib

import numpy as np
import torch
from torch.utils.data import IterableDataset

from . import vocabulary as v
from .instances import instance_targets
from .letters import letter_targets
from .looking import Looking
from .pointers import Pointers, seen_rows
from .rows import Group, Row
from .tasks import Tasks
from .world import RESTYLED, World

MEAN = (0.5, 0.5, 0.5)
STD = (0.25, 0.25, 0.25)


WEIGHTS = {"caption": 2.0, "few-shot": 3.0}
"""Of an answer's tokens, by the kind of task where it is not one: a caption alone says all that is there, and is what most ask for; a
row of examples has two answers, and takes the place of six with nine."""


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
    """ids, image rows, positions, segment numbers, targets (-100 where there is no loss) and their weights, of a row.

    An answer of n tokens counts as much as the root of n answers of one: else long descriptions drown the yes and no.
    """
    ids, rows, taught = [v.BOS], [-1], {}
    for at, piece in enumerate(row.prefix):
        more, more_rows = encode_pieces(encode, [piece], queries, first_image)
        if at in row.taught:
            taught |= {len(ids) - 1 + i: token for i, token in enumerate(more)}
        ids += more
        rows += more_rows
    prefix = len(ids)
    positions = list(range(offset, offset + prefix))
    segments, targets, weights = [0] * prefix, [-100] * prefix, [0.0] * prefix
    for at, token in taught.items():
        targets[at], weights[at] = token, 0.5
    for number, segment in enumerate(row.segments, 1):
        prompt, prompt_rows = encode_pieces(encode, segment.prompt, queries, first_image)
        answer = encode(segment.answer) + [v.EOS]
        tokens = prompt + answer[:-1]
        ids += tokens
        rows += prompt_rows + [-1] * (len(answer) - 1)
        positions += range(offset + prefix, offset + prefix + len(tokens))
        segments += [number] * len(tokens)
        start, weight = len(prompt) - 1, WEIGHTS.get(segment.kind, 1.0) * len(answer) ** -0.5
        if start < 0:
            targets += answer[1:]
            targets[prefix - 1] = answer[0]
            weights += [weight] * (len(answer) - 1)
            weights[prefix - 1] = weight
        else:
            targets += [-100] * start + answer
            weights += [0.0] * start + [weight] * len(answer)
    return ids, rows, positions, segments, targets, weights


def padded(encoded: list, length: int, offset: int) -> dict[str, torch.Tensor]:
    """Rows of `encode_row` as tensors [B,length]."""
    fills = (v.PAD, -1, offset, -1, -100, 0.0)
    arrays = [np.full((len(encoded), length), fill, np.float32 if isinstance(fill, float) else np.int64) for fill in fills]
    for i, row in enumerate(encoded):
        for array, values in zip(arrays, row):
            array[i, : len(values)] = values
    return dict(zip(("ids", "image_row", "positions", "segments", "targets", "weights"), map(torch.from_numpy, arrays)))


def collate(groups: list[Group], encode, queries: int, offset: int, world: World, looking: bool = True) -> dict[str, torch.Tensor]:
    """The tensors of a batch; `looking`: with where in its picture a row is told to look."""
    scenes = [s for g in groups for s in g.scenes]
    encoded, first, pointers, looks = [], 0, Pointers(), Looking(queries)
    for group in groups:
        for row in group.rows:
            encoded.append(encode_row(encode, row, queries, first, offset))
            if looking:
                looks.add(encode, row, group.scenes)
            if row.names:
                seen = [list(range(queries)) if row.whole else seen_rows(s.object_map, queries) for s in group.scenes]
                pointers.add(len(encoded) - 1, encode, row, queries, seen, encoded[-1][5])
        first += len(group.scenes)
    length = -(-max(len(e[0]) for e in encoded) // 16) * 16
    batch = padded(encoded, length, offset) | pointers.tensors(length) | looks.tensors()
    batch["objects"] = torch.from_numpy(np.stack([s.object_map for s in scenes])).long()
    batch["characters"] = torch.from_numpy(np.stack([s.character_map for s in scenes])).long()
    told = [instance_targets(s.things, s.thing_map, queries) | letter_targets(s.letters, queries) for s in scenes]
    batch |= {name: torch.from_numpy(np.stack([t[name] for t in told])) for name in told[0]}
    batch["pixels"] = torch.from_numpy(np.stack([world.pixels(s.image) for s in scenes]))
    return batch


def normalise(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 [I,S,S,3] to float [I,3,S,S]."""
    mean, std = torch.tensor(MEAN, device=pixels.device), torch.tensor(STD, device=pixels.device)
    return ((pixels.float() / 255 - mean) / std).permute(0, 3, 1, 2)


def attention_mask(segments: torch.Tensor) -> torch.Tensor:
    """Additive [B,1,S,S], 0 where a token may look: back, at the prefix (segment 0) and at its own segment."""
    s = segments.shape[1]
    causal = torch.ones(s, s, dtype=torch.bool, device=segments.device).tril()
    same = segments[:, :, None] == segments[:, None, :]
    prefix = (segments == 0)[:, None, :]
    seen = ((same | prefix) & causal)[:, None]
    return torch.zeros(seen.shape, dtype=torch.bfloat16, device=segments.device).masked_fill(~seen, -1e4)


TEXT_ONLY = 0.12
"""Rows of text alone, for each row with images."""
POOL = 384
"""Images, or two batches, that are drawn together and sorted by the length of their rows, so that little of a batch is padding."""


def in_batches(groups: list[Group], encode, queries: int, offset: int, images: int) -> list[list[Group]]:
    """Groups of like length together, each batch with at least so many images."""
    longest = {id(g): max(len(encode_row(encode, row, queries, 0, offset)[0]) for row in g.rows) for g in groups}
    batches: list[list[Group]] = [[]]
    for group in sorted(groups, key=lambda g: longest[id(g)]):
        if sum(len(g.scenes) for g in batches[-1]) >= images:
            batches.append([])
        batches[-1].append(group)
    return batches


PART = 1000
"""Batches of a process that draws them. An allocator that gives nothing back makes it grow by megabytes with each: 20 GB after 2,000."""


class Stream(IterableDataset):
    """A part of the batches; about every `several_every`-th holds rows with several images. Rows of text alone are in all of them."""

    def __init__(self, data: pathlib.Path, batch: int, queries: int, offset: int, seed: int, several_every: int,
                 easy: float = 0.0, restyled: float = RESTYLED, looking: bool = True):
        self.data, self.batch, self.queries, self.offset = data, batch, queries, offset
        self.seed, self.several_every, self.easy, self.restyled, self.looking = seed, several_every, easy, restyled, looking

    def part(self, number: int) -> "Stream":
        """The same with other pictures: what the next process draws."""
        other = copy.copy(self)
        other.seed += 1_000_003 * number
        return other

    def __iter__(self):
        return itertools.islice(self._batches(), PART)

    def _batches(self):
        info = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        world = World(self.data, self.seed + 1000 * (info.id if info else 0), restyled=self.restyled)
        tasks = Tasks(world)
        encode = v.Encoder(v.load(pathlib.Path(self.data) / "tokenizer.json"))
        rng = world.rng
        while True:
            if self.several_every and rng.random() < 1 / self.several_every:
                maker = tasks.several
            elif rng.random() < self.easy:
                maker = tasks.easy
            else:
                maker = tasks.single
            yield from self.pool(tasks, encode, maker, world)

    def pool(self, tasks: Tasks, encode, maker, world: World):
        """Some batches of like rows from one maker of groups."""
        rng, groups, images = tasks.rng, [], 0
        while images < max(POOL, 2 * self.batch):
            groups.append(maker())
            images += len(groups[-1].scenes)
            if rng.random() < TEXT_ONLY:
                groups.append(tasks.text_only())
        batches = in_batches(groups, encode, self.queries, self.offset, self.batch)
        rng.shuffle(batches)
        for batch in batches:
            # They are sorted by length, and where only some rows of a batch go through the decoder these are the first.
            rng.shuffle(batch)
            if any(g.scenes for g in batch):
                yield collate(batch, encode, self.queries, self.offset, world, self.looking)
