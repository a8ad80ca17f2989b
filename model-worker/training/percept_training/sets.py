"""Reads a set of cases. A line that is not of the form is a case that fails, and costs no other."""

import json
import pathlib


def read(folder: pathlib.Path) -> list[tuple[dict, str]]:
    """The cases of a set, each with what is wrong with its line: an empty text where nothing is."""
    file = folder / "cases.jsonl"
    try:
        with open(file, encoding="utf8") as opened:
            lines = list(opened)
    except (OSError, UnicodeDecodeError) as failure:
        raise SystemExit(f"{file} cannot be read ({failure}): a set is a folder with cases.jsonl.") from failure
    cases = [case_of(line, f"line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not cases:
        raise SystemExit(f"{file} has no cases: write one JSON object a line.")
    return cases


def case_of(line: str, place: str) -> tuple[dict, str]:
    """The case of a line, and what is wrong with it. One that is not of the form is known by its id, or else by its place, and holds nothing."""
    try:
        case = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as failure:
        return _unreadable(place), f"It is no JSON: {failure}"
    fault = fault_of(case)
    known = case.get("id") if isinstance(case, dict) else None
    name = str(known) if isinstance(known, (str, int)) and not isinstance(known, bool) else place
    return (_unreadable(name), fault) if fault else (case | {"id": name}, "")


def _no_constant(name: str):
    raise ValueError(f"{name} is no number.")


def _unreadable(name: str) -> dict:
    return {"id": name, "content": [], "task": {}, "expect": {}}


def fault_of(case) -> str:
    """What is wrong with the form of a case; an empty text where nothing is."""
    if not isinstance(case, dict):
        return "It is no JSON object."
    for key in ("id", "content", "task", "expect"):
        if key not in case:
            return f"It has no '{key}'."
    if isinstance(case["id"], bool) or not isinstance(case["id"], (str, int)):
        return "Its 'id' is neither a text nor a whole number."
    if not is_content(case["content"]):
        return 'Its \'content\' is not a list of {"text": ...} and {"image": ...}.'
    if not isinstance(case["task"], dict) or not isinstance(case["task"].get("type"), str):
        return "Its 'task' is no object with a 'type'."
    if not isinstance(case["expect"], dict):
        return "Its 'expect' is no object."
    if not isinstance(case.get("figure", ""), str | None):
        return "Its 'figure' is no text."
    return ""


def is_content(content) -> bool:
    return isinstance(content, list) and all(isinstance(part, dict) and isinstance(part.get("text", part.get("image")), str) for part in content)
