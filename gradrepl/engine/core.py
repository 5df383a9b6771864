"""From a row to its core: the function that computes, wraps and records.

# NOTE [The four texts of a core]
arrays   takes the operands' arrays, brought to a common dtype where the row promotes
kernel   calls the row's numpy function
wrap     makes the result a Tensor; a view shares its operand's storage
record   copies the operands' edges into a new node, and saves what the formulas' parameters name
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from gradrepl.engine.generated import define
from gradrepl.engine.saving import Layout, layout_of, saved_sizes

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
    scope = {"K": row.kernel, "P": row.plain, "NODE": node, "O": operator}
    return define(row.name, _core_source(row, node, operator is not None), scope)


def make_link(row: Op, node: type[Node]) -> Any:
    """The function that makes a view's node from shapes alone, and returns the edge to it.

    Of views in a row, `x[0, 1:]`, each is a node; the tensors between them need not be made.
    """
    names = [each.name for each in row.schema.arguments[1:]]
    values = [each.value.replace("self._a.shape", "sizes") for each in layout_of(row).args]
    source = f"""def {row.name}(edge, sizes, shape, dtype, {", ".join(names)}):
    node = new(NODE); node.seq = next_sequence()
    node.edges = (edge,)
    node.shape = shape; node.dtype = dtype
    node.args = ({"".join(f"{each}, " for each in values)})
    return (node, 0)
"""
    return define(f"{row.name}.link", source, {"NODE": node})


def _core_source(row: Op, node: type[Node] | None, operator: bool) -> str:
    arguments_ = row.schema.arguments
    names = [each.name for each in (arguments_[:2] if operator else arguments_)]
    lines = [f"def {row.name}({', '.join(names)}):"]
    if operator:
        lines.append("    if SPECIAL: return O(self, other)")
        lines += [f"    {a.name} = {a.default!r}" for a in arguments_[2:]]
    for kind in kinds(row):
        indent = "    "
        if kind == "tensor":
            lines.append("    if isinstance(other, Tensor):")
            indent = "        "
        elif operator:
            lines.append("    if type(other) not in NUMBERS or FORMULA: return O(self, other)")
        body = _compute_source(row, node, kind, operator=operator) + _wrap_source(row)
        if node is not None:
            body += _record_source(row, kind)
        lines += [f"{indent}{line}" for line in [*body, "return t"]]
    return "\n".join(lines) + "\n"


_WARN_LATE = ("var", "std", "var_mean", "std_mean")
"""What warns as it computes: autograd's mistakes are told before that, and without a warning."""


def _compute_source(row: Op, node: type[Node] | None, kind: Kind, *, operator: bool) -> list[str]:
    """Lines that take the arrays and call the kernel; of two mistakes autograd's is told.

    PyTorch makes the node before it computes. Here the usual case pays nothing for that order:
    only a call that fails looks back. See `first_mistake`.
    """
    lines = arrays_source(row, kind) + kernel_source(row, operator) + _order_source(row, kind)
    if node is None:
        return lines
    differentiable = "".join(f"{each.name}, " for each in row.tensors if row.has_formula(each.name))
    saved = "".join(
        f"({each.name}, {each.needed_by!r}), "
        for each in layout_of(row).tensors
        if each.kind != "result"
    )
    look = f"first_mistake(({differentiable}), ({saved}))"
    sizes = "".join(f"({name}, {dim}), " for name, dim in saved_sizes(row))
    if sizes:
        look += f"; check_sizes(({differentiable}), ({sizes}))"
    early = [f"if INFERENCE or self._view is not None: {look}"] if row.name in _WARN_LATE else []
    return [
        *early,
        "try:",
        *(f"    {line}" for line in lines),
        "except Exception:",
        f"    {look}",
        "    raise",
    ]


