"""Reads PyTorch's own signatures: `mul.Tensor(Tensor self, Tensor other) -> Tensor`."""

from __future__ import annotations

import functools
import keyword
import re
from typing import Any, NamedTuple

_CALL = re.compile(r"(?P<name>\w+)(?:\.(?P<overload>\w+))?\((?P<args>.*)\)\s*->\s*(?P<returns>.+)$")
_ARG = re.compile(
    r"(?P<type>\w+)(?:\((?P<alias>\w!?)\))?(?P<opt1>\?)?(?P<list>\[\d*\])?(?P<opt2>\?)?\s+(?P<name>\w+)(?:=(?P<default>.+))?$"
)
_SHOWN = {
    "Tensor": "Tensor", "Scalar": "Number", "int": "int", "float": "float", "bool": "bool",
    "str": "str",
    "ScalarType": "torch.dtype", "Device": "torch.device", "Layout": "torch.layout",
    "Object": "object", "MemoryFormat": "torch.memory_format", "Generator": "torch.Generator",
}  # fmt: skip


class Argument(NamedTuple):
    """One parameter."""

    name: str
    type: str
    """`Tensor`, `Scalar`, `int`, `float`, `bool`, `ScalarType`, `str`, ..."""
    listed: bool = False
    """A list of that type."""
    scalar_for_list: bool = False
    """`int[1]`: a single one is taken for a list of one."""
    optional: bool = False
    """None is a value for it."""
    inner_optional: bool = False
    """`Tensor?[]`: the list's elements may be None."""
    alias: str = ""
    """`a` where the result is a view of it, `a!` where it is written into."""
    has_default: bool = False
    default: Any = None
    keyword_only: bool = False

    @property
    def shown(self) -> str:
        """How PyTorch's texts name the type."""
        if not self.listed:
            return _SHOWN[self.type]
        return f"tuple of {_SHOWN[self.type]}s"

    @property
    def variable(self) -> str:
        """The name in generated code: `from` is a word of Python's own."""
        return f"{self.name}_" if keyword.iskeyword(self.name) else self.name

    @property
    def is_tensor(self) -> bool:
        return self.type == "Tensor"


class Return(NamedTuple):
    """One result."""

    name: str
    listed: bool
    alias: str


_WITHOUT_OUT = frozenset((
    "adjoint", "arange.start", "argsort", "argwhere", "as_tensor", "asarray", "atleast_1d",
    "atleast_2d", "atleast_3d", "bernoulli.p", "bincount", "bitwise_and.Scalar_Tensor",
    "bitwise_left_shift.Scalar_Tensor", "bitwise_or.Scalar_Tensor",
    "bitwise_right_shift.Scalar_Tensor", "bitwise_xor.Scalar_Tensor", "block_diag",
    "bucketize.Scalar", "cartesian_prod", "cdist", "celu", "channel_shuffle", "clone",
    "combinations", "conj",
    "conv1d", "conv1d.padding", "conv2d", "conv2d.padding", "conv3d", "conv3d.padding",
    "corrcoef", "count_nonzero", "count_nonzero.dim_IntList", "cov", "cumulative_trapezoid.dx",
    "cumulative_trapezoid.x", "det", "detach", "diag_embed", "diagflat", "div.Scalar_mode",
    "embedding_bag", "embedding_bag.padding_idx",
    "divide.Scalar", "divide.Scalar_mode", "fill.Scalar", "fill.Tensor", "flatten",
    "flatten.using_ints", "fliplr", "flipud", "floor_divide.Scalar", "get_device", "imag",
    "index_fill.int_Scalar", "index_fill.int_Tensor", "is_complex", "is_conj",
    "is_floating_point", "is_inference", "is_neg", "is_nonzero", "is_signed", "isfinite",
    "isinf", "isnan", "isreal", "linalg_diagonal", "linalg_matrix_exp", "linalg_vander",
    "logdet", "masked_fill.Scalar", "masked_fill.Tensor", "matrix_exp", "median",
    "moveaxis.int", "moveaxis.intlist", "movedim.int", "movedim.intlist", "multiply.Scalar",
    "nanmedian", "narrow", "narrow.Tensor", "numel", "one_hot", "pinverse", "poisson",
    "positive", "prod",
    "ravel", "real", "relu", "remainder.Scalar_Tensor", "repeat_interleave.Tensor",
    "repeat_interleave.self_Tensor",
    "repeat_interleave.self_int", "resolve_conj", "resolve_neg", "rot90", "rrelu",
    "rsub.Scalar", "rsub.Tensor", "selu", "std", "std_mean", "std_mean.correction",
    "std_mean.dim", "subtract.Scalar", "sum", "tensor", "trace", "trapezoid.dx", "trapezoid.x",
    "trapz.dx", "trapz.x", "true_divide.Scalar", "unique", "unique_consecutive", "vander",
    "var", "var_mean", "var_mean.correction", "var_mean.dim", "where.Scalar",
    "where.ScalarOther", "where.ScalarSelf",
))  # fmt: skip
"""Overloads that have no `out=`. Source: the signatures that error texts list."""


