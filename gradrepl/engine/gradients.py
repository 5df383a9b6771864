"""From a row to its node class: `MulBackward0`, with a backward for arrays and one for Tensors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.generated import define
from gradrepl.engine.node import Node, node_class
from gradrepl.engine.saved_tensor import raw_reader
from gradrepl.engine.saving import KEPT_INSIDE, Layout, Saved, attribute, layout_of, reader

if TYPE_CHECKING:
    from gradrepl.engine.table import Op


def make_node(row: Op) -> type[Node]:
    """The node class of a row: its two `apply`s and its `_saved_*` attributes."""
    layout = layout_of(row)
    members: dict[str, Any] = {
        "several": row.several,
        "saves": bool(layout.tensors),
        "layout": layout,
        "row": row,
    }
    if row.node == "NotImplemented":
        members |= {"heedless": True, "at_once": True}
    for form in ("apply", "apply_tensors"):
        functions = {f"F{i}": formula for i, (_, formula, _) in enumerate(row.formulas)}
        members[form] = define(f"{row.node}.{form}", _apply_source(row, layout, form), functions)
    for each in layout.saved:
        if not each.name.endswith(KEPT_INSIDE):
            readers = {f"_saved_{each.name}": reader(row, each)}
            if each.kind != "argument":
                readers[f"_raw_saved_{each.name}"] = raw_reader(each)
            members |= {name: attribute(read, name) for name, read in readers.items()}
    return node_class(str(row.node), **members)


def _apply_source(row: Op, layout: Layout, form: str) -> str:
    arrays = form == "apply"
    several = row.several
    lines = [f"def {form}(n, {'grads' if several else 'grad'}):"]
    if several and not row.partly:
        lines.append(f"    grads = {'filled' if arrays else 'filled_tensors'}(n, grads)")
    listed = any(a.listed for a in row.tensors if row.has_formula(a.name))
    count = len(row.formulas)
    if not listed and row.node != "NotImplemented":
        lines.append(
            f"    {', '.join(f'e{i}' for i in range(count))}{',' if count == 1 else ''} = n.edges"
        )
    if layout.tensors:
        alone = [_wanted_alone(each, count) for each in layout.tensors]
        saved = "" if listed or not all(alone) else f" and ({' or '.join(alone)})"
        lines += ["    s = n.saved", f"    if s is None{saved}: raise RuntimeError(FREED)"]
    if row.node == "NotImplemented":
        return "\n".join([*lines, f"    return F0({'grads' if several else 'grad'})"]) + "\n"
    names = {each.name: each for each in layout.saved}
    # of two that were written into, the first by name is told; results come last
    for each in sorted(layout.saved, key=lambda each: (each.kind == "result", each.name)):
        lines += _unpack_source(row, each, count, arrays=arrays, listed=listed)
    if not arrays:
        lines += ["    STATE.formula += 1; FORMULA.append(n)", "    try:"]
    indent = "    " if arrays else "        "
    results = []
    grad = "grads" if several else "grad"
    for i, (_, _, parameters) in enumerate(row.formulas):
        call = f"F{i}({', '.join([grad, *(f'p_{names[p].name}' for p in parameters)])})"
        results.append(call if listed else f"{call} if e{i} is not None else None")
    if listed:
        lines.append(f"{indent}return {results[0]}")
    else:
        lines.append(f"{indent}return ({', '.join(results)},)")
    if not arrays:
        lines.append("    finally: STATE.formula -= 1; FORMULA.remove(n)")
    return "\n".join(lines) + "\n"


def _wanted_alone(each: Saved, count: int) -> str:
    """The test that the one formula which reads it runs; empty where nobody need ask.

    What no formula that runs would read was never saved, and cannot be missed once it is freed.
    """
    if len(each.needed_by) == 1 < count and each.kind != "result":
        return f"e{each.needed_by[0]} is not None"
    return ""


def _unpack_source(row: Op, each: Saved, count: int, *, arrays: bool, listed: bool) -> list[str]:
    p = f"p_{each.name}"
    if each.kind == "argument":
        return [f"    {p} = n.args[{each.at}]"]
    lines = []
    indent = "    "
    wanted = _wanted_alone(each, count)
    if not listed and wanted:
        lines.append(f"    if {wanted}:")
        indent = "        "
    if each.kind == "list":
        read = "unpacked_arrays" if arrays else "unpacked_list"
        return [*lines, f"{indent}{p} = {read}(s[{each.at}])"]
    if each.kind == "result":
        lines += [
            f"{indent}{p} = s[{each.at}]",
            (
                f"{indent}if s[{each.at + 1}].version != s[{each.at + 2}]: "
                f"raise stale_result(n, {p}, s[{each.at + 1}].version, s[{each.at + 2}])"
            ),
        ]
        if not arrays:
            make = "result_tensor" if int(each.value) in row.differentiable else "plain_result"
            lines.append(f"{indent}{p} = {make}(n, {each.value}, {p}, s[{each.at + 1}])")
        return lines
    lines += [
        f"{indent}{p} = s[{each.at}]",
        f"{indent}v = s[{each.at + 1}]",
        f"{indent}if v is not None:",
        f"{indent}    st = {p}._storage",
        f"{indent}    if (0 if st is None else st.version) != v: raise stale({p}, v)",
    ]
    if arrays:
        lines.append(f"{indent}    {p} = {p}._a")
        if row.promote is not None and each.name == "other":
            known = f"NUMBER_ARRAYS[grad.dtype].get({p}, {p})"
            lines.append(f"{indent}elif grad.dtype in NUMBER_ARRAYS: {p} = {known}")
    elif not row.several:  # a Python number in a tensor's place is a tensor to what is recorded
        lines.append(f"{indent}elif {p} is not None: {p} = wrapped({p}, grad)")
    return lines
