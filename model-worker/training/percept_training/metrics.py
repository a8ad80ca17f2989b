"""The figures, as the model card defines them. The Java command computes the same, to the last digit: sums are added from left to right."""

import collections
import math
import re

import numpy as np

_NUMBERS = {w: str(i) for i, w in enumerate("zero one two three four five six seven eight nine ten".split())}
_ARTICLES = {"a", "an", "the"}
_WHITE = " \t\n\r\f\v"
_AND, _JOINT = " and ", "\x1f"
_Z95 = 1.959963984540054


def rounded(value: float) -> float:
    """Four decimals; zero without a sign."""
    return round(float(value), 4) + 0.0


def mean(values) -> float:
    """Added from left to right: `sum` adds otherwise from Python 3.12 on, and NumPy always does."""
    total = 0.0
    for value in values:
        total += value
    return float(total / len(values))


def trimmed(text: str) -> str:
    """A text without the white space around it."""
    return text.strip(_WHITE)


def words(text: str) -> list[str]:
    """The words between white space."""
    return re.findall(f"[^{_WHITE}]+", text)


def normalise(answer: str) -> str:
    """The VQA normalisation: lower case, no punctuation, no articles, numbers as digits."""
    plain = re.sub(r"[^a-z0-9 ]", " ", answer.lower()).split()
    return " ".join(_NUMBERS.get(w, w) for w in plain if w not in _ARTICLES)


def agrees(said: str, wanted: str) -> bool:
    """Whether an answer is the wanted one once both are normalised. A wanted one of which nothing is left then is compared as it stands."""
    normal = normalise(wanted)
    return normalise(said) == normal if normal else trimmed(said) == trimmed(wanted)


def holds(said: str, wanted: str) -> bool:
    """Whether a text is within what was said, once both are normalised. One of which nothing is left then is looked for as it stands."""
    normal = normalise(wanted)
    return normal in normalise(said) if normal else trimmed(wanted) in said


def without_colour(phrase: list[str], colours) -> list[str]:
    return phrase[1:] if len(phrase) > 1 and phrase[0] in colours else phrase


def counted_noun(phrase: list[str], plurals: dict[str, str], colours) -> tuple[str, int]:
    """The noun of a phrase such as "two red apples" in the singular, without its colour, and how many; 0 where there is none."""
    if not phrase or phrase[-1] == "background":
        return "", 0
    first = phrase[0]
    count = int(_NUMBERS.get(first, 1))
    noun = " ".join(without_colour(phrase[1:] if first in _ARTICLES or first in _NUMBERS else phrase, colours))
    return plurals.get(noun, noun), count if noun else 0


def caption_objects(caption: str, plurals: dict[str, str], colours) -> collections.Counter:
    """The nouns of a caption with their counts; its text and its colours are left out."""
    counted: collections.Counter = collections.Counter()
    body = re.split(r" with the text |^the text ", caption)[0].lower()
    for phrase in _phrases(body, plurals):
        noun, count = counted_noun(words(phrase), plurals, colours)
        if count:
            counted[noun] += count
    return counted


def _phrases(body: str, plurals: dict[str, str]) -> list[str]:
    """The phrases of a list. Nouns with an "and" within them, such as "bow and arrow", are taken first and stay whole."""
    whole = sorted({noun for pair in plurals.items() for noun in pair if _AND in noun}, key=lambda noun: (-len(noun), noun))
    if whole:
        pattern = "(?<![a-z0-9])(?:" + "|".join(map(re.escape, whole)) + ")(?![a-z0-9])"
        body = re.sub(pattern, lambda noun: noun.group().replace(_AND, _JOINT), body)
    return [phrase.replace(_JOINT, _AND) for phrase in re.split(", | and ", body)]


