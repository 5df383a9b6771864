"""From a row to its `name_` twin: the same kernel, written into `self`, whose history moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.core import arrays_source, given_source, kernel_source
from gradrepl.engine.generated import define
from gradrepl.engine.kinds import Kind, kinds, never_alone
from gradrepl.engine.node import maker
from gradrepl.engine.node_source import edges_source, keeps_dtype, save_source
from gradrepl.engine.saving import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.table import Op


def make_in_place(
    row: Op,
    node: type[Node] | None,
    clone: Callable[..., Any],
    *,
    operator: Callable[..., Any] | None = None,
) -> Any:
    """The `name_` twin of a row: the same kernel, written into `self`, whose history moves on.

    `clone` records the copy that a node keeps of what is written over. With `operator` it is the
    form behind `*=`, as in `core.make_core`.
    """
    scope = {
        "K": row.kernel,
        "P": row.plain,
        "FIRST": row.first,
        "NODE": node and maker(node),
        "O": operator,
        "clone": clone,
    }
    return define(row.name + "_", _in_place_source(row, node, operator is not None), scope)


_ENTIRELY = (
    "index_put", "index_add", "index_copy", "index_reduce", "scatter", "scatter_add",
    "scatter_reduce", "masked_scatter", "put",
)  # fmt: skip
"""What writes in an order of its own, and so shares no memory at all with what it reads."""
_WARNS = {
    "masked_fill": "tensor[mask] = scalar",
    "index_fill": "tensor[mask] = scalar",
    "index_put": "tensor[indices] = tensor",
}
"""What only warns where the elements that it writes share memory, with how brackets mean it."""
_OF_PRODUCTS = ("addmm", "addmv", "baddbmm")
"""What adds a product, whose shape it must have."""
_NAMED_BY_C = ("clamp", "clip", "clamp_min", "clamp_max")
"""What names the dtype that it cannot be cast to as C++ does, where it is given numbers."""
_COMPARISONS = (
    "eq", "ne", "lt", "le", "gt", "ge", "not_equal", "less", "less_equal", "greater",
    "greater_equal",
)  # fmt: skip
_TRUTHS = (*_COMPARISONS, "logical_and", "logical_or", "logical_xor")
"""What tells bools, and in place is computed in the operands' common dtype."""
_ELEMENTWISE = (
    "lerp", "ldexp", "addcdiv", "clamp", "clamp_min", "clamp_max", "clip", "heaviside",
)  # fmt: skip
"""What works element by element, though nothing is brought to a common dtype."""
_MEASURED_FIRST = (
    "index_add", "index_copy", "index_reduce", "index_put", "scatter", "scatter_add",
    "scatter_reduce", "put",
)  # fmt: skip
"""What looks at dimensions and sizes before it looks for shared memory; at indices afterwards."""
_OF_ELEMENTS = (
    "out of bounds",
    "index out of range",
    "shape mismatch",
    "index_copy_()",
    "_reduce_",
)
"""What such an operation complains of afterwards."""
_FROM_ONE_VALUE = ("fill", "masked_fill", "index_fill")
"""What reads a single value before it writes."""


_AT_ONCE = ("ldexp", "masked_fill")
"""What asks its own questions before all others, not only before it looks for shared memory."""
_REFUSALS = {
    "abs": "refuse_complex_abs(self._a)",
    "absolute": "refuse_complex_abs(self._a)",
    "cumsum": "check_running(self._a, dtype, 'cumsum')",
    "cumprod": "check_running(self._a, dtype, 'cumprod')",
}
"""Calls that refuse what only the twin refuses."""


def _apart_source(row: Op, kind: Kind) -> list[str]:
    """Lines that refuse operands lying in the memory that is written."""
    if row.name in _FROM_ONE_VALUE:
        return []
    entirely = row.name in _ENTIRELY
    lines = []
    for each in row.tensors[1:]:
        if kind == "number" and each.name == "other":
            continue
        x = "x" if each.listed else each.name
        tests = [] if kind == "tensor" and x == "other" else [f"isinstance({x}, Tensor)"]
        if not entirely:
            tests.append(f"{x} is not self")
        tests.append(f"(self._a.base is not None or {x}._a.base is not None or {x} is self)")
        check = [
            f"if {' and '.join(tests)}:",
            *(f"    {line}" for line in _first_source(row)),
            f"    check_apart(self._a, {x}._a, entirely={entirely})",
        ]
        if each.listed:
            check = [f"for x in {each.name}:", *(f"    {line}" for line in check)]
        lines += check
    if row.name == "index_put":  # one value by a mask is filled in
        masks = "all(x is None or x._a.dtype.kind == 'b' for x in indices)"
        lines = [f"if values._a.size != 1 or not {masks}:", *(f"    {line}" for line in lines)]
    return lines


