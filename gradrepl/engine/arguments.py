"""Which overload a call means, and PyTorch's words when it means none.

Matching is generated code (`matcher`); the texts of errors are made by walking the schemas afterwards, when time does
not matter any more.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.schema import Argument, Schema

NO = object()
"""What a matcher returns when the call is not its."""

NUMBERS = frozenset((int, float, bool, complex))

NUMBER_FOR_TENSOR = frozenset((
    "add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide",
    "logical_and", "logical_or", "logical_xor",
))  # fmt: skip
"""Operations that take a Python number where their schema says Tensor. Source: the argument parser's own list."""

_ALIASES = {"axis": "dim", "keepdims": "keepdim", "x": "self", "a": "self", "x1": "self", "x2": "other"}
"""numpy's names for PyTorch's parameters."""


def is_int(value: object) -> bool:
    return (type(value) is int or isinstance(value, (int, np.integer))) and not isinstance(value, bool)


def is_index(value: object) -> bool:
    """An integer, or a tensor that holds a single one."""
    if is_int(value):
        return True
    array = getattr(value, "_a", None)
    return array is not None and array.size == 1 and array.dtype.kind in "iu"


def is_float(value: object) -> bool:
    return isinstance(value, (float, int, np.floating, np.integer)) and not isinstance(value, bool)


def is_scalar(value: object) -> bool:
    if isinstance(value, (int, float, complex, np.number, np.bool_)):
        return True
    array = getattr(value, "_a", None)
    return array is not None and array.ndim == 0 and not value.requires_grad  # type: ignore[attr-defined]  # a Tensor has it


def is_bool(value: object) -> bool:
    return isinstance(value, (bool, np.bool_))


def is_ints(value: object) -> bool:
    return isinstance(value, (tuple, list)) and (not value or is_index(value[0]))


def as_ints(value: Any) -> tuple[int, ...]:
    if type(value) is dtypes.Size:
        return value
    return tuple(operator.index(each) for each in value)


def as_scalar(value: Any) -> Any:
    return value if type(value) in NUMBERS else value.item()


