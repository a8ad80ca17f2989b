"""Scores what was said of cases, and makes figures of it. Needs no model, so what was said elsewhere can be scored as well."""

import collections
import dataclasses
import json
import re

from .metrics import (agrees, auc, auc_interval, calibration_error, caption_objects, character_errors, expected_objects, gain_interval, holds,
                      interval, mean, named, normalise, overlap, rate_interval, rounded, trimmed, without_colour)
from .values import accepted, box_of, listed, truth_of, written

COLOURS = {"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray"}
READS = re.compile(r"\b(text|written)\b.*\b(say|written|image)\b|^what does .* say\b|^what is written", re.I | re.A | re.S)
NOTHING = {"text": "", "boxes": [], "scores": None, "choice": -1}
"""What is taken to have been said of a case that failed. A score that is not there is no wrong one, so a moderation then says nothing."""
SHOWN = 20
"""Most ids that are listed of cases that failed."""


def question_of(task: dict) -> str:
    question = task.get("question")
    return "" if question is None else written(question)


def rationale_of(task: dict) -> bool:
    return task.get("rationale") is True


def candidates_of(task: dict) -> list:
    """Candidates under any of the names that sets use."""
    return next((listed(task, key) for key in ("candidates", "options", "choices") if key in task), [])


def chooses_images(candidates: list) -> bool:
    return bool(candidates) and isinstance(candidates[0], dict) and "image" in candidates[0]


def candidate_names(candidates: list) -> list[str]:
    """The candidates' texts, or the paths of their images."""
    images = chooses_images(candidates)
    return [_candidate_name(each, "image" if images else "text") for each in candidates]


def _candidate_name(candidate, key: str) -> str:
    value = candidate.get(key) if isinstance(candidate, dict) else candidate if key == "text" else None
    if value is None:
        raise ValueError(f"A candidate has no {key}: give either texts or images.")
    return written(value)


def texts_of(content: list[dict]) -> list[str]:
    return [part["text"] for part in content if "text" in part]


def images_of(content: list[dict]) -> list[str]:
    return [part["image"] for part in content if "text" not in part]


@dataclasses.dataclass
class Marks:
    """What one case says of the figures."""

    values: list[tuple[str, float]] = dataclasses.field(default_factory=list)
    """Figures, each with a value in 0..1."""
    readings: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    """Wrong characters, and the letters that there are."""
    scores: list[tuple[str, float, bool, bool]] = dataclasses.field(default_factory=list)
    """Labels, each with its score, its truth, and whether the case is one of a pair of confounders for it."""

    def add(self, figure: str, value: float) -> None:
        self.values.append((figure, float(value)))

    def __bool__(self) -> bool:
        return bool(self.values or self.readings or self.scores)


class Pairs:
    """Finds moderation cases that differ from another in their images or their texts alone, and in what is right of a label.

    Cases that name their `pair` are pairs without looking, for all of their labels, and are nobody else's.
    """

    def __init__(self, cases: list[dict]):
        self.others: dict[tuple, set[tuple[str, ...]]] = collections.defaultdict(set)
        for case in cases:
            labels = case["expect"].get("labels")
            if case["task"].get("type") != "moderate" or self._named(case) or not isinstance(labels, dict):
                continue
            for label, value in labels.items():
                # A label that is neither 0 nor 1 fails its case when that is scored.
                truth = truth_of(value)
                if truth is not None:
                    for shared, differing in self._sides(case):
                        self.others[(*shared, label, truth)].add(differing)

    def has(self, case: dict, label: str, truth: bool) -> bool:
        return self._named(case) or any(other != differing for shared, differing in self._sides(case)
                                        for other in self.others.get((*shared, label, not truth), ()))

    @staticmethod
    def _named(case: dict) -> bool:
        return case.get("pair") not in (None, "")

    @staticmethod
    def _sides(case: dict):
        """What a case may share with another, and what then has to differ: its texts one by one and its images, and the other way round."""
        texts, images = tuple(texts_of(case["content"])), tuple(images_of(case["content"]))
        if texts and images:
            yield from ((("text", text), images) for text in texts)
            yield from ((("image", image), texts) for image in images)


