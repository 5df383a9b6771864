"""What `vmap` refuses of the tensors that it maps over: PyTorch has no number of a single one.

# NOTE [Mapped tensors]
Here a mapped function sees one sample at a time, and could read its numbers. PyTorch's cannot: to
it the tensor stands for all samples. So what is computed from a mapped tensor is remembered as
mapped, and what would need a single sample's numbers is refused in PyTorch's words.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from gradrepl.engine import errors
from gradrepl.engine.func.levels import Level, wrapped_repr
from gradrepl.engine.packing import written_into
from gradrepl.engine.state import SPECIAL, STATE
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator

_ISSUES = "https://github.com/pytorch/pytorch/issues"
_ITEM = (
    "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling "
    ".item() on a Tensor, please try to rewrite what you're doing with other operations. If error "
    "is occurring somewhere inside PyTorch internals, please file a bug report."
)
_CONTROL_FLOW = (
    "vmap: It looks like you're attempting to use a Tensor in some data-dependent control flow. We "
    f"don't support that yet, please file an issue at {_ISSUES} ."
)
_EITHER = (
    "vmap: It looks like you're either (1) calling .item() on a Tensor or (2) attempting to use a "
    "Tensor in some data-dependent control flow or (3) encountering this error in PyTorch "
    "internals. For (1): we don't support vmap over calling .item() on a Tensor, please try to "
    "rewrite what you're doing with other operations. For (2): we don't support data-dependent "
    f"control flow in vmap yet, please file an issue at {_ISSUES} . For (3): please file an issue."
)
_BY_MASK = (
    "vmap: We do not support batching operators that can support dynamic shape. Attempting to "
    "batch over indexing with a boolean mask."
)
_MASKED_SELECT = (
    "vmap: Attempted to vmap over `mask` in torch.masked_select(self, mask) We cannot support this "
    "because for each batch this would return a differently shaped Tensor. Please file an issue at "
    f"{_ISSUES} if you need this feature."
)
_OF_ANY_SIZE = {
    "nonzero": "nonzero",
    "where": "where",
    "unique": "_unique2",
    "unique_consecutive": "unique_consecutive",
}
_NO_STORAGE = "Cannot access data pointer of Tensor that doesn't have storage"
_ARITHMETIC = frozenset((
    "__setitem__", "copy_", "sub_", "mul_", "div_", "true_divide_", "multiply_", "logical_and_",
    "logical_or_", "logical_xor_", "clamp_min_", "clamp_max_",
))  # fmt: skip
_MEASURED = frozenset(("add_", "atan2_", "copysign_"))
"""What finds only that the result does not fit."""
_BY_NAME = frozenset(("fill_", "index_fill_", "index_add_", "index_put_", "index_copy_"))


class Mapping:
    """One sample's run of a mapped function: a context that remembers which tensors are mapped.

    It stands among the levels of `torch.func`, as PyTorch's does, and differentiates nothing.
    """

    nodes: frozenset[Any] = frozenset()

    def __init__(self, size: int) -> None:
        self.size = size
        """The number of samples."""
        self._mapped: weakref.WeakValueDictionary[int, Tensor] = weakref.WeakValueDictionary()

    def __enter__(self) -> Self:
        STATE.levels = (*STATE.levels, self)
        STATE.maps = (*STATE.maps, self)
        SPECIAL.append(self)
        return self

    def __exit__(self, *raised: object) -> None:
        SPECIAL.remove(self)
        STATE.maps = STATE.maps[:-1]
        STATE.levels = STATE.levels[:-1]

    def mark(self, tensor: Tensor) -> None:
        self._mapped[id(tensor)] = tensor

    def holds(self, tensor: Tensor) -> bool:
        return self._mapped.get(id(tensor)) is tensor

    def check_captured(self, function: Any, args: tuple[Any, ...]) -> None:
        """Refuses to write a mapped tensor into one that is not.

        Raises:
            RuntimeError: with PyTorch's text.
        """
        target = written_into(function, args)
        if target is None or STATE.formula or self.holds(target):
            return
        read = [each for each in _tensors(args[1:]) if self.holds(each)]
        if read and function.__name__ in _MEASURED:
            shape = np.broadcast_shapes(*(each._a.shape for each in (target, *read)))
            raise errors.bad_output_shape(target._a.shape, (self.size, *shape))
        if read:
            raise RuntimeError(_written(str(function.__name__), args))

    @staticmethod
    def check(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Refuses an operation that PyTorch cannot map. See `check`."""
        check(function, args, kwargs)

    @staticmethod
    def check_read(tensor: Tensor, *, control_flow: bool) -> None:
        """Refuses to read a mapped tensor's number. See `check_read`."""
        check_read(tensor, control_flow=control_flow)

    @staticmethod
    def mark_results(found: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Remembers what was computed from mapped tensors as mapped. See `mark_results`."""
        mark_results(found, args, kwargs)

    @staticmethod
    def shown(tensor: Tensor, show: Any) -> str:
        """The text of `repr(tensor)`."""
        return wrapped_repr(tensor, show)


def _written(name: str, args: tuple[Any, ...]) -> str:
    where = "in a vmap"
    if name == "__setitem__" and any(each._a.dtype.kind == "b" for each in _tensors(args[1:2])):
        name = "index_put_"
    filled = name == "masked_fill_" and not isinstance(args[-1], Tensor)
    if name in _ARITHMETIC or filled:
        name = "inplace arithmetic"
    elif name not in _BY_NAME:
        name, where = f"aten::{name}", f"at level {len(STATE.levels)}"
    return (
        f"vmap: {name}(self, *extra_args) is not possible because there exists a Tensor `other` in "
        "extra_args that has more elements than `self`. This happened due to `other` being vmapped "
        f"over but `self` not being vmapped over {where}. Please try to use out-of-place operators "
        f"instead of {name}. If said operator is being called inside the PyTorch framework, please "
        "file a bug report instead."
    )


def _tensors(values: Any) -> Iterator[Tensor]:
    for each in values:
        if isinstance(each, Tensor):
            yield each
        elif isinstance(each, (tuple, list)):
            yield from _tensors(each)


def _holder(tensor: Tensor) -> Mapping | None:
    """The innermost mapping that the tensor depends on."""
    return next((each for each in reversed(STATE.maps) if each.holds(tensor)), None)


def check_read(tensor: Tensor, *, control_flow: bool) -> None:
    """Refuses to read a mapped tensor's number.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    holder = _holder(tensor)
    if holder is None or STATE.formula:
        return
    inside = STATE.levels[STATE.levels.index(holder) :]
    if any(isinstance(each, Level) for each in inside):
        raise RuntimeError(_EITHER)
    raise RuntimeError(_CONTROL_FLOW if control_flow else _ITEM)


def check(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Refuses an operation that PyTorch cannot map.

    Raises:
        RuntimeError, NotImplementedError: with PyTorch's text.
    """
    if STATE.formula:
        return
    name = str(function.__name__)
    given = [each for each in _tensors((*args, *kwargs.values())) if _holder(each) is not None]
    if not given:
        return
    if name in ("item", "is_nonzero"):
        check_read(given[0], control_flow=name == "is_nonzero")
    elif name in ("full", "arange", "range") or (
        name == "tensor" and not isinstance(args[0], Tensor)
    ):
        raise RuntimeError(_ITEM)
    elif name == "tensor":
        raise RuntimeError(errors.DETACH_VIEW)
    elif name in ("tolist", "numpy", "data_ptr"):
        raise RuntimeError(_NO_STORAGE)
    elif name == "untyped_storage":
        raise NotImplementedError("Cannot access storage of BatchedTensorImpl")
    elif name in ("equal", "is_set_to"):
        raise RuntimeError(
            f"Batching rule not implemented for aten::{name}. We could not generate a fallback."
        )
    elif name == "allclose":
        raise RuntimeError(
            f"vmap over torch.allclose isn't supported yet. Please file an issue at {_ISSUES} if "
            "you need this feature."
        )
    elif name in _OF_ANY_SIZE and not (name == "where" and len(args) + len(kwargs) > 1):
        raise RuntimeError(
            "vmap: We do not support batching operators that can output dynamic shape. Attempted "
            f"to vmap over aten::{_OF_ANY_SIZE[name]}. Please file an issue at {_ISSUES} if you "
            "need this feature."
        )
    elif name == "masked_select" and _holder(args[1]) is not None:
        raise RuntimeError(_MASKED_SELECT)
    elif name == "_index" and any(each._a.dtype.kind == "b" for each in given):
        raise RuntimeError(_BY_MASK)


def mark_results(found: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Remembers what was computed from mapped tensors as mapped."""
    given = list(_tensors((*args, *kwargs.values())))
    for level in STATE.maps:
        if any(level.holds(each) for each in given):
            for each in _tensors((found,)):
                level.mark(each)
