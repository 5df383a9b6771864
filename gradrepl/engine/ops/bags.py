"""Bags of rows: `embedding_bag`, what is looked up and at once added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.embedding import check_indices
from gradrepl.engine.ops.padding import added_at
from gradrepl.engine.table import Op, compose, op

if TYPE_CHECKING:
    from gradrepl.engine.tensor import Tensor

_SUM, _MEAN, _MAX = 0, 1, 2


def _check(weight: Array, indices: Array, offsets: Array, padding_idx: int) -> None:
    check_indices(indices, "embedding_bag")
    check_indices(offsets, "embedding_bag")
    if weight.dtype.kind != "f":
        raise RuntimeError(
            "Expected tensor for argument #1 'weight' to have one of the following scalar types: Half, BFloat16, Float, "
            f"Double; but got torch.{OF[weight.dtype].legacy}Tensor instead (while checking arguments for embedding_bag)"
        )
    rows = weight.shape[0]
    if not -rows <= padding_idx < max(rows, 1):
        raise RuntimeError(
            f"padding_idx must be within the number of embeddings, {-rows} through {rows - 1}, but got {padding_idx}"
        )
    if offsets.size and offsets[0] != 0:
        raise RuntimeError(
            "offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, "
            f"got {offsets[0]}\n[ torch.{OF[offsets.dtype].legacy}Tensor{{}} ]"
        )
    if offsets.size and offsets[-1] > indices.size:
        raise RuntimeError(
            f"offsets[-1] can not be greater than input's length {indices.size} but got offsets[-1] of {offsets[-1]}"
        )
    for at, each in enumerate(indices.tolist()):
        if not 0 <= each < rows:
            if weight.dtype == np.float64:  # which PyTorch adds up elsewhere
                raise RuntimeError(
                    f"embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be {each}"
                )
            raise RuntimeError(
                f"Index {at} of input takes value {each} which is not in the valid range [0, {rows})"
            )


def bag(weight: Array, indices: Array, offsets: Array, scale_grad_by_freq: bool, mode: int, sparse: bool, per_sample_weights: Array | None, include_last_offset: bool, padding_idx: int) -> tuple[Array, ...]:  # fmt: skip
    """The bags; for each index its bag; how many each bag holds; the rows that the largest come from."""
    del scale_grad_by_freq, sparse  # these are for backward
    starts = offsets[:-1] if include_last_offset else offsets
    lengths = np.diff(np.append(starts, indices.size if not include_last_offset else offsets[-1]))
    owner = np.repeat(np.arange(starts.size, dtype=indices.dtype), lengths)
    known = indices[: owner.size] != padding_idx
    rows = weight[indices[: owner.size]]
    if per_sample_weights is not None:
        rows = rows * per_sample_weights[: owner.size, None]
    counts = np.bincount(owner[known], minlength=starts.size).astype(indices.dtype)
    if mode == _MAX:
        found, largest = _largest(rows, indices, owner, known, starts.size)
        return found, owner, counts, largest
    found = added_at(rows[known], owner[known], starts.size, 0)
    if mode == _MEAN:
        found = found / np.maximum(counts, 1).astype(found.dtype)[:, None]
        return found, owner, counts, counts
    # of what it adds up at once PyTorch tells neither
    counts = np.zeros_like(counts)
    return found, owner if padding_idx >= 0 else owner[:0], counts, counts


def _largest(
    rows: Array, indices: Array, owner: Array, known: Array, count: int
) -> tuple[Array, Array]:
    found = np.zeros((count, rows.shape[1]), rows.dtype)
    places = np.zeros(found.shape, indices.dtype)
    for each in range(count):
        inside = np.flatnonzero((owner == each) & known)
        if inside.size:
            best = rows[inside].argmax(0)
            found[each] = rows[inside].max(0)
            places[each] = indices[inside[best]]
    return found, places


def _to_weight(grad: Array, indices: Array, offsets: Array, counts: Array, largest: Array, rows: int, by_frequency: bool, mode: int, weights: Array | None, padding_idx: int) -> Array:  # fmt: skip
    """What arrives at each row."""
    if mode == _MAX:
        found = np.zeros((rows, grad.shape[1]), grad.dtype)
        columns = np.broadcast_to(np.arange(grad.shape[1]), largest.shape)
        kept = np.broadcast_to(counts[:, None] > 0, largest.shape)
        np.add.at(found, (largest[kept], columns[kept]), grad[kept])
        return found
    known = indices != padding_idx
    flat = indices[known]
    owner = np.searchsorted(offsets, np.flatnonzero(known), "right") - 1
    parts = grad[owner]
    if mode == _MEAN:
        parts = parts / counts[owner].astype(grad.dtype)[:, None]
    if weights is not None:
        parts = parts * weights[known][:, None]
    if by_frequency:
        parts = parts / _frequencies(flat).astype(grad.dtype)[:, None]
    return added_at(parts, flat, rows, 0)


def _frequencies(indices: Array) -> Array:
    """What each index's gradient is divided by.

    Not how often it occurs itself: PyTorch takes the count of the index that stands, in order, where
    this one stands among those that differ.
    """
    ordered = np.sort(indices)
    unique, which = np.unique(indices, return_inverse=True)
    counts = np.bincount(indices, minlength=1)
    return np.asarray(counts[ordered[: unique.size]][which])


f_to_weight = f.recorded("_embedding_bag_backward", _to_weight)


def bag_weight(grad: Any, indices: Any, offsets: Any, result1: Any, result2: Any, result3: Any, weight_sym_argsize_0: int, scale_grad_by_freq: bool, mode: int, sparse: bool, per_sample_weights: Any, padding_idx: int) -> Any:  # fmt: skip
    del result1
    if sparse:
        raise NotImplementedError(
            "gradrepl's torch.embedding_bag has no gradient for sparse=True: it has no sparse tensors"
        )
    how = (weight_sym_argsize_0, scale_grad_by_freq, mode, per_sample_weights, padding_idx)
    return f_to_weight(grad, indices, offsets, result2, result3, *how)


def _to_samples(
    grad: Array, weight: Array, indices: Array, offsets: Array, padding_idx: int
) -> Array:
    owner = np.searchsorted(offsets, np.arange(indices.size), "right") - 1
    return np.asarray((grad[owner] * weight[indices]).sum(1) * (indices != padding_idx))


f_to_samples = f.recorded("_embedding_bag_samples_backward", _to_samples)


def bag_samples(grad: Any, weight: Any, indices: Any, offsets: Any, result1: Any, mode: int, padding_idx: int) -> Any:  # fmt: skip
    del result1, mode
    return f_to_samples(grad, weight, indices, offsets, padding_idx)


def _refused(grad: Any) -> Any:
    raise NotImplementedError("the derivative for '_embedding_bag_backward' is not implemented.")


_samples_refused = f.not_implemented("_embedding_bag_per_sample_weights_backward")


def embedding_bag(weight: Tensor, indices: Tensor, offsets: Tensor, scale_grad_by_freq: bool, mode: int, sparse: bool, per_sample_weights: Tensor | None, include_last_offset: bool, padding_idx: int | None = None) -> Any:  # fmt: skip
    from gradrepl.engine import ops

    rows = weight._a.shape[0]
    _check(weight._a, indices._a, offsets._a, -1 if padding_idx is None else padding_idx)
    at = -1 if padding_idx is None else padding_idx % rows
    if offsets._a.dtype != indices._a.dtype:
        indices, offsets = indices.long(), offsets.long()
    given = (scale_grad_by_freq, mode, sparse, per_sample_weights, include_last_offset, at)
    return ops.recording("_embedding_bag")(weight, indices, offsets, *given)


_GIVEN = "Tensor weight, Tensor indices, Tensor offsets"
_FOUR = "(Tensor, Tensor, Tensor, Tensor)"

# fmt: off
BAGS: tuple[Op, ...] = (
    compose(f"embedding_bag.padding_idx({_GIVEN}, bool scale_grad_by_freq, int mode, bool sparse, Tensor? per_sample_weights, bool include_last_offset, int? padding_idx) -> {_FOUR}",
            embedding_bag, method=False),
    compose(f"embedding_bag({_GIVEN}, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False) -> {_FOUR}",
            embedding_bag, method=False),
    op(f"_embedding_bag({_GIVEN}, bool scale_grad_by_freq=False, int mode=0, bool sparse=False, Tensor? per_sample_weights=None, bool include_last_offset=False, int padding_idx=-1)"
       " -> (Tensor result0, Tensor result1, Tensor result2, Tensor result3)",
       "EmbeddingBagBackward0", bag, method=False, function=False, weight=bag_weight, per_sample_weights=bag_samples),
    op("_embedding_bag_backward(Tensor grad, Tensor indices, Tensor offsets, Tensor bag_size, Tensor maximum_indices, int num_weights, bool scale_grad_by_freq, int mode, Tensor? per_sample_weights, int padding_idx) -> Tensor",
       "EmbeddingBagBackwardBackward0", _to_weight, method=False, function=False, grad=_refused),
    op("_embedding_bag_samples_backward(Tensor grad, Tensor weight, Tensor indices, Tensor offsets, int padding_idx) -> Tensor",
       "EmbeddingBagPerSampleWeightsBackwardBackward0", _to_samples, method=False, function=False, grad=_samples_refused, weight=_samples_refused),
)
# fmt: on
