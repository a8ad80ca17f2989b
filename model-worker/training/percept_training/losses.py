"""What a batch costs the model: its answers, what its heads are told to look at, and the dense targets."""

import dataclasses
import math

import torch
import torch.nn.functional as F

from . import vocabulary
from .batches import attention_mask, normalise
from .boxes import GRID
from .dense import sparse_cross_entropy
from .instances import cell_box_loss, latent_instance_losses
from .letters import latent_letter_losses
from .model import Percept, Shape
from .places import cell_queries
from .pointers import rightly_named, told_to_look
from .world import CHARACTERS

POINTED = 0.5
"""Weight of each pointers' loss beside the answers'."""

SHORT = 192
"""Rows of at most so many tokens all go through the decoder."""


def half(device: str) -> bool:
    """Whether to compute in bf16: a processor that does not have it is many times slower in it."""
    return not device.startswith("cpu") or torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")


def dense_losses(model: Percept, features, batch):
    """Cross-entropies of the object under each cell and of the characters in its four quarters."""
    grid = model.shape.grid
    objects = sparse_cross_entropy(model.object_head(features), batch["objects"], 0.2)
    characters = batch["characters"].view(-1, grid, 2, grid, 2).permute(0, 1, 3, 2, 4)
    logits = model.character_head(features).unflatten(-1, (4, model.shape.characters))
    return objects, sparse_cross_entropy(logits, characters, 0.05)


def windows(grid: torch.Tensor, side: int, size: int) -> torch.Tensor:
    """[I, side², size²] of a grid of labels [I, G, G]: the window of cells around each query's place, row by row."""
    cells = grid.shape[-1]
    first = ((torch.arange(side, device=grid.device) + 0.5) * cells / side - size / 2).round().long().clamp(0, cells - size)
    at = first[:, None] + torch.arange(size, device=grid.device)
    rows = at[:, None, :, None].expand(side, side, size, size)
    columns = at[None, :, None, :].expand(side, side, size, size)
    return grid[:, rows, columns].reshape(len(grid), side * side, size * size)


def latent_losses(model: Percept, latents, batch):
    """Cross-entropies of the objects and of the characters at each query's place, in their order.

    The words in place are a bag; without these a query need not say in which order its letters stand.
    """
    side, window = math.isqrt(model.shape.queries), model.shape.window
    found = []
    for head, grid, size, kinds, nothing in (
            (model.latent_object_head, batch["objects"], window, model.shape.objects, 0.2),
            (model.latent_character_head, batch["characters"], 2 * window, model.shape.characters, 0.05)):
        found.append(sparse_cross_entropy(head(latents).unflatten(-1, (size**2, kinds)), windows(grid, side, size), nothing))
    return found


@dataclasses.dataclass
class Losses:
    """What a batch costs: its answers, and by name its heads that do not look as they are told, and its dense targets.

    `pointed` is of worked examples, `looked` of what is said of a picture; `figures` are for the log alone.
    """

    answer: torch.Tensor
    pointed: dict[str, torch.Tensor]
    looked: dict[str, torch.Tensor]
    dense: dict[str, torch.Tensor]
    figures: dict[str, torch.Tensor]

    def total(self, looking: float, dense: float) -> torch.Tensor:
        """All together, with such weights."""
        return self.answer + POINTED * sum(self.pointed.values()) + looking * sum(self.looked.values()) + dense * sum(self.dense.values())


