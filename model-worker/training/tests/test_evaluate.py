"""The figures of given predictions, and what becomes of cases that fail. Needs neither PyTorch nor ONNX Runtime.

The same cases are in CaseScorerTest, FiguresTest and CaseReaderTest of the Java command.
"""

import json

import pytest

pytest.importorskip("numpy")
pytest.importorskip("tqdm")

from percept_training.boxes import written_in
from percept_training.evaluate import evaluate
from percept_training.figures import Figures, Marks, Pairs, Scorer
from percept_training.metrics import agrees, caption_objects, gain_interval, interval
from percept_training.sets import case_of, read
from percept_training.values import written

PLURALS = {"ants": "ant", "bows and arrows": "bow and arrow"}
ONE_IMAGE = [{"image": "a.png"}]


def case(task, expect, content=ONE_IMAGE, **more):
    return {"id": "a", "content": content, "task": task, "expect": expect, **more}


def marks(task, expect, said, content=ONE_IMAGE) -> Marks:
    return Scorer(PLURALS, Pairs([])).marks(case(task, expect, content), said)


def figures(task, expect, said, content=ONE_IMAGE) -> dict:
    return dict(marks(task, expect, said, content).values)


def answer(question, expect, said) -> dict:
    return figures({"type": "answer", "question": question}, expect, {"text": said})


# Reading and questions


@pytest.mark.parametrize("question", ["is there text in the image?", "Does the text say anything?", "what does he say, yes or no?"])
def test_what_is_answered_by_yes_or_no_is_a_question(question):
    assert answer(question, {"answer": "Yes"}, "yes") == {"answers": 1}


def test_what_does_not_begin_with_what_is_a_question():
    assert answer("how many words of text are in the image?", {"answer": 2}, "two") == {"answers": 1}


@pytest.mark.parametrize("question", ["what does the text say?", " What text is in the image?", "What is written here?"])
def test_what_a_text_says_is_reading(question):
    assert answer(question, {"answer": "Stop"}, "stop") == {"reading_exact": 0, "reading_exact_any_case": 1}


def test_an_expected_text_is_reading_whatever_is_asked():
    assert answer("is it open?", {"text": "yes"}, "yes") == {"reading_exact": 1, "reading_exact_any_case": 1}


def test_a_reading_is_measured_by_the_nearest_of_the_accepted_texts():
    assert marks({"type": "answer", "question": "what?"}, {"text": ["colour me", "color"]}, {"text": "colar"}).readings == [(1, 5)]


@pytest.mark.parametrize("expected, said", [(3, "three"), (2.50, "2.5"), (True, "Yes"), (False, "no"), (["a dog", "puppy"], "puppy"),
                                            ([1, True], "yes"), ("!", "!")])
def test_answers_that_are_no_texts_are_taken(expected, said):
    assert answer("is it?", {"answer": expected}, said) == {"answers": 1}


def test_numbers_are_written_without_digits_that_say_nothing():
    assert [written(value) for value in (2.0, 0.25, -0.0, 1e22)] == ["2", "0.25", "0", "10000000000000000000000"]


def test_what_the_normalisation_leaves_nothing_of_is_compared_as_it_stands():
    assert not agrees("a", "the")
    assert agrees(" the ", "the")
    assert figures({"type": "caption"}, {"text": "?!"}, {"text": "a cat with the text ?!"}) == {"caption_text_recall": 1}
    assert figures({"type": "caption"}, {"text": "?!"}, {"text": "a cat"}) == {"caption_text_recall": 0}


# Captions and descriptions


def test_a_noun_with_an_and_stays_whole():
    found = caption_objects("a red bow and arrow and two bows and arrows, a rainbow and arrow", PLURALS, {"red"})
    assert found == {"bow and arrow": 3, "rainbow": 1, "arrow": 1}


def test_expected_objects_are_read_as_captions_are():
    expect = {"objects": ["red ball", "A ball", "two ants", {"name": "Bow and arrow", "count": 2}, {"name": "ant"}]}
    assert figures({"type": "caption"}, expect, {"text": "two balls, three ants and two bows and arrows"}) == {
        "caption_exact": 0, "caption_object_recall": 5 / 7}
    assert figures({"type": "caption"}, expect, {"text": "a ball, a blue ball, three ants and two bows and arrows"}) == {
        "caption_exact": 1, "caption_object_recall": 1}


