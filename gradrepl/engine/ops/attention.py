"""Scaled dot product attention, by the way that PyTorch takes on a CPU: one fused operation, or its parts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import missing
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.softmax import softmax_backward, softmax_kernel
from gradrepl.engine.ops.values import number_in
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import wrap

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import Array
    from gradrepl.engine.tensor import Tensor


def safe_softmax(a: Array, dim: int) -> Array:
    """Softmax, and 0 where everything is masked out."""
    if a.dtype.kind == "c":
        raise missing("softmax_lastdim_kernel_impl", a)
    hidden = np.isneginf(a).all(dim, keepdims=True) if a.size else np.zeros((), bool)
    with np.errstate(invalid="ignore"):
        return np.where(hidden, a.dtype.type(0), softmax_kernel(a, dim))


# --- all at once -----------------------------------------------------------------------------------------------------


def _scores(query: Array, key: Array, mask: Array | None, causal: bool, scale: float) -> Array:
    found = np.matmul(query, key.swapaxes(-1, -2))
    found *= query.dtype.type(scale)
    if mask is not None:
        found += mask
    if causal:
        found[..., ~np.tri(*found.shape[-2:], dtype=np.bool_)] = -np.inf
    return found


def _weights(query: Array, key: Array, logsumexp: Array, mask: Array | None, causal: bool, scale: float) -> Array:  # fmt: skip
    scores = _scores(query, key, mask, causal, scale)
    with np.errstate(invalid="ignore"):
        return np.where(np.isneginf(logsumexp), 0, np.exp(scores - logsumexp)).astype(scores.dtype)


def _scale(query: Any, scale: float | None) -> float:
    if scale is not None:
        return scale
    return 1.0 / math.sqrt(query.shape[-1]) if query.shape[-1] else math.inf


def flash(query: Array, key: Array, value: Array, dropout_p: float, is_causal: bool, attn_mask: Array | None, scale: float | None) -> tuple[Array, Array]:  # fmt: skip
    del dropout_p  # it is 0 here
    kind = query.dtype
    if kind == np.float16:
        query, key, value = (each.astype(np.float32) for each in (query, key, value))
    scores = _scores(query, key, attn_mask, is_causal, _scale(query, scale))
    highest = scores.max(-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        powers = np.exp(scores - np.where(np.isneginf(highest), 0, highest))
        total = powers.sum(-1, keepdims=True)
        weights = powers / np.where(total == 0, 1, total)
        # laid out as the query is: heads that were cut from a row lie ready to be joined again
        found = np.matmul(weights, value, np.empty_like(query, order="C" if 0 in query.strides else "K"))  # fmt: skip
        logsumexp = (np.log(total) + highest)[..., 0]
    return found.astype(kind, copy=False), logsumexp


def _flash_parts(grad: Array, query: Array, key: Array, value: Array, output: Array, logsumexp: Array, is_causal: bool, attn_mask: Any, scale: Any) -> tuple[Array, Array, float]:  # fmt: skip
    """The weights, and the gradient of the scores."""
    factor = _scale(query, scale)
    share = _weights(query, key, logsumexp[..., None], attn_mask, is_causal, factor)
    inner = np.matmul(grad, value.swapaxes(-1, -2))
    return share, share * (inner - (grad * output).sum(-1, keepdims=True)), factor


def _to_query(grad: Array, query: Array, key: Array, value: Array, output: Array, logsumexp: Array, is_causal: bool, attn_mask: Any, scale: Any) -> Array:  # fmt: skip
    _, slope, factor = _flash_parts(grad, query, key, value, output, logsumexp, is_causal, attn_mask, scale)  # fmt: skip
    return np.matmul(slope, key) * query.dtype.type(factor)


def _to_key(grad: Array, query: Array, key: Array, value: Array, output: Array, logsumexp: Array, is_causal: bool, attn_mask: Any, scale: Any) -> Array:  # fmt: skip
    _, slope, factor = _flash_parts(grad, query, key, value, output, logsumexp, is_causal, attn_mask, scale)  # fmt: skip
    return np.matmul(slope.swapaxes(-1, -2), query) * query.dtype.type(factor)


def _to_value(grad: Array, query: Array, key: Array, value: Array, output: Array, logsumexp: Array, is_causal: bool, attn_mask: Any, scale: Any) -> Array:  # fmt: skip
    share, _, _ = _flash_parts(grad, query, key, value, output, logsumexp, is_causal, attn_mask, scale)  # fmt: skip
    return np.matmul(share.swapaxes(-1, -2), grad)


_FLASH = "scaled_dot_product_flash_attention_for_cpu"
_TO = {"query": _to_query, "key": _to_key, "value": _to_value}


def _flash_formula(name: str) -> Any:
    backward = f.recorded(f"_flash_to_{name}", _TO[name])

    def formula(grad: Any, query: Any, key: Any, value: Any, dropout_p: float, is_causal: bool, attn_mask: Any, scale: Any, output: Any, logsumexp: Any) -> Any:  # fmt: skip
        del dropout_p
        return backward(grad, query, key, value, output, logsumexp, is_causal, attn_mask, scale)

    return formula


_refused = f.not_implemented(f"_{_FLASH}_backward")

# --- the choice ------------------------------------------------------------------------------------------------------


def _check(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> None:
    q, k, v = query._a, key._a, value._a
    if not q.dtype == k.dtype == v.dtype:
        names = [C_NAMES[each.dtype.name] for each in (q, k, v)]
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: {} key.dtype: {} and "
            "value.dtype: {} instead.".format(*names)
        )
    if min(q.ndim, k.ndim, v.ndim) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
            f"{q.ndim} key.dim: {k.ndim} and value.dim: {v.ndim} instead."
        )
    if mask is not None and mask._a.dtype not in (np.bool_, np.float32, q.dtype):
        raise RuntimeError(
            "Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: "
            f"{C_NAMES[mask._a.dtype.name]} and  query.dtype: {C_NAMES[q.dtype.name]} instead."
        )


def _fused(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, dropout_p: float
) -> bool:
    """Whether PyTorch has one operation for all of it."""
    q, k, v = query._a, key._a, value._a
    return (
        q.ndim == k.ndim == v.ndim == 4
        and q.dtype.kind == "f"
        and dropout_p == 0
        and q.shape[:2] == k.shape[:2] == v.shape[:2]
        and k.shape[2] == v.shape[2]
        and q.shape[3] == k.shape[3] == v.shape[3]
        and 0 not in (*q.shape, *k.shape)
        and all(each.strides[3] == each.itemsize or each.shape[3] == 1 for each in (q, k, v))
        and (mask is None or _fits(mask, q, k))
    )


def _fits(mask: Tensor, q: Array, k: Array) -> bool:
    if mask.requires_grad or mask._a.ndim not in (2, 4):
        return False
    wanted = (*q.shape[:2], q.shape[2], k.shape[2])[-mask._a.ndim :]
    return all(n in (1, w) for n, w in zip(mask._a.shape, wanted, strict=True))


def _as_numbers(mask: Tensor, query: Tensor) -> Tensor:
    """A mask of bools as what is added to the scores."""
    if mask._a.dtype.kind != "b":
        return mask
    kind = query._a.dtype
    if kind.kind not in "fc":
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: float != {C_NAMES[kind.name]}"
        )
    return wrap(np.where(mask._a, kind.type(0), kind.type(-np.inf)))


def _check_minus_infinity(query: Array) -> None:
    """Refuses what does not hold the number that a mask of bools stands for."""
    if query.dtype.kind in "iu":
        number_in(-math.inf, query.dtype)
    if query.dtype.kind == "b":
        raise RuntimeError("expected scalar type Float but found Bool")


def attention(
    query: Tensor, key: Tensor, value: Tensor, attn_mask: Tensor | None, dropout_p: float, is_causal: bool,
    scale: float | None, enable_gqa: bool,
) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    _check(query, key, value, attn_mask)
    fused = _fused(query, key, value, attn_mask, dropout_p)
    if attn_mask is not None and attn_mask._a.dtype.kind == "b":
        _check_minus_infinity(query._a)
    mask = None if attn_mask is None else _as_numbers(attn_mask, query)
    if fused:
        all_at_once = ops.recording(f"_{_FLASH}")
        return all_at_once(query, key, value, 0.0, is_causal, mask, scale)[0]
    if is_causal and attn_mask is not None:
        raise RuntimeError(
            "_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True"
        )
    if enable_gqa:
        heads = query._a.shape[-3]
        key, value = (
            each.repeat_interleave(heads // each._a.shape[-3], -3) for each in (key, value)
        )
    return _in_parts(query, key, value, mask, dropout_p, is_causal, scale)


def _in_parts(query: Any, key: Any, value: Any, mask: Any, dropout_p: float, is_causal: bool, scale: float | None) -> Any:  # fmt: skip
    from gradrepl.engine import dropout

    if is_causal:
        shape = (query._a.shape[-2], key._a.shape[-2])
        if query._a.dtype.kind not in "fc" and query._a.ndim > 2:
            raise RuntimeError(f"expected scalar type Float but found {OF[query._a.dtype].legacy}")
        mask = _as_numbers(wrap(np.tri(*shape, dtype=np.bool_)), query)
    root = math.sqrt(_scale(query._a, scale))
    times = RECORDED._mul_number  # not `*`, whose node has another name
    scores = times(query, root).matmul(times(key.transpose(-2, -1), root))
    if mask is not None:
        scores = scores + mask
    weights = RECORDED._safe_softmax(scores, -1)
    if dropout_p > 0:
        weights = dropout(weights, dropout_p, True)
    return weights.matmul(value)


_OF = "Tensor query, Tensor key, Tensor value"
_HOW = "float dropout_p=0., bool is_causal=False"

# fmt: off
ATTENTION: tuple[Op, ...] = (
    compose(f"scaled_dot_product_attention({_OF}, Tensor? attn_mask=None, {_HOW}, *, float? scale=None, bool enable_gqa=False) -> Tensor", attention,
            method=False, function=False),
    op(f"_{_FLASH}({_OF}, {_HOW}, *, Tensor? attn_mask=None, float? scale=None) -> (Tensor output, Tensor logsumexp)",
       "ScaledDotProductFlashAttentionForCpuBackward0", flash, method=False, function=False,
       query=_flash_formula("query"), key=_flash_formula("key"), value=_flash_formula("value")),
    *(
        op(f"_flash_to_{name}(Tensor grad_out, {_OF}, Tensor output, Tensor logsumexp, bool is_causal, Tensor? attn_mask, float? scale) -> Tensor",
           "NotImplemented", kernel, method=False, function=False, grad_out=_refused, query=_refused, key=_refused, value=_refused) for name, kernel in _TO.items()
    ),
    op("_safe_softmax(Tensor self, int dim) -> Tensor", "SafeSoftmaxBackward0", safe_softmax, method=False, function=False, self=lambda grad, result, dim: softmax_backward(grad, result, dim)),
)
# fmt: on
