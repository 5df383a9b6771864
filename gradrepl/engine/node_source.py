"""From a row to the lines that record it: a node, its edges, and what its formulas need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradrepl.engine.kinds import Kind, is_tensor, kinds, never_alone
from gradrepl.engine.saving import Layout, layout_of

if TYPE_CHECKING:
    from gradrepl.engine.table import Op

_REAL_ALONE = frozenset((
    "nan_to_num", "slice_scatter", "slice_copy", "select_scatter", "silu", "scatter_reduce",
    "embedding", "_soft_margin_loss", "binary_cross_entropy_with_logits",
))  # fmt: skip
"""What computes on complex numbers, and refuses to record it."""


def record_source(row: Op, kind: Kind) -> list[str]:
    layout = layout_of(row)
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    listed = differentiable[0].listed
    found, edges = edges_source(row, kind)
    known = [e for e in edges if e != "None"]
    if not known:
        return []
    wanted = "any_edge(es)" if listed else " or ".join(f"{e} is not None" for e in known)
    asked = [each for each in row.schema.arguments if each.type == "ScalarType"]
    recording = "not OFF or STATE.recording"
    if asked:  # an integer result carries no gradient
        if any(each.optional for each in asked):
            wanted = f"({wanted}) and differentiable(r)"
        else:
            recording = f"r.dtype in INEXACT and ({recording})"
    lines = [f"if {recording}:", *(f"    {line}" for line in found)]
    lines.append(f"    if ({wanted}) and {never_alone(row, kind)}:")
    body = [f"refuse_complex({row.name!r}, t)"] if row.name in _REAL_ALONE else []
    body += [
        "node = NODE(); node.seq = next_sequence()",
        f"node.edges = {'es' if listed else '(' + ', '.join(edges) + ',)'}",
    ]
    if row.node == "NotImplemented":  # has no place for what requires no gradient
        body.append("node.edges = tuple([e for e in node.edges if e is not None])")
    outputs = row.differentiable
    if row.several:
        body += [
            f"outs = t if {row.schema.returns[0].listed} else t[:{max(outputs) + 1}]",
            "node.outs = tuple([(x._a.shape, x._a.dtype) for x in outs])",
            "for i, x in enumerate(outs): x._edge = (node, i)"
            if row.schema.returns[0].listed
            else f"for i in {outputs!r}: outs[i]._edge = (node, i)",
        ]
    else:
        out = "t" if len(row.schema.returns) == 1 else "t[0]"
        shape = "r" if len(row.schema.returns) == 1 else "t[0]._a"
        dtype = "d" if keeps_dtype(row) else f"{shape}.dtype"
        body += [f"node.shape = {shape}.shape; node.dtype = {dtype}", f"{out}._edge = (node, 0)"]
    body += save_source(row, layout, kind)
    return lines + [f"        {line}" for line in body]


def keeps_dtype(row: Op) -> bool:
    """Whether the result has the dtype `d` that `arrays_source` brought the operands to."""
    function = row.kernel if row.plain is None else row.plain
    if row.promote is None or not isinstance(function, np.ufunc):
        return False
    if len(row.tensors) > 1 and kinds(row) == (None,):
        return False
    loops = [each.partition("->") for each in function.types]
    inexact = [(set(taken), given) for taken, _, given in loops if set(taken) <= set("efdFD")]
    return all(taken == {given} for taken, given in inexact) and len(inexact) != 1


def edges_source(row: Op, kind: Kind) -> tuple[list[str], list[str]]:
    """Lines that set `e0`, `e1`, ... (or the tuple `es` for a list of tensors), and their names.

    What is known to have no edge is named `None`.
    """
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    if differentiable[0].listed:
        name = differentiable[0].name
        return [f"es = tuple([x._edge if x._view is None else edge(x) for x in {name}])"], ["es"]
    lines, names = [], []
    for i, each in enumerate(differentiable):
        x = each.name
        if kind == "number" and x == "other":
            names.append("None")
            continue
        own = f"{x}._edge if {x}._view is None else edge({x})"
        if not is_tensor(row, each, kind):
            own = f"({own}) if isinstance({x}, Tensor) else None"
        lines.append(f"e{i} = {own}")
        names.append(f"e{i}")
    return lines, names


def save_source(row: Op, layout: Layout, kind: Kind, *, in_place: bool = False) -> list[str]:
    """Lines that fill `node.saved` and `node.args`."""
    body: list[str] = []
    entries: list[str] = []
    arguments_ = {each.name: each for each in row.tensors}
    differentiable = [a.name for a in row.tensors if row.has_formula(a.name)]
    for each in layout.tensors:
        if each.kind == "result":
            st = f"st_{each.at}"
            if len(row.schema.returns) == 1 and not in_place and not row.schema.is_view:
                body.append(f"t._storage = {st} = new(Storage); {st}.version = 0")
                entries.append(f"r, {st}, 0")
                continue
            t = "t" if len(row.schema.returns) == 1 else f"t[{each.value}]"
            body.append(f"{st} = storage_of({t})")
            entries.append(f"{t}._a, {st}, {st}.version")
            continue
        if each.kind == "list":
            entries.append(f"saved_list({each.value})")
            continue
        x = "original" if in_place and each.name == "self" else each.name
        version = f"(0 if (st := {x}._storage) is None else st.version)"
        if kind == "number" and each.name == "other":
            version = "None"
        elif not is_tensor(row, arguments_[each.name], kind):
            version = f"({version} if isinstance({x}, Tensor) else None)"
        needed = [i for i in each.needed_by if kind != "number" or differentiable[i] != "other"]
        # the operations of a backward keep everything: PyTorch's do not ask who needs it
        if not needed:
            x = version = "None"
        # and what several formulas want is kept without asking
        elif len(each.needed_by) == 1 < len(row.formulas) and "backward" not in row.name:
            need = " or ".join(f"e{i} is not None" for i in needed)
            if not (kind == "number" and needed == [0]):  # then it is recorded for that alone
                x, version = f"{x} if {need} else None", f"{version} if {need} else None"
        entries.append(f"{x}, {version}")
    if entries:
        body.append(f"node.saved = ({', '.join(entries)},)")
    if layout.args:
        body.append(f"node.args = ({', '.join(each.value for each in layout.args)},)")
    return body
