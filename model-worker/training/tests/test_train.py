"""How a run begins, in which rate it goes on, and what it leaves."""

import os
import pathlib

import pytest

for library in ("torch", "numpy", "PIL", "tokenizers", "tqdm"):
    pytest.importorskip(library)

import torch

from percept_training import batches, train, vocabulary
from percept_training.model import Percept, Shape
from percept_training.train import Learner, check_tokenizer, default_seed, learning_rate, parser

DATA = pathlib.Path(os.environ.get("PERCEPT_DATA", "build/data"))
TOKENIZER = pathlib.Path(__file__).parents[2] / "models/percept-tiny/tokenizer.json"
NOUNS = ["dog", "circle"]


@pytest.fixture
def tokenizer():
    return vocabulary.load(TOKENIZER)


@pytest.fixture
def small(monkeypatch):
    """A model that is made at once, in place of the one of `Shape`'s sizes."""
    monkeypatch.setattr(train, "Shape", lambda **sizes: Shape(**{"width": 32, "heads": 4, "feed_forward": 64, "queries": 4} | sizes))


def learner(tokenizer, run: pathlib.Path, *arguments: str) -> Learner:
    run.mkdir(exist_ok=True)
    return Learner(parser().parse_args(["--run", str(run), *arguments]), tokenizer, NOUNS)


def weights(path: pathlib.Path, **state) -> pathlib.Path:
    torch.save({"model": {}, **state}, path)
    return path


def test_the_rate_rises_from_the_step_on_at_which_what_is_served_is_taught():
    options = parser().parse_args("--lr 0.001 --heads-first 130 --warmup 60".split())
    rates = [learning_rate(step, 1.0, options) for step in (0, 129, 130, 159, 189, 500)]
    assert rates == pytest.approx([1e-3, 1e-3, 1e-3 / 60, 5e-4, 1e-3, 1e-3])


def test_without_steps_for_the_heads_it_rises_from_the_first_on():
    options = parser().parse_args("--lr 0.001 --warmup 100".split())
    assert learning_rate(0, 1.0, options) == pytest.approx(1e-5)


def test_each_file_of_weights_has_a_seed_of_its_own(tmp_path):
    one, other = weights(tmp_path / "one.pt", at=1), weights(tmp_path / "other.pt", at=2)
    assert default_seed(one) == default_seed(one) != default_seed(other)
    assert default_seed(None) == 0


@pytest.mark.skipif(not (DATA / "cutouts.pickle").exists(), reason="no prepared data: run percept_training.prepare")
def test_sessions_from_other_weights_draw_other_pictures(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "POOL", 8)
    first, second = (weights(tmp_path / f"{at}.pt", at=at) for at in (1, 2))
    one, same, other = (next(iter(batches.Stream(DATA, 4, 100, 2, default_seed(file), 0)))["ids"] for file in (first, first, second))
    assert torch.equal(one, same) and not torch.equal(one, other)


def test_weights_that_know_the_words_by_other_numbers_are_refused(tokenizer, tmp_path):
    check_tokenizer({"model": {}, "tokenizer": vocabulary.digest(tokenizer)}, tokenizer, tmp_path)
    with pytest.raises(SystemExit, match="tokenizer.json is not the tokenizer of these weights"):
        check_tokenizer({"model": {}, "tokenizer": "of another"}, tokenizer, tmp_path)


def test_older_weights_are_refused_by_the_number_of_their_words(tokenizer, tmp_path):
    check_tokenizer({"model": {"decoder.embeddings": torch.zeros(tokenizer.get_vocab_size(), 1)}}, tokenizer, tmp_path)
    with pytest.raises(SystemExit, match="--replace-tokenizer"):
        check_tokenizer({"model": {"decoder.embeddings": torch.zeros(3051, 1)}}, tokenizer, tmp_path)


def test_a_run_does_not_begin_from_weights_of_another_tokenizer(tokenizer, tmp_path, small):
    with pytest.raises(SystemExit, match="not the tokenizer of these weights"):
        learner(tokenizer, tmp_path / "run", "--init", str(weights(tmp_path / "init.pt", tokenizer="of another")))


def test_heads_of_one_run_are_taken_up_by_the_next(tokenizer, tmp_path, small):
    first = learner(tokenizer, tmp_path / "first")
    first.save()
    heads = tmp_path / "first/heads.pt"
    after = learner(tokenizer, tmp_path / "then", "--init", str(weights(tmp_path / "init.pt")), "--heads", str(heads))
    assert all(torch.equal(value, first.average.dense_heads()[name].half().float()) for name, value in after.model.dense_heads().items())
    assert all(torch.equal(value, after.model.dense_heads()[name]) for name, value in after.average.dense_heads().items())


def test_heads_of_other_nouns_are_refused(tokenizer, tmp_path, small):
    learner(tokenizer, tmp_path / "run").save()
    with pytest.raises(SystemExit, match="other nouns"):
        train.take_heads(Percept(Shape(vocabulary=1100)), tmp_path / "run/heads.pt", ["cat", "circle"])


def test_a_run_goes_on_from_its_checkpoint(tokenizer, tmp_path, small):
    first = learner(tokenizer, tmp_path / "run", "--heads-first", "1")
    served = [p.clone() for p in first.model.served()]
    first.choose_taught()
    heads = sum(p.square().sum() for p in first.model.dense_heads().values())
    first.learn(heads + first.model.connector.sum(), 1e-2)
    assert all(torch.equal(a, b) for a, b in zip(served, first.model.served())), "the first step teaches the heads alone"
    first.choose_taught()
    first.learn(sum(p.square().sum() for p in first.model.parameters()), 1e-2)
    first.save()
    again = learner(tokenizer, tmp_path / "run")
    assert again.step == 2
    assert all(torch.equal(a, b) for a, b in zip(first.model.parameters(), again.model.parameters()))
    assert not torch.equal(served[0], again.model.served()[0])


def test_a_run_that_was_stopped_goes_on_at_the_rate_that_it_had_come_to(tokenizer, tmp_path, small):
    options = ("--finish-in", "100", "--descent", "0.8")
    first = learner(tokenizer, tmp_path / "run", *options)
    first.minutes = 60.0
    first.save()
    again = learner(tokenizer, tmp_path / "run", *options)
    assert again.minutes == 60.0
    assert train.plateau(again.step, again.minutes, again.options) == pytest.approx(0.5)