@dataclass(frozen=True, slots=True)
class Signature:
    """A schema as one of its two Python forms sees it."""

    schema: Schema
    method: bool

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Without `self` in the method form."""
        return self.schema.arguments[1:] if self.method else self.schema.arguments

    @property
    def positional(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.arguments if not each.keyword_only)

    @property
    def minimum(self) -> int:
        return sum(not each.has_default for each in self.positional)

    @property
    def varargs(self) -> bool:
        """Whether `x.view(2, 3)` stands for `x.view((2, 3))`."""
        return len(self.positional) == 1 and self.positional[0].listed and self.positional[0].type == "int"

    def public(self, argument: Argument) -> str:
        if self.method or argument.name != "self":
            return argument.name
        return "input" if argument.is_tensor else "self"

    def shown(self) -> str:
        """`(Tensor input, *, torch.dtype dtype = None)`."""
        parts: list[str] = []
        for each in self.arguments:
            if each.keyword_only and "*" not in parts:
                parts.append("*")
            default = f" = {each.default}" if each.has_default else ""
            parts.append(f"{each.shown} {self.public(each)}{default}")
        if not self.method and self._has_out():
            if "*" not in parts:
                parts.append("*")
            many = len(self.schema.returns) > 1
            out = "tuple of Tensors out = None" if many else "Tensor out = None"
            dtype = next((i for i, part in enumerate(parts) if part.startswith("torch.dtype")), None)
            first = dtype if dtype is not None and self._is_factory() else len(parts)
            parts.insert(first, out)
        return f"({', '.join(parts)})"

    def _is_factory(self) -> bool:
        return any(each.name == "requires_grad" for each in self.arguments)

    def _has_out(self) -> bool:
        schema = self.schema
        if schema.name == "sum" and not schema.overload:
            return False
        return not schema.is_view and not any(each.listed for each in schema.returns)


# --- generated matching ----------------------------------------------------------------------------------------------

_CHECKS = {
    "int": "(type({v}) is int or is_index({v}))",
    "Scalar": "(type({v}) in NUMBERS or is_scalar({v}))",
    "float": "(type({v}) is float or is_float({v}))",
    "bool": "({v} is True or {v} is False or is_bool({v}))",
    "ScalarType": "isinstance({v}, dtype)",
    "str": "isinstance({v}, str)",
    "Device": "isinstance({v}, (str, device, int))",
    "Object": "True",
    "Layout": "True",
    "MemoryFormat": "True",
    "Generator": "True",
}


def _check(argument: Argument, variable: str, number_too: bool) -> str:
    if argument.is_tensor and not argument.listed:
        check = f"isinstance({variable}, Tensor)"
        if number_too:
            check = f"({check} or type({variable}) in NUMBERS or is_scalar({variable}))"
    elif argument.is_tensor:
        check = f"is_tensors({variable}, {argument.inner_optional})"
    elif argument.listed:
        check = f"is_ints({variable})"
        if argument.scalar_for_list:
            check = f"({check} or is_index({variable}))"
    else:
        check = _CHECKS[argument.type].format(v=variable)
    return f"({variable} is None or {check})" if argument.optional else check


def _convert(argument: Argument, variable: str, number_too: bool) -> str | None:
    if argument.listed and argument.type == "int":
        many = f"as_ints({variable})"
        found = f"(index({variable}),) if is_index({variable}) else {many}" if argument.scalar_for_list else many
    elif argument.type == "int":
        found = f"{variable} if type({variable}) is int else index({variable})"
    elif argument.type == "Scalar":
        found = f"{variable} if type({variable}) in NUMBERS else as_scalar({variable})"
    elif argument.is_tensor and not argument.listed and number_too:
        if variable == "v0":
            return "v0 if isinstance(v0, Tensor) else wrapped(as_scalar(v0), args[1] if n > 1 else kwargs.get('other', 0))"
        found = f"{variable} if isinstance({variable}, Tensor) or type({variable}) in NUMBERS else as_scalar({variable})"
    elif argument.type == "bool":
        found = f"bool({variable})"
    else:
        return None
    return f"None if {variable} is None else ({found})" if argument.optional else found


def matcher(signature: Signature, core: str) -> str:
    """The source of `match(args, kwargs)`: calls `core` with every argument in order, or returns NO.

    In the method form `args[0]` is the tensor itself.
    """
    schema = signature.schema
    every = schema.arguments
    positional = [each for each in every if not each.keyword_only]
    number_too = schema.name.rstrip("_") in NUMBER_FOR_TENSOR
    lines = ["def match(args, kwargs):", "    n = len(args)"]
    lists = [i for i, each in enumerate(positional) if each.listed and each.type == "int"]
    if signature.varargs:
        at = lists[0]
        lines += [
            f"    if n > {at} and is_index(args[{at}]):",
            f"        args = (*args[:{at}], args[{at}:])",
            "        n = len(args)",
        ]
    lines += [f"    if n > {len(positional)}: return NO", "    used = 0"]
    for i, each in enumerate(every):
        v = f"v{i}"
        named = f"kwargs and '{each.name}' in kwargs"
        take = f"{v} = kwargs['{each.name}']; used += 1"
        lines.append("    if n > %d: %s = args[%d]" % (i, v, i) if not each.keyword_only else "    if False: pass")
        lines += [f"    elif {named}:", f"        {take.replace('; ', chr(10) + '        ')}"]
        if each.has_default:
            lines += ["    else:", f"        {v} = {each.default!r}"]
        else:
            lines += ["    else: return NO"]
        guard = _check(each, v, number_too)
        if each.has_default and each.default is None and not each.optional:
            guard = f"({v} is None or {guard})"
        lines.append(f"    if not {guard}: return NO")
        converted = _convert(each, v, number_too)
        if converted is not None:
            if each.has_default and each.default is None and not each.optional:
                converted = f"None if {v} is None else ({converted})"
            lines.append(f"    {v} = {converted}")
    lines += ["    if kwargs and used != len(kwargs): return NO"]
    lines += [f"    return {core}({', '.join(f'v{i}' for i in range(len(every)))})", ""]
    return "\n".join(lines)


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


# --- texts -----------------------------------------------------------------------------------------------------------


def type_name(value: object) -> str:
    """A value's type as the texts name it: every tensor is a `Tensor`, `Parameter` included."""
    if hasattr(value, "_a") and hasattr(value, "_edge"):
        return "Tensor" if type(value).__name__ == "Tensor" else type(value).__name__
    if isinstance(value, (tuple, list)) and type(value) in (tuple, list):
        inner = [type_name(each) for each in value]
        word = type(value).__name__
        if inner and all(each == inner[0] for each in inner):
            return f"{word} of {inner[0]}s" if len(inner) != 1 else f"{word} of [{inner[0]}]"
        return f"{word} of ({', '.join(inner)}" + (",)" if word == "tuple" and len(inner) == 1 else ")")
    return type(value).__name__


