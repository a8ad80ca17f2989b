"""What a patterned background is made of."""

import random

import pytest

for library in ("numpy", "PIL"):
    pytest.importorskip(library)

import numpy as np

from percept_training.patterns import PATTERNS, patterned


@pytest.mark.parametrize("seed", range(40))
def test_a_pattern_is_of_its_colours_alone_and_fills_the_picture(seed):
    colours = [(200, 10, 10), (10, 200, 10), (10, 10, 200)][: 2 + seed % 2]
    picture = np.asarray(patterned(random.Random(seed), 150, 120, colours))
    assert picture.shape == (120, 150, 3)
    assert {tuple(c) for c in picture.reshape(-1, 3).tolist()} <= set(colours)


def test_patterns_show_more_than_one_colour_nearly_always():
    shown = [len(np.unique(np.asarray(patterned(random.Random(seed), 160, 160, [(0, 0, 0), (255, 255, 255)])))) for seed in range(60)]
    assert sum(n > 1 for n in shown) >= 57


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_pattern_is_of_straight_bands_which_the_held_out_world_keeps(pattern):
    along = np.arange(-4, 4, 0.05, dtype=np.float32)
    for seed in range(20):
        number = pattern(random.Random(seed), *np.meshgrid(along + 0.01, along + 0.01))
        assert number.shape == (160, 160)
        assert (number != number[:1]).any() and (number != number[:, :1]).any(), seed
