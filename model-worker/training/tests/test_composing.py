"""The labels of a composed picture agree with its pixels, on cut-outs that the tests draw themselves. Needs neither PyTorch nor prepared data."""

import pathlib
import pickle

import pytest

for library in ("numpy", "PIL"):
    pytest.importorskip(library)

import numpy as np
from PIL import Image, ImageDraw

from percept_training.world import GRID, World

pytestmark = pytest.mark.skipif(not pathlib.Path("/usr/share/dict/words").exists(), reason="no /usr/share/dict/words: install wamerican")

INK = (30, 20, 40, 255)
"""So dark that no repainting of it comes near the white ground."""
NEAR = 4
"""Pixels by which a soft edge may look elsewhere than it is labelled."""


def drawn(size: tuple[int, int], draw_in) -> list[tuple]:
    """A noun's only picture, as `prepare` stores it."""
    image = Image.new("RGBA", size)
    draw_in(ImageDraw.Draw(image))
    return [("made:only", size, image.tobytes())]


@pytest.fixture(scope="module", params=[False, True], ids=["training", "held out"])
def world(request, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    pictures = {
        "bar": drawn((112, 50), lambda draw: draw.rectangle((0, 0, 111, 49), fill=INK)),
        "disc": drawn((90, 112), lambda draw: draw.ellipse((0, 0, 89, 111), fill=INK)),
        "step": drawn((100, 112), lambda draw: draw.polygon([(0, 0), (45, 0), (45, 60), (99, 60), (99, 111), (0, 111)], fill=INK)),
    }
    with open(data / "cutouts.pickle", "wb") as file:
        pickle.dump(pictures, file)
    return World(data, 3, held=request.param, restyled=0)


def dark(image: Image.Image) -> np.ndarray:
    return np.asarray(image).max(-1) < 130


def around(pixels: np.ndarray, x: int, y: int) -> np.ndarray:
    return pixels[max(0, y - NEAR) : y + NEAR + 1, max(0, x - NEAR) : x + NEAR + 1]


@pytest.mark.parametrize("noun", ["bar", "disc", "step"])
def test_a_box_is_where_the_visible_alpha_is_on_each_side(world, noun):
    compared = 0
    for _ in range(40):
        scene = world.scene([noun], ground="white", tint=0)
        width, height = scene.image.size
        [thing] = scene.things
        if thing.box[2] == 1 or thing.box[3] == 1:
            continue  # What leans may be wider than the picture, which cuts it off.
        ys, xs = dark(scene.image).nonzero()
        seen = (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
        labelled = [edge * side for edge, side in zip(thing.box, (width, height, width, height))]
        assert np.abs(np.subtract(seen, labelled)).max() <= NEAR, (seen, labelled)
        compared += 1
    assert compared > 20


@pytest.mark.parametrize("noun", ["bar", "disc", "step"])
def test_a_cell_is_marked_where_its_middle_shows_the_thing_and_nowhere_else(world, noun):
    shown = 0
    for _ in range(40):
        scene = world.scene([noun], ground="white", tint=0)
        width, height = scene.image.size
        pixels, marked = dark(scene.image), scene.object_map > 0
        for gy in range(GRID):
            for gx in range(GRID):
                seen = around(pixels, int((gx + 0.5) / GRID * width), int((gy + 0.5) / GRID * height))
                assert seen.any() if marked[gy, gx] else not seen.all()
        assert (scene.object_map[marked] == world.classes[noun]).all()
        assert (scene.thing_map == np.where(marked, 0, -1)).all()
        shown += marked.any()
    assert shown > 20, "only a small thing lies between the middles of all cells"


def test_training_composes_again_what_cannot_be_seen_and_the_held_out_world_does_not(world, monkeypatch):
    composed, found = world._composed, []

    def watched(*how):
        found.append(composed(*how))
        return found[-1]

    monkeypatch.setattr(world, "_composed", watched)
    scenes = [world.scene(["disc"], colours=["black"], text="label", where="label") for _ in range(150)]

    unseen = [scene for scene, seen in found if not seen]
    assert len(found) == len(scenes) + len(unseen)
    assert not unseen if world.held else unseen


def test_training_keeps_the_colour_that_a_thing_is_to_have_whatever_lies_behind(world):
    if not world.held:
        scenes = [world.scene(["circle"], colours=["white"]) for _ in range(60)]
        assert {scene.things[0].colour for scene in scenes} == {"white"}
        assert "white" not in {scene.background_colour for scene in scenes}


def test_of_several_things_each_cell_tells_the_one_in_whose_box_its_middle_lies(world):
    for _ in range(40):
        scene = world.scene(["bar", "disc", "step"])
        centres = [thing.centre[0] for thing in scene.things]
        assert centres == sorted(centres), "things go from left to right"
        for gy, gx in np.argwhere(scene.thing_map >= 0):
            thing = scene.things[scene.thing_map[gy, gx]]
            left, top, right, bottom = thing.box
            assert left <= (gx + 0.5) / GRID <= right and top <= (gy + 0.5) / GRID <= bottom
            assert scene.object_map[gy, gx] == world.classes[thing.noun]
        assert ((scene.object_map > 0) == (scene.thing_map >= 0)).all()