def _order_source(row: Op, kind: Kind) -> list[str]:
    """Lines that bring an elementwise result into PyTorch's order of memory.

    Where operands disagree the first one counts, and numpy's order of dimensions does. Only a view
    is asked: to ask every operand for its order would cost each operation four per cent.
    """
    if row.promote is None or len(row.tensors) < 2 or kind == "number" or row.several:
        return []
    if any(each.listed for each in row.tensors):
        return []
    first, *others = (each.name for each in row.tensors)
    arrays = ", ".join(f"a_{each}" for each in others)
    return [f"if {first}._view is not None: r = walked(r, {first}._a, {arrays})"]


def never_alone(row: Op, kind: Kind) -> str:
    """The test that not all operands are inference tensors, which nothing records."""
    if kind == "number" and any(each.name == "other" for each in row.tensors):
        return "True"  # a number in a tensor's place is a normal tensor
    every = ", ".join(f"*{each.name}" if each.listed else each.name for each in row.tensors)
    return f"not (INFERENCE and only_inference({every}))"


Kind: TypeAlias = "Literal['tensor', 'number'] | None"
"""What `other` is known to be; None where nothing is known, or there is no `other`."""


def kinds(row: Op) -> tuple[Kind, ...]:
    """The cases that a row's function tells apart: each is straight code of its own."""
    if row.promote is None:
        return (None,)
    others = [a for a in row.schema.arguments if a.name == "other" and not a.keyword_only]
    if not others or others[0].listed:
        return (None,)
    if others[0].type == "Scalar":
        return ("number",)
    return ("tensor", "number") if [a.name for a in row.tensors] == ["self", "other"] else (None,)


def _operand(argument: Argument) -> str:
    """The expression for a tensor argument's array, where nothing is promoted."""
    name = argument.name
    if argument.listed:
        inner = "None if x is None else x._a" if argument.inner_optional else "x._a"
        return f"[{inner} for x in {name}]"
    if argument.optional:
        return f"None if {name} is None else {name}._a"
    return f"{name}._a"


def arrays_source(row: Op, kind: Kind) -> list[str]:
    """Lines that set `a_self` and its like, and the first one's dtype `d`, if the row promotes."""
    tensors = row.tensors
    if row.promote is None:
        return [f"a_{each.name} = {_operand(each)}" for each in tensors]
    if kind == "number":
        return ["a_self = self._a; d = a_self.dtype", *_number_source(row)]
    if len(tensors) == 1 and not tensors[0].listed:
        a = f"a_{tensors[0].name}"
        lines = [f"{a} = {tensors[0].name}._a; d = {a}.dtype"]
        if row.promote == "float":
            order = f"'C' if 0 in {a}.strides else 'K'"  # what was expanded has no order of its own
            cast = f"{a} = {a}.astype(d, {order})"
            lines.append(f"if d not in INEXACT: d = default_float(); {cast}")
        return lines
    if kind == "tensor":
        unequal = "d is not a_other.dtype"
        if row.promote == "float":
            unequal += " or d not in INEXACT"
        promote = f"a_self, a_other = promote((a_self, a_other), {row.promote!r})"
        return [
            "a_self = self._a; a_other = other._a; d = a_self.dtype",
            f"if {unequal}: {promote}; d = a_self.dtype",
        ]
    every = ", ".join(f"{each.name}" for each in tensors)
    targets = ", ".join(f"a_{each.name}" for each in tensors)
    return [f"{targets} = promote(operands(({every})), {row.promote!r})"]


def _number_source(row: Op) -> list[str]:
    """Lines that make an array of `other`, a Python number."""
    refuse = []
    if row.promote == "signed":  # True is 1 to a dictionary, too
        test = "if other is True or other is False: "
        refuse = [f"{test}refuse_bools((a_self, asarray(other)))"]
    return [
        *refuse,
        "try: a_other = NUMBER_ARRAYS[d][other]",
        "except (KeyError, TypeError):",
        f"    a_self, a_other = promote_number(a_self, other, {row.promote!r}); d = a_self.dtype",
    ]


def given_source(row: Op) -> list[str]:
    """What the kernel is given: arrays, and the other arguments as they are."""
    arrays = {each.name for each in row.tensors}
    if row.promote is not None:
        arrays.add("other")  # also where it is a number
    every = row.schema.arguments
    return [f"a_{each.name}" if each.name in arrays else each.variable for each in every]


