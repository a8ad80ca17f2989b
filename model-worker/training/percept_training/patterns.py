"""Backgrounds of two or three colours in a pattern, for the training world alone: things must be told from edges that are not theirs.

Bands in a line are not among them: the held-out world has those, and no training picture does.
"""

import math
import random

import numpy as np
from PIL import Image

Colour = tuple[int, int, int]


def patterned(rng: random.Random, width: int, height: int, colours: list[Colour]) -> Image.Image:
    """A pattern of some colours, turned and moved by chance."""
    turn, step = rng.uniform(0, 2 * math.pi), rng.uniform(10, 44)
    x = np.arange(width, dtype=np.float32)[None, :] - rng.uniform(0, width)
    y = np.arange(height, dtype=np.float32)[:, None] - rng.uniform(0, height)
    u = (x * math.cos(turn) + y * math.sin(turn)) / step
    v = (y * math.cos(turn) - x * math.sin(turn)) / step
    number = rng.choice((_checks, _dots, _rings, _rays, _mosaic))(rng, u, v)
    return Image.fromarray(np.array(colours, np.uint8)[number % len(colours)])


def _checks(rng, u, v):
    return np.floor(u).astype(int) + np.floor(v * rng.uniform(0.6, 1.6)).astype(int)


def _dots(rng, u, v):
    radius = rng.uniform(0.2, 0.45)
    moved = u + 0.5 * (np.floor(v).astype(int) % 2) * rng.randint(0, 1)
    inside = (moved % 1 - 0.5) ** 2 + (v % 1 - 0.5) ** 2 < radius**2
    return inside * (1 + np.floor(v).astype(int) % 2)


def _rings(rng, u, v):
    return np.floor(np.hypot(u, v * rng.uniform(0.6, 1.0))).astype(int)


def _rays(rng, u, v):
    return np.floor(np.arctan2(v, u) / (2 * math.pi) * 2 * rng.randint(4, 10)).astype(int)


def _mosaic(rng, u, v):
    """Each pixel is of the nearest of some points."""
    reach = float(max(np.abs(u).max(), np.abs(v).max()))
    points = [(rng.uniform(-reach, reach), rng.uniform(-reach, reach)) for _ in range(rng.randint(12, 30))]
    return np.argmin(np.stack([(u - a) ** 2 + (v - b) ** 2 for a, b in points]), 0)
