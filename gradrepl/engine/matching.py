"""Which overload a call means: code that is generated from the signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.engine.arguments import NUMBER_FOR_TENSOR, PACKED, VARIADIC

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gradrepl.engine.arguments import Signature
    from gradrepl.engine.schema import Argument, Schema

_CHECKS = {
    "int": "(type({v}) is int or is_index({v}))",
    "Scalar": "(type({v}) in NUMBERS or is_scalar({v}))",
    "float": "(type({v}) is float or is_float({v}))",
    "bool": "({v} is True or {v} is False or is_bool({v}))",
    "ScalarType": "is_dtype({v})",
    "str": "isinstance({v}, str)",
    "Device": "isinstance({v}, (str, device, int))",
    "Object": "True",
    "Layout": "is_layout({v})",
    "MemoryFormat": "is_memory_format({v})",
    "Generator": "isinstance({v}, Generator)",
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
            check = f"(type({variable}) is int or {check} or is_index({variable}))"
    else:
        check = _CHECKS[argument.type].format(v=variable)
    return f"({variable} is None or {check})" if argument.optional else check


def _convert(argument: Argument, variable: str, function: str, number_too: bool) -> str | None:
    if argument.listed and argument.type == "int":
        many = f"as_ints({variable}, {function!r}, {argument.name!r})"
        found = (
            f"({variable},) if type({variable}) is int "
            f"else (index({variable}),) if is_index({variable}) else {many}"
            if argument.scalar_for_list
            else many
        )
    elif argument.type == "int":
        found = f"{variable} if type({variable}) is int else index({variable})"
    elif argument.type == "Scalar":
        found = f"{variable} if type({variable}) in NUMBERS else as_scalar({variable})"
    elif argument.is_tensor and not argument.listed and number_too:
        if variable == "v0":
            beside = "args[1] if n > 1 else kwargs.get('other', 0)"
            number = f"number_first(as_scalar(v0), {beside}, {function!r}, kwargs)"
            return f"v0 if isinstance(v0, Tensor) else {number}"
        if function in (
            "copy",
            "copy_",
        ):  # the only one whose operands are not brought to a common dtype
            number = f"wrapped(as_scalar({variable}), v0)"
            return f"{variable} if isinstance({variable}, Tensor) else {number}"
        as_it_is = f"isinstance({variable}, Tensor) or type({variable}) in NUMBERS"
        found = f"{variable} if {as_it_is} else as_scalar({variable})"
    elif argument.type == "float":
        found = f"{variable} if type({variable}) is float else float({variable})"
    elif argument.type == "bool":
        found = f"bool({variable})"
    elif argument.type == "ScalarType":
        found = f"{variable} if isinstance({variable}, dtype) else PYTHON_TYPES[{variable}]"
    else:
        return None
    none = "()" if argument.default == () else "None"
    return f"{none} if {variable} is None else ({found})" if argument.optional else found


def matcher(signature: Signature, core: str) -> str:
    """The source of `match(args, kwargs)`: calls `core` with every argument, or returns NO.

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
    if schema.name in PACKED:
        lines += [f"    args = packed({schema.name!r}, args)", "    n = 1"]
    if schema.name in VARIADIC and any(each.is_tensor and each.listed for each in positional):
        at = next(i for i, each in enumerate(positional) if each.is_tensor)
        lines += [
            f"    if n > {at} and isinstance(args[{at}], Tensor):",
            f"        args = (*args[:{at}], args[{at}:])",
            "        n = len(args)",
        ]
    lines += [f"    if n > {len(positional)}: return NO", "    used = 0"]
    for i, each in enumerate(every):
        v = f"v{i}"
        named = f"kwargs and '{each.name}' in kwargs"
        take = f"{v} = kwargs['{each.name}']; used += 1"
        placed = f"    if n > {i}: {v} = args[{i}]"
        lines.append("    if False: pass" if each.keyword_only else placed)
        lines += [f"    elif {named}:", f"        {take.replace('; ', chr(10) + '        ')}"]
        if each.has_default:
            lines += ["    else:", f"        {v} = {each.default!r}"]
        else:
            lines += ["    else: return NO"]
        guard = _check(each, v, number_too)
        if each.has_default and each.default is None and not each.optional:
            guard = f"({v} is None or {guard})"
        lines.append(f"    if not {guard}: return NO")
        converted = _convert(each, v, schema.name, number_too)
        if converted is not None:
            if each.has_default and each.default is None and not each.optional:
                converted = f"None if {v} is None else ({converted})"
            lines.append(f"    {v} = {converted}")
    lines += ["    if kwargs and used != len(kwargs): return NO"]
    lines += [f"    return {core}({', '.join(f'v{i}' for i in range(len(every)))})", ""]
    return "\n".join(lines)


