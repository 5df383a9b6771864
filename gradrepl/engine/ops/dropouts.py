"""Dropout: elements, or whole channels, that are taken out at random."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gradrepl.engine import random
from gradrepl.engine.dtypes import OF
from gradrepl.engine.table import Op, compose
from gradrepl.engine.tensor import Tensor, wrap

_ALPHA = 1.7580993408473766
"""Minus the value that SELU comes down to: its scale times its alpha."""


def _dropped(feature: bool, in_place: bool) -> Any:
    def dropout(self: Tensor, p: float, train: bool) -> Any:
        """Multiplies with 0 or `1 / (1 - p)`; the tensor itself where there is nothing to do."""
        noise = _noise(self, p, train, feature)
        if noise is None:
            return self
        return self.mul_(noise) if in_place else self.mul(noise)

    return dropout


def _noise(self: Tensor, p: float, train: bool, feature: bool) -> Tensor | None:
    if _idle(self, p, train):
        return None
    if p == 1:
        return wrap(np.zeros((), self._a.dtype))
    shape = _drawn(self, p, feature)
    drawn = random.dropout_mask(shape, p, self._a.dtype)
    if shape == self._a.shape and not self._a.flags.c_contiguous:  # filled as memory lies
        order = np.argsort([-s for s in self._a.strides], kind="stable")
        drawn = drawn.reshape([shape[d] for d in order]).transpose(np.argsort(order))
    return wrap(drawn)


def _idle(self: Tensor, p: float, train: bool) -> bool:
    if not 0 <= p <= 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {p:g}")
    return p == 0 or not train or not self._a.size


def _drawn(self: Tensor, p: float, feature: bool, alpha: bool = False) -> tuple[int, ...]:
    """The shape of what is drawn: with `feature` one number a channel."""
    a = self._a
    shape = a.shape
    if feature:
        if a.ndim < 2:
            raise RuntimeError("Feature dropout requires at least 2 dimensions in the input")
        shape = (*a.shape[:2], *(1,) * (a.ndim - 2))
    if a.dtype.kind not in "fc":
        random.bernoulli(shape, 1 - p)  # PyTorch has drawn when it fails
        kind = "Long" if alpha and a.dtype.kind == "b" else OF[a.dtype].legacy
        raise RuntimeError(f"result type Float can't be cast to the desired output type {kind}")
    return shape


def _alpha_dropped(feature: bool, in_place: bool) -> Any:
    def alpha_dropout(self: Tensor, p: float, train: bool) -> Any:
        """Drops to SELU's lower end, then shifts and scales: mean and variance stay."""
        if _idle(self, p, train):
            return self
        if p == 1:
            noise, shift = wrap(np.zeros((), self._a.dtype)), None
        else:
            kept = random.bernoulli(_drawn(self, p, feature, alpha=True), 1 - p, self._a.dtype)
            a = 1 / math.sqrt((_ALPHA * _ALPHA * p + 1) * (1 - p))
            shift = wrap(np.asarray((kept - 1) * (_ALPHA * a) + _ALPHA * a * p))
            noise = wrap(np.asarray(kept * a))
        if in_place:
            self.mul_(noise)
            return self if shift is None else self.add_(shift)
        found = self.mul(noise)
        return found if shift is None else found.add_(shift)

    return alpha_dropout


def _rows(name: str, written: Any, *, feature: bool) -> tuple[Op, Op]:
    schema = "(Tensor self, float p, bool train) -> Tensor"
    return (
        compose(name + schema, written(feature, in_place=False), method=False),
        compose(f"{name}_{schema}", written(feature, in_place=True), method=False),
    )


DROPOUTS: tuple[Op, ...] = (
    *_rows("dropout", _dropped, feature=False),
    *_rows("feature_dropout", _dropped, feature=True),
    *_rows("alpha_dropout", _alpha_dropped, feature=False),
    *_rows("feature_alpha_dropout", _alpha_dropped, feature=True),
)
