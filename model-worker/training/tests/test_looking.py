"""Where the decoder is told to look in a picture before it says what is there."""

import pathlib
import random

import pytest

for library in ("torch", "numpy", "PIL", "tokenizers"):
    pytest.importorskip(library)

import numpy as np
import torch

from percept_training import vocabulary as v
from percept_training.batches import attention_mask, encode_row, padded
from percept_training.looking import FIRST_ROW, HEADS, KINDS, Looking, attention_given, looking_losses
from percept_training.model import Decoder, Layer, Shape
from percept_training.pointers import Pointers, told_to_look
from percept_training.questions import place_of
from percept_training.rows import Row, Segment
from percept_training.tasks import caption, description, grounded
from percept_training.world import COLOURS, Letter, Scene, Thing, grouped

TOKENIZER = pathlib.Path(__file__).parents[2] / "models/percept-tiny/tokenizer.json"
QUERIES, SIDE = 100, 10
TEXTS = ("ZEBRA", "have a nice day", "Qwx rvt", "SES MOLG OLOGY", "it's 42!", "a")
NOUNS = ("dog", "fire truck", "hot dog", "apple", "zqvard")


@pytest.fixture(scope="module")
def encode():
    return v.Encoder(v.load(TOKENIZER))


@pytest.fixture(scope="module")
def shape():
    return Shape(vocabulary=v.load(TOKENIZER).get_vocab_size(), width=32, heads=8, feed_forward=64, queries=QUERIES)


def made_scene(seed: int, text: str | None = None) -> Scene:
    """Boxes, a text of several lines, and what each cell shows, without a picture."""
    rng = random.Random(seed)
    things = []
    for _ in range(rng.randint(1, 4)):
        x, y, w, h = rng.uniform(0, 0.6), rng.uniform(0, 0.6), rng.uniform(0.05, 0.4), rng.uniform(0.05, 0.4)
        things.append(Thing(rng.choice(NOUNS), rng.choice((None, None, *COLOURS)), (x, y, x + w, y + h)))
    things.sort(key=lambda thing: thing.centre[0])
    shown = np.full((SIDE, SIDE), -1, np.int8)
    for number, thing in enumerate(things):
        for y in range(SIDE):
            for x in range(SIDE):
                if thing.box[0] <= (x + 0.5) / SIDE <= thing.box[2] and thing.box[1] <= (y + 0.5) / SIDE <= thing.box[3]:
                    shown[y, x] = number
    text = rng.choice(TEXTS) if text is None else text
    letters, lines = [], rng.randint(1, 3)
    for at, character in enumerate(text):
        if character != " ":
            line = at * lines // len(text)
            letters.append(Letter(character, at, line, rng.random(), (line + 0.5) / lines))
    return Scene(None, things, text, "plain", "red", (shown >= 0).astype(np.int16), np.zeros((20, 20), np.uint8), shown, letters)


def row_of(scene: Scene, *kinds: str) -> Row:
    answers = {"caption": caption, "grounded": grounded, "describe": description, "read": lambda scene: scene.text, "answer": lambda _: "yes"}
    return Row([0], [Segment(["Question: what is it? Answer:"], answers[kind](scene), kind) for kind in kinds])


def batch_of(rows: list[Row], scenes: list[Scene], encode, told: bool = True) -> dict:
    encoded, looking = [], Looking(QUERIES)
    for number, (row, scene) in enumerate(zip(rows, scenes)):
        encoded.append(encode_row(encode, row, QUERIES, number, 2))
        if told:
            looking.add(encode, row, [scene])
    length = max(len(e[0]) for e in encoded)
    return padded(encoded, length, 2) | Pointers().tensors(length) | looking.tensors()


def told_of(batch: dict, kind: str) -> list[tuple[int, list[int]]]:
    """Of a batch's first row: the token that is said next from each origin, and the queries that it looks at."""
    return [(int(batch["targets"][0, at]), rows.nonzero()[:, 0].tolist())
            for at, rows in zip(batch[f"{kind}_from"][0].tolist(), batch[f"{kind}_rows"][0]) if at >= 0]


def cells(scene: Scene, things: list[Thing]) -> list[int]:
    """The cells, as many as the queries, that show the things; of a hidden one the cell at its middle."""
    found = set()
    for number, thing in enumerate(scene.things):
        if any(thing is other for other in things):
            x, y = thing.centre
            shown = np.flatnonzero(scene.thing_map == number).tolist()
            found |= set(shown or [int(y * SIDE) * SIDE + int(x * SIDE)])
    return sorted(found)


@pytest.mark.parametrize("kind", ["caption", "grounded"])
@pytest.mark.parametrize("seed", range(20))
def test_each_token_of_a_phrase_is_said_while_looking_at_its_own_things_alone(encode, seed, kind):
    scene = made_scene(seed)
    expected = [(token, cells(scene, members)) for phrase, members in grouped(scene.things) for token in encode(phrase)]
    assert told_of(batch_of([row_of(scene, kind)], [scene], encode), "things") == expected


@pytest.mark.parametrize("seed", range(20))
def test_the_place_and_the_name_in_a_description_are_said_while_looking_at_the_one_thing(encode, seed):
    scene = made_scene(seed)
    expected = [(token, cells(scene, [thing])) for thing in scene.things
                for words in (place_of(thing), f"{thing.size} {thing.name}") for token in encode(words)]
    assert told_of(batch_of([row_of(scene, "describe")], [scene], encode), "things") == expected


