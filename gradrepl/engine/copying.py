"""`copy.deepcopy`, `copy.copy` and `pickle` of tensors."""

from __future__ import annotations

import copy
import warnings
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.overrides import handle
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.storage import Storage, address, root
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap
from gradrepl.engine.watchers import Extra

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array


def deepcopy(tensor: Tensor, memo: dict[int, Any]) -> Tensor:
    """A leaf's copy. What shared memory with it shares its copy's memory, if copied along with it.

    Raises:
        RuntimeError: with PyTorch's text, for what has a history.
    """
    if SPECIAL and STATE.function_modes:
        seen: Tensor = handle(deepcopy, (tensor, memo), {})
        return seen
    if not tensor.is_leaf:
        raise RuntimeError(
            "Only Tensors created explicitly by the user (graph leaves) support the deepcopy "
            "protocol at the moment.  If you were attempting to deepcopy a module, this may be "
            "because of a torch.nn.utils.weight_norm usage, see "
            "https://github.com/pytorch/pytorch/pull/103001"
        )
    if id(tensor) in memo:
        found: Tensor = memo[id(tensor)]
        return found
    copied = _over(_copied(tensor._a, memo), tensor.__class__, requires_grad=tensor.requires_grad)
    if tensor._extra is not None and tensor._extra.grad is not None:
        copied.grad = deepcopy(tensor._extra.grad, memo)
    if tensor.__dict__:
        copied.__dict__.update(copy.deepcopy(tensor.__dict__, memo))
    memo[id(tensor)] = copied
    return copied


deepcopy.__name__ = "__deepcopy__"  # as a mode is told


def _copied(array: Array, memo: dict[int, Any]) -> Array:
    """The array as it lies in a copy of the memory that it lies in."""
    whole = root(array)
    if id(whole) not in memo:
        memo[id(whole)] = whole.copy("K")
    return _within(memo[id(whole)], array.shape, array.dtype, _place(array, whole))


def _place(array: Array, whole: Array) -> tuple[int, tuple[int, ...]]:
    return address(array) - address(whole), array.strides


def _within(
    whole: Array, shape: tuple[int, ...], dtype: np.dtype[Any], place: tuple[int, tuple[int, ...]]
) -> Array:
    """An array over another one's memory."""
    offset, strides = place
    if not offset and (whole.shape, whole.strides, whole.dtype) == (shape, strides, dtype):
        return whole
    memory = np.ndarray(whole.nbytes, np.uint8, whole.ravel("K").data)
    return np.ndarray(shape, dtype, memory, offset, strides)


def reduce(tensor: Tensor, protocol: Any) -> Any:
    """What `pickle` and `copy.copy` keep of it: its values, and whether it requires gradients."""
    del protocol
    if tensor._backward_hooks:
        hook = next(iter(tensor._backward_hooks.values()))
        warnings.warn(
            f"backward hook {hook!r} on tensor will not be serialized.  If this is expected, you "
            "can decorate the function with @torch.utils.hooks.unserializable_hook to suppress "
            "this warning",
            stacklevel=2,
        )
    whole = root(tensor._a)
    arguments = (_Memory(whole), tensor._a.shape, tensor._a.dtype, _place(tensor._a, whole))
    kept = (*arguments, tensor.requires_grad)
    return (_rebuilt, kept, tensor.__dict__) if tensor.__dict__ else (_rebuilt, kept)


class _Memory:
    """What a tensor lies in: `copy.copy` shares it, `pickle` writes it for each tensor anew."""

    def __init__(self, whole: Array) -> None:
        self.whole = whole

    def __reduce__(self) -> Any:
        return _Memory, (self.whole.copy("K"),)


def _rebuilt(
    memory: _Memory,
    shape: tuple[int, ...],
    dtype: np.dtype[Any],
    place: tuple[int, tuple[int, ...]],
    requires_grad: bool,
) -> Tensor:
    made = _within(memory.whole, shape, dtype, place)
    found = _over(made, Tensor, requires_grad=requires_grad)
    if found._extra is None:
        found._extra = Extra()
    found._extra.hooks = OrderedDict()
    return found


def _over(array: Array, cls: type[Tensor], *, requires_grad: bool) -> Tensor:
    made = wrap(array, cls)
    made._storage = Storage(1)  # its memory was given to it by `set_`
    if requires_grad:
        set_requires_grad(made, True)
    return made
