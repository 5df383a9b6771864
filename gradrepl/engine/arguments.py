"""What a call may give: an overload's arguments, as its two Python forms see them.

Which overload a call means, generated code tells (`matching`); what is wrong with a call that no
overload takes, `complaints` finds out afterwards, when time does not matter any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gradrepl.engine import dtypes
from gradrepl.engine.schema import Argument, Schema
from gradrepl.engine.values import (
    Indices,
    is_bool,
    is_dtype,
    is_float,
    is_index,
    is_ints,
    is_layout,
    is_memory_format,
    is_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NO = object()
"""What a matcher returns when the call is not its."""

NUMBER_FOR_TENSOR = frozenset((
    "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide",
    "copy",
))  # fmt: skip
"""Operations that take a Python number where their schema says Tensor."""

VARIADIC = frozenset(("einsum",))
"""Functions that take their tensors one by one, or as a list."""

_AS_IT_IS = ("meshgrid", "atleast_1d", "atleast_2d", "atleast_3d")

PACKED = frozenset(
    ("broadcast_tensors", "cartesian_prod", "block_diag", "chain_matmul", *_AS_IT_IS)
)
"""Python's functions: they pass on what they are given as a list, some of them a list as it is."""

_ALIASES = {
    "axis": "dim",
    "keepdims": "keepdim",
    "x": "self",
    "a": "self",
    "x1": "self",
    "x2": "other",
}
"""numpy's names for PyTorch's parameters."""


class Signature(NamedTuple):
    """A schema as one of its two Python forms sees it."""

    schema: Schema
    method: bool

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Without `self` in the method form."""
        return self.schema.arguments[1:] if self.method else self.schema.arguments

    @property
    def parameters(self) -> tuple[Argument, ...]:
        """The arguments, and `out` where the function has it."""
        found = list(self.arguments)
        if self.has_out:
            out = Argument(
                "out", "Tensor", listed=self.several, has_default=True, keyword_only=True
            )
            dtype = next((i for i, each in enumerate(found) if each.name == "dtype"), None)
            found.insert(dtype if dtype is not None and self._is_factory() else len(found), out)
        return tuple(found)

    @property
    def several(self) -> bool:
        """Whether `out=` takes a tensor for each of several results."""
        return len(self.schema.returns) > 1

    @property
    def positional(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.arguments if not each.keyword_only)

    @property
    def minimum(self) -> int:
        return sum(not each.has_default for each in self.arguments)

    @property
    def varargs(self) -> bool:
        """Whether `x.view(2, 3)` stands for `x.view((2, 3))`."""
        return (
            len(self.positional) == 1
            and self.positional[0].listed
            and not self.positional[0].optional
            and self.positional[0].type == "int"
        )

    def public(self, argument: Argument) -> str:
        if self.method or argument.name != "self":
            return argument.name
        return "input" if argument.is_tensor else "self"

    def shown(self) -> str:
        """`(Tensor input, *, torch.dtype dtype = None)`."""
        parts: list[str] = []
        for each in self.parameters:
            if each.keyword_only and "*" not in parts:
                parts.append("*")
            default = f" = {_shown_default(each.default)}" if each.has_default else ""
            parts.append(f"{each.shown} {self.public(each)}{default}")
        return f"({', '.join(parts)})"

    def _is_factory(self) -> bool:
        return any(each.name == "requires_grad" for each in self.arguments)

    @property
    def has_out(self) -> bool:
        return not self.method and self.schema.has_out


def _shown_default(value: Any) -> str:
    """As C++ writes it."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple) and value:
        return f"{{{','.join(map(str, value))}}}"
    return str(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, (tuple, list))


def packed(name: str, args: Sequence[Any]) -> tuple[Any, ...]:
    """The arguments of a function in `PACKED`."""
    if name in _AS_IT_IS and len(args) == 1 and (name != "meshgrid" or _is_list(args[0])):
        return (args[0],)
    return (tuple(args),)


def numpy_names(argument: Argument) -> tuple[str, ...]:
    return tuple(alias for alias, name in _ALIASES.items() if name == argument.name)


def renamed(kwargs: Mapping[str, Any], schemas: Sequence[Schema]) -> dict[str, Any]:
    """The keywords under the schemas' names: `input` is `self`, numpy's `axis` is `dim`."""
    known = {each.name for schema in schemas for each in schema.arguments}
    found = {}
    for name, value in kwargs.items():
        key = name
        if name not in known:
            other = "self" if name == "input" else _ALIASES.get(name)
            if other in known:
                key = other
        found[key] = value
    return found


# --- for the texts of errors --------------------------------------------------------------

_ACCEPTS: dict[str, Callable[[Any], bool]] = {
    "int": is_index,
    "Scalar": is_scalar,
    "float": is_float,
    "bool": is_bool,
    "ScalarType": is_dtype,
    "str": lambda value: isinstance(value, str),
    "Device": lambda value: isinstance(value, (str, dtypes.device, int)),
    "Layout": is_layout,
    "MemoryFormat": is_memory_format,
}


def accepts(argument: Argument, value: Any, *, number_too: bool = False) -> bool:
    """Whether the parameter takes the value; what the generated matcher asks, too."""
    if value is None and (argument.optional or (argument.has_default and argument.default is None)):
        return True
    if argument.is_tensor and not argument.listed:
        return hasattr(value, "_a") or (number_too and is_scalar(value))
    if argument.is_tensor:
        return isinstance(value, (tuple, list)) and all(
            hasattr(each, "_a") or (each is None and type(value) is Indices) for each in value
        )
    if argument.listed:
        return is_ints(value) or (argument.scalar_for_list and is_index(value))
    check = _ACCEPTS.get(argument.type)
    return check is None or check(value)
