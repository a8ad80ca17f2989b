"""The labels of the world agree with its pixels. These need the prepared data: set PERCEPT_DATA to its folder."""

import os
import pathlib
import pickle

import pytest

for library in ("torch", "numpy", "PIL", "tokenizers"):
    pytest.importorskip(library)

import numpy as np

from percept_training import batches, vocabulary
from percept_training import tasks as tasks_module
from percept_training.batches import attention_mask, encode_row
from percept_training.instances import instance_targets
from percept_training.letters import letter_targets
from percept_training.mislabelled import MISLABELLED
from percept_training.rows import Row, Segment
from percept_training.several import SeveralImages
from percept_training.tasks import Tasks
from percept_training.texts import DIRECT, EXCUSES, GROUPS, JOINT, LABELS, NEUTRAL, sentiment
from percept_training.world import CHARACTERS, COLOURS, FONTS, HELD_OUT_FONT, LEARNT_FROM_ALONE, MORE_FONTS, Thing, World, phrase_of

DATA = pathlib.Path(os.environ.get("PERCEPT_DATA", "build/data"))
pytestmark = pytest.mark.skipif(not (DATA / "tokenizer.json").exists(), reason="no prepared data: run percept_training.prepare")


@pytest.fixture(scope="module")
def world():
    return World(DATA, 11)


def test_a_box_covers_exactly_the_visible_alpha_of_its_object(world):
    for _ in range(60):
        scene = world.scene([world.rng.choice(world.nouns)], ground="white", tint=0)
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


def test_each_cell_tells_the_box_of_the_thing_that_it_shows(world):
    for _ in range(60):
        scene = world.scene(world.pick_nouns(3))
        cells = instance_targets(scene.things, scene.thing_map, 36)["cell_boxes"]
        assert ((scene.thing_map >= 0) == (scene.object_map > 0)).all() and ((cells[..., 0] >= 0) == (scene.thing_map >= 0)).all()
        for y, x in np.argwhere(scene.thing_map >= 0):
            left, top, right, bottom = cells[y, x]
            assert world.classes[scene.things[scene.thing_map[y, x]].noun] == scene.object_map[y, x]
            assert left / 32 - 0.02 <= (x + 0.5) / 10 <= (right + 1) / 32 + 0.02
            assert top / 32 - 0.02 <= (y + 0.5) / 10 <= (bottom + 1) / 32 + 0.02


def test_one_query_for_each_thing_tells_its_group_and_how_many_are_like_it(world):
    scene = world.scene(["dog", "dog", "rose"], tint=0, ground="white")
    while len(scene.things) < 3:
        scene = world.scene(["dog", "dog", "rose"], tint=0, ground="white")
    targets = instance_targets(scene.things, scene.thing_map, 36)
    told = sorted(divmod(int(g) - 1, 4) for g in targets["latent_groups"] if g)
    first = 0 if scene.things[0].noun == "dog" else 1
    assert told == sorted([(first, 1), (first, 1), (1 - first, 0)])
    assert ((targets["latent_boxes"][:, 0] >= 0) == (targets["latent_groups"] > 0)).all()


def test_two_things_in_one_place_have_a_query_each(world):
    things = [Thing("dog", None, (0.4, 0.4, 0.6, 0.6)), Thing("rose", "red", (0.41, 0.41, 0.61, 0.61))]
    targets = instance_targets(things, np.full((10, 10), -1), 36)
    assert (targets["latent_groups"] > 0).sum() == 2
    assert sorted(targets["latent_colours"][targets["latent_groups"] > 0]) == [0, 1]


def test_training_never_shows_a_held_out_picture_word_or_label():
    train, held = World(DATA, 1), World(DATA, 1, held=True)
    assert not set(train.words) & set(held.words)
    kept_back = {n: p.tobytes() for n, p in held._held_pictures.items() if p}
    assert len(kept_back) > 200 and train.unseen == 0
    for noun, picture in kept_back.items():
        assert picture not in {p.tobytes() for p in train._pictures[noun]}


