import pytest

pytest.importorskip("numpy")

from percept_training.places import cell_queries, query_at


def test_the_queries_lie_row_by_row():
    assert query_at(0.05, 0.0, 100) == 0
    assert query_at(0.95, 0.0, 100) == 9
    assert query_at(0.0, 0.15, 100) == 10
    assert query_at(1.0, 1.0, 100) == 99


@pytest.mark.parametrize("size,queries", [(10, 100), (20, 100), (10, 36), (20, 36), (10, 25)])
def test_each_cell_belongs_to_the_query_at_its_middle(size, queries):
    at = cell_queries(size, queries)
    for y in range(size):
        for x in range(size):
            assert at[y, x] == query_at((x + 0.5) / size, (y + 0.5) / size, queries)


def test_a_query_for_each_cell_is_that_cell():
    assert cell_queries(10, 100).flatten().tolist() == list(range(100))
