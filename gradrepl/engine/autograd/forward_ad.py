"""`torch.autograd.forward_ad`: derivatives along one direction, with the function itself."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

from gradrepl.engine import absent
from gradrepl.engine.grad_mode import _DecoratorContextManager
from gradrepl.engine.ops import recording
from gradrepl.engine.overrides import unseen
from gradrepl.engine.state import STATE
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from types import TracebackType

__all__ = [
    "UnpackedDualTensor",
    "dual_level",
    "enter_dual_level",
    "exit_dual_level",
    "make_dual",
    "unpack_dual",
]


class UnpackedDualTensor(NamedTuple):
    """A tensor, and the tangent that it carries."""

    primal: Any
    tangent: Any


UnpackedDualTensor.__module__ = "torch.autograd.forward_ad"


def enter_dual_level() -> int:
    """Opens the level in which tensors carry tangents. There is one at a time."""
    if STATE.duals is not None:
        raise RuntimeError("Nested forward mode AD is not supported at the moment")
    duals = importlib.import_module("gradrepl.engine.duals")  # which stands above this
    duals.Duals().__enter__()
    return 0


def exit_dual_level(*, level: int | None = None) -> None:
    """Closes the level; tangents are forgotten."""
    current = -1 if STATE.duals is None else 0
    if level not in (None, current):
        raise RuntimeError(
            "Trying to exit a forward AD level that was not the last one that was created. This "
            "is not supported."
        )
    if STATE.duals is None:
        raise RuntimeError("Dual level must be a positive number.")
    STATE.duals.__exit__()


def make_dual(tensor: Any, tangent: Any, *, level: int | None = None) -> Any:
    """A tensor of the same memory that carries the tangent."""
    if STATE.duals is None or (level is not None and level < 0):
        raise RuntimeError(
            "Trying to create a dual Tensor for forward AD but no level exists, make sure to "
            "enter_dual_level() first."
        )
    for name, each in (("primal", tensor), ("tangent", tangent)):
        if not (each.is_floating_point() or each.is_complex()):
            raise ValueError(
                f"Expected {name} to be floating point or complex, but got: {each.dtype}"
            )
    if level:
        raise RuntimeError("Invalid level given to _make_dual")
    if STATE.duals.of(tensor) is not None:
        raise RuntimeError(
            "Making a dual Tensor based on a Tensor that already has a forward gradient at the "
            "same level 0 is not supported."
        )
    if tangent.shape != tensor.shape:
        raise RuntimeError(
            "Trying to set a forward gradient that has a different size than that of the original "
            f"Tensor, this is not supported. Tensor is of size {list(tensor.shape)} while the "
            f"given forward gradient is of size {list(tangent.shape)}."
        )
    with unseen():
        found = tensor.view(tensor.shape)
    STATE.duals.start(found, tangent)
    return found


def unpack_dual(tensor: Any, *, level: int | None = None) -> UnpackedDualTensor:
    """The tensor itself, and its tangent, or None where it carries none."""
    if STATE.duals is None or (level is not None and level < 0):
        return UnpackedDualTensor(tensor, None)
    if not isinstance(tensor, Tensor):
        raise TypeError(
            "_unpack_dual(): argument 'dual' (position 1) must be Tensor, not "
            f"{type(tensor).__name__}"
        )
    if level:
        raise RuntimeError("Invalid level given to _fw_primal")
    with unseen():
        primal = recording("alias")(tensor)
    return UnpackedDualTensor(primal, STATE.duals.of(tensor))


class dual_level(_DecoratorContextManager):  # noqa: N801  # PyTorch's name
    """The level as a context, or as a decorator."""

    def __enter__(self) -> Any:
        return enter_dual_level()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        exit_dual_level()


dual_level.__module__ = "torch.autograd.forward_ad"


def __getattr__(name: str) -> Any:
    raise absent.error("torch.autograd.forward_ad", name)
