"""Teaches the decoder to take names from worked examples. The encoder is left as it is, so that each picture is encoded once.

    python -m percept_training.examples --data build/data --init build/weights.pt --weights build/examples.pt --text 0.5 --minutes 20
    python -m percept_training.examples --data build/data --init build/examples.pt --weights build/examples.pt --minutes 20

Without help this was not learnt in 138,000 pictures: a name must be brought together with what it names, and what is asked about
with what is like it, before either is worth anything. So one head in each of three layers is told where to look (`Pointers`).
"""

import argparse
import copy
import dataclasses
import itertools
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from . import vocabulary as v
from .batches import Stream, attention_mask, encode_row, normalise, padded
from .model import Decoder, Layer, Percept, Shape
from .rows import FORMS, Row, examples_row, made_up_labels
from .several import SeveralImages
from .train import Optimisers, answer_losses, read, save
from .world import COLOURS, SHAPES, World

NAMED_LAYERS, ALIKE_LAYERS = (1,), (2, 3)
"""Layers whose first head is told to look from a name at what it names, and from there at the same name in earlier examples."""

DECISIVE = 4.0
"""Weight of the first token in which two names differ; the ones after it can be read off the examples."""

CONCEPTS = {"noun": 8, "background": 1, "shape colour": 1}


class Gallery:
    """Pictures by what they have in common, with their embeddings and the image rows in which it can be seen."""

    def __init__(self, kinds: list[tuple[str, str]], embeds: Tensor, seen: list[list[int]]):
        self.embeds, self.seen = embeds, seen
        self.pictures: dict[str, dict[str, list[int]]] = {}
        for picture, (concept, name) in enumerate(kinds):
            self.pictures.setdefault(concept, {}).setdefault(name, []).append(picture)

    @classmethod
    def draw(cls, world: World, model: Percept, encode, each: int) -> "Gallery":
        """So many pictures of every noun, half as many again of every colour of a background and of a shape."""
        images, rng = SeveralImages(world), world.rng
        more = max(2, each * 3 // 2)
        jobs = [("noun", n, lambda n=n: world.scene([n], tint=0.05)) for n in world.nouns for _ in range(each)]
        jobs += [("background", c, lambda c=c: images.on_background(c)) for c in COLOURS for _ in range(more)]
        jobs += [("shape colour", c, lambda c=c: world.scene([rng.choice(SHAPES)], colours=[c])) for c in COLOURS for _ in range(more)]
        embeds, seen = [], []
        table = model.decoder.token_table().detach()
        for at in tqdm(range(0, len(jobs), 64), unit=" batches"):
            batch = jobs[at : at + 64]
            pixels = normalise(torch.from_numpy(np.stack([world.pixels(make().image) for _, _, make in batch])))
            with torch.no_grad():
                latents = model.latents(model.encoder.grid_features(pixels))
                words = (latents @ table.T).softmax(-1)
            embeds.append((latents * model.connector).half())
            seen += [rows_that_show(words[i][:, encode(name)].sum(-1)) if concept == "noun" else list(range(model.shape.queries))
                     for i, (concept, name, _) in enumerate(batch)]
        return cls([(concept, name) for concept, name, _ in jobs], torch.cat(embeds), seen)


def rows_that_show(likely: Tensor) -> list[int]:
    """The image rows in which a noun is likely; all of them where it is so in none, since it is somewhere."""
    best = float(likely.max())
    return (likely > max(0.25, 0.4 * best)).nonzero().flatten().tolist() if best > 0.25 else list(range(len(likely)))


@dataclasses.dataclass(frozen=True)
class Examples:
    """A row of worked examples, the two names in it, and the pictures of the gallery that its images are; none: things in words."""

    row: Row
    names: list[str]
    pictures: list[int]


class WorkedExamples:
    """Draws such rows. Two more of the two kinds are asked at the end, each by itself."""

    def __init__(self, rng: random.Random, gallery: Gallery, held: bool = False):
        self.rng, self.gallery, self.held = rng, gallery, held
        self.things = [*gallery.pictures["noun"], *COLOURS]

    def of_pictures(self, count: int) -> Examples:
        pictures = self.gallery.pictures[self.rng.choices(list(CONCEPTS), list(CONCEPTS.values()))[0]]
        kinds, order = self.rng.sample(list(pictures), 2), self._order(count)
        left = [self.rng.sample(pictures[kind], min(len(pictures[kind]), count // 2 + 1)) for kind in kinds]
        drawn = [left[k].pop() if len(left[k]) > 1 else left[k][0] for k in (*order, 0, 1)]
        return self._examples(order, lambda at, _: [at], drawn)

    def of_words(self, count: int) -> Examples:
        kinds = self.rng.sample(self.things, 2)
        return self._examples(self._order(count), lambda _, k: [kinds[k]], [])

    def _order(self, count: int) -> list[int]:
        order = [0, 1] * (count // 2)
        self.rng.shuffle(order)
        return order

    def _examples(self, order, thing, pictures) -> Examples:
        names = made_up_labels(self.rng, self.held)
        before, _ = self.rng.choice(FORMS)
        shown = [thing(at, k) + ([before] if before else []) for at, k in enumerate((*order, 0, 1))]
        if not pictures:
            shown = [[" ".join(pieces)] for pieces in shown]
        return Examples(examples_row(order, names, shown), names, pictures)


@dataclasses.dataclass(frozen=True)
class NamePlace:
    """Where a name stands in a row: which of the two, its first position, its length, and the positions of what it names."""

    name: int
    first: int
    length: int
    thing: list[int]
    asked: bool


def name_places(encode, examples: Examples, queries: int, seen: list[list[int]]) -> list[NamePlace]:
    """Of all names of a row, in its order, as `encode_row` lays it out."""
    row, places, at, thing = examples.row, [], 1, []
    answers = [[*s.prompt, s.answer] for s in row.segments]
    for number, piece in enumerate([*row.prefix, *itertools.chain(*answers)]):
        if isinstance(piece, int):
            length = queries + 2
            thing = [at + 1 + latent for latent in seen[examples.pictures[piece]]]
        else:
            length = len(encode(piece))
            if piece in examples.names:
                places.append(NamePlace(examples.names.index(piece), at, length, thing, number >= len(row.prefix)))
            elif not examples.pictures:
                thing = list(range(at, at + length))
        at += length
    return places


@dataclasses.dataclass(frozen=True)
class Pointers:
    """From position `positions[n]` of row `rows[n]` a head is to look at `wanted[n]`, one of [S] or several."""

    rows: Tensor
    positions: Tensor
    wanted: Tensor

    @classmethod
    def of(cls, pointers: list[tuple[int, int, list[int]]], length: int) -> "Pointers":
        wanted = torch.zeros(len(pointers), length, dtype=torch.bool)
        for n, (_, _, at) in enumerate(pointers):
            wanted[n, at] = True
        return cls(torch.tensor([p[0] for p in pointers]), torch.tensor([p[1] for p in pointers]), wanted)

    def loss(self, layer: Layer, x: Tensor, mask: Tensor) -> Tensor:
        """Mean of minus the logarithm of what the layer's first head gives to the wanted positions."""
        attention, normed = layer.attention, layer.attention_norm(x)
        first = slice(0, attention.head_width)
        q = F.linear(normed, attention.q.weight[first], attention.q.bias[first]) * attention.head_width**-0.5
        k = F.linear(normed, attention.k.weight[first], attention.k.bias[first])
        scores = (q @ k.transpose(1, 2) + mask[:, 0])[self.rows, self.positions]
        return (scores.logsumexp(-1) - scores.masked_fill(~self.wanted, -1e9).logsumexp(-1)).mean()


@dataclasses.dataclass(frozen=True)
class Batch:
    """Rows as tensors. `decisive` [N,4]: row, position, the right token and the other name's."""

    tensors: dict[str, Tensor]
    embeds: Tensor
    named: Pointers | None = None
    alike: Pointers | None = None
    decisive: Tensor | None = None


def first_difference(encode, names: list[str]) -> tuple[int, list[int]]:
    """The first token in which two names differ, and what each has there."""
    a, b = ([*encode(name), v.EOS] for name in names)
    at = next(i for i, (x, y) in enumerate(zip(a, b)) if x != y)
    return at, [a[at], b[at]]


def batch_of(drawn: list[Examples], encode, gallery: Gallery, shape: Shape) -> Batch:
    rows, named, alike, decisive, pictures = [], [], [], [], []
    for number, examples in enumerate(drawn):
        row = encode_row(encode, examples.row, shape.queries, len(pictures), shape.position_offset)
        pictures += examples.pictures
        differs, tokens = first_difference(encode, examples.names)
        places = name_places(encode, examples, shape.queries, gallery.seen)
        for place in places:
            named += [(number, at, place.thing) for at in range(place.first - 1, place.first + place.length)]
            earlier = [p for p in places if p.name == place.name and p.first < place.first and not p.asked]
            alike += [(number, place.first - 1 + i, [p.first + i for p in earlier]) for i in range(place.length) if earlier]
            if earlier or place.asked:
                at = place.first - 1 + differs
                decisive.append((number, at, tokens[place.name], tokens[1 - place.name]))
                row[5][at] *= DECISIVE
        rows.append(row)
    length = max(len(row[0]) for row in rows)
    tensors = padded(rows, length, shape.position_offset)
    embeds = gallery.embeds[pictures].float().flatten(0, 1) if pictures else torch.zeros(1, shape.width)
    return Batch(tensors, embeds, Pointers.of(named, length), Pointers.of(alike, length), torch.tensor(decisive))


def losses(decoder: Decoder, batch: Batch) -> tuple[Tensor, dict[str, Tensor], Tensor | None]:
    """The answers' loss, those of the pointers by name, and the share of decisive tokens whose right one is the likelier of the two."""
    t = batch.tensors
    mask = attention_mask(t["segments"]).float()
    x, told = decoder.embed(t["ids"], t["image_row"], batch.embeds, t["positions"]), {}
    for index, layer in enumerate(decoder.layers):
        if batch.named is not None and index in NAMED_LAYERS:
            told[f"named {index}"] = batch.named.loss(layer, x, mask)
        if batch.alike is not None and index in ALIKE_LAYERS:
            told[f"alike {index}"] = batch.alike.loss(layer, x, mask)
        x = layer(x, mask)
    hidden, wanted = decoder.norm(x), t["targets"] >= 0
    weights = t["weights"][wanted]
    answer = (answer_losses(decoder.logits(hidden[wanted]), t["targets"][wanted]) * weights).sum() / weights.sum()
    if batch.decisive is None:
        return answer, told, None
    with torch.no_grad():
        rows, positions, right, other = batch.decisive.T
        logits = decoder.logits(hidden[rows, positions])
        chosen = (logits.gather(1, right[:, None]) > logits.gather(1, other[:, None])).float().mean()
    return answer, told, chosen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--init", type=pathlib.Path, required=True, help="weights to start from, as of restore; dense heads in them are kept")
    parser.add_argument("--weights", type=pathlib.Path, required=True, help="where the averaged weights go, for train --init")
    parser.add_argument("--minutes", type=float, default=20, help="the learning rate falls to nothing over the second half")
    parser.add_argument("--each", type=int, default=44, help="pictures of each noun in the gallery")
    parser.add_argument("--text", type=float, default=0.12, help="share of batches with things in words; half of them in a first run")
    parser.add_argument("--ordinary", type=float, default=0.2, help="share of batches with the other tasks, so that they are not forgotten")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    tokenizer = v.load(options.data / "tokenizer.json")
    shape, encode, rng = Shape(vocabulary=tokenizer.get_vocab_size()), v.Encoder(tokenizer), random.Random(options.seed)
    model = Percept(shape).requires_grad_(False)
    model.load_state_dict(torch.load(options.init, weights_only=True)["model"], strict=False)
    model.decoder.requires_grad_(True)
    gallery = Gallery.draw(World(options.data, options.seed, restyled=0.4), model, encode, options.each)
    drawn = WorkedExamples(rng, gallery)
    stream = Stream(options.data, 48, shape.queries, shape.position_offset, options.seed + 990, 0, 0.05, 0.4)
    ordinary = iter(torch.utils.data.DataLoader(stream, batch_size=None, num_workers=1, prefetch_factor=4))
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = Optimisers(nn.ModuleDict({"decoder": model.decoder}), options.lr, torch.float32)
    began, step, mean = time.monotonic(), 0, {}
    bar = tqdm(unit="step", mininterval=10, dynamic_ncols=True)
    while (done := (time.monotonic() - began) / 60 / options.minutes) < 1:
        draw = rng.random()
        if draw < options.ordinary:
            kind, tensors = "ordinary", next(ordinary)
            with torch.no_grad():
                batch = Batch(tensors, model.encode(normalise(tensors["pixels"])).flatten(0, 1))
        elif draw < options.ordinary + options.text * (1 - options.ordinary):
            kind, batch = "words", batch_of([drawn.of_words(rng.choice((4, 6, 8))) for _ in range(40)], encode, gallery, shape)
        else:
            kind, batch = "pictures", batch_of([drawn.of_pictures(rng.choice((2, 4, 4, 6))) for _ in range(12)], encode, gallery, shape)
        answer, told, chosen = losses(model.decoder, batch)
        (answer + sum(told.values())).backward()
        nn.utils.clip_grad_norm_(model.decoder.parameters(), 1.0)
        optimizer.step(options.lr * min(1.0, (step + 1) / 50) * max(0.02, min(1.0, 2 * (1 - done))))
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - min(0.998, 1 - 1 / (1 + step / 10)))
        figures = {"loss": answer, **told} | ({"right": chosen} if chosen is not None else {})
        read([{f"{kind} {name}": value.detach() for name, value in figures.items()}], mean)
        bar.update()
        if step % 25 == 0:
            bar.write(json.dumps({"step": step} | {k: round(x, 3) for k, x in mean.items()}))
    bar.close()
    save(options.weights, model=average.state_dict(), step=step)


if __name__ == "__main__":
    main()
