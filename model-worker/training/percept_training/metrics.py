"""The figures, as the model card defines them. The Java command computes the same."""

import collections
import re

import numpy as np

_NUMBERS = {w: str(i) for i, w in enumerate("zero one two three four five six seven eight nine ten".split())}
_ARTICLES = {"a", "an", "the"}


def normalise(answer: str) -> str:
    """The VQA normalisation: lower case, no punctuation, no articles, numbers as digits."""
    words = re.sub(r"[^a-z0-9 ]", " ", answer.lower()).split()
    return " ".join(_NUMBERS.get(w, w) for w in words if w not in _ARTICLES)


def caption_objects(caption: str, plurals: dict[str, str], colours) -> collections.Counter:
    """The nouns of a caption with their counts; its text and its colours are left out."""
    counted: collections.Counter = collections.Counter()
    body = re.split(r" with the text |^the text ", caption)[0]
    for phrase in re.split(r", | and ", body):
        words = phrase.lower().split()
        if not words or words[-1] == "background":
            continue
        count = 1
        if words[0] in _NUMBERS:
            count = int(_NUMBERS[words[0]])
        if words[0] in _ARTICLES or words[0] in _NUMBERS:
            words = words[1:]
        if len(words) > 1 and words[0] in colours:
            words = words[1:]
        noun = " ".join(words)
        if noun:
            counted[plurals.get(noun, noun)] += count
    return counted


def character_errors(expected: str, actual: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(actual) + 1))
    for i, a in enumerate(expected, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(actual, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def auc(scores, truths) -> float:
    """Area under the ROC curve, average ranks for ties; NaN where one class is missing."""
    scores, truths = np.asarray(scores), np.asarray(truths)
    positive, negative = int(truths.sum()), int(len(truths) - truths.sum())
    if positive == 0 or negative == 0:
        return float("nan")
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    at = 0
    while at < len(order):
        end = at
        while end + 1 < len(order) and scores[order[end + 1]] == scores[order[at]]:
            end += 1
        ranks[order[at : end + 1]] = (at + end) / 2 + 1
        at = end + 1
    return float((ranks[truths == 1].sum() - positive * (positive + 1) / 2) / (positive * negative))


def calibration_error(scores, truths, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    scores, truths = np.asarray(scores), np.asarray(truths)
    index = np.minimum((scores * bins).astype(int), bins - 1)
    return float(sum((index == b).mean() * abs(scores[index == b].mean() - truths[index == b].mean())
                     for b in range(bins) if (index == b).any()))


def overlap(a, b) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def interval(values) -> list[float]:
    """95 % Wilson score interval of a mean of values in 0..1; it needs no random numbers, so every language agrees."""
    count = len(values)
    if not count:
        return [float("nan")] * 2
    mean, z = float(np.mean(values)), 1.959963984540054
    z2 = z * z / count
    centre = (mean + z2 / 2) / (1 + z2)
    half = z / (1 + z2) * (max(0.0, mean * (1 - mean)) / count + z2 / (4 * count)) ** 0.5
    return [round(centre - half, 4), round(centre + half, 4)]