def test_an_expected_object_without_a_name_is_refused():
    with pytest.raises(ValueError, match="name"):
        figures({"type": "caption"}, {"objects": [{"count": 2}]}, {"text": "a ball"})


def test_objects_of_a_description_are_found_among_its_whole_words():
    assert figures({"type": "describe"}, {"objects": ["ant"]}, {"text": "There is an elephant."}) == {"describe_object_recall": 0}
    assert figures({"type": "describe"}, {"objects": ["an ant", "hat"]}, {"text": "There are three ants."}) == {"describe_object_recall": 0.5}


# Boxes


def test_expected_boxes_are_cut_to_the_image_and_empty_ones_are_missed():
    found = marks({"type": "ground", "phrase": "a cat"}, {"boxes": [[-0.01, 0, 0.5, 1.02], [0.7, 0.7, 0.7, 0.9]]},
                  {"boxes": [(0.0, 0.0, 0.5, 1.0), (0.0, 0.0, 0.5, 0.9), (0.7, 0.7, 0.8, 0.9)]})
    assert found.values == [("grounding", 1), ("grounding", 0), ("grounding_precision", 1), ("grounding_precision", 1), ("grounding_precision", 0)]


def test_boxes_are_read_as_the_service_reads_them():
    tokens = {"phraseStart": 1, "phraseEnd": 2, "objectStart": 3, "objectEnd": 4, "patchFirst": 10}
    first, second = 10 + 0, 10 + 33
    assert len(written_in([3, first, second, 5, first, second, 4], tokens, asked=True)) == 2
    assert written_in([3, first, second, 4], tokens, asked=False) == []
    assert len(written_in([1, 7, 2, 3, first, second, 4], tokens, asked=False)) == 1
    assert written_in([3, second, first, 5, first, 4], tokens, asked=True) == []


# Choices


@pytest.mark.parametrize("more, figure", [
    ({"question": "What is the SENTIMENT?"}, "sentiment_direct"),
    ({"question": "what is the sentiment?", "rationale": True}, "sentiment_rationale"),
    ({"question": "what is it?"}, "choices"),
    ({"examples": [{"content": [], "answer": "dog"}]}, "few_shot_1")])
def test_the_figure_of_a_choice_is_found(more, figure):
    assert figures({"type": "choose", "candidates": ["dog", "cat"]} | more, {"choice": 0}, {"choice": 0}) == {figure: 1}


def test_the_worked_examples_within_a_document_are_counted():
    task = {"type": "choose", "candidates": ["mop", "the zup"]}
    two = [{"image": "a"}, {"text": "It is called"}, {"text": "a mop."}, {"image": "b"}, {"text": "zup"}, {"image": "c"}, {"text": "or a mop"}]
    none = [{"text": "mop"}, {"image": "a"}, {"text": "a mop here"}, {"image": "b"}]
    assert figures(task, {"choice": 0}, {"choice": 0}, two) == {"few_shot_2": 1}
    assert figures(task, {"choice": 0}, {"choice": 0}, none) == {"choices": 1}


@pytest.mark.parametrize("expected", [1, 1.0, "cat", "The Cat!", ["dog", "a cat"]])
def test_the_expected_candidate_is_found(expected):
    task = {"type": "choose", "candidates": [{"text": "a dog"}, {"text": "cat"}, "the cat"]}
    assert figures(task, {"choice": expected}, {"choice": 1}) == {"choices": 1}


@pytest.mark.parametrize("expected", [3, 0.5, -1, "bird", [], {}])
def test_an_expected_choice_that_is_no_candidate_is_refused(expected):
    asked = case({"type": "choose", "candidates": ["dog", "cat"]}, {"choice": expected})
    scorer = Scorer({}, Pairs([]))
    with pytest.raises(ValueError):
        scorer.marks(asked, {"choice": 0})
    assert scorer.failed(asked).values == [("choices", 0)]


# Moderation


def moderation(labels, content=ONE_IMAGE):
    return case({"type": "moderate"}, {"labels": labels}, content)


def test_a_label_that_is_neither_true_nor_false_is_refused():
    with pytest.raises(ValueError, match="hate"):
        marks({"type": "moderate"}, {"labels": {"hate": "maybe"}}, {"scores": {"hate": 0.5}})


