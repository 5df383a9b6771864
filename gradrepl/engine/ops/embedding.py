"""Rows looked up by number, numbers as rows, and the product of three tensors that `bilinear` is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.errors import C_NAMES
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import first_outside
from gradrepl.engine.ops.padding import added_at
from gradrepl.engine.ops.recorded import RECORDED
from gradrepl.engine.ops.splitting import selected
from gradrepl.engine.storage import Storage
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, wrap

if TYPE_CHECKING:
    from gradrepl.engine.ops.kernels import Ints


# --- embedding -------------------------------------------------------------------------------------------------------


def check_indices(indices: Array, name: str, number: int = 1) -> None:
    if indices.dtype.char not in "li" and indices.dtype not in (np.int64, np.int32):
        legacy = OF[indices.dtype].legacy
        named = legacy != "Bool" and indices.dtype.kind != "c"
        told = f"torch.{legacy}Tensor" if named else f"CPU{legacy}Type"
        raise RuntimeError(
            f"Expected tensor for argument #{number} 'indices' to have one of the following scalar types: Long, Int; "
            f"but got {told} instead (while checking arguments for {name})"
        )


def embedding(weight: Array, indices: Array, padding_idx: int, scale_grad_by_freq: bool, sparse: bool) -> Array:  # fmt: skip
    del padding_idx, scale_grad_by_freq, sparse  # these are for backward
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    check_indices(indices, "embedding")
    if first_outside(indices, weight.shape[0]) is not None:
        raise IndexError("index out of range in self")
    return weight.take(indices, 0)


def looked_up_grad(grad: Array, indices: Array, num_weights: int, padding_idx: int, scale_grad_by_freq: bool) -> Array:  # fmt: skip
    """What arrives at each row, added up; by frequency, its mean; nothing at the padding's row."""
    flat = indices.reshape(-1)
    rows = grad.reshape(flat.size, grad.shape[-1])
    if scale_grad_by_freq and flat.size:
        rows = rows / np.bincount(flat, minlength=num_weights)[flat].astype(grad.dtype)[:, None]
    if padding_idx >= 0:
        kept = flat != padding_idx
        flat, rows = flat[kept], rows[kept]
    return added_at(rows, flat, num_weights, 0)


f_looked_up_grad = f.recorded("_embedding_dense_backward", looked_up_grad)


def embedding_weight(grad: Any, indices: Any, weight_sym_argsize_0: int, padding_idx: int, scale_grad_by_freq: bool, sparse: bool) -> Any:  # fmt: skip
    if sparse:
        raise NotImplementedError(
            "gradrepl's torch.embedding has no gradient for sparse=True: it has no sparse tensors"
        )
    return f_looked_up_grad(grad, indices, weight_sym_argsize_0, padding_idx, scale_grad_by_freq)


def looked_up_grad_output(grad: Any, indices: Any, padding_idx: int) -> Any:
    flat = indices.reshape(-1)
    rows = grad.index_select(0, flat) if hasattr(grad, "_a") else grad.take(flat, 0)
    if padding_idx >= 0:
        rows = f.masked_fill(rows, (flat == padding_idx).reshape((-1, 1)), 0)
    return rows.reshape((*indices.shape, grad.shape[-1]))


def embedding_renorm(weight: Array, indices: Array, max_norm: float, norm_type: float) -> Array:
    """The rows that are looked up, made no longer than `max_norm`."""
    if weight.ndim != 2:
        raise RuntimeError(
            f"Expected 2-dimensional tensor, but got {weight.ndim}-dimensional tensor for argument #1 'self' (while "
            "checking arguments for embedding_renorm_)"
        )
    check_indices(indices, "embedding_renorm_", 2)
    found = weight.copy()
    at = np.unique(indices)
    beyond = at[(at < -len(weight)) | (at >= len(weight))]
    if beyond.size:
        selected(weight, 0, int(beyond[0]))  # for its words
    if at.size and weight.dtype.kind not in "fc":
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. Got "
            f"{OF[weight.dtype].legacy} instead."
        )
    lengths = np.linalg.norm(weight[at].astype(np.float64), norm_type, axis=1)
    long = lengths > max_norm
    scale = max_norm / (lengths[long] + 1e-7)
    found[at[long]] = (weight[at[long]] * scale[:, None]).astype(weight.dtype)
    return found


# --- bilinear --------------------------------------------------------------------------------------------------------


def _letters(ndim: int, absent: Ints) -> list[int]:
    return [i for i in range(ndim) if i not in absent]


def trilinear(i1: Array, i2: Array, i3: Array, expand1: Ints, expand2: Ints, expand3: Ints, sumdim: Ints) -> Array:  # fmt: skip
    """The product of three arrays, each spread over the dimensions that it lacks, and summed over some."""
    ndim = i1.ndim + len(expand1)
    given = [
        each
        for x, absent in ((i1, expand1), (i2, expand2), (i3, expand3))
        for each in (x, _letters(ndim, absent))
    ]
    return np.ascontiguousarray(np.einsum(*given, _letters(ndim, sumdim), optimize=True))