class Scorer:
    """Scores what was said of a case against what is expected of it."""

    def __init__(self, plurals: dict[str, str], pairs: Pairs):
        self.plurals, self.pairs = plurals, pairs
        self.kinds = {"caption": self._caption, "describe": self._describe, "ground": self._ground, "refer": self._refer,
                      "answer": self._answer, "moderate": self._moderate, "choose": self._choose}

    def marks(self, case: dict, said: dict) -> Marks:
        """Raises where what is expected is of no form that is known."""
        marks = Marks()
        self.kinds[case["task"]["type"]](case, case["expect"], said, marks)
        return marks

    def failed(self, case: dict) -> Marks:
        """The marks of a case that failed: all of it is wrong."""
        if case["task"].get("type") not in self.kinds:
            return Marks()
        try:
            marks = self.marks(case, NOTHING)
        except Exception:
            # What it expects cannot be read, so its figures are not known. That it failed is reported all the same.
            return Marks()
        return Marks([(figure, 0.0) for figure, _ in marks.values], marks.readings)

    def _caption(self, case, expect, said, marks):
        if expect.get("objects") is not None:
            wanted = expected_objects(listed(expect, "objects"), self.plurals, COLOURS)
            found = caption_objects(said["text"], self.plurals, COLOURS)
            marks.add("caption_exact", found == wanted)
            if wanted:
                marks.add("caption_object_recall", sum((found & wanted).values()) / sum(wanted.values()))
        self._text_within(expect, said, "caption_text_recall", marks)

    def _describe(self, case, expect, said, marks):
        nouns = expected_objects(listed(expect, "objects"), self.plurals, COLOURS)
        if nouns:
            marks.add("describe_object_recall", sum(named(said["text"], noun, self.plurals) for noun in nouns) / len(nouns))
        self._text_within(expect, said, "describe_text_recall", marks)

    @staticmethod
    def _text_within(expect, said, figure, marks):
        texts = [text for text in accepted(expect["text"]) if trimmed(text)] if expect.get("text") is not None else []
        if texts:
            marks.add(figure, any(holds(said["text"], text) for text in texts))

    @staticmethod
    def _ground(case, expect, said, marks):
        if expect.get("boxes") is None:
            return
        wanted = [box_of(box) for box in listed(expect, "boxes")]
        left = list(said["boxes"])
        for box in wanted:
            best = max(left, key=lambda b: overlap(b, box), default=None) if box else None
            hit = best is not None and overlap(best, box) >= 0.5
            marks.add("grounding", hit)
            if hit:
                left.remove(best)
        for box in said["boxes"]:
            marks.add("grounding_precision", any(other and overlap(box, other) >= 0.5 for other in wanted))

    def _refer(self, case, expect, said, marks):
        if expect.get("answer") is not None:
            marks.add("referring", any(self._same_name(said["text"], answer) for answer in accepted(expect["answer"])))

    def _same_name(self, said, wanted):
        name = self._name(wanted)
        return self._name(said) == name if name else trimmed(said) == trimmed(wanted)

    @staticmethod
    def _name(text):
        return " ".join(without_colour(normalise(text).split(), COLOURS))

    def _answer(self, case, expect, said, marks):
        is_text = expect.get("text") is not None
        wanted = expect["text"] if is_text else expect.get("answer")
        if wanted is None:
            return
        answers = accepted(wanted)
        if is_text or self._reads(question_of(case["task"]), answers):
            self._reading([trimmed(answer) for answer in answers], trimmed(said["text"]), marks)
            return
        images = len(images_of(case["content"]))
        figure = "answers_text_only" if images == 0 else "answers_across_images" if images > 1 else "answers"
        marks.add(figure, any(agrees(said["text"], answer) for answer in answers))

    @staticmethod
    def _reads(question, answers):
        """Whether a question asks what a text says. One that is answered by yes or no asks whether there is one."""
        question = trimmed(question)
        return (READS.search(question) is not None and question.lower().startswith("what")
                and all(normalise(answer) not in ("yes", "no") for answer in answers))

    @staticmethod
    def _reading(wanted, said, marks):
        marks.add("reading_exact", said in wanted)
        marks.add("reading_exact_any_case", said.lower() in [each.lower() for each in wanted])
        errors, nearest = min(((character_errors(each, said), each) for each in wanted), key=lambda pair: pair[0])
        marks.readings.append((errors, len(nearest)))

    def _moderate(self, case, expect, said, marks):
        labels = expect.get("labels")
        if labels is None or said["scores"] is None:
            return
        if not isinstance(labels, dict):
            raise ValueError("The expected 'labels' are no object of labels, each with 0 or 1.")
        for label, value in labels.items():
            truth = truth_of(value)
            if truth is None:
                raise ValueError(f"The expected label '{label}' is {json.dumps(value)}, neither 0 nor 1.")
            if label not in said["scores"]:
                raise ValueError(f"There is no score of the expected label '{label}'.")
            marks.scores.append((label, said["scores"][label], truth, self.pairs.has(case, label, truth)))

    def _choose(self, case, expect, said, marks):
        choice = expect.get("choice")
        if choice is None:
            return
        candidates = candidates_of(case["task"])
        figure = case.get("figure") or self._figure(case, candidates)
        marks.add(figure, said["choice"] >= 0 and self._right(said["choice"], candidate_names(candidates), choice))

    @staticmethod
    def _right(said, names, choice):
        if choice == []:
            raise ValueError("A list of accepted choices is empty: nothing could be right.")
        return any(said == _position(names, each) for each in (choice if isinstance(choice, list) else [choice]))

    @staticmethod
    def _figure(case, candidates):
        task = case["task"]
        if chooses_images(candidates):
            return "matrices"
        if trimmed(question_of(task)).lower().startswith("what is the sentiment"):
            return "sentiment_rationale" if rationale_of(task) else "sentiment_direct"
        shots = len(listed(task, "examples")) or _shown(case["content"], candidate_names(candidates))
        return f"few_shot_{shots}" if shots else "choices"