def test_the_mean_area_has_the_interval_of_independent_labels():
    collected = Figures({}, [])
    for labels, scores in (({"hate": 1, "scam": 1}, {"hate": 0.9, "scam": 0.8}), ({"hate": True, "scam": 0}, {"hate": 0.4, "scam": 0.3}),
                           ({"hate": 0, "scam": False}, {"hate": 0.6, "scam": 0.9}), ({"hate": 0}, {"hate": 0.2}), ({"hate": 0}, {"hate": 0.1})):
        collected.add(moderation(labels), {"scores": scores})
    assert collected.summary()["moderation_auc"] == {"value": 0.6667, "interval": [0.2132, 1.0], "cases": 8, "labels": {"hate": 0.8333, "scam": 0.5}}


def test_an_area_that_is_not_known_has_no_interval():
    collected = Figures({}, [])
    collected.add(moderation({"hate": 1}), {"scores": {"hate": 0.9}})
    assert collected.summary()["moderation_auc_confounders"] == {"value": None, "cases": 0}


def shown(text, image, labels):
    return moderation(labels, [{"text": text}, {"image": image}])


def test_cases_that_differ_in_their_image_or_text_alone_and_in_a_label_are_found():
    cruel, kind = shown("same words", "skunk.png", {"hate": 1, "scam": 0}), shown("same words", "rose.png", {"hate": 0, "scam": 0})
    other = shown("other words", "rose.png", {"hate": 0, "scam": 1})
    pairs = Pairs([cruel, kind, other])
    assert pairs.has(cruel, "hate", True) and pairs.has(kind, "hate", False)
    assert pairs.has(kind, "scam", False) and pairs.has(other, "scam", True)
    assert not pairs.has(cruel, "scam", False) and not pairs.has(other, "hate", False)


def test_two_cases_of_one_content_are_no_confounders():
    one, same = shown("words", "rose.png", {"hate": 1}), shown("words", "rose.png", {"hate": 0})
    assert not Pairs([one, same]).has(one, "hate", True)


def test_nothing_is_counted_of_a_case_of_which_a_part_cannot_be_scored():
    collected = Figures({}, [])
    with pytest.raises(ValueError, match="scam"):
        collected.add(moderation({"hate": 1, "scam": 0}), {"scores": {"hate": 0.9}})
    assert collected.summary() == {}


# Intervals


def test_an_interval_of_a_mean_is_within_zero_and_one():
    assert interval([1.0] * 10) == [0.7225, 1.0]


def test_the_rate_of_wrong_characters_has_the_interval_of_a_ratio():
    collected = Figures({}, [])
    for text, said in (("abcde", "abxyz"), ("abcd", "ab"), ("abcdefghij", "abcdef")):
        collected.add(case({"type": "answer", "question": "what does it say?"}, {"text": text}), {"text": said})
    assert collected.summary()["reading_character_errors"] == {"value": 0.4737, "interval": [0.3504, 0.597], "letters": 19}


def test_the_gain_of_describing_first_is_that_of_cases_that_were_asked_both_ways():
    collected = Figures({}, [])
    for i in range(5):
        task = {"type": "choose", "candidates": ["good", f"bad {i}"]}
        if i < 4:
            collected.add(case(task, {"choice": 0}), {"choice": 1 if i < 2 else 0})
        collected.add(case(task | {"rationale": True}, {"choice": 0}), {"choice": 0 if i < 4 else 1})
    assert collected.summary()["rationale_gain"] == {"value": 0.5, "interval": [-0.1656, 0.8323], "pairs": 4}


def test_a_gain_of_nothing_has_a_width():
    assert gain_interval(0, 0, 2) == [-0.49, 0.49]


# What fails, and what counts for nothing


def test_a_case_that_failed_is_taken_for_wrong():
    scorer = Scorer({}, Pairs([]))
    assert scorer.failed(case({"type": "caption"}, {"objects": [], "text": "a"})).values == [("caption_exact", 0), ("caption_text_recall", 0)]
    assert scorer.failed(case({"type": "ground"}, {"boxes": [[0, 0, 1, 1]]})).values == [("grounding", 0)]
    assert scorer.failed(case({"type": "answer"}, {"text": "open"})).readings == [(4, 4)]
    assert not scorer.failed(moderation({"hate": 1}))


def test_cases_that_failed_and_that_no_figure_counts_are_reported():
    collected = Figures({}, [])
    collected.add(case({"type": "caption"}, {}), {"text": "a cat"})
    for i in range(21):
        collected.fail(case_of("no JSON", f"line {i}")[0])
    assert collected.summary() == {"failed": {"cases": 21, "ids": [f"line {i}" for i in range(20)]}, "unscored": 1}


