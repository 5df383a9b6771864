"""Products of matrices and vectors, added to something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array, result_type
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing, size_of
from gradrepl.engine.ops.products import (
    bmm,
    mm,
    no_such_dtype,
    product_left,
    product_right,
    t_last,
    vector_product,
)
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.warning import warn_once

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

# --- kernels ---------------------------------------------------------------------------------------------------------


def _spread(a: Array, shape: tuple[int, ...]) -> Array:
    """What is added, in the product's shape.

    Raises:
        RuntimeError: with PyTorch's text.
    """
    from gradrepl.engine.ops.shape import spread

    # one row spreads as it is added
    return a if a.shape in (shape, shape[1:]) else spread(a, shape)


def _added(wide: Array, product: Array, beta: Any, alpha: Any) -> Array:
    if alpha != 1:
        product = product * product.dtype.type(alpha)
    if beta == 0:
        return product
    return np.add(wide if beta == 1 else wide * wide.dtype.type(beta), product, out=...)


def added_product(a: Array, m1: Array, m2: Array) -> Array:
    """`a + m1 @ m2`, where everything fits."""
    product = m1.dot(m2)
    return np.add(a, product, product)


def addmm(a: Array, m1: Array, m2: Array, beta: Any, alpha: Any) -> Array:
    if (
        m1.ndim == 2 == m2.ndim
        and a.shape == m2.shape[1:]
        and m1.shape[1] == m2.shape[0]
        and a.dtype is m1.dtype is m2.dtype
        and a.dtype.char in "fd"
        and beta == 1 == alpha
    ):
        return added_product(a, m1, m2)
    for name, each in (("self", a), ("mat1", m1)):
        if each.dtype != m2.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got {OF[each.dtype].legacy} and {OF[m2.dtype].legacy}"
            )
    for name, each in (("mat1", m1), ("mat2", m2)):
        if each.ndim != 2:
            raise RuntimeError(f"{name} must be a matrix, got {each.ndim}-D tensor")
    try:
        product = mm(m1, m2)
    except NotImplementedError:  # it is told after what does not fit
        _spread(a, (m1.shape[0], m2.shape[1]))
        raise
    return _added(_spread(a, product.shape), product, beta, alpha)


def addmv(a: Array, m: Array, v: Array, beta: Any, alpha: Any) -> Array:
    if m.ndim != 2 or v.ndim != 1 or a.ndim > 1:
        raise RuntimeError(f"vector + matrix @ vector expected, got {a.ndim}, {m.ndim}, {v.ndim}")
    if m.shape[1] != v.shape[0] or a.size not in (1, m.shape[0]):
        raise RuntimeError(
            f"size mismatch, got input ({a.size}), mat ({m.shape[0]}x{m.shape[1]}), vec ({v.shape[0]})"
        )
    return _added(_spread(a, m.shape[:1]), vector_product(a, m, v), beta, alpha)


def baddbmm(a: Array, b1: Array, b2: Array, beta: Any, alpha: Any) -> Array:
    wide = _spread(a, (size_of(b1, 0), size_of(b1, 1), size_of(b2, 2)))
    if a.dtype != b1.dtype:
        names = [C_NAMES[each.dtype.name] for each in (a, b1, b2)]
        raise RuntimeError(
            f"Input dtypes must be the same, got: input {names[0]}, batch1: {names[1]}, batch2: {names[2]}"
        )
    try:
        product = bmm(b1, b2)
    except NotImplementedError:
        raise missing("baddbmm", b1) from None
    return _added(wide, product, beta, alpha)


def addbmm(a: Array, b1: Array, b2: Array, beta: Any, alpha: Any) -> Array:
    wide = _spread(a, (size_of(b1, 1), size_of(b2, 2)))
    for name, each in (("batch1", b1), ("batch2", b2)):
        if each.ndim != 3:
            raise RuntimeError(f"{name} must be a 3D tensor")
    if b1.shape[0] != b2.shape[0]:
        raise RuntimeError(
            f"batch1 and batch2 must have same number of batches, got {b1.shape[0]} and {b2.shape[0]}"
        )
    if b1.shape[2] != b2.shape[1]:
        raise RuntimeError(
            f"Incompatible matrix sizes for bmm ({b1.shape[1]}x{b1.shape[2]} and {b2.shape[1]}x{b2.shape[2]})"
        )
    for name, each in (("self", a), ("mat1", b1)):
        if each.dtype != b2.dtype:
            raise RuntimeError(
                f"{name} and mat2 must have the same dtype, but got {OF[each.dtype].legacy} and {OF[b2.dtype].legacy}"
            )
    if a.dtype.kind == "b":
        raise missing("addmm_impl_cpu_", a)
    return _added(wide, np.matmul(b1, b2).sum(0, dtype=a.dtype), beta, alpha)


def addr(a: Array, u: Array, v: Array, beta: Any, alpha: Any) -> Array:
    if u.ndim != 1 or v.ndim != 1:
        which = ("vec1", u) if u.ndim != 1 else ("vec2", v)
        raise RuntimeError(f"addr: Expected 1-D argument {which[0]}, but got {which[1].ndim}-D")
    to = result_type((a, u, v)).np
    for name, factor in (("beta", beta), ("alpha", alpha)):
        if to.kind in "iu" and isinstance(factor, float):
            raise RuntimeError(
                f"For integral input tensors, argument {name} must not be a floating point number."
            )
    product = np.multiply.outer(u.astype(to, copy=False), v.astype(to, copy=False))
    return _added(_spread(a.astype(to, copy=False), product.shape), product, beta, alpha)


# --- formulas --------------------------------------------------------------------------------------------------------


def scaled(x: Any, factor: Any) -> Any:
    return x if factor == 1 else x * factor


# --- compositions ----------------------------------------------------------------------------------------------------


def _warned(name: str, first: str, second: str, factors: str) -> None:
    """PyTorch tells of the first call alone, whatever the operation."""
    start, end = f"\n\t{name}(Tensor input, Tensor {first}, Tensor {second}", "Tensor out = None)"
    shown = f"{start}, *, Number beta = 1, Number alpha = 1, {end}"
    if name in _WITH_DTYPE:
        shown += f"{start}, torch.dtype out_dtype, *, Number beta = 1, Number alpha = 1, {end}"
    warn_once(
        f"This overload of {name} is deprecated:\n\t{name}({factors}, Tensor {first}, Tensor {second}, *, {end}\nConsider "
        f"using one of the following signatures instead:{shown} (Triggered internally at ...)",
        key="deprecated overload",
    )


_WITH_DTYPE = ("addmm", "baddbmm")


def with_factors_first(name: str, first: str, second: str) -> tuple[Op, ...]:
    """The overloads of old: the factors stand before what they multiply."""

    def both(beta: Any, self: Tensor, alpha: Any, a: Tensor, b: Tensor) -> Any:
        _warned(name, first, second, "Number beta, Tensor input, Number alpha")
        return getattr(self, name)(a, b, beta=beta, alpha=alpha)

    def one(beta: Any, self: Tensor, a: Tensor, b: Tensor) -> Any:
        _warned(name, first, second, "Number beta, Tensor input")
        return getattr(self, name)(a, b, beta=beta)

    def method(self: Tensor, beta: Any, alpha: Any, a: Tensor, b: Tensor) -> Any:
        return both(beta, self, alpha, a, b)

    def short_method(self: Tensor, beta: Any, a: Tensor, b: Tensor) -> Any:
        return one(beta, self, a, b)

    rest = f"Tensor {first}, Tensor {second}) -> Tensor"
    return (
        compose(f"{name}.both_first(Scalar beta, Tensor self, Scalar alpha, {rest}", both, method=False, hidden=True),
        compose(f"{name}.beta_first(Scalar beta, Tensor self, {rest}", one, method=False, hidden=True),
        compose(f"{name}.both(Tensor self, Scalar beta, Scalar alpha, {rest}", method, function=False, hidden=True),
        compose(f"{name}.beta(Tensor self, Scalar beta, {rest}", short_method, function=False, hidden=True),
    )  # fmt: skip


_WITH_FACTORS = (
    ("addmm", "mat1", "mat2"), ("addmv", "mat", "vec"), ("addr", "vec1", "vec2"),
    ("addbmm", "batch1", "batch2"), ("baddbmm", "batch1", "batch2"),
)  # fmt: skip


def _for_each(grad: Any, *shape: int) -> Any:
    """The gradient of a sum of products, once for each of them."""
    return f.expand(f.unsqueeze(grad, 0), shape)


# fmt: off
ADDED_PRODUCTS: tuple[Op, ...] = (
    op("addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddmmBackward0", addmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       mat1=lambda grad, mat2, alpha, mat1_sym_sizes, mat1_sym_strides:
           scaled(product_left(grad, mat2, mat1_sym_sizes, mat1_sym_strides), f.conj(alpha)),
       mat2=lambda grad, mat1, alpha, mat2_sym_sizes, mat2_sym_strides:
           scaled(product_right(grad, mat1, mat2_sym_sizes, mat2_sym_strides), f.conj(alpha))),
    compose("addmm.dtype(Tensor self, Tensor mat1, Tensor mat2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor", no_such_dtype("addmm"), method=False),
    op("addr(Tensor self, Tensor vec1, Tensor vec2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddrBackward0", addr, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       vec1=lambda grad, vec2, alpha: scaled(grad @ f.conj(vec2), f.conj(alpha)),
       vec2=lambda grad, vec1, alpha: scaled(f.t(grad) @ f.conj(vec1), f.conj(alpha))),
    op("addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddmvBackward0", addmv, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       mat=lambda grad, vec, alpha: scaled(f.unsqueeze(grad, 1) * f.conj(vec), f.conj(alpha)),
       vec=lambda grad, mat, alpha: scaled(f.conj(f.t(mat)) @ grad, f.conj(alpha))),
    op("baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "BaddbmmBackward0", baddbmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       batch1=lambda grad, batch2, alpha: scaled(f.bmm(grad, f.conj(t_last(batch2))), f.conj(alpha)),
       batch2=lambda grad, batch1, alpha: scaled(f.bmm(f.conj(t_last(batch1)), grad), f.conj(alpha))),
    compose("baddbmm.dtype(Tensor self, Tensor batch1, Tensor batch2, ScalarType out_dtype, *, Scalar beta=1, Scalar alpha=1) -> Tensor", no_such_dtype("baddbmm"), method=False),
    op("addbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", "AddbmmBackward0", addbmm, in_place=True,
       self=lambda grad, beta: scaled(grad, f.conj(beta)),
       batch1=lambda grad, batch2, alpha, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2: scaled(f.bmm(_for_each(grad, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2), f.conj(t_last(batch2))), f.conj(alpha)),
       batch2=lambda grad, batch1, alpha, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2: scaled(f.bmm(f.conj(t_last(batch1)), _for_each(grad, batch1_sym_argsize_0, batch1_sym_argsize_1, batch2_sym_argsize_2)), f.conj(alpha))),
    *(row for each in _WITH_FACTORS for row in with_factors_first(*each)),
)
# fmt: on
