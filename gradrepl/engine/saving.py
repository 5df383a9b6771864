"""What a node saves: read off the parameters of its row's formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from gradrepl.engine.generated import G

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gradrepl.engine.table import Op


class Saved(NamedTuple):
    """Where a node keeps one of its formulas' parameters."""

    name: str
    kind: Literal["tensor", "list", "result", "argument"]
    at: int
    """Index into `saved` or `args`."""
    value: str
    """The expression that is stored (for a tensor or result: of what it is)."""
    needed_by: tuple[int, ...]
    """Indices of the formulas that use it."""


class Layout(NamedTuple):
    """What a node of this row saves, in which place."""

    saved: tuple[Saved, ...]
    differentiable: tuple[int, ...]
    """Which results carry a gradient."""

    @property
    def tensors(self) -> tuple[Saved, ...]:
        return tuple(each for each in self.saved if each.kind != "argument")

    @property
    def args(self) -> tuple[Saved, ...]:
        return tuple(each for each in self.saved if each.kind == "argument")


KEPT_INSIDE = ("_list_sizes", "_own_layout", "_own_dtype")
"""Ends of names that PyTorch keeps to itself."""

_DERIVED = {
    "_sym_sizes": "{}._a.shape",
    "_sym_sizes_opt": "(0,) if {0} is None else {0}._a.shape",
    "_sym_argsize_0": "{}._a.shape[0]",
    "_sym_numel": "{}._a.size",
    "_scalar_type": "{}._a.dtype",
    "_dim": "{}._a.ndim",
    **{f"_sym_argsize_{i}": f"{{}}._a.shape[{i}]" for i in range(3)},
    "_sym_argsize_minus_1": "{}._a.shape[-1]",
    "_sym_argsize_minus_2": "{}._a.shape[-2]",
    "_sym_strides": "({0}._a.strides, {0}._a.itemsize)",
    "_strides": "{}._a.strides",
    "_own_layout": "layout({})",
    "_own_dtype": "{}._a.dtype",
    "_list_sizes": "[x._a.shape for x in {}]",
}


class attribute(property):  # noqa: N801  # as `property` is
    """What a node shows and nobody sets: `_saved_*`, `next_functions`, `metadata`."""

    def __init__(
        self, read: Callable[[Any], Any], name: str | None = None, owner: str | None = None
    ) -> None:
        super().__init__(read)
        self.name = read.__name__ if name is None else name
        self.owner = owner
        """Whose attribute it is said to be, if not the node's class's."""

    def __set__(self, obj: Any, value: Any) -> None:
        raise AttributeError(
            f"attribute '{self.name}' of '{self.owner or type(obj).__name__}' objects is not "
            "writable"
        )

    def __delete__(self, obj: Any) -> None:
        self.__set__(obj, None)


def layout_of(row: Op) -> Layout:
    by_name = {each.name: each for each in row.schema.arguments}
    results = {r.name: i for i, r in enumerate(row.schema.returns) if r.name} or {"result": 0}
    users: dict[str, list[int]] = {}
    for i, (_, _, parameters) in enumerate(row.formulas):
        for name in parameters:
            users.setdefault(name, []).append(i)
    found: list[Saved] = []
    at = args = 0
    for name, needed_by in users.items():
        needed = tuple(needed_by)
        argument = by_name.get(name)
        if argument is not None and argument.is_tensor and not argument.listed:
            found.append(Saved(name, "tensor", at, name, needed))
            at += 2
        elif argument is not None and argument.is_tensor:
            found.append(Saved(name, "list", at, name, needed))
            at += 1
        elif name in results:
            found.append(Saved(name, "result", at, str(results[name]), needed))
            at += 3
        else:
            known = {each: each for each in by_name} | {r: f"t[{i}]" for r, i in results.items()}
            found.append(Saved(name, "argument", args, _derived(name, known), needed))
            args += 1
    return Layout(tuple(found), row.differentiable)


def saved_sizes(row: Op) -> list[tuple[str, int]]:
    """Of which arguments' dimensions a node keeps the size, in the order PyTorch asks for them."""
    named = {f"_sym_argsize_{d}": d for d in range(3)}
    named |= {"_sym_argsize_minus_1": -1, "_sym_argsize_minus_2": -2}
    arguments = [each.name for each in row.tensors]
    return [
        (argument, dim)
        for argument in arguments
        for suffix, dim in named.items()
        if any(each.name == argument + suffix for each in layout_of(row).args)
    ]


def _derived(name: str, known: Mapping[str, str]) -> str:
    """The expression for an argument, or for something of an argument or result."""
    if name in known:
        return known[name]
    for suffix, expression in _DERIVED.items():
        if name.endswith(suffix) and name.removesuffix(suffix) in known:
            return expression.format(known[name.removesuffix(suffix)])
    raise ValueError(f"a formula saves {name!r}, which the operation does not have")


def reader(row: Op, each: Saved) -> Callable[[Any], Any]:
    """The getter of one `_saved_*` attribute."""
    number = any(a.name == each.name and a.type == "Scalar" for a in row.schema.arguments)

    def read(node: Any) -> Any:
        if each.kind == "argument" and each.name.endswith("_sym_strides"):
            if all(node.edges[i] is None for i in each.needed_by):
                return ()  # nothing was to be laid out like it
            strides, itemsize = node.args[each.at]
            return tuple(stride // itemsize for stride in strides)
        if each.kind == "argument":
            value = G["saved_argument"](node.args[each.at])
            return value if number else _unsigned(value)
        if node.saved is None:
            if all(node.edges[i] is None for i in each.needed_by):
                return None  # it was never saved
            raise RuntimeError(G["FREED"])
        value = node.saved[each.at]
        if value is None:
            return None
        if type(value) is G["Packed"]:
            return value.unpack(node)
        if each.kind == "list":
            return tuple(G["unpacked_list"](value, node))
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
        if (0 if storage is None else int(storage.version)) != int(version):
            raise G["stale"](value, version)
        if type(storage) is G["NumberStorage"]:
            return G["number_tensor"](storage.number)
        return value

    return read


def _unsigned(value: Any) -> Any:
    """PyTorch shows its saved integers unsigned: a `dim` of -1 reads 18446744073709551615."""
    if type(value) is int and value < 0:
        return value + 2**64
    return value
