"""Where the tokenizer of a bundle goes when its weights are taken up again."""

import json
import pathlib

import pytest

for library in ("torch", "onnx", "onnxruntime", "tokenizers", "yaml", "PIL"):
    pytest.importorskip(library)

import torch

from percept_training import restore, vocabulary
from percept_training.restore import put_tokenizer

BUNDLE = pathlib.Path(__file__).parents[2] / "models/percept-tiny"


@pytest.fixture
def other(tmp_path):
    """A folder of data with a tokenizer that `prepare` made."""
    vocabulary.build(vocabulary.count_words(["other words"]), 1).save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def known(folder: pathlib.Path) -> dict[str, int]:
    return vocabulary.load(folder / "tokenizer.json").get_vocab()


def test_a_folder_without_a_tokenizer_gets_the_bundles(tmp_path):
    put_tokenizer(BUNDLE, tmp_path / "data", replace=False)
    assert known(tmp_path / "data") == known(BUNDLE)


def test_another_one_stays(other):
    before = known(other)
    with pytest.raises(SystemExit, match="--replace-tokenizer"):
        put_tokenizer(BUNDLE, other, replace=False)
    assert known(other) == before


def test_another_one_is_replaced_where_that_is_asked(other):
    put_tokenizer(BUNDLE, other, replace=True)
    assert known(other) == known(BUNDLE)


def test_the_bundles_own_is_no_other_one_however_it_is_written(tmp_path):
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(json.loads((BUNDLE / "tokenizer.json").read_text(encoding="utf8")), indent=1), encoding="utf8")
    put_tokenizer(BUNDLE, tmp_path, replace=False)
    assert known(tmp_path) == known(BUNDLE)


def test_the_weights_say_which_tokenizer_is_theirs(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["restore", "--bundle", str(BUNDLE), "--weights", str(tmp_path / "weights.pt"), "--data", str(tmp_path)])
    restore.main()
    saved = torch.load(tmp_path / "weights.pt", weights_only=True)
    assert saved["tokenizer"] == vocabulary.digest(vocabulary.load(tmp_path / "tokenizer.json"))
    assert len(saved["model"]["decoder.embeddings"]) == len(known(tmp_path))
