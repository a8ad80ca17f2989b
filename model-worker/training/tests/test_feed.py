import itertools
import threading

import pytest

torch = pytest.importorskip("torch")

from percept_training.feed import Feed, in_other_light


def batches(count: int):
    for number in range(count):
        yield {"ids": torch.tensor([number]), "pixels": torch.full((1, 4, 4, 3), 100, dtype=torch.uint8)}


def test_batches_come_in_the_order_in_which_they_are_drawn():
    feed = Feed(batches(3), "cpu")
    assert [next(feed)["ids"].item() for _ in range(3)] == [0, 1, 2]
    assert feed.repeated == 0


def test_a_batch_comes_again_while_none_is_drawn_and_no_more_often_than_it_may():
    more = threading.Event()

    def slow():
        yield from batches(1)
        more.wait(10)
        yield from itertools.islice(batches(2), 1, 2)

    feed = Feed(slow(), "cpu", shows=3)
    assert [next(feed)["ids"].item() for _ in range(3)] == [0, 0, 0]
    assert feed.repeated == 2
    more.set()
    assert next(feed)["ids"].item() == 1


def test_an_error_of_the_world_reaches_the_one_who_trains():
    def broken():
        yield from batches(1)
        raise ValueError("no font")

    feed = Feed(broken(), "cpu", shows=2)
    with pytest.raises(RuntimeError) as raised:
        for _ in range(4):
            next(feed)
    assert str(raised.value.__cause__) == "no font"


def test_other_light_changes_a_picture_and_leaves_it_one():
    pixels = torch.full((2, 8, 8, 3), 128, dtype=torch.uint8)
    changed = in_other_light(pixels)
    assert changed.shape == pixels.shape and changed.dtype == torch.uint8
    assert (changed.float() - 128).abs().max() < 60
    assert (changed != pixels).any()
