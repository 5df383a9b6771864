"""Pooling: `max_pool2d` and its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine import ops
from gradrepl.engine.nn.functional.calling import native, observed

if TYPE_CHECKING:
    from collections.abc import Callable


def _with_indices_if_asked(at: int, name: str, plain: Any, both: Any) -> Callable[..., Any]:
    """The function with `return_indices`, the parameter at that place."""

    def function(*args: Any, **kwargs: Any) -> Any:
        asked = kwargs.get("return_indices", args[at] if len(args) > at else False)
        return (both if asked else plain)(*args, **kwargs)

    function.__name__ = name
    function.__qualname__ = "boolean_dispatch.<locals>.fn"  # PyTorch's, which its repr shows
    return observed(function)


def _max_pool(name: str, entry: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """The function of that name, which `return_indices` has chosen already."""

    def function(
        input: Any,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> Any:
        del return_indices
        steps = () if stride is None else stride
        return entry()(input, kernel_size, steps, padding, dilation, ceil_mode)

    function.__name__ = function.__qualname__ = name
    return function


max_pool1d_with_indices = observed(
    _max_pool("max_pool1d_with_indices", lambda: ops.function("max_pool1d_with_indices"))
)
max_pool2d_with_indices = observed(
    _max_pool("max_pool2d_with_indices", lambda: native("max_pool2d_with_indices"))
)
max_pool1d = _with_indices_if_asked(
    6,
    "max_pool1d",
    _max_pool("_max_pool1d", lambda: ops.function("max_pool1d")),
    max_pool1d_with_indices,
)
max_pool2d = _with_indices_if_asked(
    6,
    "max_pool2d",
    _max_pool("_max_pool2d", lambda: ops.function("max_pool2d")),
    max_pool2d_with_indices,
)


max_pool3d_with_indices = observed(
    _max_pool("max_pool3d_with_indices", lambda: native("max_pool3d_with_indices"))
)
max_pool3d = _with_indices_if_asked(
    6,
    "max_pool3d",
    _max_pool("_max_pool3d", lambda: ops.function("max_pool3d")),
    max_pool3d_with_indices,
)


def _full_size(input: Any, output_size: Any, dims: int = 2) -> Any:
    """The size asked for, and where it is None the input's own."""
    if isinstance(output_size, int):
        return [output_size] * dims
    if len(input.size()) <= len(output_size):
        raise ValueError(f"Input dimension should be at least {len(output_size) + 1}")
    own = input.size()[-len(output_size) :]
    return [n if n is not None else m for n, m in zip(output_size, own, strict=False)]


@observed
def adaptive_avg_pool2d(input: Any, output_size: Any) -> Any:
    return native("adaptive_avg_pool2d")(input, _full_size(input, output_size))


@observed
def adaptive_max_pool1d_with_indices(
    input: Any, output_size: Any, return_indices: bool = False
) -> Any:
    del return_indices
    return ops.function("adaptive_max_pool1d")(input, output_size)


def _adaptive_max_pool1d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    return adaptive_max_pool1d_with_indices(input, output_size, return_indices)[0]


@observed
def adaptive_max_pool2d_with_indices(
    input: Any, output_size: Any, return_indices: bool = False
) -> Any:
    del return_indices
    return native("adaptive_max_pool2d")(input, _full_size(input, output_size))


def _adaptive_max_pool2d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    return adaptive_max_pool2d_with_indices(input, output_size, return_indices)[0]


@observed
def adaptive_avg_pool3d(input: Any, output_size: Any) -> Any:
    return native("adaptive_avg_pool3d")(input, _full_size(input, output_size, 3))


@observed
def adaptive_max_pool3d_with_indices(
    input: Any, output_size: Any, return_indices: bool = False
) -> Any:
    del return_indices
    return native("adaptive_max_pool3d")(input, _full_size(input, output_size, 3))


def _adaptive_max_pool3d(input: Any, output_size: Any, return_indices: bool = False) -> Any:
    return adaptive_max_pool3d_with_indices(input, output_size, return_indices)[0]


adaptive_max_pool3d = _with_indices_if_asked(
    2, "adaptive_max_pool3d", _adaptive_max_pool3d, adaptive_max_pool3d_with_indices
)
adaptive_max_pool1d = _with_indices_if_asked(
    2, "adaptive_max_pool1d", _adaptive_max_pool1d, adaptive_max_pool1d_with_indices
)
adaptive_max_pool2d = _with_indices_if_asked(
    2, "adaptive_max_pool2d", _adaptive_max_pool2d, adaptive_max_pool2d_with_indices
)
