"""What the card says of the world."""

import pickle

import pytest

for library in ("yaml", "numpy", "PIL"):
    pytest.importorskip(library)

from percept_training.card import world_of


def test_nouns_whose_plural_is_their_singular_are_counted(tmp_path):
    with open(tmp_path / "cutouts.pickle", "wb") as file:
        pickle.dump({"fish": [], "deer": [], "dog": []}, file)

    assert world_of(tmp_path) == "3 nouns and 4 shapes"
