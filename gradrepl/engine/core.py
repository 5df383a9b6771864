"""From a row to its core: the function that computes, wraps and records.

# NOTE [The four texts of a core]
arrays   takes the operands' arrays, brought to a common dtype where the row promotes
kernel   calls the row's numpy function
wrap     makes the result a Tensor; a view shares its operand's storage
record   copies the operands' edges into a new node, and saves what the formulas' parameters name
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine.generated import define
from gradrepl.engine.saving import Layout, layout_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.schema import Argument
    from gradrepl.engine.table import Op


def make_core(
    row: Op, node: type[Node] | None, *, operator: Callable[..., Any] | None = None
) -> Any:
    """The function that computes, wraps and records.

    With `operator` it is the two-operand form behind `*` and its like: all other arguments have
    their defaults, and whatever is out of the ordinary is left to `operator`.
    """
    scope = {"K": row.kernel, "P": row.plain, "N": node, "O": operator}
    return define(row.name, _core_source(row, node, operator is not None), scope)


def _core_source(row: Op, node: type[Node] | None, operator: bool) -> str:
    arguments_ = row.schema.arguments
    names = [each.name for each in (arguments_[:2] if operator else arguments_)]
    lines = [f"def {row.name}({', '.join(names)}):"]
    if operator:
        lines.append(
            "    if SPECIAL or not (isinstance(other, Tensor) or type(other) in NUMBERS and not "
            "FORMULA): return O(self, other)"
        )
        lines += [f"    {a.name} = {a.default!r}" for a in arguments_[2:]]
    lines += arrays_source(row)
    lines += kernel_source(row, operator)
    lines += _wrap_source(row)
    if node is not None:
        lines += _record_source(row)
    lines.append("    return t")
    return "\n".join(lines) + "\n"


def _operand(argument: Argument) -> str:
    """The expression for a tensor argument's array, where nothing is promoted."""
    name = argument.name
    if argument.listed:
        inner = "None if x is None else x._a" if argument.inner_optional else "x._a"
        return f"[{inner} for x in {name}]"
    if argument.optional:
        return f"None if {name} is None else {name}._a"
    return f"{name}._a"


def arrays_source(row: Op) -> list[str]:
    tensors = row.tensors
    if row.promote is None:
        return [f"    a_{each.name} = {_operand(each)}" for each in tensors]
    numbers = [
        each.name
        for each in row.schema.arguments
        if each.type == "Scalar" and not each.keyword_only
    ]
    if numbers[:1] == ["other"]:
        return ["    a_self = self._a", *_number_source(row, "    ")]
    if len(tensors) == 1 and not tensors[0].listed:
        name = tensors[0].name
        lines = [f"    a_{name} = {name}._a"]
        if row.promote == "float":
            lines.append(
                f"    if a_{name}.dtype not in INEXACT: a_{name} = a_{name}.astype(default_float())"
            )
        return lines
    if len(tensors) == 2 and [each.name for each in tensors] == ["self", "other"]:
        unequal = "a_self.dtype is not a_other.dtype"
        if row.promote == "float":
            unequal += " or a_self.dtype not in INEXACT"
        promote = f"a_self, a_other = promote((a_self, a_other), {row.promote!r})"
        return [
            "    a_self = self._a",
            "    if isinstance(other, Tensor):",
            "        a_other = other._a",
            f"        if {unequal}: {promote}",
            "    else:",
            *_number_source(row, "        "),
        ]
    every = ", ".join(f"{each.name}" for each in tensors)
    targets = ", ".join(f"a_{each.name}" for each in tensors)
    return [f"    {targets} = promote(operands(({every})), {row.promote!r})"]


def _number_source(row: Op, indent: str) -> list[str]:
    """Lines that make an array of `other`, a Python number."""
    refuse = []
    if row.promote == "signed":  # True is 1 to a dictionary, too
        test = "if other is True or other is False: "
        refuse = [f"{indent}{test}refuse_bools((a_self, asarray(other)))"]
    return [
        *refuse,
        f"{indent}try: a_other = NUMBER_ARRAYS[a_self.dtype][other]",
        f"{indent}except (KeyError, TypeError):",
        f"{indent}    a_self, a_other = promote_number(a_self, other, {row.promote!r})",
    ]


def kernel_source(row: Op, operator: bool) -> list[str]:
    arrays = {each.name for each in row.tensors}
    if row.promote is not None:
        arrays.add("other")  # also where it is a number
    values = [
        f"a_{each.name}" if each.name in arrays else each.variable for each in row.schema.arguments
    ]
    call = f"r = K({', '.join(values)})"
    if isinstance(row.kernel, np.ufunc):
        call = f"r = K({', '.join(values)}, out=...)"
    plain = None
    if row.plain is not None:
        tensors = ", ".join(f"a_{each.name}" for each in row.tensors)
        plain = f"r = P({tensors}, out=...)"
    if plain is not None and operator:
        call, plain = plain, None
    body = [call]
    if plain is not None:
        usual = " and ".join(
            f"{each.name} == {each.default!r}"
            if each.default is not None
            else f"{each.name} is None"
            for each in row.schema.arguments
            if each.keyword_only
        )
        body = [f"if {usual}: {plain}", f"else: {call}"]
    if row.promote is None or (len(row.tensors) < 2 and row.promote != "signed"):
        return [f"    {line}" for line in body]
    shapes = ", ".join(f"a_{each.name}" for each in row.tensors)
    refused = "(ValueError, TypeError)" if row.promote == "signed" else "ValueError"
    return [
        "    try:",
        *(f"        {line}" for line in body),
        f"    except {refused} as problem: raise shape_error(problem, {shapes}) from None",
    ]