def _shown(content: list[dict], names: list[str]) -> int:
    """The worked examples within a document: its images, but for the last, behind which the text ends with a candidate."""
    count, behind = 0, None
    for part in content:
        if "text" in part:
            behind = None if behind is None else f"{behind} {part['text']}"
        else:
            count += behind is not None and any(_ends_with(behind, name) for name in names)
            behind = ""
    return count


def _ends_with(text: str, name: str) -> bool:
    normal = normalise(name)
    return f" {normalise(text)}".endswith(f" {normal}") if normal else trimmed(text) == trimmed(name)


def _position(names: list[str], choice) -> int:
    """Where the expected choice is among the candidates: its number from 0, or the candidate itself."""
    if isinstance(choice, (int, float)) and not isinstance(choice, bool):
        if choice != int(choice) or not 0 <= choice < len(names):
            raise ValueError(f"The expected choice {json.dumps(choice)} is no number of a candidate: there are {len(names)}, from 0.")
        return int(choice)
    wanted = written(choice)
    if wanted in names:
        return names.index(wanted)
    for position, name in enumerate(names):
        if agrees(name, wanted):
            return position
    raise ValueError(f"The expected choice '{wanted}' is none of the candidates.")


class Gain:
    """What it gains to describe first: cases that were asked both ways, with and without `rationale`, and are the same otherwise."""

    def __init__(self):
        self.right: dict[bool, dict[str, list[bool]]] = {False: collections.defaultdict(list), True: collections.defaultdict(list)}

    def add(self, case: dict, right: bool) -> None:
        task = {key: value for key, value in case["task"].items() if key != "rationale"}
        asked = json.dumps([case["content"], task, case["expect"]], sort_keys=True)
        self.right[rationale_of(case["task"])][asked].append(right)

    def summary(self) -> dict:
        direct, described = self.right[False], self.right[True]
        pairs = [pair for asked in direct for pair in zip(direct[asked], described.get(asked, ()))]
        if not pairs:
            return {}
        gained, lost = sum(b and not a for a, b in pairs), sum(a and not b for a, b in pairs)
        return {"rationale_gain": {"value": rounded((gained - lost) / len(pairs)), "interval": gain_interval(gained, lost, len(pairs)),
                                   "pairs": len(pairs)}}


