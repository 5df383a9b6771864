"""`torch.func.vmap`: a function of one sample, over all samples.

PyTorch runs the function once, on tensors that hide a dimension. Here it runs once for each sample:
what it computes is the same, what it costs is not.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine.func.mapped import Mapping
from gradrepl.engine.func.trees import Spec, flatten, unflatten
from gradrepl.engine.generator import default_generator
from gradrepl.engine.ops import function as operation
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

_RANDOM = (
    "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
    "'different' randomness flags on vmap or perform the randomness operation out of vmap"
)


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
    *,
    chunk_size: int | None = None,
) -> Any:
    """The function that maps `func` over a dimension of its arguments."""
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(
            f"Only allowed values for randomness are 'error', 'different', or 'same'. Got "
            f"{randomness}"
        )
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")

    @functools.wraps(func)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        name = getattr(func, "__name__", repr(func))
        leaves, spec = flatten(args)
        # keywords are mapped over their first dimension
        extra, extra_spec = flatten(kwargs)
        dims = [
            *_in_dims(in_dims, spec, leaves, args, name),
            *(0 if isinstance(each, Tensor) else None for each in extra),
        ]
        size = _size([*leaves, *extra], dims)
        if size == 0:
            raise NotImplementedError("gradrepl's torch.vmap has nothing to map over no samples")
        rows: list[list[Any]] = []
        out_spec = spec
        start = default_generator.snapshot()
        for at in range(size):
            if randomness == "same":
                default_generator.restore(start)
            one = [
                each if dim is None else each.select(dim, at)
                for each, dim in zip([*leaves, *extra], dims, strict=True)
            ]
            count = len(leaves)
            with Mapping(size) as mapping:
                for each, dim in zip(one, dims, strict=True):
                    if dim is not None:
                        mapping.mark(each)
                found = func(*unflatten(one[:count], spec), **unflatten(one[count:], extra_spec))
            if randomness == "error" and (default_generator.snapshot() != start).any():
                default_generator.restore(start)
                raise RuntimeError(_RANDOM)
            row, out_spec = flatten(found)
            _check_outputs(row, name)
            rows.append(row)
        return _joined(rows, out_spec, out_dims)

    return wrapped


def _in_dims(
    in_dims: Any, spec: Spec, leaves: list[Any], args: tuple[Any, ...], name: str
) -> list[int | None]:
    """For each leaf of the arguments the dimension that is mapped over, counted from the start."""
    asked = f"vmap({name}, in_dims={in_dims}, ...)(<inputs>)"
    if not isinstance(in_dims, (int, tuple)):
        raise ValueError(
            f"{asked}: expected `in_dims` to be int or a (potentially nested) tuple matching the "
            f"structure of inputs, got: {type(in_dims)}."
        )
    if not args:
        raise ValueError(
            f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are "
            "trying to vmap over a function with no inputs. The latter is unsupported."
        )
    dims = _spread(in_dims, spec)
    if dims is None:
        raise ValueError(
            f"{asked}: in_dims is not compatible with the structure of `inputs`. in_dims has "
            f"structure {flatten(in_dims)[1].described()} but inputs has structure "
            f"{spec.described()}."
        )
    found = []
    for leaf, dim in zip(leaves, dims, strict=True):
        if dim is not None and not isinstance(dim, int):
            raise ValueError(
                f"{asked}: Got in_dim={dim} for an input but in_dim must be either an integer "
                "dimension or None."
            )
        if dim is not None and not isinstance(leaf, Tensor):
            raise ValueError(
                f"{asked}: Got in_dim={dim} for an input but the input is of type {type(leaf)}. We "
                "cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
            )
        if dim is not None and not -leaf.ndim <= dim < leaf.ndim:
            raise ValueError(
                f"{asked}: Got in_dim={dim} for some input, but that input is a Tensor of "
                f"dimensionality {leaf.ndim} so expected in_dim to satisfy -{leaf.ndim} <= in_dim "
                f"< {leaf.ndim}."
            )
        found.append(None if dim is None else dim % leaf.ndim)
    return found


def _spread(dims: Any, spec: Spec) -> list[Any] | None:
    """One entry for every leaf of a structure; None where the two do not fit."""
    if dims is None or isinstance(dims, int):
        return [dims] * spec.leaves
    if isinstance(dims, dict):
        dims = list(dims.values())
    if not isinstance(dims, (tuple, list)):
        return [dims] * spec.leaves
    if len(dims) != len(spec.parts):
        return None
    found = []
    for each, part in zip(dims, spec.parts, strict=True):
        inner = _spread(each, part)
        if inner is None:
            return None
        found += inner
    return found


def _size(leaves: list[Any], dims: list[int | None]) -> int:
    sizes = [each.shape[dim] for each, dim in zip(leaves, dims, strict=True) if dim is not None]
    if not sizes:
        raise ValueError(
            "vmap: at least one of the in_dims must be not None; otherwise there is nothing to map "
            "over"
        )
    if len(set(sizes)) != 1:
        raise ValueError(
            "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
            f"{sizes} for the mapped dimension"
        )
    return int(sizes[0])


def _check_outputs(row: list[Any], name: str) -> None:
    for each in row:
        if not isinstance(each, Tensor):
            raise ValueError(
                f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(each)}. Did "
                "you mean to set out_dims= to None for output?"
            )


def _joined(rows: list[list[Any]], spec: Spec, out_dims: Any) -> Any:
    """The results of all samples, stacked where `out_dims` says."""
    dims = _spread(out_dims, spec)
    if dims is None and isinstance(out_dims, tuple) and len(out_dims) == 1:
        dims = _spread(out_dims[0], spec)
    if dims is None:
        raise ValueError(
            f"vmap: out_dims={out_dims} is not compatible with the structure of the outputs: {spec}"
        )
    stack = operation("stack")
    return unflatten(
        [
            rows[0][at] if dim is None else stack([row[at] for row in rows], dim)
            for at, dim in enumerate(dims)
        ],
        spec,
    )
