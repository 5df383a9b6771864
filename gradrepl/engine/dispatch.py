"""From a row of the table to functions: one for each overload (its core), one for each name (its entry).

    op("mul.Tensor(Tensor self, Tensor other) -> Tensor", "MulBackward0", np.multiply, promote="same",
       self=lambda grad, other: grad * other, other=lambda grad, self: grad * self)

becomes, once, at import: the node class `MulBackward0` with its `apply`, the core `mul(self, other)` that computes,
wraps and records, its in-place twin `mul_`, and the entries `torch.mul` and `Tensor.mul` that find the overload.
Source text is generated and compiled, as `dataclass` does: what a row leaves open costs nothing at run time.

# NOTE [The four texts of a core]
arrays   takes the operands' arrays, brought to a common dtype where the row promotes
kernel   calls the row's numpy function
wrap     makes the result a Tensor; a view shares its operand's storage
record   copies the operands' edges into a new node, and saves what the formulas' parameters name
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from gradrepl.engine import arguments, schema as schemas
from gradrepl.engine.arguments import NO, Signature
from gradrepl.engine.grad_mode import SPECIAL, STATE
from gradrepl.engine.node import Node, node_class
from gradrepl.engine.schema import Argument, Schema

Promotion: TypeAlias = Literal["same", "float"]
Formula: TypeAlias = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Op:
    """One overload: a row of the table."""

    text: str
    """PyTorch's own signature."""
    node: str | None
    """The class name of `grad_fn`; None for what is not differentiable."""
    kernel: Callable[..., Any]
    """Computes on arrays, given every argument of the schema in order."""
    given: tuple[tuple[str, Formula], ...] = ()
    """The derivatives, by the argument that they belong to."""
    promote: Promotion | None = None
    """`same`: the operands' common dtype. `float`: the same, and integers become the default dtype."""
    plain: np.ufunc | None = None
    """Stands for the kernel when every keyword-only argument has its default."""
    composite: bool = False
    """Whether `kernel` takes and gives Tensors: it is written with other operations, which record themselves."""
    in_place: bool = False
    """Whether a `name_` twin exists."""
    in_place_node: str | None = None
    """The class name of the twin's `grad_fn`, where PyTorch gives it another one."""
    method: bool = True
    function: bool = True
    differentiable: tuple[int, ...] = (0,)
    """Which results carry a gradient."""
    hidden: bool = False
    """A deprecated overload: it works, and no error names it."""

    @property
    def schema(self) -> Schema:
        return schemas.parse(self.text)

    @property
    def name(self) -> str:
        return self.text.partition("(")[0].partition(".")[0]

    @property
    def several(self) -> bool:
        return self.schema.returns[0].listed or len(self.differentiable) > 1

    @property
    def tensors(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.schema.arguments if each.is_tensor)

    @property
    def formulas(self) -> tuple[tuple[str, Formula, tuple[str, ...]], ...]:
        """In the schema's order: argument, formula, and what the formula's parameters after `grad` name."""
        given = dict(self.given)
        found = tuple(
            (each.name, given[each.name], _parameters(given[each.name]))
            for each in self.schema.arguments
            if each.name in given
        )
        if len(found) != len(given):
            raise ValueError(f"{self.text}: a formula for something that is no argument")
        return found

    def has_formula(self, name: str) -> bool:
        return any(wrt == name for wrt, _ in self.given)


def _parameters(formula: Formula) -> tuple[str, ...]:
    code = formula.__code__  # type: ignore[attr-defined]  # a formula is a function
    return tuple(code.co_varnames[1 : code.co_argcount])


