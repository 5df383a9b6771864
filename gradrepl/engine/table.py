"""A row of the table: one overload of an operation, as data.

op("mul.Tensor(Tensor self, Tensor other) -> Tensor", "MulBackward0", np.multiply, promote="same",
self=lambda grad, other: grad * other, other=lambda grad, self: grad * self)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from gradrepl.engine import schema as schemas

if TYPE_CHECKING:
    import numpy as np

    from gradrepl.engine.schema import Argument, Schema

Promotion: TypeAlias = Literal["same", "float", "signed"]
Formula: TypeAlias = Callable[..., Any]


class Quick(NamedTuple):
    """What stands for a kernel in the usual case: code, for a call of the kernel would be felt."""

    when: str
    """A condition on the arrays (`a_self` and so on) and the other arguments."""
    call: str
    """Gives the result; with a ValueError, or None, the kernel is asked."""


class Op(NamedTuple):
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
    """`same`: the operands' common dtype. `float`: the same, and integers become the default
    dtype. `signed`: the same, and no operand may hold bools."""
    plain: np.ufunc | None = None
    """Stands for the kernel when every keyword-only argument has its default; what it refuses, the
    kernel has words for.
    """
    quick: Quick | None = None
    composite: bool = False
    """Whether `kernel` takes and gives Tensors: it is written with other operations, which record
    themselves.
    """
    in_place: bool = False
    """Whether a `name_` twin exists."""
    in_place_node: str | None = None
    """The class name of the twin's `grad_fn`, where PyTorch gives it another one."""
    in_place_given: tuple[tuple[str, Formula], ...] | None = None
    """The twin's derivatives, where they are others."""
    in_place_method: bool = True
    """Whether the twin is a method, too."""
    first: Callable[..., None] | None = None
    """What the twin asks before it looks for shared memory, given what the kernel is given."""
    overlapping: bool = False
    """Whether the twin may write where elements share memory: it writes the same everywhere."""
    method: bool = True
    function: bool = True
    differentiable: tuple[int, ...] = (0,)
    """Which results carry a gradient."""
    partly: bool = False
    """Whether formulas see which results' gradients arrived, instead of zeros for the others."""
    hidden: bool = False
    """A deprecated overload: it works, and no error names it."""

    @property
    def schema(self) -> Schema:
        return schemas.parse(self.text)

    @property
    def twin(self) -> Op:
        """The row that the `name_` twin is made from."""
        given = self.given if self.in_place_given is None else self.in_place_given
        return self._replace(node=self.in_place_node or self.node, given=given)

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
        """In the schema's order: argument, formula, and the formula's parameters after `grad`."""
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
    code = formula.__code__
    return tuple(code.co_varnames[1 : code.co_argcount])


def op(
    text: str,
    node: str | None,
    kernel: Callable[..., Any],
    *,
    promote: Promotion | None = None,
    plain: np.ufunc | None = None,
    quick: Quick | None = None,
    in_place: bool | None = None,
    in_place_node: str | None = None,
    in_place_method: bool = True,
    first: Callable[..., None] | None = None,
    overlapping: bool = False,
    method: bool = True,
    function: bool = True,
    differentiable: tuple[int, ...] = (0,),
    partly: bool = False,
    **formulas: Formula,
) -> Op:
    """A row. A keyword that names an argument is that argument's derivative."""
    _has_twin = promote is not None or in_place_node is not None
    return Op(
        text, node, kernel, tuple(formulas.items()), promote, plain, quick,
        in_place=_has_twin if in_place is None else in_place, in_place_node=in_place_node,
        in_place_method=in_place_method, first=first, overlapping=overlapping, method=method,
        function=function, differentiable=differentiable, partly=partly,
    )  # fmt: skip


def differing(row: Op, node: str, **formulas: Formula) -> Op:
    """The row with a node and derivatives of its own for what is computed in place."""
    return row._replace(in_place_node=node, in_place_given=tuple(formulas.items()))


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