def _in_place_source(row: Op, node: type[Node] | None, operator: bool) -> str:
    arguments_ = row.schema.arguments
    names = [each.variable for each in (arguments_[:2] if operator else arguments_)]
    lines = [f"def {row.name}_({', '.join(names)}):"]
    if operator:
        known = "isinstance(other, Tensor) or type(other) in NUMBERS"
        lines.append(f"    if SPECIAL or not ({known}): return O(self, other)")
        lines += [f"    {each.name} = {each.default!r}" for each in arguments_[2:]]
    for kind in kinds(row):
        indent = "    "
        if kind == "tensor":
            lines.append("    if isinstance(other, Tensor):")
            indent = "        "
        lines += [f"{indent}{line}" for line in _body(row, node, kind, operator=operator)]
    return "\n".join(lines) + "\n"


def _body(row: Op, node: type[Node] | None, kind: Kind, *, operator: bool) -> list[str]:
    """The twin's lines for one kind of `other`: check, history, compute, write, new history."""
    lines: list[str] = []
    after: list[str] = []
    if node is None:
        lines += _check_unrecorded(row)
    else:
        before, after = _history(row, kind)
        lines += before
    lines += [_REFUSALS[row.name]] if row.name in _REFUSALS else []
    lines += arrays_source(row, kind)
    if row.name in _AT_ONCE:
        lines += _first_source(row)
    computed = _computed_source(row, kind, operator=operator)
    if row.name == "fill":  # looks at its value first
        lines += computed
        computed = []
    if row.name in _OF_PRODUCTS:
        _, one, two = (f"a_{each.name}" for each in row.tensors)
        lines.append(f"check_product({row.name!r}, self._a, {one}, {two})")
    lines += _overlap_source(row, kind)
    if row.name in _MEASURED_FIRST:
        apart = _apart_source(row, kind)
        lines += [
            "try:",
            *(f"    {line}" for line in computed),
            "except (IndexError, RuntimeError) as problem:",
            f"    if not any(each in str(problem) for each in {_OF_ELEMENTS}): raise",
            *(f"    {line}" for line in apart),
            "    raise",
            *apart,
        ]
        computed = []
    elif row.name not in (*_OF_PRODUCTS, "addbmm", "masked_scatter"):
        lines += _apart_source(row, kind)
    named = ", C_NAMES" if row.name in _NAMED_BY_C and len(row.tensors) == 1 else ""
    written = ["take_shape(self, r)" if row.schema.is_view else f"write(self, r{named})"]
    if row.name == "zero":
        computed, written = [], ["self._a.fill(0); bump(self)"]
    straight = _straight(row, kind)
    if straight is not None:
        usual, call = straight if not operator else ("", straight[1])
        lines += [
            f"if {usual}a_self is self._a:",
            f"    try: {call}",
            "    except (ValueError, TypeError) as problem:",
            "        raise misfit(problem, a_self, a_other) from None",
            "    if (st := self._storage) is None: self._storage = Storage(1)",
            "    elif type(st) is Storage: st.version += 1",
            "    else: bump(self)",
            "else:",
            *(f"    {line}" for line in [*computed, *written]),
        ]
    else:
        lines += [*computed, *written]
    return [*lines, *after, "return self"]


def _computed_source(row: Op, kind: Kind, *, operator: bool) -> list[str]:
    """Lines that call the kernel; of two reasons why its result does not fit PyTorch's is told."""
    if row.name == "t":  # the only one that tells itself apart from its twin
        return ["r = K(a_self, 't_')"]
    computed = kernel_source(row, operator=operator)
    known = len(row.tensors) > 1 or kind == "number"
    if not known or (row.promote is None and row.name not in _ELEMENTWISE):
        return computed
    arrays = ", ".join(f"a_{each.name}" for each in row.tensors)
    if len(row.tensors) == 1:
        arrays += ", a_other"
    to = "" if row.name in _COMPARISONS else ", to=self._a.dtype"
    refused = f"misfit(problem, {arrays}{to})"
    if row.first is not None:
        refused = f"asked_first(FIRST, {', '.join(given_source(row))}) or {refused}"
    truth = ["if d.kind == 'c': cast_truth(self._a, r.shape)"] if row.name in _TRUTHS else []
    return [
        "try:",
        *(f"    {line}" for line in computed),
        f"except RuntimeError as problem: raise {refused} from None",
        *truth,
    ]


