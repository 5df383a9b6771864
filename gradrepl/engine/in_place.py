"""From a row to its `name_` twin: the same kernel, written into `self`, whose history moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.core import arrays_source, edges_source, kernel_source, save_source
from gradrepl.engine.generated import define
from gradrepl.engine.saving import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.table import Op


def make_in_place(row: Op, node: type[Node] | None, clone: Callable[..., Any]) -> Any:
    """The `name_` twin of a row: the same kernel, written into `self`, whose history moves on.

    `clone` records the copy that a node keeps of what is written over.
    """
    scope = {"K": row.kernel, "P": row.plain, "N": node, "clone": clone}
    return define(row.name + "_", _in_place_source(row, node), scope)


_ENTIRELY = ("index_put", "index_add", "index_copy", "scatter", "scatter_add", "masked_scatter")
"""What writes in an order of its own, and so shares no memory at all with what it reads."""
_WARNS = {
    "masked_fill": "tensor[mask] = scalar",
    "index_put": "tensor[indices] = tensor",
}
"""What only warns where the elements that it writes share memory, with how brackets mean it."""
_FROM_ONE_VALUE = ("fill", "masked_fill", "index_fill")
"""What reads a single value before it writes."""


def _apart_source(row: Op) -> list[str]:
    """Lines that refuse operands lying in the memory that is written."""
    if row.name in _FROM_ONE_VALUE:
        return []
    entirely = row.name in _ENTIRELY
    lines = []
    for each in row.tensors[1:]:
        x = "x" if each.listed else each.name
        viewing = f"(self._a.base is not None or {x}._a.base is not None or {x} is self)"
        test = f"isinstance({x}, Tensor)" + ("" if entirely else f" and {x} is not self")
        check = [
            f"if {test} and {viewing}:",
            f"    check_apart(self._a, {x}._a, entirely={entirely})",
        ]
        if each.listed:
            check = [f"for x in {each.name}:", *(f"    {line}" for line in check)]
        lines += [f"    {line}" for line in check]
    if row.name == "index_put":  # one value by a mask is filled in
        masks = "all(x is None or x._a.dtype.kind == 'b' for x in indices)"
        lines = [f"    if values._a.size != 1 or not {masks}:", *(f"    {line}" for line in lines)]
    return lines


def _in_place_source(row: Op, node: type[Node] | None) -> str:
    names = [each.variable for each in row.schema.arguments]
    lines = [f"def {row.name}_({', '.join(names)}):"]
    layout = layout_of(row)
    record: list[str] = []
    if node is not None:
        differentiable = [a for a in row.tensors if row.has_formula(a.name)]
        found, edges = edges_source(differentiable)
        wanted = " or ".join(f"{e} is not None" for e in edges)
        others = "".join(f", {a.name}" for a in differentiable[1:] if not a.listed)
        lines += ["    recording = not OFF or STATE.recording", "    if recording:"]
        lines.append(f"        if self._view is not None: check_kind(self{others})")
        lines += [*(f"    {line}" for line in found), f"        recording = {wanted}"]
        overlapping = row.overlapping or row.schema.is_view or row.name in _WARNS
        lines.append(f"    check_in_place(self, recording, {overlapping})")
        keeps = [each for each in layout.tensors if each.name == "self"]
        lines += ["    if recording:", "        node = new(N); node.seq = next_sequence()"]
        if keeps:  # what is written over lives on in a clone, with its history
            need = " or ".join(f"e{i} is not None" for i in keeps[0].needed_by)
            lines.append(f"        original = clone(self, None) if {need} else self")
        lines.append(f"        node.edges = ({', '.join(edges)},)")
        results = [each for each in layout.tensors if each.kind == "result"]
        save = save_source(row, layout, listed=False, in_place=True)
        if results:
            record = save
        else:
            lines += [f"        {line}" for line in save]
            if layout.tensors:
                lines.append("        if SPECIAL: pack_now(node)")
    else:
        lines.append(f"    check_in_place(self, False, {row.overlapping})")
    if row.name in _WARNS:
        warning = f"warn_expanded({row.name + '_'!r}, {_WARNS[row.name]!r})"
        lines.append(f"    if 0 in self._a.strides and is_expanded(self._a): {warning}")
    lines += _apart_source(row)
    lines += arrays_source(row)
    lines += kernel_source(row, operator=False)
    lines.append("    take_shape(self, r)" if row.schema.is_view else "    write(self, r)")
    if node is not None:
        lines.append("    if recording:")
        if record:
            lines += ["        t = self", *(f"        {line}" for line in record)]
        lines += [
            "        node.shape = self._a.shape; node.dtype = self._a.dtype",
            f"        {'rebase_shape' if row.schema.is_view else 'rebase'}(self, node)",
        ]
    lines.append("    return self")
    return "\n".join(lines) + "\n"