@pytest.mark.parametrize("kind", ["read", "caption", "describe"])
@pytest.mark.parametrize("seed", range(20))
def test_each_letter_is_said_while_looking_at_its_own_place(encode, seed, kind):
    scene = made_scene(seed)
    told = told_of(batch_of([row_of(scene, kind)], [scene], encode), "letters")
    pieces = [encode.tokenizer.id_to_token(token) for token, _ in told]
    assert "".join(pieces).replace("\u2581", "") == scene.text.replace(" ", "")
    place = {letter.at: int(letter.y * SIDE) * SIDE + int(letter.x * SIDE) for letter in scene.letters}
    left = sorted(place)
    for piece, (_, rows) in zip(pieces, told):
        count = len(piece.replace("\u2581", ""))
        assert rows == sorted({place[at] for at in left[: max(1, count)]}), "a space on its own looks at the letter after it"
        left = left[count:]
    assert not left


def test_origins_of_later_tasks_of_a_row_lie_in_these(encode):
    scene = made_scene(3, "ZEBRA")
    batch = batch_of([row_of(scene, "answer", "caption", "read", "grounded")], [scene], encode)
    segments = batch["segments"][0]
    assert {int(segments[at]) for at in batch["things_from"][0].tolist()} == {2, 4}
    assert {int(segments[at]) for at in batch["letters_from"][0].tolist()} == {2, 3}


def test_the_rows_that_are_looked_at_are_those_of_the_picture(encode):
    scene = made_scene(3)
    batch = batch_of([row_of(scene, "caption")], [scene], encode)
    assert batch["image_row"][0, FIRST_ROW : FIRST_ROW + QUERIES].tolist() == list(range(QUERIES))


def test_a_row_without_its_picture_first_or_without_such_a_task_is_told_nothing(encode):
    looking = Looking(QUERIES)
    looking.add(encode, Row(["a text", 0], row_of(made_scene(1), "caption").segments), [made_scene(1)])
    looking.add(encode, Row(["a text"], []), [])
    looking.add(encode, row_of(made_scene(1), "answer"), [made_scene(1)])
    assert all(looking.tensors()[f"{kind}_from"].shape == (3, 0) for kind in KINDS)


def test_it_costs_nothing_where_the_head_looks_there_alone(shape):
    layer, mask, x = Layer(shape), torch.full((1, 1, 6, 6), -1e4), torch.randn(1, 6, 32)
    mask[0, 0, 5, 3] = 0
    origins = torch.tensor([[5, -1]])
    there, elsewhere = torch.zeros(2, 1, 2, 3, dtype=torch.bool)
    there[0, 0, 3 - FIRST_ROW] = elsewhere[0, 0, 2 - FIRST_ROW] = True
    told = {"letters_from": origins[:, :0], "letters_rows": there[:, :0]}
    loss, given = looking_losses(layer, 5, x, mask, {"things_from": origins, "things_rows": there} | told)["things"]
    assert loss.abs() < 1e-5 and abs(given - 1) < 1e-5
    loss, given = looking_losses(layer, 5, x, mask, {"things_from": origins, "things_rows": elsewhere} | told)["things"]
    assert loss > 100 and given < 1e-5


def test_what_is_given_is_the_attention_of_that_head(shape):
    layer, x = Layer(shape), torch.randn(2, 9, 32)
    mask = torch.zeros(2, 1, 9, 9).masked_fill(~torch.ones(9, 9, dtype=torch.bool).tril(), -1e4)
    wanted = torch.rand(2, 1, 4) < 0.6
    wanted[:, :, 0] = True
    attention, normed = layer.attention, layer.attention_norm(x)
    q, k = attention.split(attention.q(normed)), attention.split(attention.k(normed))
    weights = (q @ k.transpose(2, 3) * attention.head_width**-0.5 + mask).softmax(-1)[:, 5, 7, FIRST_ROW : FIRST_ROW + 4]
    given = attention_given(layer, 5, x, mask, torch.tensor([[7], [7]]), wanted).exp()[:, 0]
    assert torch.allclose(given, (weights * wanted[:, 0]).sum(-1), atol=1e-6)


def test_steps_on_it_make_the_heads_look_there(encode, shape):
    torch.manual_seed(1)
    scenes = [made_scene(seed, "Qwx rvt") for seed in range(4)]
    batch = batch_of([row_of(scene, "caption", "read") for scene in scenes], scenes, encode)
    decoder, embeds = Decoder(shape), torch.randn(4 * QUERIES, 32)
    optimizer, mask, costs = torch.optim.Adam(decoder.parameters(), 3e-3), attention_mask(batch["segments"]).float(), []
    for _ in range(3):
        told = told_to_look(decoder, decoder.embed(batch["ids"], batch["image_row"], embeds, batch["positions"]), mask, batch)
        assert sorted(told.looked) == sorted(told.given) == sorted(f"{kind}_{layer}" for kind in KINDS for layer in HEADS)
        cost = sum(told.looked.values())
        optimizer.zero_grad()
        cost.backward()
        assert all(p.grad.isfinite().all() for p in decoder.parameters() if p.grad is not None)
        assert all(decoder.layers[at].attention.q.weight.grad.abs().sum() > 0 for at in HEADS)
        optimizer.step()
        costs.append(cost.item())
    assert costs[2] < costs[1] < costs[0]


def test_nothing_is_computed_where_nothing_is_told(encode, shape, monkeypatch):
    monkeypatch.setattr("percept_training.looking.attention_given", lambda *_: pytest.fail("computed"))
    scene = made_scene(1)
    batch = batch_of([row_of(scene, "caption")], [scene], encode, told=False)
    decoder = Decoder(shape)
    x = decoder.embed(batch["ids"], batch["image_row"], torch.randn(QUERIES, 32), batch["positions"])
    assert told_to_look(decoder, x, attention_mask(batch["segments"]).float(), batch).looked == {}
