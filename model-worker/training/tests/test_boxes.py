"""Boxes and location tokens."""

import random

import pytest

pytest.importorskip("numpy")

from percept_training.boxes import GRID, decode, encode
from percept_training.metrics import overlap


def test_cells_decode_to_the_published_vector():
    assert decode(44, 863) == (0.390625, 0.046875, 0.984375, 0.828125)


def test_corners_in_one_row_decode_to_outer_edges():
    assert decode(33, 37) == (1 / 32, 1 / 32, 6 / 32, 2 / 32)


def test_a_whole_image_takes_the_first_and_the_last_cell():
    assert encode((0, 0, 1, 1)) == (0, GRID * GRID - 1)


def test_a_box_comes_back_within_half_a_cell():
    rng = random.Random(3)
    for _ in range(2000):
        x1, y1 = rng.uniform(0, 0.8), rng.uniform(0, 0.8)
        box = (x1, y1, rng.uniform(x1 + 0.15, 1), rng.uniform(y1 + 0.15, 1))
        back = decode(*encode(box))
        assert all(abs(a - b) <= 1 / GRID + 1e-9 for a, b in zip(box, back)), (box, back)
        assert overlap(box, back) > 0.5
