"""What the values of a case mean: what may be written in several ways comes out in one. The Java command reads them alike.

Each function raises a ValueError that names the value where it is none of these.
"""

import decimal
import json
import math


def listed(entry: dict, key: str) -> list:
    """A list; empty where it is left out or null."""
    value = entry.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"'{key}' is not a list: {json.dumps(value)}.")
    return value


def written(value) -> str:
    """A value as text: yes or no for true or false, a number without digits that say nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        # Zero has no sign in a text.
        return format(decimal.Decimal(repr(value + 0.0)).normalize(), "f")
    raise ValueError(f"{json.dumps(value)} is neither a text nor a number nor true or false.")


def accepted(value) -> list[str]:
    """The answers that count as right: one, or each of a list."""
    if not isinstance(value, list):
        return [written(value)]
    if not value:
        raise ValueError("A list of accepted answers is empty: nothing could be right.")
    return [written(each) for each in value]


def truth_of(value) -> bool | None:
    """Whether a label applies: true or 1, false or 0; None for anything else."""
    if isinstance(value, bool):
        return value
    return bool(value) if isinstance(value, (int, float)) and value in (0, 1) else None


def box_of(value) -> tuple[float, float, float, float] | None:
    """A box x1, y1, x2, y2 cut to 0..1; None where nothing is left of it."""
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(edge, (int, float)) and not isinstance(edge, bool) for edge in value):
        raise ValueError(f"{json.dumps(value)} is no box: give [x1, y1, x2, y2] in 0..1.")
    x1, y1, x2, y2 = (min(1.0, max(0.0, edge)) for edge in value)
    return (x1, y1, x2, y2) if x1 < x2 and y1 < y2 else None
