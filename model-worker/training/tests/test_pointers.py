"""Where the heads are told to look in a row of worked examples."""

import pathlib
import random

import pytest

for library in ("torch", "numpy", "PIL", "tokenizers"):
    pytest.importorskip(library)

import numpy as np
import torch

from percept_training import vocabulary as v
from percept_training.batches import attention_mask, encode_row, padded
from percept_training.looking import Looking
from percept_training.model import Decoder, Layer, Shape
from percept_training.pointers import Pointers, Told, first_difference, name_places, pointer_loss, rightly_named, seen_rows, told_to_look
from percept_training.rows import FORMS, Row, examples_row, made_up_labels

TOKENIZER = pathlib.Path(__file__).parents[2] / "models/percept-tiny/tokenizer.json"
QUERIES = 4
THINGS = ("dog", "red")


@pytest.fixture(scope="module")
def encode():
    return v.Encoder(v.load(TOKENIZER))


@pytest.fixture(scope="module")
def shape():
    return Shape(vocabulary=v.load(TOKENIZER).get_vocab_size(), width=32, heads=4, feed_forward=64, queries=QUERIES)


def examples(seed: int, count: int, pictures: bool) -> Row:
    rng = random.Random(seed)
    order = [0, 1] * (count // 2)
    rng.shuffle(order)
    before, _ = rng.choice(FORMS)
    if pictures:
        shown = [[i, before] if before else [i] for i in range(count + 2)]
    else:
        shown = [[f"{THINGS[k]} {before}".strip()] for k in (*order, 0, 1)]
    return examples_row(order, made_up_labels(rng, False), shown)


def batch_of(rows: list[Row], encode, seen: list[list[int]]) -> dict:
    encoded, pointers = [], Pointers()
    for number, row in enumerate(rows):
        encoded.append(encode_row(encode, row, QUERIES, 0, 2))
        pointers.add(number, encode, row, QUERIES, seen, encoded[-1][5])
    length = max(len(e[0]) for e in encoded)
    return padded(encoded, length, 2) | pointers.tensors(length) | Looking(QUERIES).tensors()


def look(decoder: Decoder, batch: dict) -> Told:
    x = decoder.embed(batch["ids"], batch["image_row"], torch.randn(6 * QUERIES, decoder.norm.weight.numel()), batch["positions"])
    return told_to_look(decoder, x, attention_mask(batch["segments"]).float(), batch)


@pytest.mark.parametrize("seed", range(20))
def test_a_name_points_at_the_rows_of_its_own_image_that_show_the_thing(encode, seed):
    row = examples(seed, 4, pictures=True)
    ids, image_rows, *_ = encode_row(encode, row, QUERIES, 0, 2)
    places = name_places(encode, row, QUERIES, [[1, 2]] * 6)
    assert [image_rows[at] for place in places for at in place.thing] == [QUERIES * i + r for i in range(6) for r in (1, 2)]
    for place in places:
        assert ids[place.first : place.first + place.length] == encode(row.names[place.name])
        assert max(place.thing) < place.first


@pytest.mark.parametrize("seed", range(20))
def test_a_name_in_words_points_at_the_words_before_it(encode, seed):
    row = examples(seed, 4, pictures=False)
    ids = encode_row(encode, row, QUERIES, 0, 2)[0]
    for place in name_places(encode, row, QUERIES, []):
        thing = encode(THINGS[place.name])
        assert [ids[at] for at in place.thing][: len(thing)] == thing
        assert place.thing[-1] == place.first - 1


def test_only_what_is_asked_and_what_came_before_is_decisive(encode):
    batch = batch_of([examples(seed, 4, pictures=True) for seed in range(6)], encode, [[1]] * 6)
    assert len(batch["decisive"]) == 6 * (2 + 2), "two more of each kind among the examples, and two that are asked"
    for row, at, right, other in batch["decisive"].tolist():
        assert batch["targets"][row, at] == right != other
        assert right == v.EOS or right in batch["ids"][row, :at], "the name has been given before it is asked"


def test_a_name_that_is_asked_looks_at_the_same_name_in_the_examples_and_at_no_other(encode):
    row = examples(3, 4, pictures=True)
    batch = batch_of([row], encode, [[1]] * 6)
    ids = batch["ids"][0]
    for (_, at), wanted in zip(batch["alike_from"].tolist(), batch["alike_to"]):
        # What the head reads there is the token that comes next; at a name's last position, its end.
        token = batch["targets"][0, at]
        if at + 1 < len(ids) and token >= 0 and token != v.EOS:
            assert set(ids[wanted].tolist()) == {int(token)}


def test_names_differ_first_where_one_ends_if_it_begins_the_other(encode):
    at, tokens = first_difference(encode, ("vax", "vaxo"))
    assert tokens == [v.EOS, encode("vaxo")[at]]


def test_a_thing_is_seen_where_it_stands_and_anywhere_if_it_is_hidden():
    grid = np.zeros((10, 10), int)
    assert seen_rows(grid, 4) == [0, 1, 2, 3]
    grid[0:2, 7:9] = 5
    assert seen_rows(grid, 4) == [1]
    grid[9, 0] = 5
    assert seen_rows(grid, 4) == [1, 2]


def test_a_pointer_costs_nothing_where_the_head_looks_there_alone(shape):
    layer, mask, x = Layer(shape), torch.zeros(2, 1, 5, 5), torch.randn(2, 5, 32)
    origin = torch.tensor([[1, 3]])
    everywhere = pointer_loss(layer, x, mask, origin, torch.ones(1, 5, dtype=torch.bool))
    elsewhere = pointer_loss(layer, x, mask, origin, torch.tensor([[False, True, False, False, False]]))
    assert everywhere.abs() < 1e-5 < elsewhere


def test_each_kind_of_pointer_has_a_loss_in_its_layers(encode, shape):
    decoder = Decoder(shape)
    batch = batch_of([examples(1, 4, True), examples(2, 2, True)], encode, [[0]] * 6)
    told = look(decoder, batch)
    sum(told.pointed.values()).backward()
    assert sorted(told.pointed) == ["alike_2", "alike_3", "named_1"]
    assert all(decoder.layers[at].attention.q.weight.grad.abs().sum() > 0 for at in (1, 2, 3))
    assert 0 <= rightly_named(decoder, told.hidden, batch["decisive"]) <= 1


def test_a_batch_without_examples_has_no_pointers(encode, shape):
    plain = padded([encode_row(encode, Row(["a dog"], []), QUERIES, 0, 2)], 8, 2) | Pointers().tensors(8) | Looking(QUERIES).tensors()
    assert look(Decoder(shape), plain).pointed == {}
