"""Backgrounds of two or three colours in a pattern, for the training world alone: things must be told from edges that are not theirs.

Straight bands of one width are not among them: the held-out world has those, and no training picture does. Half of the patterns are near to
them, with long edges beside each other: what is learnt of those must do for bands.
"""

import math
import random

import numpy as np
from PIL import Image

Colour = tuple[int, int, int]

STEPS = (4, 44)
"""Pixels of one repetition, from and to; as many are finer than 13 as are wider."""


def patterned(rng: random.Random, width: int, height: int, colours: list[Colour]) -> Image.Image:
    """A pattern of some colours, turned and moved by chance."""
    turn, step = rng.uniform(0, 2 * math.pi), math.exp(rng.uniform(*map(math.log, STEPS)))
    x = np.arange(width, dtype=np.float32)[None, :] - rng.uniform(0, width)
    y = np.arange(height, dtype=np.float32)[:, None] - rng.uniform(0, height)
    u = (x * math.cos(turn) + y * math.sin(turn)) / step
    v = (y * math.cos(turn) - x * math.sin(turn)) / step
    number = rng.choice(PATTERNS)(rng, u, v)
    image = Image.fromarray((number % len(colours)).astype(np.uint8), "P")
    image.putpalette([channel for colour in colours for channel in colour])
    return image.convert("RGB")


def _whole(x):
    return np.floor(x).astype(np.int32)


def _part(x):
    """What is behind the point; `%` takes forty times as long."""
    return x - np.floor(x)


def _checks(rng, u, v):
    return _whole(u) + _whole(v * rng.uniform(0.6, 1.6))


def _dots(rng, u, v):
    radius = rng.uniform(0.2, 0.45)
    moved = u + 0.5 * (_whole(v) % 2) * rng.randint(0, 1)
    inside = (_part(moved) - 0.5) ** 2 + (_part(v) - 0.5) ** 2 < radius**2
    return inside * (1 + _whole(v) % 2)


def _rings(rng, u, v):
    return _whole(np.hypot(u, v * rng.uniform(0.6, 1.0)))


def _rays(rng, u, v):
    return _whole(np.arctan2(v, u) / (2 * math.pi) * 2 * rng.randint(4, 10))


def _zigzag(rng, u, v):
    """Bands that turn about, twice in each so many widths of theirs."""
    return _whole(u + rng.uniform(0.6, 1.5) * np.abs(2 * _part(v * rng.uniform(0.2, 0.45)) - 1))


def _waves(rng, u, v):
    return _whole(u + rng.uniform(0.3, 0.9) * np.sin(v * rng.uniform(0.8, 2.5)))


def _bricks(rng, u, v):
    course, joint = _whole(v), rng.uniform(0.08, 0.2)
    along = u * rng.uniform(0.35, 0.6) + 0.5 * (course % 2)
    return _two_sorts((_part(v) > joint) & (_part(along) > joint / 2), _whole(along) + course)


def _herringbone(rng, u, v):
    """Bricks of two to four squares, lying and standing by turns along each row."""
    length, joint = rng.randint(2, 4), rng.uniform(0.08, 0.2)
    at = (_whole(u) - _whole(v)) % (2 * length)
    lying, beside, below = at < length, _part(u) > joint, _part(v) > joint
    return _two_sorts(np.where(lying, below & (beside | (at > 0)), beside & (below | (at < 2 * length - 1))), lying)


def _hatching(rng, u, v):
    """Lines in two directions, at any angle that is not small."""
    angle, line = rng.uniform(0.6, math.pi - 0.6), rng.uniform(0.12, 0.4)
    first, second = _part(u) < line, _part(u * math.cos(angle) + v * math.sin(angle)) < line
    return _two_sorts(first | second, first)


def _grid(rng, u, v):
    line = rng.uniform(0.08, 0.3)
    return (_part(u) < line) | (_part(v * rng.uniform(0.5, 1.5)) < line)


def _plaid(rng, u, v):
    """Broad and narrow bands, crossed by the like."""
    broad, narrow = rng.uniform(0.25, 0.5), rng.uniform(0.06, 0.15)
    bands = [(x < broad) | ((x > broad + 0.15) & (x < broad + 0.15 + narrow)) for x in (_part(u / 2), _part(v / 2))]
    return bands[0] + bands[1].astype(np.int32)


def _two_sorts(inside, sort):
    """The first colour outside, and inside the second, or by turns the second and the third where there are three."""
    return inside * (1 + 4 * (sort % 2).astype(np.int32))


def _mosaic(rng, u, v):
    """Each pixel is of the nearest of some points."""
    reach = float(max(np.abs(u).max(), np.abs(v).max()))
    nearest, number = np.full(u.shape, np.inf, np.float32), np.zeros(u.shape, np.int32)
    for at in range(rng.randint(12, 30)):
        distance = (u - rng.uniform(-reach, reach)) ** 2 + (v - rng.uniform(-reach, reach)) ** 2
        np.copyto(number, at, where=distance < nearest)
        np.minimum(nearest, distance, out=nearest)
    return number


PATTERNS = (_checks, _dots, _rings, _rays, _mosaic, _zigzag, _waves, _bricks, _herringbone, _hatching, _grid, _plaid)
"""What a pattern may be: a number for each place, by which it has its colour."""
