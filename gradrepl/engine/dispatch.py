"""From the rows of a name to its entry: `torch.mul`, `Tensor.mul`.

A row of the table becomes, once, when it is first asked for: its node class (`gradients`), its
core (`core`), its in-place twin (`in_place`); the rows of one name become the entry here, which
finds the overload that a call means. Source text is generated and compiled, as `dataclass` does:
what a row leaves open costs nothing at run time.
"""

from __future__ import annotations

import functools
from inspect import Parameter
from inspect import Signature as Signature_
from typing import TYPE_CHECKING, Any

from gradrepl.engine import arguments, complaints, matching, wrappers
from gradrepl.engine.arguments import NO, Signature
from gradrepl.engine.generated import G, define
from gradrepl.engine.values import is_out, type_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.schema import Schema


_ANY_CALL = Signature_([
    Parameter("args", Parameter.VAR_POSITIONAL), Parameter("kwargs", Parameter.VAR_KEYWORD),
])  # fmt: skip
"""What `inspect` sees: the overloads are told by the docstring, and matched at the call."""


class _Plain:
    """Tries each overload in PyTorch's order; compiled when a call first needs the long way."""

    __slots__ = ("match", "parts")

    def __init__(self, name: str, signatures: list[Signature], cores: list[Any]) -> None:
        self.parts = (name, signatures, cores)
        self.match: Callable[..., Any] | None = None

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self.match is None:
            self.match = self._compiled()
        return self.match(args, kwargs)

    def _compiled(self) -> Callable[..., Any]:
        name, signatures, cores = self.parts
        scope: dict[str, Any] = {}
        lines = ["def plain(args, kwargs):"]
        for i, (signature, core) in enumerate(zip(signatures, cores, strict=True)):
            source = matching.matcher(signature, "core")
            scope[f"M{i}"] = define(f"{name}.match", source, {"core": core})
            lines += [f"    r = M{i}(args, kwargs)", "    if r is not NO: return r"]
        lines.append("    return NO")
        found: Callable[..., Any] = define(name, "\n".join(lines) + "\n", scope)
        return found


class _Forms(dict[tuple[Any, ...], Any]):
    """By the number of positional arguments and the keywords' names, what takes such calls.

    It gives NO for a call that only the long way understands. Programs use few forms; whoever makes
    up names without end makes room again.
    """

    MOST = 64

    def __init__(
        self, name: str, signatures: list[Signature], scope: dict[str, Any], *, wrapped: bool
    ) -> None:
        super().__init__()
        self.parts = (name, signatures, scope, wrapped)

    def __missing__(self, key: tuple[Any, ...]) -> Callable[..., Any]:
        name, signatures, scope, wrapped = self.parts
        count, *names = key
        if len(self) >= self.MOST:
            self.clear()
        lines = matching.form(signatures, count, names)
        if not lines and not wrapped:  # by another name, perhaps: `input`, `axis`
            known = arguments.renamed(dict.fromkeys(names), [each.schema for each in signatures])
            if len(known) == len(names):
                lines = matching.form(signatures, count, list(known))
        source = "\n".join(lines or ["def form(*args): return NO"]) + "\n"
        found = self[key] = define(f"{name}.form", source, scope)
        return found


def _entry_source(name: str, signatures: list[Signature]) -> str:
    """The entry: the quick way for calls without keywords, forms for others, then the long way."""
    many = [f"v{i}" for i in range(matching.MOST)]
    lines = [
        f"def {name}({', '.join(f'{a}=NO' for a in many)}, /, *rest, **kwargs):",
        "    if not kwargs and not SPECIAL:",
        *(f"        {line}" for line in matching.quick(signatures) or ["pass"]),
        *(
            f"    {'elif' if i else 'if'} {a} is NO: args = ({''.join(f'{b}, ' for b in many[:i])})"
            for i, a in enumerate(many)
        ),
        f"    else: args = ({', '.join(many)}, *rest)",
        f"    if SPECIAL: return guarded({name}, unguarded, args, kwargs)",
        "    r = FORMS[len(args), *kwargs](*args, *kwargs.values())",
        "    if r is not NO: return r",
        "    return unguarded(args, kwargs)",
    ]
    return "\n".join(lines) + "\n"


def make_entry(
    name: str, pairs: list[tuple[Schema, Callable[..., Any]]], *, method: bool, deprecated: int = 0
) -> Any:
    """`torch.name` or `Tensor.name`: tries each overload in PyTorch's order and says why none fits.

    The last `deprecated` overloads are tried, and never named in an error.
    """
    signatures = [Signature(schema, method) for schema, _ in pairs]
    plain = _Plain(name, signatures, [core for _, core in pairs])
    shown = signatures[: len(signatures) - deprecated]
    known = [schema for schema, _ in pairs]

    def failed(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Tries `out=`, and numpy's names for the keywords; otherwise says what is wrong."""
        wrapper = wrappers.find(name, method=method)
        if wrapper is not None:
            positional = wrapper.positional(args, kwargs)
            if "out" not in kwargs:
                args, kwargs = positional, {}
                r = plain(args, kwargs)
                if r is not NO:
                    return r
        if "out" in kwargs:
            r = written(args, dict(kwargs))
            if r is not NO:
                return r
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
                f"'{type_name(args[0])}' object"
            )
        raise complaints.error(
            name if wrapper is None else wrappers.called(name),
            shown,
            args[1:] if method else args,
            kwargs,
            deprecated=deprecated,
        )

    @functools.cache
    def writers() -> list[tuple[bool, Callable[..., Any], _Plain]]:
        """The overloads with `out=`: whether it is several, the core, and what binds a call."""
        return [
            (each.several, core, _Plain(name, [each], [lambda *given: given]))
            for each, (_, core) in zip(signatures, pairs, strict=True)
            if each.has_out
        ]

    def written(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Tries the overloads that write as many results as `out=` has."""
        out = kwargs.pop("out")
        if not (out is None or is_out(out)):
            return NO
        kwargs = arguments.renamed(kwargs, known)
        for several, core, bind in writers():
            if out is not None and several != isinstance(out, (tuple, list)):
                continue
            bound = bind(args, kwargs)
            if bound is not NO:
                if out is None:
                    return core(*bound)
                G["check_out"](name, out, bound)
                return G["store_out"](out, core(*bound))
        return NO

    def unguarded(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        r = plain(args, kwargs)
        return failed(args, kwargs) if r is NO else r

    scope: dict[str, Any] = {f"C{i}": core for i, (_, core) in enumerate(pairs)}
    wrapped = wrappers.find(name, method=method) is not None
    forms = _Forms(name, signatures, dict(scope), wrapped=wrapped)
    scope |= {"FORMS": forms, "unguarded": unguarded}
    entry = define(name, _entry_source(name, signatures), scope)
    entry.__globals__[name] = entry
    entry.__qualname__ = f"Tensor.{name}" if method else name
    entry.__module__ = "torch"
    entry.__signature__ = _ANY_CALL
    return entry