def test_the_held_out_world_shows_nothing_that_is_learnt_from_alone():
    held, train = World(DATA, 5, held=True), World(DATA, 5)
    with open(DATA / "cutouts.pickle", "rb") as file:
        entries = pickle.load(file)
    for noun, shown in held._pictures.items():
        later = {content for name, _, content in entries[noun] if name.startswith(LEARNT_FROM_ALONE)}
        assert shown
        assert later.isdisjoint(p.tobytes() for p in shown)
    assert any(len(train._pictures[noun]) > len(shown) for noun, shown in held._pictures.items())


def small(picture) -> np.ndarray:
    """A picture before grey, 24×24."""
    page = picture.copy()
    page.paste((128, 128, 128, 255), (0, 0, *page.size))
    page.alpha_composite(picture)
    return np.asarray(page.convert("RGB").resize((24, 24))).astype(np.float32)


def test_training_shows_no_picture_under_two_nouns(world):
    nouns, pictures = zip(*((noun, small(p).ravel()) for noun, known in world._pictures.items() for p in known))
    pictures, means = np.stack(pictures), np.array([p.mean() for p in pictures])
    for at, noun in enumerate(nouns):
        near = [i for i in np.flatnonzero(np.abs(means - means[at]) <= 2) if nouns[i] != noun]
        assert (np.abs(pictures[near] - pictures[at]).mean(1) > 2).all(), noun


def test_training_shows_what_is_mislabelled_under_what_it_shows_or_not_at_all(world):
    with open(DATA / "cutouts.pickle", "rb") as file:
        contents = {(noun, name): content for noun, known in pickle.load(file).items() for name, _, content in known}
    shown = {noun: {p.tobytes() for p in known} for noun, known in world._pictures.items()}
    assert set(MISLABELLED) <= set(contents)
    for (noun, name), instead in MISLABELLED.items():
        assert contents[noun, name] not in shown[noun]
        assert instead is None or contents[noun, name] in shown[instead]


def test_the_held_out_world_tells_of_what_it_shows_mislabelled():
    held = World(DATA, 5, held=True, unseen=0.0)
    scenes = [held.scene(["candy"]) for _ in range(40)]
    assert any(scene.doubtful for scene in scenes) and not all(scene.doubtful for scene in scenes)
    assert not any(held.scene(["circle"]).doubtful for _ in range(5))
    assert any(held.scene(["truck"]).doubtful for held in [World(DATA, 5, held=True, unseen=1.0)] for _ in range(5))
    kept = [p for p in held._held_pictures.values() if p is not None]
    assert held._doubtful <= {id(picture) for pictures in [*held._pictures.values(), kept] for picture in pictures}


def test_no_noun_is_left_without_a_picture_nor_learnt_from_a_twin_of_the_one_kept_back(world):
    for (noun, name), instead in MISLABELLED.items():
        if instead is not None:
            kept, learnt = world._held_pictures[instead], world._pictures[instead]
            assert min(np.abs(small(kept) - small(p)).mean() for p in learnt) >= 5
    assert all(world._pictures[noun] for noun in world.nouns)


def test_training_repeats_a_noun_no_more_often_than_the_held_out_world():
    def repeats(world):
        return sum(len(set(world.pick_nouns(2))) == 1 for _ in range(2000))

    assert repeats(World(DATA, 5)) < repeats(World(DATA, 5, held=True))


def test_what_is_to_be_read_is_seldom_made_of_the_words_of_the_lists():
    tasks = Tasks(World(DATA, 5))
    lists = [NEUTRAL, GROUPS, *(texts for pair in DIRECT.values() for texts in pair), *(entry[1] for entry in JOINT + EXCUSES)]
    lists.append([sentiment(tasks.rng)[0] for _ in range(2000)])
    listed = {word for texts in lists for text in texts for word in text.split()}

    read = [s.answer for _ in range(300) for s in tasks.single().rows[0].segments if s.kind == "read"]

    assert len(read) > 150
    assert sum(set(text.lower().split()) <= listed for text in read) < 0.1 * len(read)