f_trilinear = f.recorded("_trilinear", trilinear)


def trilinear_i1(grad: Any, i2: Any, i3: Any, expand1: Ints, expand2: Ints, expand3: Ints, sumdim: Ints) -> Any:  # fmt: skip
    return f_trilinear(grad, f.conj(i2), f.conj(i3), sumdim, expand2, expand3, expand1)


def trilinear_i2(grad: Any, i1: Any, i3: Any, expand1: Ints, expand2: Ints, expand3: Ints, sumdim: Ints) -> Any:  # fmt: skip
    return f_trilinear(f.conj(i1), grad, f.conj(i3), expand1, sumdim, expand3, expand2)


def trilinear_i3(grad: Any, i1: Any, i2: Any, expand1: Ints, expand2: Ints, expand3: Ints, sumdim: Ints) -> Any:  # fmt: skip
    return f_trilinear(f.conj(i1), f.conj(i2), grad, expand1, expand2, sumdim, expand3)


def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None) -> Any:
    """`x1 @ weight @ x2` for every output."""
    a, b, w = input1._a, input2._a, weight._a
    if a.ndim != b.ndim:
        raise RuntimeError(f"bilinear(): input dimensions do not match: got {a.ndim} and {b.ndim}")
    for each in (input1, input2):
        each.size(-1)  # refuses what has no dimensions
    given = {"input1": a, "input2": b, "weight": w}
    if bias is not None:
        given["bias"] = bias._a
    if len({each.dtype for each in given.values()}) > 1:
        told = ", ".join(f"{name}: {C_NAMES[each.dtype.name]}" for name, each in given.items())
        raise RuntimeError(f"All tensors must have the same dtype, got {told}")
    for i, (n, m) in enumerate(zip(a.shape[:-1], b.shape[:-1], strict=True)):
        if n != m:
            raise RuntimeError(
                f"bilinear(): input batch dimensions do not match at dim {i}: got {n} and {m}"
            )
    for name, x, axis in (("input1", a, 1), ("input2", b, 2)):
        if x.shape[-1] != w.shape[axis]:
            raise RuntimeError(
                f"bilinear(): {name} size does not match weight size: got {x.shape[-1]} but expected {w.shape[axis]}"
            )
    if bias is not None and bias._a.shape[0] != w.shape[0]:
        raise RuntimeError(
            f"bilinear(): bias size does not match weight size: got {bias._a.shape[0]} but expected {w.shape[0]}"
        )
    rows = math.prod(a.shape[:-1])
    one, two = (each.reshape((rows, each._a.shape[-1])) for each in (input1, input2))
    found = RECORDED._trilinear(one, weight, two, (1, 3), (0,), (1, 2), (2, 3))
    found = found.reshape((*a.shape[:-1], w.shape[0]))
    return found if bias is None else found + bias


def one_hot(self: Tensor, num_classes: int) -> Any:
    a = self._a
    if a.dtype != np.int64:
        raise RuntimeError("one_hot is only applicable to index tensor of type LongTensor.")
    if not a.size:
        if num_classes <= 0:
            raise RuntimeError("Can not infer total number of classes from empty tensor.")
        return wrap(np.zeros((*a.shape, num_classes), np.int64))
    if a.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    most = int(a.max())
    if num_classes != -1 and most >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    classes = np.arange(most + 1 if num_classes == -1 else num_classes)
    found = wrap((np.asarray(a, order="C")[..., None] == classes).astype(np.int64))
    found._storage = Storage(2)  # PyTorch fills it with zeros, then puts the ones into it
    return found


# fmt: off
EMBEDDING: tuple[Op, ...] = (
    compose("one_hot(Tensor self, int num_classes=-1) -> Tensor", one_hot, method=False, function=False),
    op("embedding(Tensor weight, Tensor indices, int padding_idx=-1, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor", "EmbeddingBackward0",
       embedding, method=False, weight=embedding_weight),
    op("_embedding_dense_backward(Tensor grad_output, Tensor indices, int num_weights, int padding_idx, bool scale_grad_by_freq) -> Tensor",
       "EmbeddingDenseBackwardBackward0", looked_up_grad, method=False, function=False, grad_output=looked_up_grad_output),
    op("embedding_renorm(Tensor self, Tensor indices, float max_norm, float norm_type) -> Tensor", None, embedding_renorm, in_place=True,
       method=False, function=False),
    op("_trilinear(Tensor i1, Tensor i2, Tensor i3, int[] expand1, int[] expand2, int[] expand3, int[] sumdim) -> Tensor", "TrilinearBackward0", trilinear,
       method=False, function=False, i1=trilinear_i1, i2=trilinear_i2, i3=trilinear_i3),
    compose("bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) -> Tensor", bilinear, method=False),
)
# fmt: on