class Figures:
    """Collects cases into figures."""

    def __init__(self, plurals: dict[str, str], cases: list[dict]):
        """`cases`: all of the set, since pairs of confounders are found among them."""
        self.scorer = Scorer(plurals, Pairs(cases))
        self.values: dict[str, list[float]] = collections.defaultdict(list)
        self.readings: list[tuple[int, int]] = []
        self.scores: dict[str, list[tuple[float, bool, bool]]] = collections.defaultdict(list)
        self.gain, self.failed, self.unscored = Gain(), [], 0

    def add(self, case: dict, said: dict) -> None:
        """Raises where what is expected of a case is of no form that is known; the figures are then as they were."""
        marks = self.scorer.marks(case, said)
        self.unscored += not marks
        self._take(case, marks)

    def fail(self, case: dict) -> None:
        """Counts a case that failed, as wrong in the figures that it would count for."""
        self.failed.append(case["id"])
        self._take(case, self.scorer.failed(case))

    def _take(self, case: dict, marks: Marks) -> None:
        for figure, value in marks.values:
            self.values[figure].append(value)
        self.readings += marks.readings
        for label, *entry in marks.scores:
            self.scores[label].append(tuple(entry))
        if marks.values and case["task"]["type"] in ("answer", "choose"):
            self.gain.add(case, marks.values[0][1] == 1)

    def summary(self) -> dict:
        result = {name: {"value": rounded(mean(v)), "interval": interval(v), "cases": len(v)} for name, v in sorted(self.values.items())}
        result |= self._reading_summary() | self.gain.summary()
        if self.scores:
            result |= self._moderation_summary()
        if self.failed:
            result["failed"] = {"cases": len(self.failed), "ids": self.failed[:SHOWN]}
        if self.unscored:
            result["unscored"] = self.unscored
        return result

    def _reading_summary(self) -> dict:
        errors, letters = (sum(reading[i] for reading in self.readings) for i in (0, 1))
        if not letters:
            return {}
        within = rate_interval(self.readings)
        return {"reading_character_errors": {"value": rounded(errors / letters)} | ({"interval": within} if within else {}) | {"letters": letters}}

    def _moderation_summary(self) -> dict:
        every = [entry for v in self.scores.values() for entry in v]
        paired = [[e for e in v if e[2]] for v in self.scores.values()]
        per_label = {label: _area(v)[0] for label, v in self.scores.items()}
        scores, truths = [s for s, *_ in every], [t for _, t, _ in every]
        hits = sum(s >= 0.5 and t for s, t, _ in every)
        return {
            "moderation_auc": _mean_area(list(self.scores.values())) | {"labels": {l: rounded(a) if a == a else None for l, a in per_label.items()}},
            "moderation_auc_confounders": _mean_area(paired),
            "moderation_f1": {"value": rounded(2 * hits / max(1, sum(s >= 0.5 for s in scores) + sum(truths)))},
            "moderation_calibration_error": {"value": rounded(calibration_error(scores, truths))},
        }


def _area(entries: list[tuple[float, bool, bool]]) -> tuple[float, int, int]:
    """The area under the ROC curve of one label, NaN where it is not known, and the sizes of the classes."""
    scores, truths = [s for s, *_ in entries], [t for _, t, _ in entries]
    return auc(scores, truths), sum(truths), len(truths) - sum(truths)


def _mean_area(by_label: list[list[tuple[float, bool, bool]]]) -> dict:
    areas = [area for area in map(_area, by_label) if area[0] == area[0]]
    known = {"value": rounded(mean([a for a, *_ in areas])), "interval": auc_interval(areas)} if areas else {"value": None}
    return known | {"cases": sum(map(len, by_label))}