def op(
    text: str,
    node: str | None,
    kernel: Callable[..., Any],
    *,
    promote: Promotion | None = None,
    plain: np.ufunc | None = None,
    in_place: bool | None = None,
    in_place_node: str | None = None,
    method: bool = True,
    function: bool = True,
    differentiable: tuple[int, ...] = (0,),
    **formulas: Formula,
) -> Op:
    """A row. A keyword that names an argument is that argument's derivative."""
    return Op(
        text, node, kernel, tuple(formulas.items()), promote, plain,
        in_place=(promote is not None or in_place_node is not None) if in_place is None else in_place,
        in_place_node=in_place_node, method=method, function=function, differentiable=differentiable,
    )  # fmt: skip


def compose(
    text: str,
    written: Callable[..., Any],
    *,
    method: bool = True,
    function: bool = True,
    hidden: bool = False,
) -> Op:
    """A row whose function is written with other operations."""
    return Op(text, None, written, composite=True, method=method, function=function, hidden=hidden)


# --- what the generated code sees ------------------------------------------------------------------------------------

G: dict[str, Any] = {"NO": NO, "ndarray": np.ndarray, "SPECIAL": SPECIAL, "STATE": STATE, "__name__": __name__}
"""The globals of all generated functions; `tensor.py` and others add theirs before the first row is built."""


def define(name: str, source: str, extra: Mapping[str, Any] | None = None) -> Any:
    """Compiles one generated function and returns it."""
    filename = f"<gradrepl {name}>"
    scope = {**G, **extra} if extra else G
    local: dict[str, Any] = {}
    exec(compile(source, filename, "exec"), scope, local)  # noqa: S102  # as dataclasses does
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    return next(iter(local.values()))


@dataclass(frozen=True, slots=True)
class _Saved:
    """Where a node keeps one of its formulas' parameters."""

    name: str
    kind: Literal["tensor", "result", "argument"]
    at: int
    """Index into `saved` or `args`."""
    value: str
    """The expression that is stored (for a tensor or result: of what it is)."""
    needed_by: tuple[int, ...]
    """Indices of the formulas that use it."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a node of this row saves, in which place."""

    saved: tuple[_Saved, ...]

    @property
    def tensors(self) -> tuple[_Saved, ...]:
        return tuple(each for each in self.saved if each.kind != "argument")

    @property
    def args(self) -> tuple[_Saved, ...]:
        return tuple(each for each in self.saved if each.kind == "argument")


_DERIVED = {
    "_sym_sizes": "{}._a.shape",
    "_sym_numel": "{}._a.size",
    "_scalar_type": "{}._a.dtype",
    "_dim": "{}._a.ndim",
    "_strides": "{}._a.strides",
    "_list_sizes": "[x._a.shape for x in {}]",
}


def _layout(row: Op) -> _Layout:
    by_name = {each.name: each for each in row.schema.arguments}
    results = {r.name: i for i, r in enumerate(row.schema.returns) if r.name} or {"result": 0}
    users: dict[str, list[int]] = {}
    for i, (_, _, parameters) in enumerate(row.formulas):
        for name in parameters:
            users.setdefault(name, []).append(i)
    found: list[_Saved] = []
    at = args = 0
    for name, needed_by in users.items():
        needed = tuple(needed_by)
        argument = by_name.get(name)
        if argument is not None and argument.is_tensor and not argument.listed:
            found.append(_Saved(name, "tensor", at, name, needed))
            at += 2
        elif name in results:
            found.append(_Saved(name, "result", at, str(results[name]), needed))
            at += 3
        else:
            found.append(_Saved(name, "argument", args, _derived(name, by_name), needed))
            args += 1
    return _Layout(tuple(found))


def _derived(name: str, by_name: Mapping[str, Argument]) -> str:
    if name in by_name:
        argument = by_name[name]
        if argument.is_tensor:  # a list: its arrays
            return f"[None if x is None else x._a for x in {name}]"
        return name
    for suffix, expression in _DERIVED.items():
        if name.endswith(suffix) and name.removesuffix(suffix) in by_name:
            return expression.format(name.removesuffix(suffix))
    raise ValueError(f"a formula saves {name!r}, which the operation does not have")


# --- nodes -----------------------------------------------------------------------------------------------------------


