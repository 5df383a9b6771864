"""What generated functions call: their globals, filled once the tensor exists."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import anomaly, arguments, dtypes, errors, generated, outputs, turned, values
from gradrepl.engine.aliasing import as_view, many_views
from gradrepl.engine.dtypes import OF, Array
from gradrepl.engine.generator import Generator
from gradrepl.engine.inference import (
    INFERENCE,
    InferenceStorage,
    only_inference,
)
from gradrepl.engine.memory_order import layout, walked
from gradrepl.engine.node import ANOMALY, Node, next_sequence, stale, stale_result
from gradrepl.engine.number_operands import NumberStorage, number_first, number_tensor, wrapped
from gradrepl.engine.overlap import (
    check_apart,
    check_mask,
    check_single,
    is_expanded,
    same_place,
    warn_expanded,
)
from gradrepl.engine.overrides import handle
from gradrepl.engine.packing import Packed, pack_new, pack_now, written_into
from gradrepl.engine.promotion import (
    INEXACT,
    NUMBER_ARRAYS,
    REALS,
    check_product,
    default_float,
    misfit,
    promote,
    promote_number,
    refuse_bools,
    shape_error,
)
from gradrepl.engine.return_types import RETURN_TYPES
from gradrepl.engine.state import OFF, STATE
from gradrepl.engine.storage import Storage
from gradrepl.engine.tensor import Tensor, new, wrap
from gradrepl.engine.view import (
    bump,
    check_in_place,
    check_kind,
    edge,
    first_mistake,
    rebase,
    rebase_shape,
    storage_of,
    take_shape,
    version_of,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def operands(values: Sequence[Any]) -> list[Any]:
    """Tensors as their arrays; numbers and None as they are."""
    return [each._a if isinstance(each, Tensor) else each for each in values]


def saved_argument(value: Any) -> Any:
    """What a node's `_saved_*` shows of something that is no tensor."""
    if isinstance(value, np.dtype):
        return OF[value]
    if isinstance(value, tuple) and value and all(type(each) is int for each in value):
        return tuple(each if each >= 0 else each + 2**64 for each in value)
    if isinstance(value, list):
        return tuple(wrap(each) if isinstance(each, np.ndarray) else each for each in value)
    return value


def saved_list(tensors: Sequence[Any]) -> tuple[tuple[Any, int | None], ...]:
    """Saved tensors of a list, each beside its version; what is no tensor beside None.

    Raises:
        RuntimeError: for an inference tensor, whose version nobody may ask for.
    """
    return tuple([
        (each, (0 if (st := each._storage) is None else st.version))
        if isinstance(each, Tensor)
        else (each, None)
        for each in tensors
    ])  # fmt: skip


def unpacked_list(saved: Sequence[tuple[Any, int | None]], node: Any = None) -> list[Any]:
    """The tensors of a saved list, refused where one was written into since.

    With `node`, whose they are, they may be packed.
    """
    for each, version in saved:
        if version is not None and type(each) is not Packed and version_of(each) != version:
            raise stale(each, version)
    return [each.unpack(node) if type(each) is Packed else each for each, _ in saved]


def unpacked_arrays(saved: Sequence[tuple[Any, int | None]]) -> list[Any]:
    return operands(unpacked_list(saved))


def result_tensor(node: Node, number: int, array: Array, storage: Storage) -> Tensor:
    """A saved output as the tensor that it was, with the node's own edge: it is differentiable."""
    found = wrap(array)
    found._edge = (node, number)
    found._storage = storage
    return found


def plain_result(node: Node, number: int, array: Array, storage: Storage) -> Tensor:
    """A saved output that carries no gradient, such as the indices of a maximum."""
    del node, number
    found = wrap(array)
    found._storage = storage
    return found


def filled(node: Node, grads: list[Any]) -> list[Any]:
    """Gradients of all outputs; zeros for those that none arrived for."""
    return [
        np.zeros(shape, dtype) if each is None else each
        for each, (shape, dtype) in zip(grads, node.outs, strict=True)
    ]


def filled_tensors(node: Node, grads: list[Any]) -> list[Any]:
    return [
        wrap(np.zeros(shape, dtype)) if each is None else each
        for each, (shape, dtype) in zip(grads, node.outs, strict=True)
    ]


def differentiable(array: Array) -> bool:
    """Whether a result may be recorded.

    Raises:
        RuntimeError: for an integer dtype that was asked for.
    """
    if array.dtype not in INEXACT:
        raise RuntimeError(f"Autograd not support dtype: {OF[array.dtype].legacy}")
    return True


def refuse_complex(name: str, result: Tensor) -> None:
    """Raises: RuntimeError, of a result that PyTorch has no derivative for."""
    if result._a.dtype.kind == "c":
        raise RuntimeError(
            f"{name.removeprefix('_')} does not support automatic differentiation for outputs with "
            "complex dtype."
        )


def refuse_complex_abs(array: Array) -> None:
    if array.dtype.kind == "c":
        raise RuntimeError("In-place abs is not supported for complex tensors.")