def _overlap_source(row: Op, kind: Kind) -> list[str]:
    """Lines that refuse to write where elements share memory; after the dtypes, as in PyTorch."""
    lines = []
    if row.promote == "signed" and kind == "tensor":
        lines.append(
            "if d.kind == 'b' or a_other.dtype.kind == 'b': refuse_bools((a_self, a_other))"
        )
    if row.name in _WARNS:
        lines.append(
            "if 0 in self._a.strides and is_expanded(self._a): "
            f"warn_expanded({row.name + '_'!r}, {_WARNS[row.name]!r})"
        )
    elif not (row.overlapping or row.schema.is_view):
        source = row.schema.arguments[1].name if row.name == "copy" else ""
        same = f" and not same_place(self._a, {source}._a)" if source else ""
        lines += [
            f"if self._a.base is not None and 0 in self._a.strides{same}:",
            *(f"    {line}" for line in _first_source(row) if row.name not in _ENTIRELY),
            "    check_single(self._a)",
        ]
    if row.name == "masked_fill":
        lines.append("check_mask(self._a, mask._a)")
    if row.name == "masked_scatter":
        lines += [*_first_source(row), "mask.expand(self._a.shape)"]
    return lines


def _first_source(row: Op) -> list[str]:
    """The line that asks what comes before shared memory: only where there may be some."""
    return [] if row.first is None else [f"FIRST({', '.join(given_source(row))})"]


def _check(recording: str) -> str:
    """The call of `check_in_place`, for tensors that could be refused: views, and recorded ones."""
    asked = "" if recording == "False" else f"{recording} or "
    return f"if {asked}self._view is not None: check_in_place(self, {recording})"


def _check_unrecorded(row: Op) -> list[str]:
    """The check of what has no derivative: PyTorch's for bits asks as if it had one."""
    if row.name.startswith("logical_"):
        return []
    if row.name.startswith("bitwise_"):
        asked = "(not OFF or STATE.recording) and self._edge is not None"
        return [f"recording = {asked}", _check("recording")]
    return [_check("False")]


def _straight(row: Op, kind: Kind) -> tuple[str, str] | None:
    """When and how the result can be computed in the tensor's own memory: a ufunc of two operands.

    Where `d` is still the tensor's dtype, nothing was cast, so that the result fits.
    """
    function = "K" if isinstance(row.kernel, np.ufunc) else "P"
    if kind is None or not keeps_dtype(row):
        return None
    usual = "".join(
        f"{each.name} == {each.default!r} and {each.name} is not True and "
        for each in row.schema.arguments
        if each.keyword_only and function == "P"
    )
    return usual, f"{function}(a_self, a_other, a_self)"


def _history(row: Op, kind: Kind) -> tuple[list[str], list[str]]:
    """The lines before the write that make the node, and those after it that hand it over."""
    layout = layout_of(row)
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    found, edges = edges_source(row, kind)
    wanted = " or ".join(f"{e} is not None" for e in edges if e != "None") or "False"
    others = "".join(
        f", {a.name}"
        for a in differentiable[1:]
        if not a.listed and not (kind == "number" and a.name == "other")
    )
    lines = [
        f"recording = (not OFF or STATE.recording) and {never_alone(row, kind)}",
        "if recording:",
    ]
    lines.append(f"    if self._view is not None: check_kind(self{others})")
    if row.name == "copy":  # what is cut to integers carries no gradient
        wanted = f"self._a.dtype in INEXACT and ({wanted})"
    if len(found) > 1:  # of two mistakes that of what is written is told
        found = [
            "try:",
            *(f"    {line}" for line in found),
            "except RuntimeError:",
            "    check_in_place(self, True)",
            "    raise",
        ]
    lines += [*(f"    {line}" for line in found), f"    recording = {wanted}"]
    lines.append(_check("recording"))
    keeps = [each for each in layout.tensors if each.name == "self"]
    if keeps:
        need = " or ".join(
            f"{edges[i]} is not None" for i in keeps[0].needed_by if edges[i] != "None"
        )
        lines.append(f"original = clone(self, None) if recording and ({need or 'False'}) else self")
    lines += ["if recording:", "    node = NODE(); node.seq = next_sequence()"]
    made = f"({', '.join(edges)},)"
    if row.node == "NotImplemented":  # has no place for what requires no gradient
        made = f"tuple([e for e in {made} if e is not None])"
    lines.append(f"    node.edges = {made}")
    save = save_source(row, layout, kind, in_place=True)
    after = ["if recording:"]
    if any(each.kind == "result" for each in layout.tensors):
        after += ["    t = self", *(f"    {line}" for line in save)]
    else:
        lines += [f"    {line}" for line in save]
        if layout.tensors:
            lines.append("    if SPECIAL: pack_now(node)")
    after += [
        "    node.shape = self._a.shape; node.dtype = self._a.dtype",
        f"    {'rebase_shape' if row.schema.is_view else 'rebase'}(self, node)",
    ]
    return lines, after
