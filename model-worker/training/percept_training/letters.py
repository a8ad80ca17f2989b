"""What a text is read off: which letters lie at each latent query's place, in their order, and where in the text they stand.

The characters under the cells say what is written and not where to begin. With these the decoder finds the latent that has the
next letter of an answer, and the letter in it.
"""

import numpy as np
import torch

from .dense import sparse_cross_entropy
from .places import query_at
from .world import CHARACTERS, Letter

RUNS = 2
"""Lines of text at one query's place; letters of further ones are not told."""
SLOTS = 6
"""Letters of a line at one query's place."""
PLACES = 49
"""No line here, or the place of its first letter in the text; all from the 48th on are one."""


def letter_targets(letters: list[Letter], queries: int) -> dict[str, np.ndarray]:
    """`latent_runs` [Q,RUNS] and `latent_letters` [Q,RUNS,SLOTS], 0 where there is none."""
    runs, shown = np.zeros((queries, RUNS), np.int64), np.zeros((queries, RUNS, SLOTS), np.int64)
    lines: dict[int, dict[int, list[Letter]]] = {}
    for letter in letters:
        query = int(query_at(letter.x, letter.y, queries))
        lines.setdefault(query, {}).setdefault(letter.line, []).append(letter)
    for query, of_query in lines.items():
        for run, line in enumerate(sorted(of_query)[:RUNS]):
            runs[query, run] = 1 + min(of_query[line][0].at, PLACES - 2)
            for slot, letter in enumerate(of_query[line][:SLOTS]):
                shown[query, run, slot] = 1 + CHARACTERS.index(letter.character)
    return {"latent_runs": runs, "latent_letters": shown}


def latent_letter_losses(model, latents, batch) -> dict[str, torch.Tensor]:
    letters = model.latent_letter_head(latents).unflatten(-1, (RUNS * SLOTS, model.shape.characters))
    return {"latent_runs": sparse_cross_entropy(model.latent_run_head(latents).unflatten(-1, (RUNS, PLACES)), batch["latent_runs"], 0.05),
            "latent_letters": sparse_cross_entropy(letters, batch["latent_letters"], 0.05)}
