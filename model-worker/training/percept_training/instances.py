"""What tells one thing of a picture from the next: dense targets of training, and their losses.

The noun under each cell does not say whether two neighbours show one thing or two. So each cell also tells the box of its
thing, and the latent query at whose place a thing has its centre tells what a caption needs of it: which group of like
things it belongs to, counted from the left, how many they are, its box and its colour. The decoder can then read a caption off few rows, and count.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

from .boxes import GRID as LOCATIONS
from .boxes import encode
from .dense import sparse_cross_entropy
from .world import COLOURS, Thing

MOST = 4
"""Groups of a picture, and things of a group, that are told apart."""
GROUP_KINDS = 1 + MOST * MOST
"""No centre here, or one of a thing of the g-th group, of n."""
COLOUR_KINDS = 1 + len(COLOURS)
"""Its own colours, or painted in one."""
IGNORED = -100

_COLOUR_AT = {name: at for at, name in enumerate(COLOURS, 1)}


def corners(thing: Thing) -> tuple[int, int, int, int]:
    """The box in cells of the location grid: left, top, right, bottom."""
    first, second = encode(thing.box)
    return first % LOCATIONS, first // LOCATIONS, second % LOCATIONS, second // LOCATIONS


def instance_targets(things: list[Thing], thing_map: np.ndarray, queries: int) -> dict[str, np.ndarray]:
    """`cell_boxes` [G,G,4], and for each query `latent_groups` [Q], `latent_boxes` [Q,4] and `latent_colours` [Q]."""
    side = math.isqrt(queries)
    boxes = np.array([*map(corners, things), (IGNORED,) * 4], np.int64)
    groups = np.zeros(queries, np.int64)
    latent_boxes, colours = np.full((queries, 4), IGNORED, np.int64), np.full(queries, IGNORED, np.int64)
    names = list(dict.fromkeys(t.name for t in things))
    for at, thing in enumerate(things):
        query = _free_query(thing, side, groups)
        group, members = names.index(thing.name), sum(t.name == thing.name for t in things)
        groups[query] = 1 + min(group, MOST - 1) * MOST + min(members, MOST) - 1
        latent_boxes[query], colours[query] = boxes[at], _COLOUR_AT.get(thing.colour, 0)
    return {"cell_boxes": boxes[thing_map], "latent_groups": groups, "latent_boxes": latent_boxes, "latent_colours": colours}


def _free_query(thing: Thing, side: int, groups: np.ndarray) -> int:
    """The query whose place is nearest to the thing's centre and that no other thing has."""
    place = (np.arange(side) + 0.5) / side
    x, y = thing.centre
    distance = ((place[None, :] - x) ** 2 + (place[:, None] - y) ** 2).reshape(-1)
    return int(np.where(groups > 0, np.inf, distance).argmin())


def cell_box_loss(model, features, batch) -> torch.Tensor:
    """Cross-entropy of the four edges of the thing under each cell that shows one."""
    shown = batch["cell_boxes"][..., 0].flatten(1) >= 0
    return _edges(model.cell_box_head(features[shown]), batch["cell_boxes"].flatten(1, 2)[shown])


def latent_instance_losses(model, latents, batch) -> dict[str, torch.Tensor]:
    centres = batch["latent_groups"] > 0
    found = latents[centres]
    return {"latent_groups": sparse_cross_entropy(model.latent_group_head(latents), batch["latent_groups"], 0.2),
            "latent_boxes": _edges(model.latent_box_head(found), batch["latent_boxes"][centres]),
            "latent_colours": F.cross_entropy(model.latent_colour_head(found).float(), batch["latent_colours"][centres],
                                              reduction="sum") / max(1, len(found))}


def _edges(logits, edges) -> torch.Tensor:
    """Cross-entropy of edges [N,4]; a cell off is nearly right, so neighbours share the target."""
    logs = logits.float().view(-1, LOCATIONS).log_softmax(-1)
    wanted = edges.flatten()[:, None]
    shares = ((0, 0.7), (-1, 0.15), (1, 0.15))
    found = sum(share * logs.gather(1, (wanted + off).clamp(0, LOCATIONS - 1)).sum() for off, share in shares)
    return -found / max(1, len(wanted))
