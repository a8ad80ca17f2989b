"""The loss of targets that are mostly nothing."""

import torch
import torch.nn.functional as F


def sparse_cross_entropy(logits: torch.Tensor, targets: torch.Tensor, nothing: float) -> torch.Tensor:
    """Cross-entropy of targets [N] from logits of any shape that flattens to [N,kinds]; kind 0, nothing, has the weight `nothing`."""
    kinds = logits.shape[-1]
    weight = torch.ones(kinds, device=logits.device)
    weight[0] = nothing
    return F.cross_entropy(logits.float().reshape(-1, kinds), targets.flatten(), weight)
