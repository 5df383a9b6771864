"""What the updates of all optimizers are made of: once on arrays, once on Tensors.

An update is written once, in the words of `Arrays`, and says what PyTorch's own loop over the
parameters says. It runs on arrays, where nobody can see the difference, and on Tensors where
somebody watches the operations or wants them recorded (`differentiable=True`).

A function that ends in `_` writes into its first operand, which is a Tensor in both.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from gradrepl.engine.exact import add_product, fused
from gradrepl.engine.storage import Storage
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.view import storage_of


def _array(x: Any) -> Any:
    return x._a if isinstance(x, Tensor) else x


def written(t: Tensor) -> None:
    """Counts a write into a tensor's memory."""
    storage = t._storage
    if storage is None:
        t._storage = Storage(1)
    else:
        storage.version += 1


class Arrays:
    """On the arrays of Tensors: nothing is wrapped, checked or recorded."""

    @staticmethod
    def operand(t: Tensor) -> Any:
        """A Tensor as what is computed with."""
        return t._a

    @staticmethod
    def real(t: Any) -> Any:
        """Complex numbers as pairs, in the same memory."""
        a = _array(t)
        pairs = a.reshape(*a.shape, 1).view(a.real.dtype)
        if not isinstance(t, Tensor):
            return pairs
        found = wrap(pairs)
        found._storage = storage_of(t)
        return found

    @staticmethod
    def add_(t: Tensor, x: Any, alpha: Any = 1) -> None:
        a = t._a
        add_product(a, _array(x), a.dtype.type(alpha))
        written(t)

    @staticmethod
    def mul_(t: Tensor, number: Any) -> None:
        a = t._a
        np.multiply(a, _array(number), out=a)
        written(t)

    @staticmethod
    def addcmul_(t: Tensor, x: Any, y: Any, value: Any = 1) -> None:
        a, x = t._a, _array(x)
        if value == 1:
            add_product(a, x, _array(y))
        else:
            add_product(a, x * a.dtype.type(value), _array(y), spare=True)
        written(t)

    @staticmethod
    def addcdiv_(t: Tensor, x: Any, y: Any, value: Any = 1) -> None:
        a, x, y = t._a, _array(x), _array(y)
        if value == 1:
            a += x / y
        else:
            part = x * a.dtype.type(value)
            part /= y
            a += part
        written(t)

    @staticmethod
    def lerp_(t: Tensor, end: Any, weight: float) -> None:
        a = t._a
        gap = end - a
        if abs(weight) < 0.5:
            add_product(a, gap, a.dtype.type(weight), spare=True)
        else:
            a[...] = fused(gap, a.dtype.type(weight) - a.dtype.type(1), end)
        written(t)

    @staticmethod
    def copy_(t: Tensor, x: Any) -> None:
        t._a[...] = _array(x)
        written(t)

    @staticmethod
    def clamp_(t: Tensor, low: float, high: float) -> None:
        np.clip(t._a, low, high, out=t._a)
        written(t)

    @staticmethod
    def added(x: Any, y: Any, alpha: Any) -> Any:
        """`x.add(y, alpha=alpha)`."""
        return fused(_array(y), x.dtype.type(alpha), x)

    @staticmethod
    def minus_product(x: Any, y: Any, z: Any) -> Any:
        """`x - y * z`, rounded once."""
        return fused(-_array(y), _array(z), _array(x))

    @staticmethod
    def new(x: Any) -> Tensor:
        """A Tensor of the same numbers, in memory of its own."""
        return wrap(np.array(x))

    @staticmethod
    def sqrt(x: Any) -> Any:
        return np.sqrt(_array(x))

    sign, maximum, where = np.sign, np.maximum, np.where


class Tensors:
    """By the operations themselves: seen by modes, and recorded where recording is on."""

    @staticmethod
    def operand(t: Any) -> Any:
        return t.clone() if t.requires_grad else t

    @staticmethod
    def real(t: Any) -> Any:
        from gradrepl.engine import view_as_real

        return view_as_real(t)

    @staticmethod
    def add_(t: Any, x: Any, alpha: Any = 1) -> None:
        t.add_(x, alpha=alpha)

    @staticmethod
    def mul_(t: Any, number: Any) -> None:
        t.mul_(number)

    @staticmethod
    def addcmul_(t: Any, x: Any, y: Any, value: Any = 1) -> None:
        t.addcmul_(x, y, value=value)

    @staticmethod
    def addcdiv_(t: Any, x: Any, y: Any, value: Any = 1) -> None:
        t.addcdiv_(x.clone() if x.requires_grad else x, y, value=value)

    @staticmethod
    def lerp_(t: Any, end: Any, weight: float) -> None:
        t.lerp_(end, weight)

    @staticmethod
    def copy_(t: Any, x: Any) -> None:
        t.copy_(x)

    @staticmethod
    def clamp_(t: Any, low: float, high: float) -> None:
        t.clamp_(low, high)

    @staticmethod
    def added(x: Any, y: Any, alpha: Any) -> Any:
        return x.add(y, alpha=alpha)

    @staticmethod
    def minus_product(x: Any, y: Any, z: Any) -> Any:
        return x.addcmul(y, z, value=-1)

    @staticmethod
    def new(x: Any) -> Any:
        return x.detach().clone()

    @staticmethod
    def sqrt(x: Any) -> Any:
        return x.sqrt()

    @staticmethod
    def sign(x: Any) -> Any:
        return x.sign()

    @staticmethod
    def maximum(x: Any, y: Any) -> Any:
        from gradrepl.engine import maximum

        return maximum(x, y)

    @staticmethod
    def where(condition: Any, x: Any, y: Any) -> Any:
        from gradrepl.engine import where

        return where(condition, x, y)


Arithmetic: TypeAlias = "type[Arrays | Tensors]"
