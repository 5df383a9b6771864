"""The interpreter's own words about a call of what PyTorch writes in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNIQUE = "return_inverse= return_counts= dim="

_FUNCTIONS = {
    "cdist": ("cdist", "x1 x2 p= compute_mode="),
    "norm": ("norm", "input p= dim= keepdim= out= dtype="),
    "split": ("split", "tensor split_size_or_sections dim="),
    "tensordot": ("tensordot", "a b dims= out="),
    "unique": ("_return_output", f"input sorted= {_UNIQUE}"),
    "unique_consecutive": ("_consecutive_return_output", f"input {_UNIQUE}"),
}
_METHODS = {
    "norm": ("Tensor.norm", "self p= dim= keepdim= dtype="),
    "split": ("Tensor.split", "self split_size dim="),
    "unflatten": ("Tensor.unflatten", "self dim sizes"),
    "unique": ("Tensor.unique", f"self sorted= {_UNIQUE}"),
    "unique_consecutive": ("Tensor.unique_consecutive", f"self {_UNIQUE}"),
}
"""The names in tracebacks, and the parameters; `=` marks what may be left out."""


def error(
    name: str, args: Sequence[Any], kwargs: Mapping[str, Any], *, method: bool
) -> TypeError | None:
    """What the interpreter says of a call that does not bind; None where it binds.

    A method's `args` are without the tensor itself.
    """
    found = (_METHODS if method else _FUNCTIONS).get(name)
    if found is None:
        return None
    shown, text = found
    every = [each.rstrip("=") for each in text.split()]
    least = sum(not each.endswith("=") for each in text.split())
    given = len(args) + method
    for key in kwargs:
        if key not in every:
            return TypeError(f"{shown}() got an unexpected keyword argument '{key}'")
        if every.index(key) < given:
            return TypeError(f"{shown}() got multiple values for argument '{key}'")
    if given > len(every):
        count = f"{least} to {len(every)}" if least < len(every) else f"{least}"
        some = "from " if least < len(every) else ""
        return TypeError(
            f"{shown}() takes {some}{count} positional arguments but {given} were given"
        )
    missing = [repr(each) for each in every[given:least] if each not in kwargs]
    if not missing:
        return None
    word = "argument" if len(missing) == 1 else "arguments"
    listed = " and ".join(missing)
    return TypeError(f"{shown}() missing {len(missing)} required positional {word}: {listed}")
