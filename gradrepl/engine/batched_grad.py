"""`torch.autograd.grad(is_grads_batched=True)`: several vectors, each pulled back by itself."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import backward
from gradrepl.engine.dtypes import Size


def batched_grad(
    outputs: tuple[Any, ...],
    inputs: tuple[Any, ...],
    grad_outputs: tuple[Any, ...],
    retain_graph: Any,
    create_graph: Any,
    allow_unused: Any,
) -> list[Any]:
    """The gradients of every vector of a batch, stacked; None for what is not used."""
    from gradrepl.engine.ops import function

    starts = [
        _checked(number, *each)
        for number, each in enumerate(zip(outputs, grad_outputs, strict=True))
    ]
    sizes = [each.shape[0] for each in starts]
    if len(set(sizes)) != 1:
        raise ValueError(
            "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
            f"{sizes} for the mapped dimension"
        )
    rows = []
    for at in range(sizes[0]):
        keep = True if at < sizes[0] - 1 else retain_graph
        one = [each[at] for each in starts]
        rows.append(
            backward.grad(
                outputs, inputs, one, keep, create_graph=create_graph, allow_unused=allow_unused
            )
        )
    columns = zip(*rows, strict=True)
    return [None if column[0] is None else function("stack")(column) for column in columns]


def _checked(number: int, output: Any, grad: Any) -> Any:
    """The vectors for one output, where their shape fits."""
    if grad is None:
        (found,) = backward._make_grads((output,), (None,), create=True)
        if found is not None and not found.ndim:
            raise ValueError(
                "vmap(vjp, in_dims=0, ...)(<inputs>): Got in_dim=0 for some input, but that input "
                "is a Tensor of dimensionality 0 so expected in_dim to satisfy 0 <= in_dim < 0."
            )
        return found
    shape, _ = backward._metadata(output)
    own = grad[0].shape
    if tuple(own) != shape:  # PyTorch's own words tell one dimension too few
        raise RuntimeError(
            "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as "
            "the batch dimension. The sizes of the remaining dimensions are expected to match the "
            "shape of corresponding output, but a mismatch was detected: "
            f"grad_output[{number}] has a shape of {own[1:]} and output[{number}] has a shape of "
            f"{Size(shape)}. If you only want some tensors in `grad_output` to be "
            "considered batched, consider using vmap."
        )
    return grad
