"""Bringing a gradient to the shape and dtype of what it is a gradient of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.node import NOWHERE
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from gradrepl.engine.node import Edge, Node


def spread_from(shape: tuple[int, ...], wide: tuple[int, ...]) -> bool:
    """Whether broadcasting makes `wide` of `shape`."""
    extra = len(wide) - len(shape)
    if extra > 0 and wide[extra:] == shape:
        return True
    return extra >= 0 and all(d in (1, wide[i + extra]) for i, d in enumerate(shape))


def fit(grad: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Sums what broadcasting spread, and casts to the dtype that the input had."""
    found = np.asarray(grad)
    if found.dtype.kind == "c" and dtype.kind != "c":
        found = found.real
    if found.shape != shape:
        found = sum_to(found, shape)
    return found if found.dtype == dtype else found.astype(dtype)


def added(a: Any, b: Any) -> Any:
    """The sum of two gradients."""
    return np.add(a, b, out=...) if type(a) is np.ndarray else a + b


def sum_to(grad: Array, shape: tuple[int, ...]) -> Array:
    """Sums over the dimensions that broadcasting added or stretched."""
    extra = grad.ndim - len(shape)
    if extra < 0:
        return np.broadcast_to(grad, shape)
    if extra and grad.shape[extra:] == shape:  # a bias, as a rule
        over = 0 if extra == 1 else tuple(range(extra))
        return np.add.reduce(grad, axis=over, out=...)
    axes = tuple(range(extra)) + tuple(
        i + extra for i, d in enumerate(shape) if d == 1 and grad.shape[i + extra] != 1
    )
    found = np.add.reduce(grad, axis=axes, keepdims=True, out=...) if axes else grad
    return found if found.shape == shape else found.reshape(shape)  # no view where none is needed


def fit_tensor(grad: Tensor, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Tensor:
    if not isinstance(grad, Tensor):
        grad = wrap(np.asarray(grad, dtype))
    if grad._a.dtype.kind == "c" and dtype.kind != "c":
        grad = grad.real
    if grad._a.shape != shape:
        grad = grad.sum_to_size(shape)
    return grad if grad._a.dtype == dtype else grad.to(OF[dtype])


def fitted(node: Node, given: Any, *, create: bool) -> list[Any]:
    """A node's gradients as its own hooks see them: fit for where they go next."""
    found = []
    for e, g in zip(node.edges, given, strict=False):
        if e is None or g is None or e is NOWHERE:
            found.append(g)
            continue
        shape, dtype = e[0].meta(e[1])
        if g.shape != shape and not spread_from(shape, g.shape):
            raise misfit(node, e, g.shape, shape)
        found.append(fit_tensor(g, shape, dtype) if create else fit(g, shape, dtype))
    return found


def misfit(
    running: Node | None, place: Edge, found: tuple[int, ...], shape: tuple[int, ...]
) -> RuntimeError:
    """A gradient of another shape, as after `x.squeeze_()` outside the graph."""
    who, at = "", 0
    if running is not None:
        who = f"Function {running.name()} returned an "
        at = next(i for i, each in enumerate(running.edges) if each == place)
    return RuntimeError(
        f"{who}invalid gradient at index {at} - got {list(found)} but expected shape compatible "
        f"with {list(shape)}"
    )
