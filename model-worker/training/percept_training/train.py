"""Trains percept-tiny; goes on from its checkpoint where there is one.

    python -m percept_training.train --data build/data --run build/run --steps 40000
"""

import argparse
import copy
import dataclasses
import hashlib
import itertools
import json
import math
import pathlib
import pickle
import time
from collections.abc import Iterator

import torch
from tokenizers import Tokenizer
from torch import Tensor
from tqdm import tqdm

from . import vocabulary
from .batches import Stream
from .feed import Feed
from .losses import SHORT, Losses, Words, half, losses
from .model import Percept, Shape
from .muon import Muon
from .world import RESTYLED, SHAPES

READ_EVERY = 10
"""Steps after which the figures are read."""


def plateau(step: int, minutes: float, options) -> float:
    """1 until the descent, the last `descent` of the run by steps or by time, in which it falls to 0 in a line."""
    done = max(step / options.steps, minutes / options.finish_in if options.finish_in else 0.0)
    return max(0.0, min(1.0, (1 - done) / max(options.descent, 1e-9)))


def learning_rate(step: int, height: float, options) -> float:
    """At its full while the heads are taught alone; then it warms up, since that is when the optimiser first sees what is served."""
    warm = 1.0 if step < options.heads_first else (step - options.heads_first + 1) / options.warmup
    return options.lr * min(1.0, warm) * max(0.02, height)


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


def default_seed(init: pathlib.Path | None) -> int:
    """Another for each file of weights: sessions that go on from one another would all draw the same pictures."""
    return 0 if init is None else int.from_bytes(hashlib.sha256(init.read_bytes()).digest()[:4], "big")


def check_tokenizer(saved: dict, tokenizer: Tokenizer, data: pathlib.Path) -> None:
    """Ends the program where weights know the words by other numbers; older files do not say by which, but how many they are."""
    weights = saved["model" if "model" in saved else "average"].get("decoder.embeddings")
    other = saved.get("tokenizer", vocabulary.digest(tokenizer)) != vocabulary.digest(tokenizer)
    if other or (weights is not None and len(weights) != tokenizer.get_vocab_size()):
        raise SystemExit(f"{data / 'tokenizer.json'} is not the tokenizer of these weights. Where they are from a bundle, "
                         "`percept_training.restore --data ... --replace-tokenizer` puts the bundle's in its place.")


def take_heads(model: Percept, path: pathlib.Path, nouns: list[str]) -> None:
    """Takes the dense heads up again that a run left; ends the program where they name other things, or by other numbers."""
    kept = torch.load(path, map_location="cpu", weights_only=True)
    if kept["nouns"] != nouns:
        raise SystemExit(f"The heads of {path} are of other nouns than the data has: leave --heads out.")
    model.load_state_dict({name: value.float() for name, value in kept["heads"].items()}, strict=False)


class Learner:
    """A model with the running average of its weights and its optimisers, the step that it has come to, and in how many minutes."""

    def __init__(self, options, tokenizer: Tokenizer, nouns: list[str]):
        self.options, self.checkpoint, self.tokenizer, self.nouns = options, options.run / "checkpoint.pt", tokenizer, nouns
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True) if self.checkpoint.exists() else None
        self.shape = Shape(vocabulary=tokenizer.get_vocab_size()) if state is None else Shape(**state["shape"])
        self.model, self.step, self.minutes = Percept(self.shape), 0, 0.0
        if state is not None:
            check_tokenizer(state, tokenizer, options.data)
            self.model.load_state_dict(state["model"])
            self.step, self.minutes = state["step"], state.get("minutes", 0.0)
        elif options.init is not None:
            init = torch.load(options.init, map_location="cpu", weights_only=True)
            check_tokenizer(init, tokenizer, options.data)
            self.model.load_state_dict(init["model"], strict=False)
            if options.heads is not None:
                take_heads(self.model, options.heads, nouns)
        self.model.to(options.device)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.optimizer = Optimisers(self.model, options.lr, torch.bfloat16 if half(options.device) else torch.float32)
        if state is not None:
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])

    def choose_taught(self) -> None:
        """To be called before a step: no gradients are computed for what does not learn."""
        for parameter in self.model.served():
            parameter.requires_grad_(self.step >= self.options.heads_first)

    def learn(self, loss: Tensor, rate: float) -> Tensor:
        """One step; returns the length of the gradient. What is served learns nothing while the heads are taught alone."""
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step(rate)
        self.step += 1
        keep = min(0.999, 1 - 1 / (1 + self.step / 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), [p.detach() for p in self.model.parameters()], 1 - keep)
        return norm

    def save(self) -> None:
        save(self.checkpoint, model=self.model.state_dict(), average=self.average.state_dict(), optimizer=self.optimizer.state_dict(),
             step=self.step, minutes=self.minutes, shape=dataclasses.asdict(self.shape), tokenizer=vocabulary.digest(self.tokenizer))
        save(self.options.run / "heads.pt", nouns=self.nouns,
             heads={name: value.detach().half() for name, value in self.average.dense_heads().items()})


