"""The labels of the world agree with its pixels. These need the prepared data: set PERCEPT_DATA to its folder."""

import os
import pathlib

import pytest

pytest.importorskip("torch")

import numpy as np

from percept_training import vocabulary
from percept_training.batches import attention_mask, encode_row
from percept_training.rows import Row, Segment
from percept_training.tasks import Tasks
from percept_training.texts import LABELS
from percept_training.world import World

DATA = pathlib.Path(os.environ.get("PERCEPT_DATA", "build/data"))
pytestmark = pytest.mark.skipif(not (DATA / "tokenizer.json").exists(), reason="no prepared data: run percept_training.prepare")


@pytest.fixture(scope="module")
def world():
    return World(DATA, 11)


def test_a_box_covers_exactly_the_visible_alpha_of_its_object(world):
    for _ in range(60):
        scene = world.scene([world.rng.choice(world.nouns)], plain=True, tint=0)
        pixels = np.asarray(scene.image).astype(int)
        width, height = scene.image.size
        changed = np.argwhere((np.abs(pixels - 250) > 60).any(-1))
        if not len(changed):
            continue
        (y1, x1), (y2, x2) = changed.min(0), changed.max(0) + 1
        box = scene.things[0].box
        assert box[0] * width <= x1 + 2 and box[1] * height <= y1 + 2
        assert box[2] * width >= x2 - 2 and box[3] * height >= y2 - 2


def test_cells_marked_with_an_object_lie_in_its_box(world):
    for _ in range(60):
        scene = world.scene([world.rng.choice(world.nouns)])
        for y, x in np.argwhere(scene.object_map > 0):
            centre = ((x + 0.5) / 10, (y + 0.5) / 10)
            box = scene.things[0].box
            assert box[0] - 0.02 <= centre[0] <= box[2] + 0.02 and box[1] - 0.02 <= centre[1] <= box[3] + 0.02


def test_training_never_shows_a_held_out_picture_word_or_label():
    train, held = World(DATA, 1), World(DATA, 1, held=True)
    assert not set(train.words) & set(held.words)
    kept_back = {n: p.tobytes() for n, p in held._held_pictures.items() if p}
    assert len(kept_back) > 200 and train.unseen == 0
    for noun, picture in kept_back.items():
        assert picture not in {p.tobytes() for p in train._pictures[noun]}


def test_the_same_text_has_both_verdicts_with_different_objects(world):
    tasks, verdicts = Tasks(world), {}
    for _ in range(3000):
        scene, truth = tasks.moderation_scene()
        if truth["near"] == "hate" and scene.text:
            verdicts.setdefault(scene.text.lower().split()[0], set()).add(truth["hate"])
    assert any(v == {0, 1} for v in verdicts.values())
    assert all(set(truth) >= set(LABELS) for _, truth in [tasks.moderation_scene()])


@pytest.mark.parametrize("text", ["hello world", "ZEBRA", "aBcXyZ", "x", "don't", "a-b_c", "42 is 7 * 6", "~!@#$%^&*()[]{}<|>?/\\\"'"])
def test_any_ascii_string_survives_the_tokenizer(text):
    tokenizer = vocabulary.load(DATA / "tokenizer.json")
    assert tokenizer.decode(tokenizer.encode(text, add_special_tokens=False).ids) == text


def test_tasks_of_a_row_see_the_prefix_and_not_each_other():
    encode = vocabulary.Encoder(vocabulary.load(DATA / "tokenizer.json"))
    row = Row([0], [Segment(["An image of"], "a dog", "caption"), Segment(["Question: what is this? Answer:"], "dog", "answer")])
    ids, rows, positions, segments, targets, weights = encode_row(encode, row, 4, 0, 2)
    import torch

    seen = attention_mask(torch.tensor([segments]))[0, 0] == 0
    first = [i for i, s in enumerate(segments) if s == 1]
    second = [i for i, s in enumerate(segments) if s == 2]
    assert not seen[second][:, first].any()
    assert seen[second[-1], : segments.count(0)].all()
    assert positions[first[0]] == positions[second[0]]
    assert targets[second[-1]] == vocabulary.EOS
