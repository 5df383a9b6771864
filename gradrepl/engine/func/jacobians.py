"""`torch.func.jacrev` and its like: all derivatives of all outputs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine.func.transforms import Argnums, Pullback, jvp, positions
from gradrepl.engine.func.trees import Spec, flatten, unflatten
from gradrepl.engine.grad_mode import is_grad_enabled
from gradrepl.engine.ops import function as operation
from gradrepl.engine.overrides import unseen
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def _refuse_complex(who: str, values: Any, which: str) -> None:
    for at, each in enumerate(flatten(values)[0]):
        if isinstance(each, Tensor) and each._a.dtype.kind == "c":
            raise RuntimeError(
                f"{who}: Expected all {which} to be real but received complex tensor at flattened "
                f"input idx: {at}"
            )


@unseen()
def _basis(tensors: Sequence[Tensor]) -> list[tuple[int, Tensor]]:
    """For each element of each tensor: whose it is, and the unit vector along it."""
    found = []
    for which, each in enumerate(tensors):
        for at in range(each.numel()):
            unit: Tensor = operation("zeros_like")(each).detach()
            unit._a.flat[at] = 1
            found.append((which, unit))
    return found


def jacrev(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    *,
    has_aux: bool = False,
    chunk_size: int | None = None,
    _preallocate_and_copy: bool = False,
) -> Any:
    """The function that computes the Jacobian of `func`, one row after another."""
    del _preallocate_and_copy
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @functools.wraps(func)
    def wrapper(*args: Any) -> Any:
        _refuse_complex("jacrev", args, "inputs")
        pullback = Pullback(func, args, argnums, has_aux)
        _refuse_complex("jacrev", pullback.outputs, "outputs")
        found = unflatten(
            [_rows(pullback, which) for which in range(len(pullback.outputs))], pullback.spec
        )
        return (found, pullback.aux) if has_aux else found

    return wrapper


@unseen()
def _rows(pullback: Pullback, which: int) -> Any:
    """The Jacobian of one output by every input."""
    out = pullback.outputs[which]
    rows = []
    # without elements there is still the graph of one row, of which none is kept
    for _, unit in _basis([out]) or [(0, operation("zeros_like")(out).detach())]:
        given = [operation("zeros_like")(each).detach() for each in pullback.outputs]
        given[which] = unit
        rows.append(pullback.pulled(given, retain_graph=True, recording=is_grad_enabled()))
    found = [
        operation("stack")([row[at] for row in rows])[: out.numel()].view((*out.shape, *each.shape))
        for at, each in enumerate(pullback.by)
    ]
    return unflatten(found, pullback.by_spec)


def jacfwd(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    randomness: str = "error",
) -> Any:
    """The function that computes the Jacobian of `func`, one column after another."""
    del randomness

    @functools.wraps(func)
    def wrapper(*args: Any) -> Any:
        _refuse_complex("jacfwd", args, "inputs")
        places = positions(argnums, len(args))
        by, by_spec = flatten(
            args[places[0]] if isinstance(argnums, int) else tuple(args[p] for p in places)
        )

        def along(*chosen: Any) -> Any:
            given = list(args)
            parts = unflatten(chosen, by_spec)
            for at, part in zip(
                places, (parts,) if isinstance(argnums, int) else parts, strict=True
            ):
                given[at] = part
            return func(*given)

        columns = []
        for which, unit in _basis(by):
            with unseen():
                tangents = [
                    unit if i == which else operation("zeros_like")(t) for i, t in enumerate(by)
                ]
            columns.append(jvp(along, tuple(by), tuple(tangents), has_aux=has_aux))
        if not columns:  # nothing to differentiate by; but the outputs still have shapes
            columns.append(jvp(along, tuple(by), tuple(by), has_aux=has_aux))
        found = _columns([each[1] for each in columns], by, by_spec)
        return (found, columns[0][2]) if has_aux else found

    return wrapper


@unseen()
def _columns(changes: list[Any], by: Sequence[Tensor], by_spec: Spec) -> Any:
    """Joins the columns: for every output, its Jacobian by every input."""
    spec = flatten(changes[0])[1]
    flat = [flatten(each)[0] for each in changes]
    _refuse_complex("jacfwd", flat[0], "outputs")
    found = []
    for at, out in enumerate(flat[0]):
        start, parts = 0, []
        for each in by:
            own = [row[at] for row in flat[start : start + each.numel()]] or [out]
            start += each.numel()
            joined = operation("stack")(own, -1)[..., : each.numel()]
            parts.append(
                joined.view((*out.shape, *each.shape)) if each.dim() else joined.squeeze(-1)
            )
        found.append(unflatten(parts, by_spec))
    return unflatten(found, spec)


def hessian(func: Callable[..., Any], argnums: Argnums = 0) -> Any:
    """The function that computes the second derivatives of `func`."""
    return jacfwd(jacrev(func, argnums), argnums)
