"""PyTorch's words about a call that no overload takes.

Source: observed texts. PyTorch first counts arguments: with a single overload, or a single one that
the count allows, it says precisely what is wrong with that one; otherwise it lists them all, and
marks those with as many parameters as were given. (It counts the `*`, too, and knows types by their
bare names: an optional number never matches.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.arguments import (
    NUMBER_FOR_TENSOR,
    PACKED,
    Signature,
    accepts,
    numpy_names,
    packed,
)
from gradrepl.engine.values import is_index, type_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gradrepl.engine.schema import Argument


def error(
    name: str,
    signatures: Sequence[Signature],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    deprecated: int = 0,
) -> Exception:
    """What the parser says of a call that matched none of the signatures.

    There are `deprecated` more, which it never names.
    """
    if name in PACKED:
        args = packed(name, args)
    if len(signatures) + deprecated == 1:
        return _precise(name, signatures[0], args, kwargs)
    if name in PACKED and isinstance(args[0], tuple):
        return _precise(name, signatures[-1], args, kwargs)
    given = len(args) + len(kwargs)
    plausible = [each for each in signatures if each.minimum <= given <= len(each.parameters)]
    if len(plausible) == 1:
        return _precise(name, plausible[0], args, kwargs)
    return _combination(name, signatures, args, kwargs)


def _precise(
    name: str, signature: Signature, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Exception:
    """What is wrong with the only signature that it can be."""
    parameters = signature.parameters
    if (
        signature.method and not parameters
    ):  # the interpreter itself refuses, and names the method's class
        if kwargs:
            return TypeError(f"TensorBase.{name}() takes no keyword arguments")
        return TypeError(f"TensorBase.{name}() takes no arguments ({len(args)} given)")
    most = sum(not each.keyword_only for each in parameters)
    if len(args) > most and not (signature.varargs and is_index(args[0])):
        return _too_many(name, signature, most, len(args))
    left = len(kwargs)
    at = 0
    for i, each in enumerate(parameters):
        public = signature.public(each)
        named = at >= len(args)
        if named:
            key = next((k for k in (public, *numpy_names(each)) if k in kwargs), None)
            if key is None:
                if each.has_default:
                    continue
                return _missing(name, signature, parameters[i:])
            value = kwargs[key]
            left -= 1
        elif each.keyword_only:
            return _too_many(name, signature, most, len(args))
        else:
            value = tuple(args) if signature.varargs and is_index(args[0]) else args[at]
            at = len(args) if value is not args[at] else at + 1
        if not accepts(each, value, number_too=name.rstrip("_") in NUMBER_FOR_TENSOR):
            if each.is_tensor and each.listed and isinstance(value, (tuple, list)):
                return _wrong_element(i, value)
            return _wrong_type(name, public, "" if named else f" (position {at})", each, value)
    return (
        _unexpected(name, signature, len(args), kwargs)
        if left
        else TypeError(f"{name}(): invalid arguments")
    )


def _too_many(name: str, signature: Signature, most: int, given: int) -> TypeError:
    least = signature.minimum
    if least != most:
        return TypeError(
            f"{name}() takes from {least} to {most} positional arguments but {given} were given"
        )
    word = "argument" if most == 1 else "arguments"
    were = "was" if given == 1 else "were"
    return TypeError(f"{name}() takes {most} positional {word} but {given} {were} given")


def _missing(name: str, signature: Signature, rest: Sequence[Argument]) -> TypeError:
    names = [f'"{signature.public(each)}"' for each in rest if not each.has_default]
    word = "arguments" if len(names) == 1 else "argument"  # the wrong way round in PyTorch, too
    return TypeError(
        f"{name}() missing {len(names)} required positional {word}: {', '.join(names)}"
    )


def _unexpected(
    name: str, signature: Signature, given: int, kwargs: Mapping[str, Any]
) -> TypeError:
    known = [signature.public(each) for each in signature.parameters]
    for key in kwargs:
        if key not in known:
            return TypeError(f"{name}() got an unexpected keyword argument '{key}'")
        if known.index(key) < given:
            return TypeError(f"{name}() got multiple values for argument '{key}'")
    return TypeError("invalid keyword arguments")


def _wrong_element(argument: int, value: Sequence[Any]) -> TypeError:
    at = next(i for i, each in enumerate(value) if not hasattr(each, "_a"))
    return TypeError(
        f"expected Tensor as element {at} in argument {argument}, but got {type_name(value[at])}"
    )


def _wrong_type(name: str, public: str, place: str, argument: Argument, value: Any) -> TypeError:
    got = f"not {type_name(value)}"
    if argument.listed and isinstance(value, (tuple, list)) and value:
        got = f"but found element of type {type_name(value[0])} at pos 0"
    return TypeError(f"{name}(): argument '{public}'{place} must be {argument.shown}, {got}")


# --- the list of all overloads -----------------------------------------------------------


def _combination(
    name: str, signatures: Sequence[Signature], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> TypeError:
    start = f"{name}() received an invalid combination of arguments - got "
    if len(signatures) > 1:
        lines = [f"{start}{_given(args, kwargs)}, but expected one of:"]
        for each in signatures:
            lines += [f" * {each.shown()}", *_why_not(each, args, kwargs)]
        return TypeError("\n".join(lines) + "\n")
    signature = signatures[0]
    wrong = _unknown_keywords(_slots(signature), kwargs)
    if wrong:
        return TypeError(f"{start}unrecognized keyword arguments: {', '.join(wrong)}")
    slots = _slots(signature)
    got = (
        _marked(slots, args, kwargs)
        if len(slots) == len(args) + len(kwargs)
        else _given(args, kwargs)
    )
    return TypeError(f"{start}{got}, but expected {signature.shown()}")


def _given(args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    # PyTorch holds them in a hash table, which turns the keywords around
    parts = [
        *map(type_name, args),
        *(f"{key}={type_name(value)}" for key, value in reversed(list(kwargs.items()))),
    ]
    # only positional arguments have their last comma taken away
    return f"({', '.join(parts)}{'' if args or not parts else ', '})"


def _slots(signature: Signature) -> list[tuple[str, str]]:
    """The parameters as shown, cut at the last blank: `alpha = 1` is a `1` of type `alpha =`."""
    found = []
    for part in signature.shown()[1:-1].split(", "):
        kind, _, name = part.rpartition(" ")
        if part:
            found.append((kind, name))
    return found


def _why_not(signature: Signature, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[str]:
    slots = _slots(signature)
    if max(len(slots), 1) != len(args) + len(kwargs):
        return []
    wrong = _unknown_keywords(slots, kwargs)
    if wrong:
        return [
            f"      didn't match because some of the keywords were incorrect: {', '.join(wrong)}"
        ]
    return [
        "      didn't match because some of the arguments have invalid types: "
        + _marked(slots, args, kwargs)
    ]


def _unknown_keywords(slots: Sequence[tuple[str, str]], kwargs: Mapping[str, Any]) -> list[str]:
    names = [name for _, name in slots[max(len(slots) - len(kwargs), 0) :]]
    return [key for key in reversed(list(kwargs)) if key not in names]


def _with_elements(values: Sequence[Any]) -> str:
    """`tuple of (int,)` and `list of [int, str]`."""
    inner = ", ".join(map(type_name, values))
    if isinstance(values, list):
        return f"list of [{inner}]"
    return f"tuple of ({inner}{',' if len(values) == 1 else ''})"


def _marked(
    slots: Sequence[tuple[str, str]], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> str:
    parts = []
    for i, (kind, name) in enumerate(slots or [("", "")]):
        keyword = i >= len(args)
        value = kwargs[name] if keyword else args[i]
        own = type_within(value)
        fits = own in ("float", "int") if kind == "float" else own == kind
        if isinstance(value, (tuple, list)):
            own = _with_elements(value)
        text = f"{name}={own}" if keyword else own
        parts.append(text if fits else f"!{text}!")
    return f"({', '.join(parts)})"


def type_within(value: Any) -> str:
    """`list of [int, str]` and `tuple of (int,)`; every other type by its name."""
    names = [type_name(each) for each in value] if isinstance(value, (list, tuple)) else []
    if type(value) is list:
        return f"list of [{', '.join(names)}]"
    if type(value) is tuple:
        return f"tuple of ({', '.join(names)}{',' if len(names) == 1 else ''})"
    return type_name(value)