def make_node(row: Op) -> type[Node]:
    """The node class of a row: its two `apply`s and its `_saved_*` attributes."""
    layout = _layout(row)
    members: dict[str, Any] = {"several": row.several, "saves": bool(layout.tensors)}
    for form in ("apply", "apply_tensors"):
        functions = {f"F{i}": formula for i, (_, formula, _) in enumerate(row.formulas)}
        members[form] = define(f"{row.node}.{form}", _apply_source(row, layout, form), functions)
    for each in layout.saved:
        if not each.name.endswith("_list_sizes"):  # PyTorch keeps these to itself
            members[f"_saved_{each.name}"] = property(_reader(row, each))
    cls = node_class(str(row.node), **members)
    return cls


def _apply_source(row: Op, layout: _Layout, form: str) -> str:
    arrays = form == "apply"
    several = row.several
    lines = [f"def {form}(n, {'grads' if several else 'grad'}):"]
    if several:
        lines.append(f"    grads = {'filled' if arrays else 'filled_tensors'}(n, grads)")
    if layout.tensors:
        lines += ["    s = n.saved", "    if s is None: raise RuntimeError(FREED)"]
    listed = any(a.listed for a in row.tensors if row.has_formula(a.name))
    count = len(row.formulas)
    if not listed:
        lines.append(f"    {', '.join(f'e{i}' for i in range(count))}{',' if count == 1 else ''} = n.edges")
    names = {each.name: each for each in layout.saved}
    for each in layout.saved:
        lines += _unpack_source(row, each, count, arrays=arrays, listed=listed)
    results = []
    grad = "grads" if several else "grad"
    for i, (_, _, parameters) in enumerate(row.formulas):
        call = f"F{i}({', '.join([grad, *(f'p_{names[p].name}' for p in parameters)])})"
        results.append(call if listed else f"{call} if e{i} is not None else None")
    if listed:
        lines.append(f"    return {results[0]}")
    else:
        lines.append(f"    return ({', '.join(results)},)")
    return "\n".join(lines) + "\n"


