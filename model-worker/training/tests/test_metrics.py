"""The figures on cases whose values are known."""

import collections

import pytest

pytest.importorskip("numpy")

from percept_training.metrics import auc, calibration_error, caption_objects, character_errors, normalise

PLURALS = {"cats": "cat", "mice": "mouse"}
COLOURS = {"red"}


def test_auc_counts_ties_as_half():
    assert auc([0.1, 0.5, 0.5, 0.9], [0, 0, 1, 1]) == pytest.approx(0.875)


def test_auc_needs_both_classes():
    assert auc([0.1, 0.2], [1, 1]) != auc([0.1, 0.2], [1, 1])


def test_answers_are_compared_without_articles_case_and_number_words():
    assert normalise("The Two dogs!") == normalise("2 dogs")


def test_a_caption_is_its_nouns_with_counts():
    found = caption_objects("a red ball, two cats and a mouse with the text a dog and two mice", PLURALS, COLOURS)
    assert found == collections.Counter({"ball": 1, "cat": 2, "mouse": 1})


def test_character_errors_are_edits():
    assert character_errors("kitten", "sitting") == 3


def test_calibration_error_of_certain_and_right_scores_is_zero():
    assert calibration_error([1.0, 0.0, 1.0], [1, 0, 1]) == 0
