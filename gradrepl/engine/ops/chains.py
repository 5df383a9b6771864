"""Products of many: powers of matrices and of numbers, and chains of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine.dtypes import OF, int64, promote_types
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops import lapack
from gradrepl.engine.ops.matrices import only_linalg
from gradrepl.engine.ops.solving import inv
from gradrepl.engine.table import compose
from gradrepl.engine.tensor import Tensor, wrap
from gradrepl.engine.warning import warn_once


def matrix_power(self: Tensor, n: int) -> Any:
    """In PyTorch's order: cubes of their own, and powers of two multiplied from the lowest."""
    lapack.square(self._a, "linalg.matrix_power")
    if n == 0:
        unit = np.broadcast_to(np.eye(self._a.shape[-1], dtype=self._a.dtype), self._a.shape)
        return self.clone().copy_(wrap(unit.copy()))
    if n == 1:
        return self.clone()
    if n == -1:
        return inv(self)
    base: Any = inv(self) if n < 0 else self
    n = abs(n)
    if n == 2:
        return base @ base
    if n == 3:
        return (base @ base) @ base
    result: Any = None
    power: Any = None
    while n:
        power = base if power is None else power @ power
        n, odd = divmod(n, 2)
        if odd:
            result = power if result is None else result @ power
    return result


def multi_dot(tensors: Any) -> Any:
    """In the order that needs the fewest multiplications."""
    return _chain(tensors, "multi_dot()")


def _chain(tensors: Any, name: str) -> Any:
    count = len(tensors)
    if count < 2:
        raise RuntimeError(f"{name}: expected at least 2 tensors but got {count}")
    first, last = tensors[0], tensors[-1]
    for which, each in (("first", first), ("last", last)):
        if each._a.ndim not in (1, 2):
            raise RuntimeError(
                f"{name}: the {which} tensor must be 1D or 2D but got {each._a.ndim}D"
            )
    _check_chain(tensors, name)
    parts = list(tensors)
    shape: list[int] = []
    if first._a.ndim == 1:
        parts[0] = first.unsqueeze(0)
    else:
        shape.append(first._a.shape[0])
    if last._a.ndim == 1:
        parts[-1] = last.unsqueeze(-1)
    else:
        shape.append(last._a.shape[1])
    sizes = [each._a.shape for each in parts]
    for i in range(count - 1):
        if sizes[i][-1] != sizes[i + 1][0]:
            raise RuntimeError(
                f"{name}: tensors {i} and {i + 1} with shapes {list(tensors[i]._a.shape)} and "
                f"{list(tensors[i + 1]._a.shape)} cannot be multiplied"
            )
    return _multiplied(
        parts, _splits([*(each[0] for each in sizes), sizes[-1][1]]), 0, count - 1
    ).view(shape)


def _check_chain(tensors: Any, name: str) -> None:
    for i, each in enumerate(tensors):
        if each._a.dtype != tensors[0]._a.dtype:
            raise RuntimeError(
                f"{name}: all tensors must have be the same dtype but tensor 0 is "
                f"{OF[tensors[0]._a.dtype].legacy.lower()} and tensor {i} {OF[each._a.dtype].legacy.lower()}"
            )
        if 0 < i < len(tensors) - 1 and each._a.ndim != 2:
            raise RuntimeError(f"{name}: tensor {i} must be 2D but got {each._a.ndim}D")


def _splits(sizes: list[int]) -> dict[tuple[int, int], int]:
    """Where to split each run of factors, by dynamic programming over their lengths."""
    count = len(sizes) - 1
    cost = {(i, i): 0 for i in range(count)}
    at: dict[tuple[int, int], int] = {}
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            cost[i, j], at[i, j] = min(
                (cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1], k)
                for k in range(i, j)
            )
    return at


def _multiplied(parts: list[Any], at: dict[tuple[int, int], int], i: int, j: int) -> Any:
    if i == j:
        return parts[i]
    k = at[i, j]
    return _multiplied(parts, at, i, k).mm(_multiplied(parts, at, k + 1, j))


def chain_matmul(*matrices: Any) -> Any:
    warn_once(
        "torch.chain_matmul is deprecated and will be removed in a future PyTorch release. Use torch.linalg.multi_dot "
        "instead, which accepts a list of two or more tensors rather than multiple parameters. (Triggered internally at "
        "...)",
        own_place=True,
    )
    (tensors,) = matrices
    if not tensors:
        raise RuntimeError("chain_matmul(): Expected one or more matrices")
    for each in tensors:
        if each._a.ndim != 2:
            raise RuntimeError(f"Tensor dimension is {each._a.ndim}, expected 2 instead.")
    return tensors[0].clone() if len(tensors) == 1 else _chain(tensors, "multi_dot()")


def linalg_vander(x: Tensor, N: int | None) -> Any:
    if x._a.dtype == np.float16 or x._a.dtype.kind == "b":
        raise RuntimeError(
            "linalg.vander supports floating point, complex, and integer tensors, but got "
            + OF[x._a.dtype].legacy
        )
    shape = x._a.shape or (1,)
    count = shape[-1] if N is None else N
    if count <= 1:
        raise RuntimeError("N must be greater than 1.")
    powers = x.unsqueeze(-1).expand((*shape, count - 1)).cumprod(-1)
    return f.cat((x.new_ones((*shape, 1)), powers), -1)


def vander(x: Tensor, N: int | None, increasing: bool) -> Any:
    """Powers of the elements, column by column."""
    if x._a.ndim != 1:
        raise RuntimeError("x must be a one-dimensional tensor.")
    count = x._a.size if N is None else N
    if count < 0:
        raise RuntimeError("N must be non-negative.")
    kind = promote_types(OF[x._a.dtype], int64)
    found = wrap(np.empty((x._a.size, count), kind.np))
    if count:
        found.select(1, 0).fill_(1)
    if count > 1:
        rest = found._slice(1, 1, count, 1)
        rest.copy_(x.unsqueeze(1))
        rest.copy_(found._slice(1, 1, count, 1).cumprod(1))
    return found if increasing else found.flip((1,))


# fmt: off
CHAINS = (
    compose("matrix_power(Tensor self, int n) -> Tensor", matrix_power),
    only_linalg("linalg_matrix_power(Tensor self, int n) -> Tensor", matrix_power),
    only_linalg("linalg_multi_dot(Tensor[] tensors) -> Tensor", multi_dot),
    compose("chain_matmul(Tensor[] matrices) -> Tensor", chain_matmul, method=False),
    only_linalg("linalg_vander(Tensor x, *, int? N=None) -> Tensor", linalg_vander),
    compose("vander(Tensor x, int? N=None, bool increasing=False) -> Tensor", vander, method=False),
)
# fmt: on
