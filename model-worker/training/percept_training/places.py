"""Which latent query has its place where in a picture: the queries lie in a square, row by row."""

import functools
import math

import numpy as np


def query_at(x, y, queries: int):
    """The query at whose place a point in 0..1 lies; of arrays of points, an array."""
    side = math.isqrt(queries)
    column, row = (np.minimum((np.asarray(place) * side).astype(np.int64), side - 1) for place in (x, y))
    return row * side + column


@functools.cache
def cell_queries(size: int, queries: int) -> np.ndarray:
    """[size,size]: the query at whose place the middle of each cell of a grid lies. Not to be written to."""
    middle = (np.arange(size) + 0.5) / size
    return query_at(middle[None, :], middle[:, None], queries)