def test_a_scene_with_a_strange_word_in_its_text_is_not_judged(monkeypatch):
    monkeypatch.setattr(tasks_module, "SWAPPED", 1)
    tasks = Tasks(World(DATA, 5))

    kinds = {s.kind for moderated in (True, False) for _ in range(30) for s in tasks._of_a_list(moderated).rows[0].segments}

    assert "read" in kinds and kinds.isdisjoint({"moderate", "sentiment", "rationale"})


def test_training_writes_in_more_families_and_never_in_the_held_out_font():
    held, train = World(DATA, 5, held=True), World(DATA, 5)

    drawn = {train.font(20).path for _ in range(2000)}

    assert drawn == set(FONTS + MORE_FONTS)
    assert {held.font(20).path for _ in range(2000)} == {*FONTS, HELD_OUT_FONT}


def test_training_has_patterns_and_no_stripes_and_the_held_out_world_the_reverse():
    worlds = {held: World(DATA, 5, held=held) for held in (False, True)}
    kinds = {held: {world.scene(["apple"]).background for _ in range(60)} for held, world in worlds.items()}
    assert "pattern" in kinds[False] and "stripes" not in kinds[False]
    assert "stripes" in kinds[True] and "pattern" not in kinds[True]


def test_a_worked_example_of_a_background_has_a_background_of_that_colour(world):
    several = SeveralImages(world)
    for colour in COLOURS:
        scene = several.on_background(colour)
        assert scene.background_colour == colour and scene.background == "plain" and len(scene.things) == 1


def test_a_training_scene_of_a_thing_beside_a_text_seldom_lacks_the_thing(world):
    scenes = [world.scene([world.rng.choice(world.nouns)], "word", "label") for _ in range(120)]
    assert sum(not scene.things for scene in scenes) <= 1


def test_a_noun_that_is_a_colour_has_a_plural():
    assert phrase_of("orange", 2) == "two oranges"
    assert phrase_of("orange cup", 3) == "three orange cups"


def test_the_same_text_has_both_verdicts_with_different_objects(world):
    tasks, verdicts = Tasks(world), {}
    for _ in range(3000):
        scene, truth = tasks.moderation_scene()
        if truth["near"] == "hate" and scene.text:
            verdicts.setdefault(scene.text.lower(), set()).add(truth["hate"])
    assert any(v == {0, 1} for v in verdicts.values())
    assert all(set(truth) >= set(LABELS) for _, truth in [tasks.moderation_scene()])


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


def test_the_letters_of_a_picture_spell_its_text_in_reading_order(world):
    for _ in range(60):
        scene = world.scene([], world.random_text(3), "screen")
        spelled = [" "] * len(scene.text)
        for letter in scene.letters:
            spelled[letter.at] = letter.character
        assert "".join(spelled) == scene.text


def test_each_query_tells_the_letters_at_its_place_from_the_first_on(world):
    scene = world.scene([], "hello world", "screen")
    targets = letter_targets(scene.letters, 36)
    told = {}
    for runs, shown in zip(targets["latent_runs"], targets["latent_letters"]):
        for run, slots in zip(runs, shown):
            told |= {int(run) - 1 + i: CHARACTERS[c - 1] for i, c in enumerate(slots) if c and run}
    assert "".join(c for _, c in sorted(told.items())) == "helloworld"


def test_a_process_draws_a_part_and_the_next_one_other_pictures(monkeypatch):
    monkeypatch.setattr(batches, "PART", 3)
    monkeypatch.setattr(batches, "POOL", 8)
    stream = batches.Stream(DATA, 4, 36, 2, seed=5, several_every=0)

    first, again, second = (list(stream.part(number)) for number in (0, 0, 1))

    assert len(first) == len(second) == 3
    assert all((a["pixels"] == b["pixels"]).all() for a, b in zip(first, again))
    assert first[0]["pixels"].shape != second[0]["pixels"].shape or (first[0]["pixels"] != second[0]["pixels"]).any()