def _unpack_source(row: Op, each: _Saved, count: int, *, arrays: bool, listed: bool) -> list[str]:
    p = f"p_{each.name}"
    if each.kind == "argument":
        return [f"    {p} = n.args[{each.at}]"]
    lines = []
    indent = "    "
    if not listed and len(each.needed_by) < count:
        wanted = " or ".join(f"e{i} is not None" for i in each.needed_by)
        lines.append(f"    if {wanted}:")
        indent = "        "
    if each.kind == "result":
        lines += [
            f"{indent}{p} = s[{each.at}]",
            f"{indent}if s[{each.at + 1}].version != s[{each.at + 2}]: "
            f"raise stale_result(n, {p}, s[{each.at + 1}].version, s[{each.at + 2}])",
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
    return lines


def _reader(row: Op, each: _Saved) -> Callable[[Any], Any]:
    """The getter of one `_saved_*` attribute."""

    def read(node: Any) -> Any:
        if each.kind == "argument":
            return _unsigned(G["saved_argument"](node.args[each.at]))
        if node.saved is None:
            raise RuntimeError(G["FREED"])
        value = node.saved[each.at]
        if value is None:
            return None
        if each.kind == "result":
            storage, version = node.saved[each.at + 1 : each.at + 3]
            if storage.version != version:
                raise G["stale_result"](node, value, storage.version, version)
            make = "result_tensor" if int(each.value) in row.differentiable else "plain_result"
            return G[make](node, int(each.value), value, storage)
        version = node.saved[each.at + 1]
        if version is None:
            return G["number_tensor"](value)
        storage = value._storage
        if (0 if storage is None else storage.version) != version:
            raise G["stale"](value, version)
        return value

    return read


def _unsigned(value: Any) -> Any:
    """PyTorch shows its saved integers unsigned: a `dim` of -1 reads 18446744073709551615."""
    if type(value) is int and value < 0:
        return value + 2**64
    return value


# --- cores -----------------------------------------------------------------------------------------------------------


def make_core(row: Op, node: type[Node] | None, *, operator: Callable[..., Any] | None = None) -> Any:
    """The function that computes, wraps and records.

    With `operator` it is the two-operand form behind `*` and its like: keyword-only arguments have their defaults,
    and whatever is out of the ordinary is left to `operator`.
    """
    scope = {"K": row.kernel, "P": row.plain, "N": node, "O": operator}
    return define(row.name, _core_source(row, node, operator is not None), scope)


def _core_source(row: Op, node: type[Node] | None, operator: bool) -> str:
    arguments_ = row.schema.arguments
    names = [each.name for each in arguments_ if not (operator and each.keyword_only)]
    lines = [f"def {row.name}({', '.join(names)}):"]
    if operator:
        lines.append(
            "    if SPECIAL or not (isinstance(other, Tensor) or type(other) in NUMBERS): return O(self, other)"
        )
        lines += [f"    {a.name} = {a.default!r}" for a in arguments_ if a.keyword_only]
    lines += _arrays_source(row)
    lines += _kernel_source(row, operator)
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


def _arrays_source(row: Op) -> list[str]:
    tensors = row.tensors
    if row.promote is None:
        return [f"    a_{each.name} = {_operand(each)}" for each in tensors]
    numbers = [each.name for each in row.schema.arguments if each.type == "Scalar" and not each.keyword_only]
    if numbers == ["other"]:
        return ["    a_self = self._a", *_number_source(row, "    ")]
    if len(tensors) == 1 and not tensors[0].listed:
        name = tensors[0].name
        lines = [f"    a_{name} = {name}._a"]
        if row.promote == "float":
            lines.append(f"    if a_{name}.dtype not in INEXACT: a_{name} = a_{name}.astype(default_float())")
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
    return [
        f"{indent}try: a_other = NUMBER_ARRAYS[a_self.dtype][other]",
        f"{indent}except (KeyError, TypeError): a_self, a_other = promote_number(a_self, other, {row.promote!r})",
    ]


def _kernel_source(row: Op, operator: bool) -> list[str]:
    arrays = {each.name for each in row.tensors}
    if row.promote is not None:
        arrays.add("other")  # also where it is a number
    values = [f"a_{each.name}" if each.name in arrays else each.name for each in row.schema.arguments]
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
            f"{each.name} == {each.default!r}" if each.default is not None else f"{each.name} is None"
            for each in row.schema.arguments
            if each.keyword_only
        )
        body = [f"if {usual}: {plain}", f"else: {call}"]
    if row.promote is None or len(row.tensors) < 2:
        return [f"    {line}" for line in body]
    shapes = ", ".join(f"a_{each.name}" for each in row.tensors)
    return [
        "    try:",
        *(f"        {line}" for line in body),
        f"    except ValueError as problem: raise shape_error(problem, {shapes}) from None",
    ]


_NEW = "{t} = new(Tensor); {t}._a = {r}; {t}._edge = {t}._storage = {t}._view = {t}._extra = None"


def _wrap_source(row: Op) -> list[str]:
    returns = row.schema.returns
    if row.schema.is_view:
        if returns[0].listed:
            return ["    t = many_views(r, self)"]
        return ["    t = as_view(r, self)"]
    if returns[0].listed:
        return ["    t = [wrap(x) for x in r]"]
    if len(returns) > 1:
        return [f"    t = RETURN_TYPES[{row.name!r}]([wrap(x) for x in r])"]
    lines = ["    " + _NEW.format(t="t", r="r")]
    if not isinstance(row.kernel, np.ufunc):
        lines.insert(0, "    if type(r) is not ndarray: r = asarray(r)")
    return lines


