"""Trains percept-tiny; goes on from its checkpoint where there is one.

    python -m percept_training.train --data build/data --run build/run --steps 40000
"""

import argparse
import copy
import dataclasses
import itertools
import json
import math
import pathlib
import pickle
import time
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from tqdm import tqdm

from . import vocabulary
from .batches import Stream, attention_mask, normalise
from .boxes import GRID
from .dense import sparse_cross_entropy
from .feed import Feed
from .instances import cell_box_loss, latent_instance_losses
from .letters import latent_letter_losses
from .model import Percept, Shape
from .muon import Muon
from .pointers import rightly_named, told_to_look
from .world import CHARACTERS, RESTYLED, SHAPES


READ_EVERY = 10
"""Steps after which the figures are read."""

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


def losses(model: Percept, batch, words: "Words", decoded: int | None = None):
    """Loss on answers; the shares of answer tokens and of made-up names that are right; the pointers' and the dense losses by name.

    Of a batch with one image a row, only the first `decoded` rows go through the decoder.
    """
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
        hidden, looked = told_to_look(model.decoder, rows, mask, batch)
        wanted = batch["targets"] >= 0
        targets, weights = batch["targets"][wanted], batch["weights"][wanted]
        logits = model.decoder.logits(hidden[wanted]).float()
        objects, characters = dense_losses(model, features, dense)
        placed = words.loss(model, latents, dense)
        latent_objects, latent_characters = latent_losses(model, latents, dense)
        told = {"cell_boxes": cell_box_loss(model, features, dense), **latent_instance_losses(model, latents, dense),
                **latent_letter_losses(model, latents, dense)}
    answer = (answer_losses(logits, targets) * weights).sum() / weights.sum()
    chosen = {"named": rightly_named(model.decoder, hidden, batch["decisive"])} if looked else {}
    right = (logits.argmax(-1) == targets).float().mean()
    return answer, {"right": right, **chosen}, looked, {"objects": objects, "characters": characters, "placed": placed,
                           "latent_objects": latent_objects, "latent_characters": latent_characters, **told}


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
        self.side = math.isqrt(shape.queries)

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
        size = grid.shape[-1]
        place = (torch.arange(size, device=grid.device) + 0.5).mul(self.side / size).long()
        query = (place[:, None] * self.side + place[None, :]).expand_as(grid)
        image = torch.arange(len(grid), device=grid.device)[:, None, None].expand_as(grid)
        return (image * self.side**2 + query)[grid > 0]


def plateau(step: int, minutes: float, options) -> float:
    """1 until the descent, the last `descent` of the run by steps or by time, in which it falls to 0 in a line."""
    done = max(step / options.steps, minutes / options.finish_in if options.finish_in else 0.0)
    return max(0.0, min(1.0, (1 - done) / max(options.descent, 1e-9)))


def learning_rate(step: int, height: float, options) -> float:
    return options.lr * min(1.0, (step + 1) / options.warmup) * max(0.02, height)


def dense_weight(height: float, options) -> float:
    return options.dense_end + (options.dense - options.dense_end) * height


def drawn(stream: Stream, workers: int) -> Iterator[dict[str, torch.Tensor]]:
    """Endless batches, each part by processes of its own."""
    for number in itertools.count():
        yield from torch.utils.data.DataLoader(stream.part(number), batch_size=None, num_workers=workers, prefetch_factor=3)


class Optimisers:
    """Muon (Jordan et al., 2024) for the matrices of the layers, at `MUON` times the learning rate of AdamW, which does all else."""

    MUON = 2.5

    def __init__(self, model: Percept, lr: float, precision: torch.dtype):
        named = list(model.named_parameters())
        hidden = [p for n, p in named if p.ndim == 2 and ("layers." in n or "resampler.attention" in n or "resampler.feed" in n)]
        chosen = {id(p) for p in hidden}
        decay = [p for _, p in named if p.ndim >= 2 and id(p) not in chosen]
        plain = [p for _, p in named if p.ndim < 2]
        groups = [{"params": decay, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
        self.parts = (torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.98), fused=True),
                      Muon(hidden, lr, 0.05, precision))

    def step(self, lr: float) -> None:
        for part, rate in zip(self.parts, (lr, self.MUON * lr)):
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
            part.zero_grad(set_to_none=True)

    def state_dict(self) -> list:
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states: list) -> None:
        for part, state in zip(self.parts, states):
            part.load_state_dict(state)


def read(unread: list[dict[str, torch.Tensor]], mean: dict[str, float]) -> None:
    """Takes the figures of the last steps into their running means; seldom, since a GPU has to end its work for it."""
    for figures in unread:
        for name, value in figures.items():
            mean[name] = float(value) if name not in mean else 0.97 * mean[name] + 0.03 * float(value)
    unread.clear()
    if not all(map(math.isfinite, mean.values())):
        raise SystemExit("The loss is not finite: give the command again with a lower --lr; what was saved last is kept.")


