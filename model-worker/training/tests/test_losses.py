import pytest

for library in ("torch", "numpy", "PIL", "tokenizers", "tqdm"):
    pytest.importorskip(library)

import torch

from percept_training.model import Shape
from percept_training.losses import POINTED, Losses, windows


@pytest.mark.parametrize("queries,side,window", [(100, 10, 1), (36, 6, 2), (25, 5, 2)])
def test_a_querys_window_holds_the_cell_at_the_middle_of_its_place(queries, side, window):
    shape = Shape(vocabulary=2548, queries=queries)
    assert shape.window == window
    cells = torch.arange(shape.grid**2).view(1, shape.grid, shape.grid)
    held = windows(cells, side, window)[0]
    for query in range(queries):
        y, x = (int((place + 0.5) * shape.grid / side) for place in divmod(query, side))
        assert y * shape.grid + x in held[query].tolist()


def test_a_query_for_each_cell_is_told_that_cell_alone():
    cells = torch.arange(2 * 100).view(2, 10, 10)
    assert torch.equal(windows(cells, 10, 1), cells.view(2, 100, 1))


def test_a_query_for_each_cell_is_told_its_four_quarters():
    quarters = torch.arange(400).view(1, 20, 20)
    assert windows(quarters, 10, 2)[0, 23].tolist() == [4 * 20 + 6, 4 * 20 + 7, 5 * 20 + 6, 5 * 20 + 7]


def test_each_loss_has_its_weight():
    one = torch.tensor(1.0)
    found = Losses(one, {"named_1": one}, {"things_1": one, "letters_1": one}, {"objects": one}, {})
    assert found.total(looking=0.25, dense=0.125) == 1 + POINTED + 2 * 0.25 + 0.125


def test_a_batch_without_heads_to_tell_costs_what_its_answers_do():
    assert Losses(torch.tensor(2.0), {}, {}, {}, {}).total(0.5, 0.5) == 2
