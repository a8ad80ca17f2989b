"""What is said of a picture's things."""

import pytest

for library in ("torch", "numpy", "PIL", "tokenizers", "tqdm"):
    pytest.importorskip(library)

import numpy as np
import torch

from percept_training.diagnose import likeliest


def test_a_thing_is_what_most_of_its_cells_say_and_nothing_does_not_count():
    logits = torch.full((4, 3), -5.0)
    logits[:, 0] = 9.0
    logits[0, 1], logits[1, 1], logits[2, 2], logits[3, 2] = 8.0, 8.0, 8.0, 8.9
    thing_map = np.array([[0, 0], [0, 1]])
    assert likeliest(logits, thing_map, 0) == 1
    assert likeliest(logits, thing_map, 1) == 2
    assert likeliest(logits, thing_map, 2) is None, "it is hidden"