def save(path: pathlib.Path, **state) -> None:
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("build/run"))
    parser.add_argument("--init", type=pathlib.Path, help="weights to start from where the run has no checkpoint: a weights file")
    parser.add_argument("--batch", type=int, default=48, help="images in a batch")
    parser.add_argument("--several-every", type=int, default=6, help="every n-th batch has several images in a row; 0: none")
    parser.add_argument("--decoded", type=int, help="rows of a batch that go through the decoder: few while the encoder learns to see")
    parser.add_argument("--easy", type=float, default=0.0, help="share of batches with one thing or word and short tasks")
    parser.add_argument("--restyled", type=float, default=RESTYLED, help="share of things that are drawn as if by another hand; more in a long run")
    parser.add_argument("--dense", type=float, default=0.5, help="weight of each dense loss beside the answers'")
    parser.add_argument("--dense-end", type=float, default=0.2, help="to what that weight falls together with the learning rate")
    parser.add_argument("--heads-first", type=int, default=0, help="steps that teach the dense heads alone: a bundle does not have them")
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--warmup", type=int, default=300)
    parser.add_argument("--steps", type=int, default=40_000, help="steps in all, over every run that resumes")
    parser.add_argument("--descent", type=float, default=0.6, help="share of the run, its last, in which the learning rate falls to nothing")
    parser.add_argument("--finish-in", type=float, help="the run ends after so many minutes, if not after --steps, and the learning rate falls in time")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long; the checkpoint is kept")
    parser.add_argument("--save-every", type=int, default=300)
    parser.add_argument("--workers", type=int, default=1, help="processes that draw pictures")
    parser.add_argument("--shows", type=int, default=1, help="how often a picture may be shown where pictures are drawn slower than learnt from")
    parser.add_argument("--device", default="cpu", help="cuda for a GPU")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    checkpoint = options.run / "checkpoint.pt"
    tokenizer = vocabulary.load(options.data / "tokenizer.json")
    shape = Shape(vocabulary=tokenizer.get_vocab_size())
    torch.manual_seed(options.seed)
    # Its plans are made anew for every shape of a batch, and no two batches have one shape.
    torch.backends.cuda.enable_cudnn_sdp(False)
    model = Percept(shape)
    step = 0
    state = torch.load(checkpoint, map_location="cpu", weights_only=True) if checkpoint.exists() else None
    if state is not None:
        shape = Shape(**state["shape"])
        model = Percept(shape)
        model.load_state_dict(state["model"])
        step = state["step"]
    elif options.init is not None:
        model.load_state_dict(torch.load(options.init, weights_only=True)["model"], strict=False)
    stream = Stream(options.data, options.batch, shape.queries, shape.position_offset, options.seed + 17 * step + 1,
                    options.several_every, options.easy, options.restyled)
    model.to(options.device)
    average = copy.deepcopy(model).requires_grad_(False)
    optimizer = Optimisers(model, options.lr, torch.bfloat16 if half(options.device) else torch.float32)
    if state is not None:
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
    print(f"{model.serving_parameters() / 1e6:.2f} M parameters in the bundle, vocabulary {shape.vocabulary}, from step {step}")
    with open(options.data / "cutouts.pickle", "rb") as file:
        words = Words(tokenizer, sorted(pickle.load(file)) + list(SHAPES), shape, options.device)
    feed = Feed(drawn(stream, options.workers), options.device, options.shows, seed=options.seed + step)
    log = open(options.run / "log.jsonl", "a", encoding="utf8")
    began, mean, unread = time.monotonic(), {}, []
    bar = tqdm(total=options.steps, initial=step, unit="step", mininterval=10, dynamic_ncols=True)
    while step < options.steps and (minutes := (time.monotonic() - began) / 60) < min(options.minutes, options.finish_in or math.inf):
        batch = next(feed)
        height = plateau(step, minutes, options)
        answer, right, looked, dense = losses(model, batch, words, options.decoded)
        (answer + POINTED * sum(looked.values()) + dense_weight(height, options) * sum(dense.values())).backward()
        if step < options.heads_first:
            for parameter in model.served():
                parameter.grad = None
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step(learning_rate(step, height, options))
        step += 1
        keep = min(0.999, 1 - 1 / (1 + step / 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), [p.detach() for p in model.parameters()], 1 - keep)
        images, (rows, length) = len(batch["objects"]), batch["ids"].shape
        kind = "several" if images > rows else "easy" if length <= SHORT else "single"
        told = {f"{kind}_{n}": t for n, t in {"loss": answer, **right, **looked}.items()} | {"norm": norm, **dense}
        unread.append({n: t.detach() for n, t in told.items()})
        bar.update()
        if step % READ_EVERY == 0:
            read(unread, mean)
            bar.set_postfix({k: f"{v:.3f}" for k, v in mean.items()}, refresh=False)
        if step % 50 == 0:
            print(json.dumps({"step": step, "seconds": round(time.monotonic() - began), "repeated": feed.repeated,
                              **{k: round(v, 4) for k, v in mean.items()}}), file=log, flush=True)
        if step % options.save_every == 0 or step == options.steps:
            save(checkpoint, model=model.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
                 step=step, shape=dataclasses.asdict(shape))
    read(unread, mean)
    save(checkpoint, model=model.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(),
         step=step, shape=dataclasses.asdict(shape))
    bar.close()


if __name__ == "__main__":
    main()
