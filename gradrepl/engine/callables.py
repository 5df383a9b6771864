"""How a prompt shows an operation that nobody called: PyTorch's are built in, ours Python's.

Python itself writes what `repr` gives of a function or method. Only a prompt that displays one, as
after `x.sum` without its parentheses, can write PyTorch's text instead.
"""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

from gradrepl.engine import wrappers
from gradrepl.engine.tensor import Tensor

_IN_PYTHON = frozenset((
    "atleast_1d", "atleast_2d", "atleast_3d", "block_diag", "broadcast_tensors", "cartesian_prod",
    "chain_matmul", "einsum", "lu", "matrix_rank", "meshgrid",
))  # fmt: skip
"""Operations that are functions of Python in PyTorch, too, and take whatever Python lets pass."""


def shown(value: object) -> str:
    """As `repr(value)`, but for operations as PyTorch's own."""
    if type(value) is MethodType and isinstance(value.__self__, Tensor):
        name = _operation(value.__func__)
        if name is not None and wrappers.find(name, method=True) is None:
            kind = type(value.__self__).__name__
            return f"<built-in method {name} of {kind} object at {id(value.__self__):#x}>"
    if type(value) is FunctionType:
        name = _operation(value)
        if name is not None and value.__qualname__ != name:
            if wrappers.find(name, method=True) is None:
                return f"<method '{name}' of 'torch._C.TensorBase' objects>"
        elif name is not None and name not in _IN_PYTHON:
            from gradrepl.engine import ops

            if wrappers.find(name, method=False) is not None:
                return repr(value)
            if name in ops.FUNCTIONS or name in ops.IN_PLACE_FUNCTIONS:
                return f"<built-in method {name} of type object at {id(Tensor):#x}>"
            return f"<built-in function {name}>"
    return repr(value)


def _operation(function: Any) -> str | None:
    """The name of an operation whose entry was made from the table."""
    made = getattr(function, "__module__", None) == "torch" and hasattr(function, "__signature__")
    return function.__name__ if made else None
