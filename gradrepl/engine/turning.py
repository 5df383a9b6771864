"""`x.T`, `x.mT`, `x.H` and `x.mH`: a tensor with its dimensions turned around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.aliasing import as_view
from gradrepl.engine.attribute import watched
from gradrepl.engine.inference import INFERENCE, only_inference
from gradrepl.engine.ops.recorded import LINKED
from gradrepl.engine.state import OFF, SPECIAL, STATE
from gradrepl.engine.view import edge as edge_of_view
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor


def turn(self: Tensor) -> Any:
    """`.T`: reverses the dimensions. A matrix's is read too often to be an operation's call."""
    if SPECIAL:
        return watched(self, "T", _turned)
    array = self._a
    if array.ndim != 2:
        return _turned(self)
    turned = as_view(array.T, self)
    if OFF and not STATE.recording:
        return turned
    edge = self._edge if self._view is None else edge_of_view(self)
    if edge is not None:
        if INFERENCE and only_inference(self):
            return turned
        sizes = array.shape
        turned._edge = LINKED.permute(edge, sizes, sizes[::-1], array.dtype, (1, 0))
    return turned


turn.__name__ = "T"


def _turned(self: Tensor) -> Any:
    if self._a.ndim == 2:
        return self.permute((1, 0))
    if not self._a.ndim:
        _warn_of_a_scalar("T", "This function is the identity in these cases.")
        return self.permute(())
    warn_once(
        "The use of `x.T` on tensors of dimension other than 2 to reverse their shape is "
        "deprecated and it will throw an "
        "error in a future release. Consider `x.mT` to transpose batches of matrices or "
        "`x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor. "
        "(Triggered internally at "
        "...)"
    )
    return self.permute(tuple(range(self._a.ndim - 1, -1, -1)))


def _warn_of_a_scalar(name: str, advice: str) -> None:
    warn_once(f"Tensor.{name} is deprecated on 0-D tensors. {advice} (Triggered internally at ...)")


def turn_matrix(self: Tensor) -> Any:
    if not self._a.ndim:
        _warn_of_a_scalar("mT", "This function is the identity in these cases.")
        return self
    if self._a.ndim < 2:
        raise RuntimeError(
            f"tensor.mT is only supported on matrices or batches of matrices. Got {self._a.ndim}-D "
            "tensor."
        )
    return self.transpose(-2, -1)


def conjugate_turned(self: Tensor) -> Any:
    if not self._a.ndim:
        _warn_of_a_scalar("H", "Consider using x.conj().")
        return self.conj()
    if self._a.ndim != 2:
        more = " For batches of matrices, consider using tensor.mH" if self._a.ndim > 2 else ""
        raise RuntimeError(
            f"tensor.H is only supported on matrices (2-D tensors). Got {self._a.ndim}-D tensor."
            + more
        )
    return self.transpose(-2, -1).conj()


def adjoint(self: Tensor) -> Any:
    if not self._a.ndim:
        _warn_of_a_scalar("mH", "Consider using x.conj().")
        return self.conj()
    if self._a.ndim < 2:
        raise RuntimeError(
            "tensor.mH is only supported on matrices or batches of matrices. Got "
            f"{self._a.ndim}-D tensor."
        )
    return self.transpose(-2, -1).conj()