@pytest.mark.parametrize("line, name, fault", [
    ("nothing", "line 3", "no JSON"), ("{'id': 'a', 'x': NaN}", "line 3", "no JSON"), ("[1]", "line 3", "no JSON object"),
    ("{'id': 'a', 'task': {}, 'expect': {}}", "a", "no 'content'"),
    ("{'id': 1.5, 'content': [], 'task': {'type': 'x'}, 'expect': {}}", "line 3", "'id'"),
    ("{'id': 'a', 'content': [{'text': 1}], 'task': {'type': 'x'}, 'expect': {}}", "a", "'content'"),
    ("{'id': 'a', 'content': [], 'task': {}, 'expect': {}}", "a", "'task'"),
    ("{'id': 'a', 'content': [], 'task': {'type': 'x'}, 'expect': []}", "a", "'expect'"),
    ("{'id': 'a', 'content': [], 'task': {'type': 'x'}, 'expect': {}, 'figure': 1}", "a", "'figure'")])
def test_what_is_wrong_with_a_line_is_said_and_it_is_known_by_its_id_or_place(line, name, fault):
    known, said = case_of(line.replace("'", '"'), "line 3")
    assert known["id"] == name
    assert fault in said


def test_a_set_without_cases_is_refused(tmp_path):
    (tmp_path / "cases.jsonl").write_text("\n", encoding="utf8")
    with pytest.raises(SystemExit, match="has no cases"):
        read(tmp_path)


class Parrot:
    """Stands for a bundle: a word is a token, and whatever is asked, it says the same."""

    manifest = {"image": {"queries": 4}, "plurals": {}, "moderation": {"candidates": ["yes", "no"], "temperature": 1.0, "questions": {}}}
    shape = {"maxPositions": 200}
    prompts = {"describe": "Describe:", "answer": "Question: {question} Answer:", "refer": "{box} is", "choose": "{question}", "moderate": "{question}",
               "ground": "{phrase}", "groundedCaption": "All:", "example": "{question} {answer}", "caption": "An image of",
               "rationale": "{rationale} {question}"}

    def encode(self, text):
        return text.split()

    def generate(self, parts, limit=96):
        return [1]

    def text(self, ids):
        return "a cat"

    def score(self, parts, candidates):
        import numpy

        return numpy.arange(len(candidates), 0.0, -1.0)


def set_of(folder, *cases):
    (folder / "cases.jsonl").write_text("".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in cases), encoding="utf8")
    return folder


def test_a_case_that_fails_does_not_end_the_run_and_counts_as_wrong(tmp_path, capsys):
    question = {"type": "answer", "question": "what is it?"}
    summary, said = evaluate(Parrot(), set_of(
        tmp_path,
        case(question, {"answer": "cat"}) | {"id": "good"},
        case({"type": "caption"}, {"objects": ["cat"]}, [{"text": "a cat"}]) | {"id": "no image"},
        case(question, {"answer": "cat"}, [{"text": "word " * 200}, {"image": "a.png"}]) | {"id": "too long"},
        case({"type": "refer", "box": [0.5, 0.5, 0.5, 0.9]}, {"answer": "cat"}) | {"id": "no box"},
        case({"type": "dream"}, {}) | {"id": "no kind"},
        "no JSON"))
    assert summary["answers"] == {"value": 0.5, "interval": [0.0945, 0.9055], "cases": 2}
    assert summary["caption_exact"]["value"] == summary["referring"]["value"] == 0
    assert summary["failed"] == {"cases": 5, "ids": ["no image", "too long", "no box", "no kind", "line 6"]}
    assert said[0] == {"id": "good", "text": "a cat"}
    assert said[5]["failed"].startswith("It is no JSON")
    assert "Case no image failed: " in capsys.readouterr().err


def test_labels_that_are_expected_but_not_named_by_the_task_are_asked_as_well(tmp_path):
    asked = case({"type": "moderate", "labels": ["hate"]}, {"labels": {"scam": 1}})
    assert list(evaluate(Parrot(), set_of(tmp_path, asked))[1][0]["scores"]) == ["hate", "scam"]


def test_a_set_of_which_no_case_can_be_evaluated_ends_with_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match="None of the 2 cases of .*Case line 1 failed: It has no 'id'"):
        evaluate(Parrot(), set_of(tmp_path, "{}", "[]"))