def losses(model: Percept, batch, words: "Words", decoded: int | None = None) -> Losses:
    """Of a batch with one image a row, only the first `decoded` rows go through the decoder."""
    dense = batch
    if batch["ids"].shape[0] != batch["objects"].shape[0] or batch["ids"].shape[1] <= SHORT:
        decoded = None
    if decoded is not None:
        batch = {k: t[:decoded] if k != "pixels" else t for k, t in batch.items()}
    device = batch["ids"].device.type
    with torch.autocast(device, torch.bfloat16, enabled=half(device)):
        # Channels last is the quicker of the two in bf16, and the slower in fp32 on a CPU.
        pixels = normalise(batch["pixels"]).contiguous(memory_format=torch.channels_last if half(device) else torch.contiguous_format)
        features = model.encoder.grid_features(pixels)
        latents = model.latents(features)
        embeds = (latents[:decoded] * model.connector).flatten(0, 1)
        mask = attention_mask(batch["segments"])
        rows = model.decoder.embed(batch["ids"], batch["image_row"], embeds, batch["positions"])
        told = told_to_look(model.decoder, rows, mask, batch)
        wanted = batch["targets"] >= 0
        targets, weights = batch["targets"][wanted], batch["weights"][wanted]
        logits = model.decoder.logits(told.hidden[wanted]).float()
        objects, characters = dense_losses(model, features, dense)
        latent_objects, latent_characters = latent_losses(model, latents, dense)
        of_places = {"objects": objects, "characters": characters, "placed": words.loss(model, latents, dense),
                     "latent_objects": latent_objects, "latent_characters": latent_characters,
                     "cell_boxes": cell_box_loss(model, features, dense), **latent_instance_losses(model, latents, dense),
                     **latent_letter_losses(model, latents, dense)}
    answer = (answer_losses(logits, targets) * weights).sum() / weights.sum()
    figures = {"right": (logits.argmax(-1) == targets).float().mean(), **told.given}
    if told.pointed:
        figures["named"] = rightly_named(model.decoder, told.hidden, batch["decisive"])
    return Losses(answer, told.pointed, told.looked, of_places, figures)


def answer_losses(logits, targets):
    """Cross-entropy of each token; a location shares its target with its eight neighbours, since a near miss is nearly right."""
    logs = logits.log_softmax(-1)
    result = -logs.gather(1, targets[:, None])[:, 0]
    place = targets - vocabulary.PATCH_FIRST
    located = (place >= 0) & (place < GRID * GRID)
    if located.any():
        y, x = place[located] // GRID, place[located] % GRID
        shares = (0.15, 0.7, 0.15)
        near = torch.zeros(len(y), device=logits.device)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                token = (y + dy).clamp(0, GRID - 1) * GRID + (x + dx).clamp(0, GRID - 1) + vocabulary.PATCH_FIRST
                near = near - shares[dy + 1] * shares[dx + 1] * logs[located].gather(1, token[:, None])[:, 0]
        result = result.masked_scatter(located, near)
    return result


class Words:
    """Ties each latent query to the words of what is at its place, in the decoder's own embeddings.

    Without it the decoder takes long to find out that the image's rows mean anything.
    """

    def __init__(self, tokenizer, nouns: list[str], shape: Shape, device: str):
        encode = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self.objects = torch.zeros(shape.objects, shape.vocabulary)
        for label, noun in enumerate(nouns, 1):
            self.objects[label, encode(noun)] = 1
        self.characters = torch.zeros(shape.characters, shape.vocabulary)
        for at, character in enumerate(CHARACTERS, 1):
            self.characters[at, tokenizer.token_to_id(character)] = 1
        self.objects, self.characters = self.objects.to(device), self.characters.to(device)
        self.queries = shape.queries
        self.places = {size: torch.from_numpy(cell_queries(size, shape.queries)).to(device) for size in (shape.grid, 2 * shape.grid)}

    def loss(self, model: Percept, latents, batch):
        grids = ((batch["objects"], self.objects), (batch["characters"], self.characters))
        places = [self._queries(grid) for grid, _ in grids]
        present, at = torch.cat(places).unique(return_inverse=True)
        targets = torch.zeros(len(present), self.objects.shape[1], device=present.device)
        for (grid, table), rows in zip(grids, at.split([len(p) for p in places])):
            targets.index_add_(0, rows, table[grid[grid > 0]])
        targets = (targets > 0).float()
        logits = model.decoder.logits(latents.flatten(0, 1)[present]).float()
        return F.cross_entropy(logits, targets / targets.sum(-1, keepdim=True))

    def _queries(self, grid):
        """The query, counted through all images, at whose place each cell is that shows something."""
        query = self.places[grid.shape[-1]].expand_as(grid)
        image = torch.arange(len(grid), device=grid.device)[:, None, None].expand_as(grid)
        return (image * self.queries + query)[grid > 0]
