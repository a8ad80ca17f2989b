"""A head of the decoder is told where in the picture to look before it says what is there, as one more loss.

The loss on answers leaves that to be found out: captions then gave a thing the noun of another one in the picture, though asked about its box
the model named it rightly; and of longer texts the letters came in the wrong order.
"""

import collections
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from .model import Layer
from .places import cell_queries, query_at
from .questions import place_of
from .rows import Row, Segment
from .world import Scene, grouped

HEADS = {1: 7, 2: 6}
"""By layer the head that is told: the two that gave most attention to these rows before any was told, so that least is unlearnt. The first
head of a layer is told about worked examples."""
KINDS = ("things", "letters")
"""Before each token of a thing's phrase the rows of the picture that show it; before each letter the row that has it at its place."""
FIRST_ROW = 2
"""Position of the first image row where a row begins with its picture: behind <s> and <image>."""

Origins = list[tuple[int, list[int]]]
"""A position in a row, or a token of an answer, and the queries to look at from there."""


def phrases(segment: Segment, scene: Scene) -> Iterator[tuple[int, int, list[int]]]:
    """From and to where in an answer there is something to be read off things, and off which of them."""
    if segment.kind in ("caption", "grounded"):
        groups = grouped(scene.things)
        said = [(phrase, [i for i, t in enumerate(scene.things) if t.name == members[0].name]) for phrase, members in groups]
    elif segment.kind == "describe":
        said = [(words, [i]) for i, t in enumerate(scene.things) for words in (place_of(t), f"{t.size} {t.name}")]
    else:
        said = []
    end = 0
    for words, things in said:
        start = segment.answer.find(words, end)
        if start >= 0:
            end = start + len(words)
            yield start, end, things


def text_start(segment: Segment, scene: Scene) -> int | None:
    """Where in an answer the text of the picture begins, with which it ends; none where it is not in it."""
    told = segment.kind in ("caption", "describe", "read") and scene.text and segment.answer.endswith(scene.text)
    return len(segment.answer) - len(scene.text) if told else None


def thing_queries(scene: Scene, queries: int) -> list[list[int]]:
    """The queries at whose place each thing can be seen; where no cell shows it, the one at its middle."""
    at = cell_queries(len(scene.thing_map), queries)
    shown = (np.unique(at[scene.thing_map == number]).tolist() for number in range(len(scene.things)))
    return [rows or [int(query_at(*thing.centre, queries))] for rows, thing in zip(shown, scene.things)]


def thing_origins(offsets: list[tuple[int, int]], segment: Segment, scene: Scene, seen: list[list[int]]) -> Origins:
    """The tokens of an answer that belong to a phrase; the space before a word belongs to its token."""
    found = []
    for start, end, things in phrases(segment, scene):
        rows = sorted({row for thing in things for row in seen[thing]})
        before = start - segment.answer[:start].endswith(" ")
        found += [(token, rows) for token, (a, b) in enumerate(offsets) if max(a, before) < min(b, end)]
    return found


def letter_origins(offsets: list[tuple[int, int]], start: int, segment: Segment, scene: Scene, queries: int) -> Origins:
    """The tokens of a text in an answer. A space on its own looks at the letter after it, a word in one token at all of its letters."""
    at = {letter.at: int(query_at(letter.x, letter.y, queries)) for letter in scene.letters}
    found = []
    for token, (a, b) in enumerate(offsets):
        spelled = [place - start for place in range(a, b) if segment.answer[place] != " "] or [b - start]
        rows = sorted({at[place] for place in spelled if place in at})
        if rows:
            found.append((token, rows))
    return found


class Looking:
    """What is told of the rows of one batch. Only of rows that begin with their one picture."""

    def __init__(self, queries: int):
        self.queries = queries
        self.told: dict[str, list[Origins]] = {kind: [] for kind in KINDS}

    def add(self, encode, row: Row, scenes: list[Scene]) -> None:
        """The next row of the batch, as `encode_row` lays it out."""
        origins = self._origins(encode, row, scenes[0]) if row.prefix == [0] else {}
        for kind in KINDS:
            self.told[kind].append(origins.get(kind, []))

    def _origins(self, encode, row: Row, scene: Scene) -> dict[str, Origins]:
        seen, found = thing_queries(scene, self.queries), collections.defaultdict(list)
        at = FIRST_ROW + self.queries + 1
        for segment in row.segments:
            at += sum(len(encode(piece)) for piece in segment.prompt)
            offsets = encode.offsets(segment.answer)
            start = text_start(segment, scene)
            found["things"] += [(at - 1 + token, rows) for token, rows in thing_origins(offsets, segment, scene, seen)]
            if start is not None:
                found["letters"] += [(at - 1 + t, rows) for t, rows in letter_origins(offsets, start, segment, scene, self.queries)]
            at += len(offsets)
        return found

    def tensors(self) -> dict[str, Tensor]:
        """`<kind>_from` [B,N] positions, -1 where a row has fewer, and `<kind>_rows` [B,N,Q], which queries are looked at from each.

        B and N are 0 where no row was added.
        """
        told = {}
        for kind, rows in self.told.items():
            most = max(map(len, rows), default=0)
            origins = np.full((len(rows), most), -1, np.int64)
            wanted = np.zeros((len(rows), most, self.queries), bool)
            for number, of_row in enumerate(rows):
                for n, (at, seen) in enumerate(of_row):
                    origins[number, n] = at
                    wanted[number, n, seen] = True
            told |= {f"{kind}_from": torch.from_numpy(origins), f"{kind}_rows": torch.from_numpy(wanted)}
        return told


def attention_given(layer: Layer, head: int, x: Tensor, mask: Tensor, origins: Tensor, wanted: Tensor) -> Tensor:
    """[B,N] logarithms of what a head gives, from each origin, to all the image rows that are wanted together."""
    attention, normed = layer.attention, layer.attention_norm(x)
    at = origins.clamp(min=0)[..., None]
    asking = normed.gather(1, at.expand(-1, -1, normed.shape[-1]))
    q, k = attention.of_head(attention.q, head, asking), attention.of_head(attention.k, head, normed)
    scores = (q @ k.transpose(1, 2)).float() * attention.head_width**-0.5 + mask[:, 0].gather(1, at.expand(-1, -1, mask.shape[-1])).float()
    image = scores[:, :, FIRST_ROW : FIRST_ROW + wanted.shape[-1]]
    return image.masked_fill(~wanted, -1e9).logsumexp(-1) - scores.logsumexp(-1)


def looking_losses(layer: Layer, head: int, x: Tensor, mask: Tensor, batch: dict[str, Tensor]) -> dict[str, tuple[Tensor, Tensor]]:
    """For each kind that a batch has: the mean of minus the logarithms, and the mean of what is given to the rows that are wanted."""
    kinds = [kind for kind in KINDS if batch[f"{kind}_from"].shape[1]]
    if not kinds:
        return {}
    origins = [batch[f"{kind}_from"] for kind in kinds]
    given = attention_given(layer, head, x, mask, torch.cat(origins, 1), torch.cat([batch[f"{kind}_rows"] for kind in kinds], 1))
    found = {}
    for kind, of_kind, logs in zip(kinds, origins, given.split([o.shape[1] for o in origins], 1)):
        told = of_kind >= 0
        count = told.sum().clamp(min=1)
        found[kind] = -logs.masked_fill(~told, 0).sum() / count, (logs.detach().exp() * told).sum() / count
    return found
