"""Where the heads are told to look in a row of worked examples."""

import pathlib
import random

import pytest

torch = pytest.importorskip("torch")

from percept_training import vocabulary as v
from percept_training.batches import encode_row
from percept_training.examples import Gallery, Pointers, WorkedExamples, batch_of, first_difference, losses, name_places, rows_that_show
from percept_training.model import Decoder, Layer, Shape

TOKENIZER = pathlib.Path(__file__).parents[2] / "models/percept-tiny/tokenizer.json"
QUERIES = 4


@pytest.fixture(scope="module")
def encode():
    return v.Encoder(v.load(TOKENIZER))


@pytest.fixture(scope="module")
def shape():
    return Shape(vocabulary=v.load(TOKENIZER).get_vocab_size(), width=32, heads=4, feed_forward=64, queries=QUERIES)


@pytest.fixture
def gallery(shape):
    kinds = [(concept, name) for concept in ("noun", "background", "shape colour") for name in ("red", "blue", "dog") for _ in range(5)]
    return Gallery(kinds, torch.randn(len(kinds), QUERIES, shape.width).half(), [[1, 2]] * len(kinds))


@pytest.mark.parametrize("seed", range(20))
def test_a_name_points_at_the_rows_of_its_own_image_that_show_the_thing(encode, gallery, shape, seed):
    examples = WorkedExamples(random.Random(seed), gallery).of_pictures(4)
    ids, image_rows, *_ = encode_row(encode, examples.row, QUERIES, 0, 2)
    places = name_places(encode, examples, QUERIES, gallery.seen)
    assert [image_rows[at] for place in places for at in place.thing] == [QUERIES * i + row for i in range(6) for row in (1, 2)]
    for place in places:
        assert ids[place.first : place.first + place.length] == encode(examples.names[place.name])
        assert max(place.thing) < place.first


@pytest.mark.parametrize("seed", range(20))
def test_a_name_in_words_points_at_the_words_before_it(encode, gallery, seed):
    examples = WorkedExamples(random.Random(seed), gallery).of_words(4)
    ids = encode_row(encode, examples.row, QUERIES, 0, 2)[0]
    for place in name_places(encode, examples, QUERIES, gallery.seen):
        words = [ids[at] for at in place.thing]
        assert any(words[: len(encode(noun))] == encode(noun) for noun in ("dog", "red", "blue", *WorkedExamples(random.Random(0), gallery).things))
        assert place.thing[-1] == place.first - 1


def test_only_what_is_asked_and_what_came_before_is_decisive(encode, gallery, shape):
    examples = [WorkedExamples(random.Random(seed), gallery).of_pictures(4) for seed in range(6)]
    batch = batch_of(examples, encode, gallery, shape)
    assert len(batch.decisive) == 6 * (2 + 2), "two more of each kind among the examples, and two that are asked"
    for row, at, right, other in batch.decisive.tolist():
        assert batch.tensors["targets"][row, at] == right != other
        at_all = batch.tensors["ids"][row].tolist()
        assert right == v.EOS or right in at_all[:at], "the name has been given before it is asked"


def test_a_picture_is_shown_once_in_a_row(gallery):
    for seed in range(50):
        pictures = WorkedExamples(random.Random(seed), gallery).of_pictures(6).pictures
        assert len(set(pictures)) == len(pictures)


def test_names_differ_first_where_one_ends_if_it_begins_the_other(encode):
    at, tokens = first_difference(encode, ["vax", "vaxo"])
    assert tokens == [v.EOS, encode("vaxo")[at]]


def test_a_pointer_costs_nothing_where_the_head_looks_there_alone(shape):
    layer, mask = Layer(shape), torch.zeros(1, 1, 5, 5)
    everywhere = Pointers.of([(0, 3, [0, 1, 2, 3, 4])], 5).loss(layer, torch.randn(1, 5, 32), mask)
    elsewhere = Pointers.of([(0, 3, [1])], 5).loss(layer, torch.randn(1, 5, 32), mask)
    assert everywhere.abs() < 1e-5 < elsewhere


def test_all_that_is_learnt_has_a_loss(encode, gallery, shape):
    drawn = WorkedExamples(random.Random(3), gallery)
    for examples in ([drawn.of_pictures(4), drawn.of_pictures(2)], [drawn.of_words(6), drawn.of_words(4)]):
        decoder = Decoder(shape)
        answer, told, right = losses(decoder, batch_of(examples, encode, gallery, shape))
        (answer + sum(told.values())).backward()
        assert sorted(told) == ["alike 2", "alike 3", "named 1"]
        assert all(p.grad is not None for p in decoder.parameters()) and 0 <= right <= 1


def test_a_noun_that_is_likely_nowhere_may_be_in_every_row():
    assert rows_that_show(torch.tensor([0.1, 0.2, 0.05])) == [0, 1, 2]
    assert rows_that_show(torch.tensor([0.9, 0.5, 0.3])) == [0, 1]
