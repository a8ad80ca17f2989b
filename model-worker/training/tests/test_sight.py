"""Which things of a picture can be seen."""

import pytest

pytest.importorskip("PIL")

from PIL import Image

from percept_training.sight import Placed, changed

BOX = (10, 10, 50, 50)


def placed_on(page: Image.Image, colour) -> Placed:
    """A square of a colour on a page, which then shows it."""
    cut = Image.new("RGBA", (40, 40), (*colour, 255))
    placed = Placed(cut, BOX, page.crop(BOX))
    page.paste(cut, BOX[:2], cut)
    return placed


@pytest.mark.parametrize("colour, seen", [((250, 250, 250), False), ((230, 230, 230), False), ((250, 250, 200), True), ((0, 0, 0), True)])
def test_a_thing_is_seen_where_it_differs_from_what_lies_behind(colour, seen):
    page = Image.new("RGB", (80, 80), (250, 250, 250))
    assert placed_on(page, colour).seen(page) == seen


@pytest.mark.parametrize("rows, seen", [(20, True), (30, False)])
def test_a_thing_is_not_seen_behind_a_label_that_hides_most_of_it(rows, seen):
    page = Image.new("RGB", (80, 80), (250, 250, 250))
    thing = placed_on(page, (200, 0, 0))
    labelled = page.copy()
    labelled.paste((0, 0, 90), (0, 0, 80, 10 + rows))

    assert thing.seen(labelled, changed(labelled, page)) == seen


def test_what_is_beyond_the_edge_is_not_seen():
    page = Image.new("RGB", (30, 80), (250, 250, 250))
    cut = Image.new("RGBA", (40, 40), (0, 0, 0, 255))
    for left, seen in ((5, True), (20, False)):
        box = (left, 10, left + 40, 50)
        thing = Placed(cut, box, page.crop(box))
        shown = page.copy()
        shown.paste(cut, box[:2], cut)
        assert thing.seen(shown) == seen