_NEW = "{t} = new(Tensor); {t}._a = {r}; {t}._edge = {t}._storage = {t}._view = {t}._extra = None"


def _wrap_source(row: Op) -> list[str]:
    returns = row.schema.returns
    if row.schema.is_view:
        if returns[0].listed:
            return ["    t = tuple(many_views(r, self))"]
        return ["    t = as_view(r, self)"]
    if returns[0].listed:
        return ["    t = tuple([wrap(x) for x in r])"]
    if len(returns) > 1:
        fields = tuple(each.name for each in returns)
        if fields[0].startswith("result"):  # PyTorch names these in the graph only
            return ["    t = tuple([wrap(x) for x in r])"]
        return [f"    t = RETURN_TYPES[{row.name!r}, {fields!r}]([wrap(x) for x in r])"]
    lines = ["    " + _NEW.format(t="t", r="r")]
    if not isinstance(row.kernel, np.ufunc):
        lines.insert(0, "    if type(r) is not ndarray: r = asarray(r)")
    return lines


def _record_source(row: Op) -> list[str]:
    layout = layout_of(row)
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    listed = differentiable[0].listed
    found, edges = edges_source(differentiable)
    wanted = "any_edge(es)" if listed else " or ".join(f"{e} is not None" for e in edges)
    if any(
        each.type == "ScalarType" for each in row.schema.arguments
    ):  # an integer result carries no gradient
        optional = any(each.type == "ScalarType" and each.optional for each in row.schema.arguments)
        wanted = f"({wanted}) and {'differentiable(r)' if optional else 'r.dtype in INEXACT'}"
    lines = ["    if not OFF or STATE.recording:", *(f"    {line}" for line in found)]
    lines.append(f"        if {wanted}:")
    body = [
        "node = new(N); node.seq = next_sequence()",
        f"node.edges = {'es' if listed else '(' + ', '.join(edges) + ',)'}",
    ]
    outputs = row.differentiable
    if row.several:
        body += [
            f"outs = t if {row.schema.returns[0].listed} else [t[i] for i in {outputs!r}]",
            "node.outs = tuple([(x._a.shape, x._a.dtype) for x in outs])",
            "for i, x in enumerate(outs): x._edge = (node, i)",
        ]
    else:
        out = "t" if len(row.schema.returns) == 1 else "t[0]"
        shape = "r" if len(row.schema.returns) == 1 else "t[0]._a"
        body += [
            f"node.shape = {shape}.shape; node.dtype = {shape}.dtype",
            f"{out}._edge = (node, 0)",
        ]
    body += save_source(row, layout, listed=listed)
    return lines + [f"            {line}" for line in body]


def edges_source(differentiable: list[Argument]) -> tuple[list[str], list[str]]:
    """Lines that set `e0`, `e1`, ... (or the tuple `es` for a list of tensors), and their names."""
    if differentiable[0].listed:
        name = differentiable[0].name
        return [f"    es = tuple([x._edge if x._view is None else edge(x) for x in {name}])"], [
            "es"
        ]
    lines = []
    for i, each in enumerate(differentiable):
        x = each.name
        own = f"{x}._edge if {x}._view is None else edge({x})"
        if x != "self" or each.optional:
            own = f"({own}) if isinstance({x}, Tensor) else None"
        lines.append(f"    e{i} = {own}")
    return lines, [f"e{i}" for i in range(len(differentiable))]


def save_source(row: Op, layout: Layout, *, listed: bool, in_place: bool = False) -> list[str]:
    """Lines that fill `node.saved` and `node.args`."""
    body: list[str] = []
    entries: list[str] = []
    for each in layout.tensors:
        if each.kind == "result":
            t = "t" if len(row.schema.returns) == 1 else f"t[{each.value}]"
            body.append(f"st_{each.at} = storage_of({t})")
            entries.append(f"{t}._a, st_{each.at}, st_{each.at}.version")
            continue
        if each.kind == "list":
            entries.append(f"saved_list({each.value})")
            continue
        x = "original" if in_place and each.name == "self" else each.name
        version = f"(0 if {x}._storage is None else {x}._storage.version)"
        optional = each.name != "self"
        if optional:
            version = f"{version} if isinstance({x}, Tensor) else None"
        if not listed and len(each.needed_by) < len(row.formulas):
            need = " or ".join(f"e{i} is not None" for i in each.needed_by)
            body += [
                f"if {need}: x_{each.at} = {x}; v_{each.at} = {version}",
                f"else: x_{each.at} = v_{each.at} = None",
            ]
            entries.append(f"x_{each.at}, v_{each.at}")
        else:
            entries.append(f"{x}, {version}" if not optional else f"{x}, ({version})")
    if entries:
        body.append(f"node.saved = ({', '.join(entries)},)")
    if layout.args:
        body.append(f"node.args = ({', '.join(each.value for each in layout.args)},)")
    return body
