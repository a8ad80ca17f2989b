"""Heads of the decoder are told where to look in a row of worked examples, as one more loss.

Without help few-shot was not learnt in 138,000 pictures: a name must be brought together with what it names, and what is asked about
with what is like it, before either is worth anything.
"""

import dataclasses
import itertools

import numpy as np
import torch
from torch import Tensor

from . import vocabulary as v
from .looking import HEADS, looking_losses
from .model import Decoder, Layer
from .places import cell_queries
from .rows import Row

LAYERS = {"named": (1,), "alike": (2, 3)}
"""Layers whose first head is told to look from a name at what it names, and from there at the same name in earlier examples."""

HEAD = 0
"""Which of a layer's heads that is."""

DECISIVE = 4.0
"""Weight of the first token in which two names differ; the ones after it can be read off the examples."""


@dataclasses.dataclass(frozen=True)
class NamePlace:
    """Where a name stands in a row: which of the two, its first position, its length, and the positions of what it names."""

    name: int
    first: int
    length: int
    thing: list[int]
    asked: bool


def name_places(encode, row: Row, queries: int, seen: list[list[int]]) -> list[NamePlace]:
    """Of all names of a row, in its order, as `encode_row` lays it out. `seen[i]`: the rows of image i in which what is named can be seen."""
    places, at, thing = [], 1, []
    answers = [[*s.prompt, s.answer] for s in row.segments]
    for number, piece in enumerate([*row.prefix, *itertools.chain(*answers)]):
        if isinstance(piece, int):
            length = queries + 2
            thing = [at + 1 + latent for latent in seen[piece]]
        else:
            length = len(encode(piece))
            if piece in row.names:
                places.append(NamePlace(row.names.index(piece), at, length, thing, number >= len(row.prefix)))
            elif not seen:
                thing = list(range(at, at + length))
        at += length
    return places


def first_difference(encode, names: tuple[str, ...]) -> tuple[int, list[int]]:
    """The first token in which two names differ, and what each has there."""
    a, b = ([*encode(name), v.EOS] for name in names)
    at = next(i for i, (x, y) in enumerate(zip(a, b)) if x != y)
    return at, [a[at], b[at]]


def seen_rows(object_map: np.ndarray, queries: int) -> list[int]:
    """The image rows at whose place there is a thing; all of them where there is none."""
    return np.unique(cell_queries(len(object_map), queries)[object_map > 0]).tolist() or list(range(queries))


@dataclasses.dataclass
class Pointers:
    """What is told of the rows of one batch: (row, position, the positions to look at) for each kind; and where names are decided."""

    named: list[tuple[int, int, list[int]]] = dataclasses.field(default_factory=list)
    alike: list[tuple[int, int, list[int]]] = dataclasses.field(default_factory=list)
    decisive: list[tuple[int, int, int, int]] = dataclasses.field(default_factory=list)

    def add(self, number: int, encode, row: Row, queries: int, seen: list[list[int]], weights: list[float]) -> None:
        """Those of a row; the answers' `weights` of its decisive tokens are raised."""
        differs, tokens = first_difference(encode, row.names)
        places = name_places(encode, row, queries, seen)
        for place in places:
            self.named += [(number, at, place.thing) for at in range(place.first - 1, place.first + place.length)]
            earlier = [p for p in places if p.name == place.name and p.first < place.first and not p.asked]
            if earlier:
                self.alike += [(number, place.first - 1 + i, [p.first + i for p in earlier]) for i in range(place.length)]
                at = place.first - 1 + differs
                self.decisive.append((number, at, tokens[place.name], tokens[1 - place.name]))
                weights[at] *= DECISIVE

    def tensors(self, length: int) -> dict[str, Tensor]:
        """`<kind>_from` [N,2] rows and positions, `<kind>_to` [N,length]; `decisive` [N,4]: row, position, the right token and the other name's."""
        told = {"decisive": torch.tensor(self.decisive, dtype=torch.long).view(-1, 4)}
        for kind, pointers in (("named", self.named), ("alike", self.alike)):
            wanted = torch.zeros(len(pointers), length, dtype=torch.bool)
            for n, (_, _, at) in enumerate(pointers):
                wanted[n, at] = True
            told[f"{kind}_from"] = torch.tensor([p[:2] for p in pointers], dtype=torch.long).view(-1, 2)
            told[f"{kind}_to"] = wanted
        return told


def pointer_loss(layer: Layer, x: Tensor, mask: Tensor, origins: Tensor, wanted: Tensor) -> Tensor:
    """Mean of minus the logarithm of what the layer's head gives, from each origin, to the positions that are wanted."""
    rows, number = origins[:, 0].unique(return_inverse=True)
    attention, normed = layer.attention, layer.attention_norm(x[rows])
    q = attention.of_head(attention.q, HEAD, normed) * attention.head_width**-0.5
    k = attention.of_head(attention.k, HEAD, normed)
    scores = ((q @ k.transpose(1, 2)).float() + mask[rows, 0].float())[number, origins[:, 1]]
    return (scores.logsumexp(-1) - scores.masked_fill(~wanted, -1e9).logsumexp(-1)).mean()


@dataclasses.dataclass
class Told:
    """What the decoder makes of embedded rows, and by kind and layer what it costs where its heads do not look as they are told.

    `pointed` is of worked examples, `looked` of what is said of a picture, both empty where a batch has none; `given` is the mean share
    of its attention that a head gives, as it is told, to the picture.
    """

    hidden: Tensor
    pointed: dict[str, Tensor] = dataclasses.field(default_factory=dict)
    looked: dict[str, Tensor] = dataclasses.field(default_factory=dict)
    given: dict[str, Tensor] = dataclasses.field(default_factory=dict)


def told_to_look(decoder: Decoder, x: Tensor, mask: Tensor, batch: dict[str, Tensor]) -> Told:
    """Goes through the decoder's layers with rows that are embedded."""
    told = Told(x)
    for index, layer in enumerate(decoder.layers):
        for kind, layers in LAYERS.items():
            if index in layers and len(batch[f"{kind}_from"]):
                told.pointed[f"{kind}_{index}"] = pointer_loss(layer, x, mask, batch[f"{kind}_from"], batch[f"{kind}_to"])
        if index in HEADS:
            for kind, (loss, given) in looking_losses(layer, HEADS[index], x, mask, batch).items():
                told.looked[f"{kind}_{index}"], told.given[f"{kind}_{index}"] = loss, given
        x = layer(x, mask)
    told.hidden = decoder.norm(x)
    return told


def rightly_named(decoder: Decoder, hidden: Tensor, decisive: Tensor) -> Tensor:
    """The share of decisive tokens of which the right one is likelier than the other name's."""
    rows, positions, right, other = decisive.T
    with torch.no_grad():
        logits = decoder.logits(hidden[rows, positions])
        return (logits.gather(1, right[:, None]) > logits.gather(1, other[:, None])).float().mean()
