"""What the tokenizer of the committed bundle does not know, spelled. The service's tests read the same cases. Needs no PyTorch."""

import json
import pathlib

import pytest

tokenizers = pytest.importorskip("tokenizers")

from percept_training.spelling import Spelling

HERE = pathlib.Path(__file__).parent
BUNDLE = HERE.parents[1] / "models/percept-tiny"
CASES = json.loads((HERE / "spelling.json").read_text(encoding="utf8"))


@pytest.mark.parametrize("text, spelled", CASES)
def test_a_text_is_spelled_with_what_the_tokenizer_knows(text, spelled):
    tokenizer = tokenizers.Tokenizer.from_file(str(BUNDLE / "tokenizer.json"))
    unknown = tokenizer.token_to_id("<unk>")

    assert Spelling(lambda some: unknown not in tokenizer.encode(some, add_special_tokens=False).ids)(text) == spelled


def test_a_text_stays_where_the_tokenizer_knows_all_of_it():
    assert Spelling(lambda some: True)("It’s Ünïcödé") == "It’s Ünïcödé"
