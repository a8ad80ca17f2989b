import random

import pytest

for library in ("numpy", "PIL"):
    pytest.importorskip(library)

import numpy as np
from PIL import Image, ImageDraw

from percept_training.styles import restyled


def disc() -> Image.Image:
    picture = Image.new("RGBA", (100, 80))
    ImageDraw.Draw(picture).ellipse((5, 5, 95, 75), fill=(200, 60, 40, 255))
    return picture


def test_a_restyled_picture_keeps_its_size_and_most_of_what_it_shows():
    rng, shown = random.Random(1), np.asarray(disc().getchannel("A")).astype(bool).sum()
    for _ in range(200):
        made = restyled(disc(), rng)
        assert made.mode == "RGBA" and made.size == (100, 80)
        assert (np.asarray(made.getchannel("A")) > 40).sum() > 0.55 * shown


def test_restyled_pictures_differ():
    rng = random.Random(2)
    assert len({restyled(disc(), rng).tobytes() for _ in range(20)}) > 15