def _record_source(row: Op) -> list[str]:
    layout = _layout(row)
    differentiable = [a for a in row.tensors if row.has_formula(a.name)]
    listed = differentiable[0].listed
    found, edges = _edges_source(differentiable)
    wanted = "any_edge(es)" if listed else " or ".join(f"{e} is not None" for e in edges)
    lines = ["    if not OFF or STATE.recording:", *(f"    {line}" for line in found)]
    lines.append(f"        if {wanted}:")
    body = [
        "n = new(N); n.seq = next_sequence()",
        f"n.edges = {'es' if listed else '(' + ', '.join(edges) + ',)'}",
    ]
    outputs = row.differentiable
    if row.several:
        body += [
            f"outs = t if {row.schema.returns[0].listed} else [t[i] for i in {outputs!r}]",
            "n.outs = tuple([(x._a.shape, x._a.dtype) for x in outs])",
            "for i, x in enumerate(outs): x._edge = (n, i)",
        ]
    else:
        out = "t" if len(row.schema.returns) == 1 else "t[0]"
        shape = "r" if len(row.schema.returns) == 1 else "t[0]._a"
        body += [f"n.shape = {shape}.shape; n.dtype = {shape}.dtype", f"{out}._edge = (n, 0)"]
    body += _save_source(row, layout, listed=listed)
    return lines + [f"            {line}" for line in body]


def _edges_source(differentiable: list[Argument]) -> tuple[list[str], list[str]]:
    """Lines that set `e0`, `e1`, ... (or the tuple `es` for a list of tensors), and their names."""
    if differentiable[0].listed:
        name = differentiable[0].name
        return [f"    es = tuple([x._edge if x._view is None else edge(x) for x in {name}])"], ["es"]
    lines = []
    for i, each in enumerate(differentiable):
        x = each.name
        own = f"{x}._edge if {x}._view is None else edge({x})"
        if x != "self" or each.optional:
            own = f"({own}) if isinstance({x}, Tensor) else None"
        lines.append(f"    e{i} = {own}")
    return lines, [f"e{i}" for i in range(len(differentiable))]


def _save_source(row: Op, layout: _Layout, *, listed: bool, in_place: bool = False) -> list[str]:
    """Lines that fill `n.saved` and `n.args`."""
    body: list[str] = []
    entries: list[str] = []
    for each in layout.tensors:
        if each.kind == "result":
            t = "t" if len(row.schema.returns) == 1 else f"t[{each.value}]"
            body.append(f"st_{each.at} = storage_of({t})")
            entries.append(f"{t}._a, st_{each.at}, st_{each.at}.version")
            continue
        x = "original" if in_place and each.name == "self" else each.name
        version = f"(0 if {x}._storage is None else {x}._storage.version)"
        optional = each.name != "self"
        if optional:
            version = f"{version} if isinstance({x}, Tensor) else None"
        if not listed and len(each.needed_by) < len(row.formulas):
            need = " or ".join(f"e{i} is not None" for i in each.needed_by)
            body += [f"if {need}: x_{each.at} = {x}; v_{each.at} = {version}", f"else: x_{each.at} = v_{each.at} = None"]
            entries.append(f"x_{each.at}, v_{each.at}")
        else:
            entries.append(f"{x}, {version}" if not optional else f"{x}, ({version})")
    if entries:
        body.append(f"n.saved = ({', '.join(entries)})")
    if layout.args:
        body.append(f"n.args = ({', '.join(each.value for each in layout.args)},)")
    return body


# --- in place --------------------------------------------------------------------------------------------------------


def make_in_place(row: Op, node: type[Node] | None) -> Any:
    """The `name_` twin of a row: the same kernel, written into `self`, whose history moves on."""
    return define(row.name + "_", _in_place_source(row, node), {"K": row.kernel, "P": row.plain, "N": node})


