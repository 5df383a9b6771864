"""Losses of margins, divergences and likelihoods."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.functional.calling import in_torch, native, observed, torch
from gradrepl.engine.nn.functional.reducing import reduction_number, reduction_word

if TYPE_CHECKING:
    from collections.abc import Callable


@observed
def kl_div(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Any:
    if size_average is not None or reduce is not None:
        number = reduction_number(reduction, size_average, reduce)
    else:
        if reduction == "mean":
            warnings.warn(
                "reduction: 'mean' divides the total loss by both the batch size and the support "
                "size.'batchmean' divides only by the batch size, and aligns with the KL div math "
                "definition.'mean' will be changed to behave the same as 'batchmean' in the next "
                "major release.",
                stacklevel=3,
            )
        number = reduction_number("sum" if reduction == "batchmean" else reduction)
    found = torch().kl_div(input, target, number, log_target=log_target)
    if reduction == "batchmean" and input.dim() != 0:
        return found / input.size()[0]
    return found


@observed
def hinge_embedding_loss(
    input: Any,
    target: Any,
    margin: float = 1.0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    return in_torch("hinge_embedding_loss", input, target, margin, number)


@observed
def margin_ranking_loss(
    input1: Any,
    input2: Any,
    target: Any,
    margin: float = 0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    if input1.dim() != input2.dim() or input1.dim() != target.dim():
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
            f"input1: {input1.size()}, input2: {input2.size()}, target: {target.size()} "
        )
    return in_torch("margin_ranking_loss", input1, input2, target, margin, number)


@observed
def cosine_embedding_loss(
    input1: Any,
    input2: Any,
    target: Any,
    margin: float = 0,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    return in_torch("cosine_embedding_loss", input1, input2, target, margin, number)


@observed
def triplet_margin_loss(
    anchor: Any,
    positive: Any,
    negative: Any,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    return in_torch("triplet_margin_loss", anchor, positive, negative, margin, p, eps, swap, number)


@observed
def triplet_margin_with_distance_loss(
    anchor: Any,
    positive: Any,
    negative: Any,
    *,
    distance_function: Callable[[Any, Any], Any] | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Any:
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    counts = anchor.ndim, positive.ndim, negative.ndim
    if len(set(counts)) > 1:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of "
            "dimensions, but got: anchor {}D, positive {}D, and negative {}D inputs".format(*counts)
        )
    distance = distance_function or torch().pairwise_distance
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = torch().minimum(far, distance(positive, negative))
    return _reduced(in_torch("clamp_min", margin + near - far, 0), reduction)


def _reduced(found: Any, reduction: str) -> Any:
    if reduction == "none":
        return found
    return found.mean() if reduction == "mean" else found.sum()


@observed
def poisson_nll_loss(
    input: Any,
    target: Any,
    log_input: bool = True,
    full: bool = False,
    size_average: Any = None,
    eps: float = 1e-8,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    reduction = reduction_word(reduction, size_average, reduce)
    number = reduction_number(reduction)
    return in_torch("poisson_nll_loss", input, target, log_input, full, eps, number)


@observed
def gaussian_nll_loss(
    input: Any,
    target: Any,
    var: Any,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Any:
    if isinstance(var, float):
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = var * in_torch("ones_like", input)
    elif in_torch("any", var < 0):
        raise ValueError("var has negative entry/entries")
    var = _spread_over(var, input)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    var = var.clone()
    with torch().no_grad():
        var.clamp_(min=eps)
    found = 0.5 * (in_torch("log", var) + (input - target) ** 2 / var)
    if full:
        found = found + 0.5 * math.log(2 * math.pi)
    return _reduced(found, reduction)


def _spread_over(var: Any, input: Any) -> Any:
    """A variance for each element, or one along a dimension; the last one may be left out."""
    of, wanted = var.size(), input.size()
    if of == wanted:
        return var
    if of == wanted[:-1]:
        return var.unsqueeze(-1)
    if len(of) == len(wanted) and sum(y for x, y in zip(wanted, of, strict=True) if x != y) == 1:
        return var
    raise ValueError("var is of incorrect size")


@observed
def soft_margin_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    return native("soft_margin_loss")(input, target, number)


@observed
def multi_margin_loss(
    input: Any,
    target: Any,
    p: int = 1,
    margin: float = 1.0,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight.dim() != 1:
        raise ValueError("weight must be one-dimensional")
    return native("multi_margin_loss")(input, target, p, margin, weight, number)


@observed
def multilabel_margin_loss(
    input: Any,
    target: Any,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    number = reduction_number(reduction, size_average, reduce)
    return native("multilabel_margin_loss")(input, target, number)


@observed
def multilabel_soft_margin_loss(
    input: Any,
    target: Any,
    weight: Any = None,
    size_average: Any = None,
    reduce: Any = None,
    reduction: str = "mean",
) -> Any:
    reduction = reduction_word(reduction, size_average, reduce)
    log_sigmoid = native("log_sigmoid")
    found = -(target * log_sigmoid(input) + (1 - target) * log_sigmoid(-input))
    if weight is not None:
        found = found * weight
    classes = input.dim() - 1
    found = found.sum(dim=classes) / input.size(classes)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    return _reduced(found, reduction)
