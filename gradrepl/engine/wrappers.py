"""What PyTorch wraps in Python: there the interpreter refuses a call, not the parser of signatures.

A wrapper is its `def` line. Calling the function that it defines gives the interpreter's own texts.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Wrapper(NamedTuple):
    """One function of PyTorch's that is written in Python."""

    header: str
    """The function's name and its parameters, as in its `def` line."""
    touches: str | None = None
    """The attribute that it asks its first argument for, before anything else."""
    within: str | None = None
    """The method's class, where it is one."""

    @property
    def name(self) -> str:
        return self.header.partition("(")[0]

    def positional(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """The arguments in order, without `out` and the last ones that have their defaults.

        Raises:
            TypeError: where they do not fit the parameters, in the interpreter's words.
            AttributeError: where the first one is no tensor.
        """
        function = _defined(self)
        given = function(*args, **kwargs)
        given.pop("out", None)
        values = tuple(given.values())
        if self.touches is not None and not hasattr(values[0], "_a"):
            getattr(values[0], self.touches)
        defaults = function.__defaults__ or ()
        least = len(values) - len(defaults) + ("out" in self.header)
        while len(values) > least and values[-1] is defaults[-1]:
            values, defaults = values[:-1], defaults[:-1]
        return values


@functools.cache
def _defined(wrapper: Wrapper) -> Callable[..., dict[str, Any]]:
    scope: dict[str, Any] = {}
    exec(f"def {wrapper.header}: return locals()\n", scope)  # noqa: S102  # from the lines below
    function: Callable[..., dict[str, Any]] = scope[wrapper.name]
    if wrapper.within is not None:
        function.__qualname__ = f"{wrapper.within}.{wrapper.name}"
    return function


_DISTINCT = "return_inverse=False, return_counts=False, dim=None"

FUNCTIONS = {
    "norm": Wrapper(
        "norm(input, p='fro', dim=None, keepdim=False, out=None, dtype=None)", touches="layout"
    ),
    "cdist": Wrapper("cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary')"),
    "split": Wrapper("split(tensor, split_size_or_sections, dim=0)", touches="split"),
    "tensordot": Wrapper("tensordot(a, b, dims=2, out=None)"),
    "unique": Wrapper(f"_return_output(input, sorted=True, {_DISTINCT})"),
    "unique_consecutive": Wrapper(f"_consecutive_return_output(input, {_DISTINCT})"),
    "unravel_index": Wrapper("unravel_index(indices, shape)"),
    "lstsq": Wrapper("lstsq(input, A)"),
    "solve": Wrapper("solve(input, A)"),
    "symeig": Wrapper("symeig(input, eigenvectors=False, upper=True, *, out=None)"),
    "eig": Wrapper("eig(self, eigenvectors=False, *, e=None, v=None)"),
}

METHODS = {
    each.name: each
    for each in (
        Wrapper("norm(self, p='fro', dim=None, keepdim=False, dtype=None)", within="Tensor"),
        Wrapper("split(self, split_size, dim=0)", within="Tensor"),
        Wrapper("unflatten(self, dim, sizes)", within="Tensor"),
        Wrapper(f"unique(self, sorted=True, {_DISTINCT})", within="Tensor"),
        Wrapper(f"unique_consecutive(self, {_DISTINCT})", within="Tensor"),
        Wrapper("lstsq(self, other)", within="Tensor"),
        Wrapper("solve(self, other)", within="Tensor"),
        Wrapper("eig(self, eigenvectors=False)", within="Tensor"),
        Wrapper("symeig(self, eigenvectors=False)", within="Tensor"),
        Wrapper("lu(self, pivot=True, get_infos=False)", within="Tensor"),
    )
}

_PASSED_TO = {
    "unique": "_unique2",
    "unique_consecutive": "unique_consecutive",
    "lu": "_lu_with_info",
}
"""What a wrapper hands its arguments to, by whose name they are refused."""


def find(name: str, *, method: bool) -> Wrapper | None:
    return (METHODS if method else FUNCTIONS).get(name)


def called(name: str) -> str:
    """The name under which a call that a wrapper lets pass is refused."""
    return _PASSED_TO.get(name, name)
