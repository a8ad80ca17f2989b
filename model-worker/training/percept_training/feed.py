"""Brings batches to the device that trains, and shows some of them again where it is faster than the world is drawn."""

import queue
import random
import threading
from collections.abc import Iterator

import torch

Batch = dict[str, torch.Tensor]


class Feed:
    """Endless batches on a device, the drawn ones in their order.

    Where none is drawn yet, one of the last `kept` comes again, in other light, until each has been shown `shows` times: a GPU learns from a
    picture several times faster than a processor composes one, and the second sight of a picture teaches nearly as much as the first.
    With `shows` of one it only waits. To be used from one thread; the copying to the device has its own.
    """

    def __init__(self, drawn: Iterator[Batch], device: str, shows: int = 1, kept: int = 1000, seed: int = 0):
        self.drawn, self.device, self.shows, self.kept = drawn, device, shows, kept
        self.repeated = 0
        self._rng = random.Random(seed)
        self._shown: list[list] = []
        self._ready: queue.Queue = queue.Queue(maxsize=4)
        self._copies = torch.cuda.Stream() if device.startswith("cuda") else None
        if shows > 1:
            threading.Thread(target=self._fetch, name="feed", daemon=True).start()

    def _fetch(self) -> None:
        try:
            for batch in self.drawn:
                self._ready.put(self._moved_beside(batch) if self.device.startswith("cuda") else self._moved(batch))
        except Exception as error:
            self._ready.put(error)

    def _moved(self, batch: Batch) -> Batch:
        return {name: tensor.to(self.device) for name, tensor in batch.items()}

    def _moved_beside(self, batch: Batch) -> Batch:
        """In a stream of its own: in the one that trains, each copy would wait for all work before it."""
        with torch.cuda.stream(self._copies):
            moved = self._moved(batch)
            self._copies.synchronize()
        for tensor in moved.values():
            tensor.record_stream(torch.cuda.default_stream())
        return moved

    def __next__(self) -> Batch:
        if self.shows == 1:
            return self._moved(next(self.drawn))
        try:
            return self._first(self._ready.get_nowait())
        except queue.Empty:
            return self._again() if self._shown else self._first(self._ready.get())

    def _first(self, batch: Batch | Exception) -> Batch:
        if isinstance(batch, Exception):
            raise RuntimeError("No more pictures are drawn.") from batch
        if len(self._shown) < self.kept:
            self._shown.append([batch, 1])
        else:
            self._shown[self._rng.randrange(self.kept)] = [batch, 1]
        return batch

    def _again(self) -> Batch:
        at = self._rng.randrange(len(self._shown))
        entry = self._shown[at]
        entry[1] += 1
        if entry[1] >= self.shows:
            self._shown[at] = self._shown[-1]
            self._shown.pop()
        self.repeated += 1
        return entry[0] | {"pixels": in_other_light(entry[0]["pixels"])}


def in_other_light(pixels: torch.Tensor) -> torch.Tensor:
    """uint8 [I,S,S,3], each picture a little stronger or weaker, lighter or darker, with some noise."""
    count, device = len(pixels), pixels.device
    gain = 1 + 0.12 * (2 * torch.rand(count, 1, 1, 1, device=device) - 1)
    shift = 10 * (2 * torch.rand(count, 1, 1, 3, device=device) - 1)
    noise = torch.randn(pixels.shape, device=device, dtype=torch.float16) * (4 * torch.rand(count, 1, 1, 1, device=device)).half()
    return (pixels * gain + shift + noise).clamp(0, 255).byte()