def expected_objects(objects: list, plurals: dict[str, str], colours) -> collections.Counter:
    """The counts of expected objects: texts such as "ball", "a red ball" or "two balls", or {"name": "ball", "count": 2}."""
    counted: collections.Counter = collections.Counter()
    for each in objects:
        name = each.get("name") if isinstance(each, dict) else each
        if not isinstance(name, str):
            raise ValueError("An expected object is neither a text nor has it a 'name'.")
        noun, count = counted_noun(words(name.lower()), plurals, colours)
        if isinstance(each, dict) and each.get("count") is not None:
            said = each["count"]
            if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < 2**31:
                raise ValueError(f"The 'count' of the expected object '{name}' is no whole number from 0.")
            count = said if noun else 0
        if count:
            counted[noun] += count
    return counted


def named(said: str, noun: str, plurals: dict[str, str]) -> bool:
    """Whether a noun is among the whole words of a text, in the singular or in a plural that is known."""
    text = f" {normalise(said)} "
    forms = [noun, *(plural for plural, singular in plurals.items() if singular == noun)]
    return any(f" {normal} " in text if (normal := normalise(form)) else form in said.lower() for form in forms)


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
    inside: list[list[tuple[float, float]]] = [[] for _ in range(bins)]
    for score, truth in zip(scores, truths):
        inside[min(int(score * bins), bins - 1)].append((score, truth))
    error = 0.0
    for each in inside:
        if each:
            error += len(each) / len(scores) * abs(mean([score for score, _ in each]) - mean([truth for _, truth in each]))
    return float(error)


def overlap(a, b) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


# Intervals at 95 %. None needs random numbers, so every language agrees.


def interval(values) -> list[float]:
    """Wilson's score interval of a mean of values in 0..1."""
    count = len(values)
    if not count:
        return [float("nan")] * 2
    centre_of_all = mean(values)
    z2 = _Z95 * _Z95 / count
    centre = (centre_of_all + z2 / 2) / (1 + z2)
    half = _Z95 / (1 + z2) * math.sqrt(max(0.0, centre_of_all * (1 - centre_of_all)) / count + z2 / (4 * count))
    return [rounded(centre - half), rounded(centre + half)]


def auc_variance(area: float, positive: int, negative: int) -> float:
    """The squared standard error of an area under a ROC curve, from its value and the sizes of the classes (Hanley and McNeil 1982)."""
    square = area * area
    q1, q2 = area / (2 - area), 2 * square / (1 + area)
    between = area * (1 - area) + (positive - 1) * (q1 - square) + (negative - 1) * (q2 - square)
    return max(0.0, between) / (positive * negative)


def auc_interval(areas: list[tuple[float, int, int]]) -> list[float]:
    """Of the mean of areas under ROC curves, each with the sizes of its classes. It has no width where every area is 1.

    The errors of the areas, which are of different labels, are taken as independent: the variance of a sum is then the sum of the variances.
    """
    variance = 0.0
    for area, positive, negative in areas:
        variance += auc_variance(area, positive, negative)
    centre, half = mean([area for area, *_ in areas]), _Z95 * math.sqrt(variance) / len(areas)
    return [rounded(max(0.0, centre - half)), rounded(min(1.0, centre + half))]


def rate_interval(readings: list[tuple[int, int]]) -> list[float] | None:
    """Of the errors per letter of cases, each with its errors and letters: the ratio estimator's, since letters of one case err together.

    None where there are fewer than two cases.
    """
    count, letters = len(readings), sum(each for _, each in readings)
    if count < 2:
        return None
    rate, squares = sum(errors for errors, _ in readings) / letters, 0.0
    for errors, of in readings:
        apart = errors - rate * of
        squares += apart * apart
    half = _Z95 * math.sqrt(squares * count / (count - 1)) / letters
    return [rounded(max(0.0, rate - half)), rounded(rate + half)]


def gain_interval(gained: int, lost: int, pairs: int) -> list[float]:
    """Of the mean difference of pairs that are right or wrong, `gained` of them by the second alone and `lost` by the first alone.

    Wald's after a pair of each outcome is added by halves (Agresti and Min 2005), which has a width even where no pair differs.
    """
    count, difference = pairs + 2, gained - lost
    centre = difference / count
    half = _Z95 * math.sqrt(gained + lost + 1 - difference * difference / count) / count
    return [rounded(max(-1.0, centre - half)), rounded(min(1.0, centre + half))]