def kernel_source(row: Op, operator: bool) -> list[str]:
    values = given_source(row)
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
    options = [each for each in row.schema.arguments if each.keyword_only]
    if plain is not None and options:
        usual = " and ".join(
            f"{each.name} == {each.default!r} and {each.name} is not True"
            if each.default is not None
            else f"{each.name} is None"
            for each in options
        )
        body = [f"if {usual}: {plain}", f"else: {call}"]
    elif plain is not None:
        body = [f"try: {plain}", f"except TypeError: {call}"]
    if row.promote is None or (len(row.tensors) < 2 and row.promote != "signed"):
        return body
    shapes = ", ".join(f"a_{each.name}" for each in row.tensors)
    # PyTorch looks at the shapes before it looks for a kernel
    refused = "ValueError, NotImplementedError" + ", TypeError" * (row.promote == "signed")
    return [
        "try:",
        *(f"    {line}" for line in body),
        f"except ({refused}) as problem: raise shape_error(problem, {shapes}) from None",
    ]


_NEW = "{t} = new(Tensor); {t}._a = {r}; {t}._edge = {t}._storage = {t}._view = {t}._extra = None"


_TURNED = {"_conj": "conjugated_view", "_neg_view": "negated_view"}
"""What shows the memory itself in another way, by what makes the view."""


def _wrap_source(row: Op) -> list[str]:
    returns = row.schema.returns
    if row.name in _TURNED:
        return [f"t = {_TURNED[row.name]}(self)"]
    if row.schema.is_view:
        if returns[0].listed:
            return ["t = tuple(many_views(r, self))"]
        return ["t = as_view(r, self)"]
    if returns[0].listed:
        return ["t = tuple([wrap(x) for x in r])"]
    if len(returns) > 1:
        fields = tuple(each.name for each in returns)
        several = [f"{letter}{i}" for letter in "rt" for i in range(len(returns))]
        lines = [f"{', '.join(several[: len(returns)])} = r"]
        lines += [_NEW.format(t=f"t{i}", r=f"r{i}") for i in range(len(returns))]
        together = f"({', '.join(several[len(returns) :])})"
        # PyTorch names the former in the graph only, and the latter are our own
        if not fields[0].startswith("result") and not row.name.startswith("_"):
            together = f"RETURN_TYPES[{row.name!r}, {fields!r}]({together})"
        return [*lines, f"t = {together}"]
    lines = [_NEW.format(t="t", r="r")]
    if not isinstance(row.kernel, np.ufunc):
        lines.insert(0, "if type(r) is not ndarray: r = asarray(r)")
    return lines


_REAL_ALONE = frozenset((
    "nan_to_num", "slice_scatter", "slice_copy", "select_scatter", "silu", "scatter_reduce",
    "embedding",
))  # fmt: skip
"""What computes on complex numbers, and refuses to record it."""


def _record_source(row: Op, kind: Kind) -> list[str]:
    layout = layout_of(row)
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    listed = differentiable[0].listed
    found, edges = edges_source(differentiable, kind)
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
        "node = new(NODE); node.seq = next_sequence()",
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


def edges_source(differentiable: list[Argument], kind: Kind) -> tuple[list[str], list[str]]:
    """Lines that set `e0`, `e1`, ... (or the tuple `es` for a list of tensors), and their names.

    What is known to have no edge is named `None`.
    """
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
        if (x != "self" or each.optional) and not (kind == "tensor" and x == "other"):
            own = f"({own}) if isinstance({x}, Tensor) else None"
        lines.append(f"e{i} = {own}")
        names.append(f"e{i}")
    return lines, names


def save_source(row: Op, layout: Layout, kind: Kind, *, in_place: bool = False) -> list[str]:
    """Lines that fill `node.saved` and `node.args`."""
    body: list[str] = []
    entries: list[str] = []
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
        elif each.name != "self" and not (kind == "tensor" and each.name == "other"):
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