def _in_place_source(row: Op, node: type[Node] | None) -> str:
    names = [each.name for each in row.schema.arguments]
    lines = [f"def {row.name}_({', '.join(names)}):"]
    layout = _layout(row)
    record: list[str] = []
    if node is not None:
        differentiable = [a for a in row.tensors if row.has_formula(a.name)]
        found, edges = _edges_source(differentiable)
        wanted = " or ".join(f"{e} is not None" for e in edges)
        lines += ["    recording = not OFF or STATE.recording", "    if recording:"]
        lines += [*(f"    {line}" for line in found), f"        recording = {wanted}"]
        lines.append("    check_in_place(self, recording)")
        keeps = [each for each in layout.tensors if each.name == "self"]
        if keeps:
            need = " or ".join(f"e{i} is not None" for i in keeps[0].needed_by)
            lines.append(f"    if recording and ({need}): original = wrap(self._a.copy())")
            lines.append("    else: original = self")
        lines += ["    if recording:", "        n = new(N); n.seq = next_sequence()"]
        lines.append(f"        n.edges = ({', '.join(edges)},)")
        results = [each for each in layout.tensors if each.kind == "result"]
        save = _save_source(row, layout, listed=False, in_place=True)
        if results:
            record = save
        else:
            lines += [f"        {line}" for line in save]
    else:
        lines.append("    check_in_place(self, False)")
    arrays = _arrays_source(row)
    lines += arrays
    lines += _kernel_source(row, operator=False)
    lines.append("    take_shape(self, r)" if row.schema.is_view else "    write(self, r)")
    if node is not None:
        lines.append("    if recording:")
        if record:
            lines += ["        t = self", *(f"        {line}" for line in record)]
        lines += ["        n.shape = self._a.shape; n.dtype = self._a.dtype", "        rebase(self, n)"]
    lines.append("    return self")
    return "\n".join(lines) + "\n"


# --- entries ---------------------------------------------------------------------------------------------------------


def make_entry(
    name: str, pairs: list[tuple[Schema, Callable[..., Any]]], *, method: bool, deprecated: int = 0
) -> Any:
    """`torch.name` or `Tensor.name`: tries each overload in PyTorch's order and says why none fits.

    The last `deprecated` overloads are tried, and never named in an error.
    """
    signatures = [Signature(schema, method) for schema, _ in pairs]
    scope: dict[str, Any] = {}
    lines = ["def plain(args, kwargs):"]
    for i, (signature, (_, core)) in enumerate(zip(signatures, pairs, strict=True)):
        scope[f"M{i}"] = define(f"{name}.match", arguments.matcher(signature, "core"), {"core": core})
        lines += [f"    r = M{i}(args, kwargs)", "    if r is not NO: return r"]
    lines.append("    return NO")
    plain = define(name, "\n".join(lines) + "\n", scope)
    shown = signatures[: len(signatures) - deprecated]
    known = [schema for schema, _ in pairs]

    def failed(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Tries numpy's names for the keywords; otherwise says what is wrong."""
        again = arguments.renamed(kwargs, known)
        if again != kwargs:
            r = plain(args, again)
            if r is not NO:
                return r
        if method and not (args and isinstance(args[0], G["Tensor"])):
            raise TypeError(
                f"unbound method TensorBase.{name}() needs an argument"
                if not args
                else f"descriptor '{name}' for 'torch._C.TensorBase' objects doesn't apply to a "
                f"'{arguments.type_name(args[0])}' object"
            )
        raise arguments.error(name, shown, args[1:] if method else args, kwargs)

    def unguarded(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        r = plain(args, kwargs)
        return failed(args, kwargs) if r is NO else r

    source = (
        f"def {name}(*args, **kwargs):\n"
        f"    if SPECIAL: return guarded({name}, unguarded, args, kwargs)\n"
        "    r = plain(args, kwargs)\n"
        "    return failed(args, kwargs) if r is NO else r\n"
    )
    scope = {"plain": plain, "failed": failed, "unguarded": unguarded}
    filled = {**G, **scope}
    entry = define(name, source, filled)
    entry.__globals__[name] = entry
    entry.__qualname__ = f"Tensor.{name}" if method else name
    entry.__module__ = "torch"
    return entry
