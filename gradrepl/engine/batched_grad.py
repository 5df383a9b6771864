"""`torch.autograd.grad(is_grads_batched=True)`: several vectors, each pulled back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import Size

if TYPE_CHECKING:
    from collections.abc import Callable


def batched_grad(
    shapes: list[tuple[int, ...]], starts: list[Any], pull: Callable[..., Any], keep: Any
) -> list[Any]:
    """The gradients of every vector of a batch, stacked; None for what is not used.

    Args:
        shapes: of the outputs.
        starts: for each output, the vectors.
        pull: from one vector for each output, and whether to keep the graph, to the gradients.
        keep: whether to keep the graph in the end.
    """
    from gradrepl.engine.ops import function

    for number, (shape, start) in enumerate(zip(shapes, starts, strict=True)):
        _check(number, shape, start)
    sizes = [each.shape[0] for each in starts]
    if len(set(sizes)) != 1:
        raise ValueError(
            "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
            f"{sizes} for the mapped dimension"
        )
    rows = [
        pull([each[at] for each in starts], True if at < sizes[0] - 1 else keep)
        for at in range(sizes[0])
    ]
    columns = zip(*rows, strict=True)
    return [None if column[0] is None else function("stack")(column) for column in columns]


def _check(number: int, shape: tuple[int, ...], start: Any) -> None:
    if not start.ndim and not shape:
        raise ValueError(
            "vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0 for some input, but that input is a "
            "Tensor of dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0."
        )
    own = start[0].shape
    if tuple(own) != shape:  # PyTorch's own words tell one dimension too few
        raise RuntimeError(
            "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as "
            "the batch dimension. The sizes of the remaining dimensions are expected to match the "
            "shape of corresponding output, but a mismatch was detected: "
            f"grad_output[{number}] has a shape of {own[1:]} and output[{number}] has a shape of "
            f"{Size(shape)}. If you only want some tensors in `grad_output` to be considered "
            "batched, consider using vmap."
        )
