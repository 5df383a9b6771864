"""Arithmetic with a Python number as PyTorch's own C++ writes it: with nodes of its own.

At the prompt `x + 1` is `AddBackward0`; where PyTorch computes it inside an operation, it is `AddBackward1`. Formulas
need none of this: operators know when they run in one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from collections.abc import Callable


def _recorded(name: str) -> Callable[[Tensor, Any], Any]:
    def function(x: Tensor, number: Any) -> Any:
        from gradrepl.engine import ops

        return ops.recording(name)(x, number)

    return function


plus = _recorded("_add_number")
minus = _recorded("_sub_number")
times = _recorded("_mul_number")
over = _recorded("_div_number")


def without(number: Any, x: Tensor) -> Any:
    """`number - x`: the number is a tensor there."""
    return wrap(np.asarray(number, dtypes.result_type((x._a, number)).np)).sub(x)