def error(
    name: str, signatures: Sequence[Signature], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Exception:
    """What PyTorch's parser says of a call that matched none of the signatures."""
    given = len(args) + len(kwargs)
    plausible = [
        each for each in signatures if each.minimum <= given <= len(each.arguments) + _out_counts(each)
    ]
    if len(signatures) == 1:
        return _precise(name, signatures[0], args, kwargs)
    if len(plausible) == 1:
        return _precise(name, plausible[0], args, kwargs)
    return _combination(name, signatures, args, kwargs)


def _out_counts(signature: Signature) -> int:
    return 0 if signature.method else 1


def _precise(
    name: str, signature: Signature, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Exception:
    """What is wrong with the only signature that it can be."""
    positional = signature.positional
    if len(args) > len(positional) and not (signature.varargs and args and is_index(args[0])):
        return _too_many(name, signature, len(args))
    keywords = dict(kwargs)
    missing = []
    number_too = name.rstrip("_") in NUMBER_FOR_TENSOR
    for i, each in enumerate(signature.arguments):
        public = signature.public(each)
        if not each.keyword_only and i < len(args):
            value: Any = tuple(args) if signature.varargs and is_index(args[0]) else args[i]
            place = f" (position {i + 1})"
            if public in keywords:
                return TypeError(f"{name}() got multiple values for argument '{public}'")
        elif public in keywords or each.name in keywords:
            value = keywords.pop(public if public in keywords else each.name)
            place = ""
        else:
            if not each.has_default:
                missing.append(public)
            continue
        if not missing and not accepts(each, value, number_too=number_too):
            return _wrong_type(name, public, place, each, value)
        failed = _bad_element(name, public, each, value)
        if failed is not None:
            return failed
    if missing:
        quoted = ", ".join(f'"{each}"' for each in missing)
        return TypeError(f"{name}() missing {len(missing)} required positional arguments: {quoted}")
    for unknown in keywords:
        return TypeError(f"{name}() got an unexpected keyword argument '{unknown}'")
    return TypeError(f"{name}(): invalid arguments")


def _too_many(name: str, signature: Signature, given: int) -> TypeError:
    most, least = len(signature.positional), signature.minimum
    if most == 0 and not signature.arguments:
        return TypeError(f"TensorBase.{name}() takes no arguments ({given} given)")
    were = "was" if given == 1 else "were"
    if least == most:
        word = "argument" if most == 1 else "arguments"
        return TypeError(f"{name}() takes {most} positional {word} but {given} {were} given")
    return TypeError(
        f"{name}() takes from {least} to {most} positional arguments but {given} {were} given"
    )


def _wrong_type(name: str, public: str, place: str, argument: Argument, value: Any) -> TypeError:
    if argument.is_tensor and argument.listed and isinstance(value, (tuple, list)):
        at = next(i for i, each in enumerate(value) if not hasattr(each, "_a"))
        return TypeError(
            f"expected Tensor as element {at} in argument 0, but got {type_name(value[at])}"
        )
    return TypeError(
        f"{name}(): argument '{public}'{place} must be {argument.shown}, not {type_name(value)}"
    )


def _bad_element(name: str, public: str, argument: Argument, value: Any) -> TypeError | None:
    if not (argument.listed and argument.type == "int" and isinstance(value, (tuple, list))):
        return None
    for at, each in enumerate(value):
        if not is_index(each):
            return TypeError(
                f"{name}(): argument '{public}' failed to unpack the object at pos {at + 1} with error "
                f'"type must be tuple of ints,but got {type_name(each)}"'
            )
    return None


_ACCEPTS: dict[str, Callable[[Any], bool]] = {
    "int": is_index,
    "Scalar": is_scalar,
    "float": is_float,
    "bool": is_bool,
    "ScalarType": lambda value: isinstance(value, dtypes.dtype),
    "str": lambda value: isinstance(value, str),
    "Device": lambda value: isinstance(value, (str, dtypes.device, int)),
}


def accepts(argument: Argument, value: Any, *, number_too: bool = False) -> bool:
    """Whether the parameter takes the value; what the generated matcher asks, too."""
    if value is None and (argument.optional or (argument.has_default and argument.default is None)):
        return True
    if argument.is_tensor and not argument.listed:
        return hasattr(value, "_a") or (number_too and is_scalar(value))
    if argument.is_tensor:
        return isinstance(value, (tuple, list)) and all(
            hasattr(each, "_a") or (each is None and argument.inner_optional) for each in value
        )
    if argument.listed:
        return is_ints(value) or (argument.scalar_for_list and is_index(value))
    check = _ACCEPTS.get(argument.type)
    return check is None or check(value)


def _combination(
    name: str, signatures: Sequence[Signature], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> TypeError:
    names = [type_name(each) for each in args]
    got = ", ".join(names)
    if kwargs:
        # the comma after the last keyword is PyTorch's
        got += (", " if names else "") + "".join(f"{k}={type_name(v)}, " for k, v in kwargs.items())
    lines = [
        f"{name}() received an invalid combination of arguments - got ({got}), but expected one of:"
    ]
    for each in signatures:
        shown = each.shown()
        lines.append(f" * {shown}")
        if not kwargs and len(shown[1:-1].split(", ")) == len(args):
            lines.append(
                "      didn't match because some of the arguments have invalid types: "
                f"({', '.join(_marked(each, args))})"
            )
    return TypeError("\n".join(lines) + "\n")


def _marked(signature: Signature, args: Sequence[Any]) -> list[str]:
    positional = signature.positional
    return [
        type_name(value)
        if i < len(positional) and accepts(positional[i], value)
        else f"!{type_name(value)}!"
        for i, value in enumerate(args)
    ]
