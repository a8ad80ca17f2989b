"""What is said of a picture's things, and of its patterns."""

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from percept_training.diagnose import likeliest
from percept_training.patterns import patterned


def test_a_thing_is_what_most_of_its_cells_say_and_nothing_does_not_count():
    logits = torch.full((4, 3), -5.0)
    logits[:, 0] = 9.0
    logits[0, 1], logits[1, 1], logits[2, 2], logits[3, 2] = 8.0, 8.0, 8.0, 8.9
    thing_map = np.array([[0, 0], [0, 1]])
    assert likeliest(logits, thing_map, 0) == 1
    assert likeliest(logits, thing_map, 1) == 2
    assert likeliest(logits, thing_map, 2) is None, "it is hidden"


@pytest.mark.parametrize("seed", range(40))
def test_a_pattern_is_of_its_colours_alone_and_fills_the_picture(seed):
    colours = [(200, 10, 10), (10, 200, 10), (10, 10, 200)][: 2 + seed % 2]
    picture = np.asarray(patterned(random.Random(seed), 150, 120, colours))
    assert picture.shape == (120, 150, 3)
    assert {tuple(c) for c in picture.reshape(-1, 3).tolist()} <= set(colours)


def test_patterns_show_more_than_one_colour_nearly_always():
    shown = [len(np.unique(np.asarray(patterned(random.Random(seed), 160, 160, [(0, 0, 0), (255, 255, 255)])))) for seed in range(60)]
    assert sum(n > 1 for n in shown) >= 57
