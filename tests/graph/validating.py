"""Checks a value against a JSON Schema, as far as ours go; what it does not know, it refuses."""

import re

_TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "null": type(None),
}
_ABOUT = {"$schema", "title", "description", "$defs"}


def problems(value, schema, root=None, path="$"):
    """Where the value is not what the schema says, as sentences."""
    root = schema if root is None else root
    found = []
    for word, rule in schema.items():
        if word == "$ref":
            found += problems(value, root["$defs"][rule.removeprefix("#/$defs/")], root, path)
        elif word == "type":
            kinds = rule if isinstance(rule, list) else [rule]
            if not any(_is(value, kind) for kind in kinds):
                found.append(f"{path}: {value!r} is no {rule}")
        elif word == "const" and value != rule:
            found.append(f"{path}: {value!r} is not {rule!r}")
        elif word == "enum" and value not in rule:
            found.append(f"{path}: {value!r} is not one of {rule}")
        elif word == "pattern" and not re.search(rule, value):
            found.append(f"{path}: {value!r} does not match {rule}")
        elif word == "minimum" and isinstance(value, int) and value < rule:
            found.append(f"{path}: {value} is less than {rule}")
        elif word == "required":
            found += [f"{path}: {name} is missing" for name in rule if name not in value]
        elif word == "additionalProperties":
            assert rule is False
            found += [
                f"{path}: {name} is unknown" for name in value if name not in schema["properties"]
            ]
        elif word == "properties":
            for name, one in rule.items():
                if name in value:
                    found += problems(value[name], one, root, f"{path}.{name}")
        elif word == "items":
            for number, one in enumerate(value or ()):
                found += problems(one, rule, root, f"{path}[{number}]")
        else:
            assert word in {*_ABOUT, "const", "enum", "pattern", "minimum"}, word
    return found


def _is(value, kind):
    if kind == "integer" and isinstance(value, bool):
        return False
    return isinstance(value, _TYPES[kind])
