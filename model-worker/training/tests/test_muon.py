import pytest

torch = pytest.importorskip("torch")

from percept_training.muon import Muon


def both(shapes: list[tuple[int, int]], steps: int):
    """The same matrices after some steps of ours and of PyTorch's own."""
    generator = torch.Generator().manual_seed(3)
    first = [torch.randn(s, generator=generator) for s in shapes]
    ours, theirs = ([torch.nn.Parameter(t.clone()) for t in first] for _ in range(2))
    one = Muon(ours, lr=0.01, weight_decay=0.05, precision=torch.bfloat16)
    other = torch.optim.Muon(theirs, lr=0.01, weight_decay=0.05, adjust_lr_fn="match_rms_adamw")
    for _ in range(steps):
        for a, b in zip(ours, theirs):
            a.grad = torch.randn(a.shape, generator=generator)
            b.grad = a.grad.clone()
        one.step()
        other.step()
    return first, ours, theirs


def test_matrices_of_one_shape_together_move_as_each_would_alone():
    first, ours, theirs = both([(8, 8), (8, 8), (8, 24), (24, 8)], 4)
    for start, a, b in zip(first, ours, theirs):
        assert (a - start).abs().max() > 0.01
        assert (a - b).abs().max() < 0.05 * (b - start).abs().max()


def test_a_matrix_without_a_gradient_stays():
    still, moved = torch.nn.Parameter(torch.ones(4, 4)), torch.nn.Parameter(torch.ones(4, 4))
    moved.grad = torch.randn(4, 4)
    Muon([still, moved], lr=0.01, weight_decay=0.05, precision=torch.float32).step()
    assert torch.equal(still, torch.ones(4, 4)) and not torch.equal(moved, torch.ones(4, 4))