class Schema(NamedTuple):
    """A signature."""

    name: str
    overload: str
    arguments: tuple[Argument, ...]
    returns: tuple[Return, ...]

    @property
    def is_view(self) -> bool:
        return any(r.alias and not r.alias.endswith("!") for r in self.returns)

    @property
    def is_in_place(self) -> bool:
        return any(a.alias.endswith("!") for a in self.arguments)

    @property
    def has_out(self) -> bool:
        """Whether the function takes `out=`."""
        full = f"{self.name}.{self.overload}" if self.overload else self.name
        if full in _WITHOUT_OUT or self.name.endswith(("_like", "_window", "_")):
            return False
        return not self.is_view and not any(each.listed for each in self.returns)


@functools.cache
def parse(text: str) -> Schema:
    """Parses a schema.

    Raises:
        ValueError: where the text is none; a mistake in a table.
    """
    found = _CALL.match(text)
    if found is None:
        raise ValueError(f"not a schema: {text!r}")
    arguments: list[Argument] = []
    keyword_only = False
    for part in _split(found["args"]):
        if part == "*":
            keyword_only = True
        else:
            arguments.append(_argument(part, keyword_only))
    return Schema(
        found["name"], found["overload"] or "", tuple(arguments), _returns(found["returns"])
    )


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for i, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and not depth:
            parts.append(text[start:i].strip())
            start = i + 1
    last = text[start:].strip()
    return [*parts, last] if last else parts


def _argument(text: str, keyword_only: bool) -> Argument:
    found = _ARG.match(text)
    if found is None:
        raise ValueError(f"not an argument: {text!r}")
    listed = found["list"] is not None
    return Argument(
        name=found["name"],
        type=found["type"],
        listed=listed,
        scalar_for_list=listed and found["list"] != "[]",
        optional=bool(found["opt2"] if listed else found["opt1"]),
        inner_optional=listed and bool(found["opt1"]),
        alias=found["alias"] or "",
        has_default=found["default"] is not None,
        default=_default(found["default"]),
        keyword_only=keyword_only,
    )


def _default(text: str | None) -> Any:
    if text is None or text == "None":
        return None
    if text in ("True", "False"):
        return text == "True"
    if text == "[]":
        return ()
    if text.startswith("["):
        return tuple(int(each) for each in text[1:-1].split(","))
    if text.startswith('"'):
        return text[1:-1]
    try:
        return int(text)
    except ValueError:
        return float(text)


def _returns(text: str) -> tuple[Return, ...]:
    if text == "()":
        return ()
    parts = _split(text[1:-1]) if text.startswith("(") else [text]
    found = []
    for part in parts:
        match = re.match(
            r"(?P<type>\w+)(?:\((?P<alias>\w!?)\))?(?P<list>\[\])?(?:\s+(?P<name>\w+))?$", part
        )
        if match is None:
            raise ValueError(f"not a result: {part!r}")
        found.append(Return(match["name"] or "", match["list"] is not None, match["alias"] or ""))
    return tuple(found)