def figures(found: Losses, norm: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """What is told of a step, the answers' figures by the kind of batch."""
    images, (rows, length) = len(batch["objects"]), batch["ids"].shape
    kind = "several" if images > rows else "easy" if length <= SHORT else "single"
    of_answers = {"loss": found.answer, **found.figures, **found.pointed,
                  **{f"missed_{name}": loss for name, loss in found.looked.items()}}
    told = {f"{kind}_{name}": value for name, value in of_answers.items()} | {"norm": norm, **found.dense}
    return {name: value.detach() for name, value in told.items()}


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    made.add_argument("--run", type=pathlib.Path, default=pathlib.Path("build/run"))
    made.add_argument("--init", type=pathlib.Path, help="weights to start from where the run has no checkpoint: a weights file")
    made.add_argument("--batch", type=int, default=48, help="images in a batch")
    made.add_argument("--several-every", type=int, default=6, help="every n-th batch has several images in a row; 0: none")
    made.add_argument("--decoded", type=int, help="rows of a batch that go through the decoder: few while the encoder learns to see")
    made.add_argument("--easy", type=float, default=0.0, help="share of batches with one thing or word and short tasks")
    made.add_argument("--restyled", type=float, default=RESTYLED, help="share of things that are drawn as if by another hand; more in a long run")
    made.add_argument("--dense", type=float, default=0.5, help="weight of each dense loss beside the answers'")
    made.add_argument("--dense-end", type=float, default=0.2, help="to what that weight falls together with the learning rate")
    made.add_argument("--looking", type=float, default=0.5, help="weight of each loss on where the decoder looks in a picture; 0: not told")
    made.add_argument("--heads-first", type=int, default=0, help="steps that teach the dense heads alone: a bundle does not have them")
    made.add_argument("--heads", type=pathlib.Path, help="dense heads to take up again beside --init: heads.pt of an earlier run")
    made.add_argument("--lr", type=float, default=1e-3)
    made.add_argument("--warmup", type=int, default=300, help="steps in which the learning rate rises, after those of --heads-first")
    made.add_argument("--steps", type=int, default=40_000, help="steps in all, over every run that resumes")
    made.add_argument("--descent", type=float, default=0.6, help="share of the run, its last, in which the learning rate falls to nothing")
    made.add_argument("--finish-in", type=float, help="the run ends after so many minutes, over every process that resumes it, if not after --steps; the learning rate falls in time")
    made.add_argument("--minutes", type=float, default=1e9, help="this process stops after so long; the checkpoint is kept")
    made.add_argument("--save-every", type=int, default=300)
    made.add_argument("--workers", type=int, default=1, help="processes that draw pictures")
    made.add_argument("--shows", type=int, default=1, help="how often a picture may be shown where pictures are drawn slower than learnt from")
    made.add_argument("--device", default="cpu", help="cuda for a GPU")
    made.add_argument("--seed", type=int, help="of all that is drawn; without it another for each file of --init")
    return made


def main() -> None:
    options = parser().parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    if options.seed is None:
        options.seed = default_seed(options.init)
    torch.manual_seed(options.seed)
    # Its plans are made anew for every shape of a batch, and no two batches have one shape.
    torch.backends.cuda.enable_cudnn_sdp(False)
    tokenizer = vocabulary.load(options.data / "tokenizer.json")
    with open(options.data / "cutouts.pickle", "rb") as file:
        nouns = sorted(pickle.load(file)) + list(SHAPES)
    learner = Learner(options, tokenizer, nouns)
    model, shape, began_at, minutes_before = learner.model, learner.shape, learner.step, learner.minutes
    stream = Stream(options.data, options.batch, shape.queries, shape.position_offset, options.seed + 17 * began_at + 1,
                    options.several_every, options.easy, options.restyled, options.looking > 0)
    print(f"{model.serving_parameters() / 1e6:.2f} M parameters in the bundle, vocabulary {shape.vocabulary}, from step {began_at}, "
          f"seed {options.seed}")
    words = Words(tokenizer, nouns, shape, options.device)
    feed = Feed(drawn(stream, options.workers), options.device, options.shows, seed=options.seed + began_at)
    log = open(options.run / "log.jsonl", "a", encoding="utf8")
    began, mean, unread = time.monotonic(), {}, []
    bar = tqdm(total=options.steps, initial=began_at, unit="step", mininterval=10, dynamic_ncols=True)
    while learner.step < options.steps and learner.minutes < min(minutes_before + options.minutes, options.finish_in or math.inf):
        batch = next(feed)
        height = plateau(learner.step, learner.minutes, options)
        learner.choose_taught()
        found = losses(model, batch, words, options.decoded)
        norm = learner.learn(found.total(options.looking, dense_weight(height, options)), learning_rate(learner.step, height, options))
        learner.minutes = minutes_before + (time.monotonic() - began) / 60
        unread.append(figures(found, norm, batch))
        bar.update()
        if learner.step % READ_EVERY == 0:
            read(unread, mean)
            bar.set_postfix({k: f"{v:.3f}" for k, v in mean.items()}, refresh=False)
        if learner.step % 50 == 0:
            print(json.dumps({"step": learner.step, "seconds": round(time.monotonic() - began), "repeated": feed.repeated,
                              **{k: round(v, 4) for k, v in mean.items()}}), file=log, flush=True)
        if learner.step % options.save_every == 0:
            learner.save()
    read(unread, mean)
    learner.save()
    bar.close()


if __name__ == "__main__":
    main()
