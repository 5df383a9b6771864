"""Training: optimizers by both of their ways, loading, and what says that it is not there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gradrepl.engine as torch
from gradrepl.engine import nn, optim
from gradrepl.engine.overrides import TorchFunctionMode
from gradrepl.engine.utils.data import DataLoader, Subset, TensorDataset, default_collate

OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9, "dampening": 0.1, "weight_decay": 0.1}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "maximize": True}),
    ("Adam", {"amsgrad": True, "weight_decay": 0.1}),
    ("AdamW", {}),
    ("RMSprop", {"momentum": 0.5, "centered": True}),
    ("RMSprop", {}),
    ("Adagrad", {"lr_decay": 0.1, "initial_accumulator_value": 0.1}),
    ("Adadelta", {"weight_decay": 0.1}),
    ("Adamax", {}),
    ("NAdam", {"weight_decay": 0.1, "decoupled_weight_decay": True}),
    ("RAdam", {"betas": (0.5, 0.7)}),
    ("Rprop", {}),
    ("ASGD", {"t0": 2}),
]


class Watching(TorchFunctionMode):  # type: ignore[misc]  # the engine's own base is untyped here
    """Somebody sees each operation, so that each must be one."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        del types
        self.seen.append(getattr(func, "__name__", ""))
        return func(*args, **(kwargs or {}))


def trained(name: str, options: dict[str, Any], dtype: Any, *, watched: bool = False) -> Any:
    generator = torch.Generator().manual_seed(0)
    weights = torch.randn(3, 4, dtype=dtype, generator=generator).requires_grad_()
    optimizer = getattr(optim, name)([weights], lr=0.1, **options)
    seen: list[str] = []
    for _ in range(7):
        optimizer.zero_grad()
        (weights.abs() ** 3).sum().backward()
        if watched:
            with Watching() as mode:
                optimizer.step()
            seen += mode.seen
        else:
            optimizer.step()
    return weights, optimizer, seen


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.complex64], ids=str)
@pytest.mark.parametrize(("name", "options"), OPTIMIZERS)
def test_steps_the_same_whether_watched_or_not(
    name: str, options: dict[str, Any], dtype: Any
) -> None:
    plain, one, _ = trained(name, options, dtype)
    watched, other, seen = trained(name, options, dtype, watched=True)
    assert seen
    np.testing.assert_allclose(plain.detach().numpy(), watched.detach().numpy(), rtol=2e-6)
    assert plain._version == watched._version
    for state, again in zip(one.state.values(), other.state.values(), strict=True):
        assert list(state) == list(again)


def test_a_step_can_be_differentiated() -> None:
    start = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)

    def after(start: Any) -> Any:
        moved = start * 1
        moved.retain_grad()
        (moved.grad,) = torch.autograd.grad((start**3).sum(), start, create_graph=True)
        optimizer = optim.SGD([moved], lr=0.1, differentiable=True)
        optimizer.step()
        return moved

    after(start).sum().backward()
    np.testing.assert_allclose(start.grad.numpy(), [0.4, -0.2])  # of w - 0.1 * 3 w^2


def by_row(batch: Any) -> Any:
    """The same as where none is given, and not known to be."""
    return default_collate(batch)


def test_a_batch_at_once_is_the_batch_of_stacked_rows() -> None:
    rows = TensorDataset(torch.arange(20.0).reshape(10, 2), torch.arange(10))
    chosen = Subset(rows, [9, 3, -1, 0, 4])
    for dataset in (rows, chosen):
        at_once = list(DataLoader(dataset, batch_size=3))
        stacked = list(DataLoader(dataset, batch_size=3, collate_fn=by_row))
        assert repr(at_once) == repr(stacked)


def test_rows_that_require_a_gradient_keep_their_graph() -> None:
    rows = torch.ones(4, 2, requires_grad=True)
    (batch,) = next(iter(DataLoader(TensorDataset(rows), batch_size=2)))
    assert batch.grad_fn.name() == "StackBackward0"


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: DataLoader([1], num_workers=2), "worker processes"),
        (lambda: nn.Linear(1, 1).compile(), "compiler"),
        (lambda: nn.Linear(1, 1).share_memory(), "share memory"),
        (lambda: nn.Linear(1, 1).bfloat16(), "bfloat16"),
    ],
)
def test_what_cannot_be_done_says_so(ask: Any, words: str) -> None:
    with pytest.raises(NotImplementedError, match=words):
        ask()


@pytest.mark.parametrize("name", ["compile", "fft", "distributions"])
def test_what_is_not_there_says_so(name: str) -> None:
    with pytest.raises(AttributeError, match=f"gradrepl has no torch.{name}"):
        getattr(torch, name)


def test_classes_stand_at_pytorchs_own_paths_too() -> None:
    assert nn.modules.linear.Linear is nn.Linear
    assert isinstance(nn.MSELoss(), nn.modules.loss._Loss)
    assert nn.modules.Module is nn.Module
