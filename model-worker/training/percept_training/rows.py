"""What a training row is made of: a prefix (images and text) and the tasks that are asked of it."""

import dataclasses
import random

from .texts import made_up_label
from .world import Scene

Piece = str | int
"""Text (with literal special tokens) or the index of an image of the row's group."""


@dataclasses.dataclass
class Segment:
    """One task on a prefix. The loss is on `answer` only; eos follows it."""

    prompt: list[Piece]
    answer: str
    kind: str


@dataclasses.dataclass
class Row:
    """A prefix and the tasks on it. There is a loss on the texts of the prefix at `taught` too: what can be known from before.

    `names` are the two made-up ones of a row of worked examples; with `whole` they are names of the pictures, not of a thing in them.
    """

    prefix: list[Piece]
    segments: list[Segment]
    taught: frozenset[int] = frozenset()
    names: tuple[str, ...] = ()
    whole: bool = False


@dataclasses.dataclass
class Group:
    """Scenes and what is asked of them."""

    scenes: list[Scene]
    rows: list[Row]


def answer_prompt(question: str) -> str:
    return f"Question: {question} Answer:"


FORMS = (
    ("Question: what is this called? Answer:", " {label}"), ("Question: which label fits? Answer:", " {label}"),
    ("", "{label}"), ("This is called", " {label}"), ("Output:", " {label}"), ("Question: what is this? Answer:", " {label}"),
)
"""Ways to ask for a made-up label: what stands before it, and the label's place."""


def made_up_labels(rng: random.Random, held: bool) -> list[str]:
    """Two labels that are not the same."""
    names = [made_up_label(rng, held), made_up_label(rng, held)]
    return names if names[0] != names[1] else made_up_labels(rng, held)


def examples_row(order: list[int], names: list[str], shown: list[list[Piece]], kind_of_task: str = "few-shot", whole: bool = False) -> Row:
    """Worked examples of two kinds in an order, then one more of each, whose name is asked. `shown[i]` stands before the i-th name."""
    prefix: list[Piece] = []
    taught = set()
    for at, kind in enumerate(order):
        prefix += [*shown[at], names[kind]]
        if kind in order[:at]:
            taught.add(len(prefix) - 1)
    segments = [Segment(shown[len(order) + kind], names[kind], kind_of_task) for kind in (0, 1)]
    return Row(prefix, segments, frozenset(taught), tuple(names), whole)
