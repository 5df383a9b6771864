"""The table of operations, and the functions that are made from it when they are first asked for.

One file a family; `OPS` is all of them, in order. `method(name)` and `function(name)` compile the entry behind
`Tensor.name` and `torch.name`: importing the engine compiles nothing. Where to look:

element by element  arithmetic weighted powers comparison bounds unary special
many to few         reduce spread norms extremes scans order distinct search statistics
shapes              shape dimensions strided splitting joining diagonals arrange copies
places              brackets (parts) index masks scatter index_along (reducing) take embedded
matrices            products added_products matmul distances einsum chains (matrices) factors cholesky solving spectral
                    least_squares matrix_norms; on arrays: lapack decompositions eigenvectors
new tensors         create ranges tapers from_values drawn skewed convert legacy
networks            activations rectifiers softmax dropouts losses classes margins embedding bags attention recurrent
                    convolution (correlation windows) patches pooling averages volumes (pooled) padding resampling cubic
                    normalization batches (layouts) weight_norms
what all share      kernels rows transcendental formulas numbers values recorded inspect second_names
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from gradrepl.engine import core, dispatch, documenting, gradients, in_place
from gradrepl.engine.generated import G
from gradrepl.engine.ops.activations import ACTIVATIONS
from gradrepl.engine.ops.added_products import ADDED_PRODUCTS
from gradrepl.engine.ops.arithmetic import ARITHMETIC
from gradrepl.engine.ops.arrange import ARRANGE
from gradrepl.engine.ops.attention import ATTENTION
from gradrepl.engine.ops.averages import AVERAGES
from gradrepl.engine.ops.bags import BAGS
from gradrepl.engine.ops.batches import BATCHES
from gradrepl.engine.ops.bounds import BOUNDS
from gradrepl.engine.ops.chains import CHAINS
from gradrepl.engine.ops.cholesky import CHOLESKY
from gradrepl.engine.ops.classes import CLASSES
from gradrepl.engine.ops.comparison import COMPARISON
from gradrepl.engine.ops.convert import CONVERT
from gradrepl.engine.ops.convolution import CONVOLUTION
from gradrepl.engine.ops.copies import COPIES
from gradrepl.engine.ops.correlation import CORRELATION
from gradrepl.engine.ops.create import CREATE
from gradrepl.engine.ops.cubic import CUBIC
from gradrepl.engine.ops.diagonals import DIAGONALS
from gradrepl.engine.ops.dimensions import DIMENSIONS
from gradrepl.engine.ops.distances import DISTANCES
from gradrepl.engine.ops.distinct import DISTINCT
from gradrepl.engine.ops.drawn import DRAWN
from gradrepl.engine.ops.dropouts import DROPOUTS
from gradrepl.engine.ops.einsum import EINSUM
from gradrepl.engine.ops.embedded import EMBEDDED
from gradrepl.engine.ops.embedding import EMBEDDING
from gradrepl.engine.ops.extremes import EXTREMES
from gradrepl.engine.ops.factors import FACTORS
from gradrepl.engine.ops.from_values import FROM_VALUES
from gradrepl.engine.ops.index import INDEX
from gradrepl.engine.ops.index_along import INDEX_ALONG
from gradrepl.engine.ops.inspect import INSPECT
from gradrepl.engine.ops.joining import JOINING
from gradrepl.engine.ops.least_squares import LEAST_SQUARES
from gradrepl.engine.ops.losses import LOSSES
from gradrepl.engine.ops.margins import MARGINS
from gradrepl.engine.ops.masks import MASKS
from gradrepl.engine.ops.matmul import MATMUL
from gradrepl.engine.ops.matrix_norms import MATRIX_NORMS
from gradrepl.engine.ops.normalization import NORMALIZATION
from gradrepl.engine.ops.norms import NORMS
from gradrepl.engine.ops.order import ORDER
from gradrepl.engine.ops.padding import PADDING
from gradrepl.engine.ops.patches import PATCHES
from gradrepl.engine.ops.pooling import POOLING
from gradrepl.engine.ops.powers import POWERS
from gradrepl.engine.ops.products import PRODUCTS
from gradrepl.engine.ops.ranges import RANGES
from gradrepl.engine.ops.rectifiers import RECTIFIERS
from gradrepl.engine.ops.recurrent import RECURRENT
from gradrepl.engine.ops.reduce import REDUCE
from gradrepl.engine.ops.resampling import RESAMPLING
from gradrepl.engine.ops.scans import SCANS
from gradrepl.engine.ops.scatter import SCATTER
from gradrepl.engine.ops.search import SEARCH
from gradrepl.engine.ops.second_names import SECOND_NAMES
from gradrepl.engine.ops.shape import SHAPE
from gradrepl.engine.ops.skewed import SKEWED
from gradrepl.engine.ops.softmax import SOFTMAX
from gradrepl.engine.ops.solving import SOLVING
from gradrepl.engine.ops.special import SPECIAL_FUNCTIONS
from gradrepl.engine.ops.spectral import SPECTRAL
from gradrepl.engine.ops.splitting import SPLITTING
from gradrepl.engine.ops.spread import SPREAD
from gradrepl.engine.ops.statistics import STATISTICS
from gradrepl.engine.ops.strided import STRIDED
from gradrepl.engine.ops.take import TAKE
from gradrepl.engine.ops.tapers import TAPERS
from gradrepl.engine.ops.unary import UNARY
from gradrepl.engine.ops.volumes import VOLUMES
from gradrepl.engine.ops.weight_norms import WEIGHT_NORMS
from gradrepl.engine.ops.weighted import WEIGHTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.node import Node
    from gradrepl.engine.schema import Argument, Schema
    from gradrepl.engine.table import Op

OPS: tuple[Op, ...] = (
    *ARITHMETIC,
    *WEIGHTED,
    *POWERS,
    *COMPARISON,
    *BOUNDS,
    *UNARY,
    *REDUCE,
    *SPREAD,
    *EXTREMES,
    *NORMS,
    *ORDER,
    *DISTINCT,
    *SEARCH,
    *SCANS,
    *STATISTICS,
    *SPECIAL_FUNCTIONS,
    *SHAPE,
    *DIMENSIONS,
    *STRIDED,
    *SPLITTING,
    *JOINING,
    *DIAGONALS,
    *ARRANGE,
    *COPIES,
    *INDEX,
    *MASKS,
    *SCATTER,
    *INDEX_ALONG,
    *TAKE,
    *EMBEDDED,
    *PRODUCTS,
    *ADDED_PRODUCTS,
    *MATMUL,
    *DISTANCES,
    *FACTORS,
    *CHOLESKY,
    *SPECTRAL,
    *SOLVING,
    *LEAST_SQUARES,
    *CHAINS,
    *MATRIX_NORMS,
    *EINSUM,
    *CONVERT,
    *CREATE,
    *RANGES,
    *FROM_VALUES,
    *TAPERS,
    *DRAWN,
    *SKEWED,
    *ACTIVATIONS,
    *RECTIFIERS,
    *SOFTMAX,
    *DROPOUTS,
    *LOSSES,
    *CORRELATION,
    *CONVOLUTION,
    *PATCHES,
    *POOLING,
    *AVERAGES,
    *VOLUMES,
    *PADDING,
    *RESAMPLING,
    *CUBIC,
    *NORMALIZATION,
    *WEIGHT_NORMS,
    *BATCHES,
    *EMBEDDING,
    *BAGS,
    *ATTENTION,
    *RECURRENT,
    *CLASSES,
    *MARGINS,
    *INSPECT,
)


def _by_name() -> dict[str, tuple[Op, ...]]:
    found: dict[str, list[Op]] = {}
    for row in OPS:
        found.setdefault(row.name, []).append(row)
    for second, name in SECOND_NAMES:
        plain = name.partition(".")[0]
        rows = [
            row._replace(text=second + row.text.removeprefix(plain))
            for row in found[plain]
            if row.text.startswith((f"{name}.", f"{name}("))
        ]
        found[second] = [*rows, *found.get(second, ())]
    return {name: tuple(rows) for name, rows in found.items()}


ROWS: dict[str, tuple[Op, ...]] = _by_name()
"""Every public name of an operation with its overloads, PyTorch's second names included."""
G["ROWS"] = ROWS