MOST = 4
"""Calls with more arguments than that take the long way."""


def quick(signatures: Sequence[Signature]) -> list[str]:
    """The lines of an entry that try each overload on up to four positional arguments.

    They ask what `matcher` asks, in the same order, without packing and unpacking the call; `v0`,
    `v1`, ... are the arguments and `C0`, `C1`, ... the overloads' cores. What they do not take
    falls through.
    """
    lines: list[str] = []
    for count in range(1, MOST + 1):
        tries: list[str] = []
        for at, signature in enumerate(signatures):
            found = _attempt(signature, count, f"C{at}")
            if found is None:
                break
            tries += found
        if tries:
            last = f"v{count} is NO" if count < MOST else "not rest"
            lines += [f"{'if' if not lines else 'elif'} {last}:", *(f"    {t}" for t in tries)]
    return lines


def form(signatures: Sequence[Signature], count: int, names: Sequence[str]) -> list[str]:
    """The lines of a function for calls with so many positional arguments and these keywords.

    It takes them one after the other, as `v0`, `v1`, ... and asks what `quick` asks.
    """
    lines: list[str] = []
    for at, signature in enumerate(signatures):
        found = _attempt(signature, count, f"C{at}", names)
        if found is None:
            break
        lines += found
    if not lines:
        return []
    given = ", ".join(f"v{i}" for i in range(count + len(names)))
    return [f"def form({given}):", *(f"    {line}" for line in lines), "    return NO"]


def _attempt(
    signature: Signature, count: int, core: str, names: Sequence[str] = ()
) -> list[str] | None:
    """Lines that call the core if the arguments fit; None where only `matcher` can tell.

    They are `count` positional ones, and after them those that `names` names.
    """
    schema = signature.schema
    positional = [each for each in schema.arguments if not each.keyword_only]
    if schema.name in VARIADIC or schema.name in PACKED:
        return None
    at = len(schema.arguments) - len(signature.arguments)
    packs = signature.varargs and count > at
    placed = at + 1 if packs else count
    if placed > len(positional):
        return []
    given = {i: i for i in range(placed)}
    for i, each in enumerate(schema.arguments[placed:], start=placed):
        if each.name in names:
            given[i] = count + names.index(each.name)
        elif not each.has_default:
            return []
    if len(given) != placed + len(names):
        return []
    if packs:
        return _packed(schema, at, count, core, given)
    checks, values = _bound(schema, given, range(len(schema.arguments)))
    test = " and ".join(checks) or "True"
    return [f"if {test}: return {core}({', '.join(values)})"]


def _bound(
    schema: Schema, given: Mapping[int, int], which: Sequence[int]
) -> tuple[list[str], list[str]]:
    """The tests of the arguments that are given, and the values of all of `which`."""
    number_too = schema.name.rstrip("_") in NUMBER_FOR_TENSOR
    checks, values = [], []
    for i in which:
        each = schema.arguments[i]
        if i not in given:
            values.append(repr(each.default))
            continue
        v = f"v{given[i]}"
        own = number_too and i > 0
        check = f"isinstance({v}, Tensor)" if number_too and not i else _check(each, v, own)
        if each.has_default and each.default is None and not each.optional:
            check = f"({v} is None or {check})"
        checks.append(check if check != "True" else f"{v} is not NO")
        converted = None if number_too and not i else _convert(each, v, schema.name, own)
        if converted is not None and each.has_default and each.default is None:
            converted = f"None if {v} is None else ({converted})"
        values.append(f"({converted})" if converted else v)
    return checks, values


def _packed(schema: Schema, at: int, count: int, core: str, given: Mapping[int, int]) -> list[str]:
    """`x.view(2, 3)`: the shape is what is left of the positional arguments."""
    tests, rest = _bound(schema, given, range(at + 1, len(schema.arguments)))
    fits = "".join(f" and {each}" for each in tests)
    self_fits = "isinstance(v0, Tensor) and " if at else ""
    shape = ", ".join(f"v{i}" for i in range(at, count))
    first = ["v0"] if at else []
    name = schema.arguments[at].name
    many = f"as_ints(({shape},), {schema.name!r}, {name!r})"
    plain = " and ".join(f"type(v{i}) is int" for i in range(at, count))
    lines = [
        f"if {self_fits}{plain}{fits}: return {core}({', '.join([*first, f'({shape},)', *rest])})",
        (
            f"if {self_fits}(type(v{at}) is int or is_index(v{at})){fits}: "
            f"return {core}({', '.join([*first, many, *rest])})"
        ),
    ]
    if count == at + 1:
        one = f"as_ints(v{at}, {schema.name!r}, {name!r})"
        lines.append(
            f"if {self_fits}is_ints(v{at}){fits}: return {core}({', '.join([*first, one, *rest])})"
        )
    return lines