def check_running(array: Array, dtype: dtypes.dtype | None, name: str) -> None:
    """Raises: where running totals of the array do not fit into it."""
    if dtype is not None and dtype.np != array.dtype:
        raise RuntimeError(
            f"Bad in-place call: input tensor dtype {errors.C_NAMES[array.dtype.name]} and output "
            f"tensor dtype {errors.C_NAMES[dtype.np.name]} should match"
        )
    if array.dtype.kind == "b":
        raise NotImplementedError(f"\"{name}_out_cpu\" not implemented for 'Bool'")


def any_edge(edges: tuple[Any, ...]) -> bool:
    return edges.count(None) < len(edges)


_TENSOR = {Tensor}


def is_tensors(value: Any, inner_optional: bool) -> bool:
    if not isinstance(value, (tuple, list)):
        return False
    if set(map(type, value)) == _TENSOR:
        return True
    may_skip = inner_optional and type(value) is values.Indices
    return all(isinstance(each, Tensor) or (each is None and may_skip) for each in value)


def guarded(function: Any, unguarded: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What a generated function does while some thread is in a mode."""
    if STATE.function_modes:
        return handle(function, args, kwargs)
    if STATE.levels:
        STATE.levels[-1].check_captured(function, args)
    if STATE.maps:
        STATE.maps[-1].check(function, args, kwargs)
    if STATE.mutation is not None:
        written = written_into(function, args)
        if written is not None:
            STATE.mutation.before_writing(written)
    hooks = STATE.saved_hooks
    start = next_sequence() if hooks else 0
    found = unguarded(args, kwargs)
    if hooks:
        pack_new((found, args), hooks[-1], start)
    if STATE.inference:
        _mark(found, args)
    if STATE.maps:
        STATE.maps[-1].mark_results(found, args, kwargs)
    if ANOMALY:
        anomaly.remember(found)
    return found


def _mark(found: Any, given: tuple[Any, ...]) -> None:
    """Makes inference tensors of results, unless they share memory with a normal one."""
    if isinstance(found, Tensor):
        if found._storage is None and not any(each is found for each in given):
            found._storage = InferenceStorage()
            if found._edge is not None and not INFERENCE:
                INFERENCE.append(None)
    elif isinstance(found, (tuple, list)):
        for each in found:
            _mark(each, given)


def fill() -> None:
    """Gives the generated code its globals."""
    generated.G.update(
        Tensor=Tensor,
        new=new,
        wrap=wrap,
        asarray=np.asarray,
        OFF=OFF,
        Storage=Storage,
        OF=OF,
        INFERENCE=INFERENCE,
        only_inference=only_inference,
        first_mistake=first_mistake,
        INEXACT=INEXACT,
        REALS=REALS,
        add_up=np.add.reduce,
        NUMBERS=values.NUMBERS,
        NUMBER_ARRAYS=NUMBER_ARRAYS,
        FREED=errors.FREED,
        C_NAMES=errors.C_NAMES,
        RETURN_TYPES=RETURN_TYPES,
        next_sequence=next_sequence,
        edge=edge,
        rebase=rebase,
        rebase_shape=rebase_shape,
        refuse_bools=refuse_bools,
        misfit=misfit,
        bump=bump,
        check_apart=check_apart,
        check_single=check_single,
        check_mask=check_mask,
        check_product=check_product,
        same_place=same_place,
        is_expanded=is_expanded,
        warn_expanded=warn_expanded,
        check_in_place=check_in_place,
        check_kind=check_kind,
        write=write,
        take_shape=take_shape,
        refuse_complex=refuse_complex,
        refuse_complex_abs=refuse_complex_abs,
        check_running=check_running,
        as_view=as_view,
        conjugated_view=turned.conjugated_view,
        negated_view=turned.negated_view,
        edge_through=turned.edge_through,
        relation=turned.relation,
        turn=turned.turn,
        walked=walked,
        many_views=many_views,
        storage_of=storage_of,
        Packed=Packed,
        pack_now=pack_now,
        version_of=version_of,
        stale=stale,
        stale_result=stale_result,
        saved_list=saved_list,
        unpacked_list=unpacked_list,
        unpacked_arrays=unpacked_arrays,
        result_tensor=result_tensor,
        plain_result=plain_result,
        number_tensor=number_tensor,
        wrapped=wrapped,
        number_first=number_first,
        NumberStorage=NumberStorage,
        saved_argument=saved_argument,
        filled=filled,
        filled_tensors=filled_tensors,
        any_edge=any_edge,
        differentiable=differentiable,
        layout=layout,
        promote=promote,
        promote_number=promote_number,
        operands=operands,
        default_float=default_float,
        shape_error=shape_error,
        guarded=guarded,
        is_tensors=is_tensors,
        packed=arguments.packed,
        is_int=values.is_int,
        is_index=values.is_index,
        is_float=values.is_float,
        is_scalar=values.is_scalar,
        is_bool=values.is_bool,
        is_dtype=values.is_dtype,
        is_layout=values.is_layout,
        is_memory_format=values.is_memory_format,
        check_out=outputs.check,
        store_out=outputs.store,
        is_ints=values.is_ints,
        as_ints=values.as_ints,
        as_scalar=values.as_scalar,
        index=operator.index,
        dtype=dtypes.dtype,
        PYTHON_TYPES=values.PYTHON_TYPES,
        Generator=Generator,
        device=dtypes.device,
    )
