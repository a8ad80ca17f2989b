"""Boxes as location tokens of a 32 by 32 grid, as Kosmos-2 writes them."""

import math

GRID = 32


def encode(box) -> tuple[int, int]:
    """Cell indices of the upper left and lower right corner of a box x1, y1, x2, y2 in 0..1."""
    x1, y1, x2, y2 = box
    left, top = min(GRID - 1, math.floor(GRID * x1)), min(GRID - 1, math.floor(GRID * y1))
    right = min(GRID - 1, max(left, math.ceil(GRID * x2 - 1)))
    bottom = min(GRID - 1, max(top, math.ceil(GRID * y2 - 1)))
    return top * GRID + left, bottom * GRID + right


def decode(first: int, second: int) -> tuple[float, float, float, float]:
    """The box between two cells: their centres, or their outer edges where they share a cell, row or column."""
    x1, y1, x2, y2 = first % GRID, first // GRID, second % GRID, second // GRID
    if x1 == x2 or y1 == y2:
        return x1 / GRID, y1 / GRID, (x2 + 1) / GRID, (y2 + 1) / GRID
    return (x1 + 0.5) / GRID, (y1 + 0.5) / GRID, (x2 + 0.5) / GRID, (y2 + 0.5) / GRID


def token(cell: int) -> str:
    return f"<patch_index_{cell:04d}>"


def box_tokens(box) -> str:
    first, second = encode(box)
    return token(first) + token(second)


def written_in(ids: list[int], tokens: dict[str, int], asked: bool) -> list[tuple[float, float, float, float]]:
    """The boxes in generated ids, as the service reads them; what is not of the form is skipped: a corner without its partner, corners in
    the wrong order, an object that belongs to no phrase.

    `tokens`: the ids of the special tokens; `asked`: a phrase was asked for, to which an object without one belongs.
    """
    boxes, named, at = [], asked, 0
    while at < len(ids):
        if ids[at] == tokens["phraseStart"]:
            named, at = True, _next(ids, tokens["phraseEnd"], at)
        elif ids[at] == tokens["objectStart"]:
            end = _next(ids, tokens["objectEnd"], at)
            found = _of_object(ids[at + 1 : end], tokens["patchFirst"])
            boxes += found if named else []
            named, at = asked, end
        else:
            at += 1
    return boxes


def _of_object(ids: list[int], first: int) -> list[tuple[float, float, float, float]]:
    boxes, corner = [], None
    for token_id in ids:
        cell = token_id - first
        if not 0 <= cell < GRID * GRID:
            corner = None
        elif corner is None:
            corner = cell
        else:
            if corner % GRID <= cell % GRID and corner // GRID <= cell // GRID:
                boxes.append(decode(corner, cell))
            corner = None
    return boxes


def _next(ids: list[int], token_id: int, at: int) -> int:
    """Where a token is next, or the end."""
    while at < len(ids) and ids[at] != token_id:
        at += 1
    return at