METHODS = frozenset(name for name, rows in ROWS.items() for row in rows if row.method)
FUNCTIONS = frozenset(name for name, rows in ROWS.items() for row in rows if row.function)
IN_PLACE = frozenset(f"{name}_" for name, rows in ROWS.items() for row in rows if row.in_place)
IN_PLACE_METHODS = frozenset(
    f"{name}_"
    for name, rows in ROWS.items()
    for row in rows
    if row.in_place and row.in_place_method
)
_METHODS_ALONE = frozenset((
    "absolute_", "add_", "addbmm_", "addcdiv_", "addcmul_", "addmm_", "addr_", "arctan2_",
    "atan2_", "baddbmm_", "bernoulli_", "bitwise_and_", "bitwise_left_shift_", "bitwise_not_",
    "bitwise_or_", "bitwise_right_shift_", "bitwise_xor_", "cauchy_", "copy_", "copysign_", "cumprod_",
    "cumsum_", "digamma_", "div_", "divide_", "eq_", "erfinv_", "exponential_",
    "fill_diagonal_", "floor_divide_", "fmod_", "ge_", "geometric_", "greater_", "greater_equal_", "gt_",
    "heaviside_", "hypot_", "index_add_", "index_copy_", "index_fill_", "index_reduce_", "le_", "log_normal_",
    "lerp_", "less_", "less_equal_", "lgamma_", "logical_and_", "logical_not_", "logical_or_",
    "logical_xor_", "lt_", "masked_fill_", "masked_scatter_", "mul_", "multiply_", "mvlgamma_",
    "ne_", "nextafter_", "normal_", "not_equal_", "polygamma_", "pow_", "put_", "random_",
    "remainder_", "renorm_", "scatter_", "scatter_add_", "scatter_reduce_", "sgn_", "sign_",
    "squeeze_", "sub_", "subtract_", "swapaxes_", "swapdims_", "t_", "transpose_", "tril_",
    "triu_", "true_divide_", "uniform_", "unsqueeze_",
))  # fmt: skip
"""What PyTorch has as methods and not as functions of `torch`."""
IN_PLACE_FUNCTIONS = frozenset(
    name
    for name in IN_PLACE - _METHODS_ALONE
    if any(row.function or row.in_place_method for row in ROWS[name[:-1]] if row.in_place)
)


