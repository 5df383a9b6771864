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
from gradrepl.engine.kinds import Kind, kinds
from gradrepl.engine.node import maker
from gradrepl.engine.node_source import record_source
from gradrepl.engine.saving import layout_of, saved_sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.schema import Argument
    from gradrepl.engine.table import Op, Quick


def make_core(
    row: Op, node: type[Node] | None, *, operator: Callable[..., Any] | None = None
) -> Any:
    """The function that computes, wraps and records.

    With `operator` it is the two-operand form behind `*` and its like: all other arguments have
    their defaults, and whatever is out of the ordinary is left to `operator`.
    """
    scope = {"K": row.kernel, "P": row.plain, "NODE": node and maker(node), "O": operator}
    return define(row.name, _core_source(row, node, operator is not None), scope)


def make_link(row: Op, node: type[Node]) -> Any:
    """The function that makes a view's node from shapes alone, and returns the edge to it.

    Of views in a row, `x[0, 1:]`, each is a node; the tensors between them need not be made.
    """
    names = [each.name for each in row.schema.arguments[1:]]
    values = [each.value.replace("self._a.shape", "sizes") for each in layout_of(row).args]
    source = f"""def {row.name}(edge, sizes, shape, dtype, {", ".join(names)}):
    node = NODE(); node.seq = next_sequence()
    node.edges = (edge,)
    node.shape = shape; node.dtype = dtype
    node.args = ({"".join(f"{each}, " for each in values)})
    return (node, 0)
"""
    return define(f"{row.name}.link", source, {"NODE": maker(node)})


def _core_source(row: Op, node: type[Node] | None, operator: bool) -> str:
    arguments_ = row.schema.arguments
    names = [each.name for each in (arguments_[:2] if operator else arguments_)]
    lines = [f"def {row.name}({', '.join(names)}):"]
    if operator:
        lines.append(f"    if SPECIAL: return O({', '.join(names)})")
        lines += [f"    {a.name} = {a.default!r}" for a in arguments_[2:]]
    for kind in kinds(row):
        indent = "    "
        if kind == "tensor":
            lines.append("    if isinstance(other, Tensor):")
            indent = "        "
        elif kind is None and operator:
            lines.append(f"    if not isinstance({names[1]}, Tensor): return O({', '.join(names)})")
        elif operator:
            lines.append("    if type(other) not in NUMBERS or FORMULA: return O(self, other)")
        body = _compute_source(row, node, kind, operator=operator)
        if operator and row.quick is not None:
            body.append(f"if r is None: return O({', '.join(names)})")
        body += _wrap_source(row)
        if node is not None:
            body += record_source(row, kind)
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
        f"    try: {look}",
        "    except Exception as first: raise first from None",
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
    body = [call] if row.quick is None else _quick_source(row.quick, None if operator else call)
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


def _quick_source(quick: Quick, otherwise: str | None) -> list[str]:
    """Lines that take the quick way where it is open; where it is not, `r` is None.

    What is done otherwise has the result or the words. It stands outside the handler, so that no
    error has another behind it.
    """
    lines = [
        "r = None",
        f"if {quick.when}:",
        f"    try: r = {quick.call}",
        "    except ValueError: pass",
    ]
    return lines if otherwise is None else [*lines, f"if r is None: {otherwise}"]


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
        fields, each = tuple(each.name for each in returns), range(len(returns))
        own = fields[0].startswith("result") or row.name.startswith("_")  # these have no names
        make = "" if own else f"RETURN_TYPES[{row.name!r}, {fields!r}]"
        lines = [_NEW.format(t=f"t{i}", r=f"r[{i}]") for i in each]
        return [*lines, f"t = {make}(({', '.join(f't{i}' for i in each)}))"]
    lines = [_NEW.format(t="t", r="r")]
    if not isinstance(row.kernel, np.ufunc):
        lines.insert(0, "if type(r) is not ndarray: r = asarray(r)")
    return lines
