"""Muon: momentum whose matrices are made nearly orthogonal, all matrices of one shape at a time."""

import torch

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the quintic Newton-Schulz iteration of Jordan et al., 2024."""
STEPS = 5


def orthogonal(matrices: torch.Tensor, precision: torch.dtype) -> torch.Tensor:
    """[N,A,B] with the singular values of each matrix moved to about one."""
    a, b, c = COEFFICIENTS
    x = matrices.to(precision)
    tall = x.shape[1] > x.shape[2]
    x = x.mT if tall else x
    x = x / x.norm(dim=(1, 2), keepdim=True).clamp(min=1e-7)
    for _ in range(STEPS):
        gram = x @ x.mT
        x = a * x + torch.baddbmm(gram, gram, gram, beta=b, alpha=c) @ x
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """With Nesterov momentum and decoupled weight decay, at the step size that AdamW would have.

    `torch.optim.Muon` computes in bf16 always, ten seconds a step on a processor that has none, and goes matrix by matrix, which
    leaves a GPU idle.
    """

    def __init__(self, parameters: list[torch.nn.Parameter], lr: float, weight_decay: float, precision: torch.dtype, momentum: float = 0.95):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum})
        self.precision = precision

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            shapes: dict[torch.Size, list[torch.nn.Parameter]] = {}
            for parameter in group["params"]:
                if parameter.grad is not None:
                    shapes.setdefault(parameter.shape, []).append(parameter)
            for shape, alike in shapes.items():
                momenta = [self.state[p].setdefault("momentum_buffer", torch.zeros_like(p)) for p in alike]
                torch._foreach_lerp_(momenta, [p.grad for p in alike], 1 - group["momentum"])
                ahead = torch.stack([p.grad for p in alike]).lerp(torch.stack(momenta), group["momentum"])
                change = orthogonal(ahead, self.precision).to(alike[0].dtype)
                torch._foreach_mul_(alike, 1 - group["lr"] * group["weight_decay"])
                # An orthogonal matrix of A x B has entries of 1/sqrt(max(A, B)) in the mean; AdamW's changes are of about 0.2.
                torch._foreach_add_(alike, list(change.unbind()), alpha=-0.2 * group["lr"] * max(shape) ** 0.5)