@functools.cache
def makers(node: str) -> tuple[Op, ...]:
    """The rows whose operations, or whose twins, record nodes of this name."""
    both = (each for row in OPS for each in ((row, row.twin) if row.in_place else (row,)))
    return tuple(row for row in both if row.node == node and row.given)


@functools.cache
def node_of(row: Op) -> type[Node] | None:
    """The node class of a row; rows that share a name do not share a class, since they save differently."""
    return gradients.make_node(row) if row.given else None


@functools.cache
def in_place_of(row: Op) -> Callable[..., Any]:
    """The core of the row's `name_` twin."""
    return in_place.make_in_place(row.twin, node_of(row.twin), recording("clone"))


@functools.cache
def core_of(row: Op) -> Callable[..., Any]:
    if row.composite:
        return row.kernel
    return core.make_core(row, node_of(row))


def link_of(row: Op) -> Callable[..., Any]:
    """What records a view without making it."""
    node = node_of(row)
    assert node is not None  # noqa: S101  # a view is differentiable
    return core.make_link(row, node)


def _in_place_schema(row: Op) -> Schema:
    schema = row.schema
    first: Argument = schema.arguments[0]._replace(alias="a!")
    return schema._replace(name=f"{schema.name}_", arguments=(first, *schema.arguments[1:]))


_AXES = {"dim0": "axis0", "dim1": "axis1"}


def _schema(name: str, row: Op) -> Schema:
    """The row's own, but for `swapaxes`, whose parameters have numpy's names."""
    schema = _in_place_schema(row) if name == f"{row.name}_" else row.schema
    if not name.startswith("swapaxes"):
        return schema
    renamed = (each._replace(name=_AXES.get(each.name, each.name)) for each in schema.arguments)
    return schema._replace(arguments=tuple(renamed))


@functools.cache
def method(name: str) -> Callable[..., Any]:
    """`Tensor.name`."""
    return _entry(name, [row for row in ROWS.get(name, ()) if row.method], method=True)


@functools.cache
def function(name: str) -> Callable[..., Any]:
    """`torch.name`."""
    return _entry(name, [row for row in ROWS.get(name, ()) if row.function], method=False)


@functools.cache
def member(name: str) -> Callable[..., Any]:
    """`torch.linalg.svd` is the member "linalg_svd", which `torch` itself does not have."""
    return _entry(name, list(ROWS[name]), method=False)


def _in_place_entry(name: str, *, method: bool) -> Callable[..., Any]:
    return _entry(name, [], method=method)


def _entry(name: str, rows: list[Op], *, method: bool) -> Callable[..., Any]:
    shown = [row for row in rows if not row.hidden]
    hidden = [row for row in rows if row.hidden]
    twins = [row for row in ROWS[name[:-1]] if row.in_place] if name in IN_PLACE else []
    pairs = [(_schema(name, row), in_place_of(row)) for row in twins]
    pairs += [(_schema(name, row), core_of(row)) for row in (*shown, *hidden)]
    entry = dispatch.make_entry(name, pairs, method=method, deprecated=len(hidden))
    told = zip([schema for schema, _ in pairs], (*twins, *shown), strict=False)
    entry.__doc__ = documenting.document(list(told), method=method)
    return entry


@functools.cache
def recording(name: str) -> Callable[..., Any]:
    """The function that computes and records the first overload, given all of its arguments in order."""
    return core_of(ROWS[name][0])


@functools.cache
def writing(name: str) -> Callable[..., Any]:
    """The same of its `name_` twin, which writes into the first argument."""
    return in_place_of(ROWS[name][0])


@functools.cache
def in_place_operator(name: str, fallback: Callable[..., Any]) -> Callable[..., Any]:
    """The function behind `*=` and its like: the first overload's twin."""
    row = ROWS[name][0]
    clone = recording("clone")
    return in_place.make_in_place(row.twin, node_of(row.twin), clone, operator=fallback)


@functools.cache
def operator(name: str, fallback: Callable[..., Any]) -> Callable[..., Any]:
    """The function behind a two-operand operator: the core of an overload (`rsub.Scalar`), arguments at their defaults."""
    plain, _, overload = name.partition(".")
    row = next(each for each in ROWS[plain] if overload in ("", each.schema.overload))
    return core.make_core(row, node_of(row), operator=fallback)
