"""The tokenizer that Percept carries, and when a folder of data gets one. Needs neither PyTorch nor prepared data."""

import pathlib
import random

import pytest

pytest.importorskip("tokenizers")

from percept_training import vocabulary
from percept_training.boxes import GRID, box_tokens, decode, token

TOKENIZER = pathlib.Path(__file__).parents[2] / "models/percept-tiny/tokenizer.json"
PRINTABLE = "".join(map(chr, range(33, 127)))


@pytest.fixture(scope="module")
def tokenizer():
    return vocabulary.load(TOKENIZER)


def back(tokenizer, text: str) -> str:
    return tokenizer.decode(tokenizer.encode(text, add_special_tokens=False).ids)


@pytest.mark.parametrize("text", ["hello world", "ZEBRA", "aBcXyZ", "x", "don't", "a-b_c", "42 is 7 * 6", "~!@#$%^&*()[]{}<|>?/\\\"'"])
def test_a_text_comes_back(tokenizer, text):
    assert back(tokenizer, text) == text


def test_any_printable_ascii_string_comes_back_in_either_case(tokenizer):
    rng = random.Random(7)
    for _ in range(2000):
        drawn = " ".join("".join(rng.choices(PRINTABLE, k=rng.randint(1, 12))) for _ in range(rng.randint(1, 4)))
        for text in (drawn, drawn.lower(), drawn.upper()):
            # A special token that is written out is that token.
            if not any(special in text for special in vocabulary.SPECIAL):
                assert back(tokenizer, text) == text


def test_every_word_of_its_own_comes_back_in_either_case(tokenizer):
    words = [piece[1:] for piece in tokenizer.get_vocab() if piece.startswith("\u2581") and len(piece) > 1]
    assert len(words) > 1000
    for word in words:
        for text in (word, word.lower(), word.upper(), f"a {word}", f"{word}s"):
            assert back(tokenizer, text) == text


def test_each_cell_of_the_grid_has_the_token_that_the_code_counts_on(tokenizer):
    for cell in range(GRID * GRID):
        assert tokenizer.token_to_id(token(cell)) == vocabulary.PATCH_FIRST + cell


def test_a_box_is_two_tokens_and_comes_back_within_half_a_cell(tokenizer):
    rng = random.Random(5)
    for _ in range(500):
        x1, y1 = rng.uniform(0, 0.8), rng.uniform(0, 0.8)
        box = (x1, y1, rng.uniform(x1 + 0.15, 1), rng.uniform(y1 + 0.15, 1))
        first, second = (i - vocabulary.PATCH_FIRST for i in tokenizer.encode(box_tokens(box), add_special_tokens=False).ids)
        assert all(abs(a - b) <= 0.5 / GRID + 1e-9 for a, b in zip(box, decode(first, second)))


def test_a_folder_with_a_tokenizer_keeps_it(tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text("a run's", encoding="utf8")

    vocabulary.provide(tmp_path)

    assert path.read_text(encoding="utf8") == "a run's"


def test_a_folder_without_a_tokenizer_gets_one(tmp_path, monkeypatch):
    monkeypatch.setattr(vocabulary, "of_the_tasks", lambda data: vocabulary.load(TOKENIZER))

    vocabulary.provide(tmp_path)

    assert vocabulary.load(tmp_path / "tokenizer.json").get_vocab() == vocabulary.load(TOKENIZER).get_vocab()
    assert [file.name for file in tmp_path.iterdir()] == ["tokenizer.json"]
