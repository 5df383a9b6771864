"""What is a tensor, without asking the thing itself, and of which element type."""

from __future__ import annotations

import functools

_PLAIN = frozenset(
    {bool, int, float, complex, str, bytes, type, type(None), list, tuple, dict, set}
)


def is_tensor(thing: object) -> bool:
    """Whether it is an instance of a tensor class, ours or PyTorch's or a learner's subclass.

    Looks at the class alone, so it is safe on any object: no `__getattr__`, no property and no
    `__class__` of a mock is asked.
    """
    kind = type(thing)
    return kind not in _PLAIN and is_tensor_class(kind)


def is_tensor_class(kind: type) -> bool:
    """Whether its instances are tensors."""
    for ancestor in kind.__mro__:
        own = ancestor.__dict__
        if "grad_fn" in own and "is_leaf" in own and "requires_grad" in own and "_version" in own:
            return True
    return False


def dtype_name(dtype: object) -> str:
    """`float32`, for `torch.float32`."""
    try:
        return _named(dtype)
    except Exception:  # noqa: BLE001  # an attribute of a learner's subclass may be anything
        return ""


@functools.lru_cache(maxsize=64)
def _named(dtype: object) -> str:
    return str(dtype).removeprefix("torch.")
