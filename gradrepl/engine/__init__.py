"""PyTorch, in numpy: `import gradrepl.engine as torch` works.

    dtype storage tensor view          what a tensor is
    grad_mode node backward function   how it is recorded, and how gradients flow back
    schema arguments dispatch          from a row of the table to functions
    ops/                               the table
    errors release printing warning    PyTorch's words
    random generator overrides         its numbers, and how it is watched

Nothing is compiled when it is imported: an operation's functions are made when they are first asked for.
"""

from __future__ import annotations

import warnings as _warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine import release as release
from gradrepl.engine.dtypes import (
    Size as Size,
)
from gradrepl.engine.dtypes import (
    bool_ as bool,
)
from gradrepl.engine.dtypes import (
    can_cast as can_cast,
)
from gradrepl.engine.dtypes import (
    cdouble as cdouble,
)
from gradrepl.engine.dtypes import (
    cfloat as cfloat,
)
from gradrepl.engine.dtypes import (
    complex64 as complex64,
)
from gradrepl.engine.dtypes import (
    complex128 as complex128,
)
from gradrepl.engine.dtypes import (
    device as device,
)
from gradrepl.engine.dtypes import (
    double as double,
)
from gradrepl.engine.dtypes import (
    finfo as finfo,
)
from gradrepl.engine.dtypes import (
    float16 as float16,
)
from gradrepl.engine.dtypes import (
    float32 as float32,
)
from gradrepl.engine.dtypes import (
    float64 as float64,
)
from gradrepl.engine.dtypes import (
    float_ as float,
)
from gradrepl.engine.dtypes import (
    get_default_dtype as get_default_dtype,
)
from gradrepl.engine.dtypes import (
    half as half,
)
from gradrepl.engine.dtypes import (
    iinfo as iinfo,
)
from gradrepl.engine.dtypes import (
    int8 as int8,
)
from gradrepl.engine.dtypes import (
    int16 as int16,
)
from gradrepl.engine.dtypes import (
    int32 as int32,
)
from gradrepl.engine.dtypes import (
    int64 as int64,
)
from gradrepl.engine.dtypes import (
    int_ as int,
)
from gradrepl.engine.dtypes import (
    long as long,
)
from gradrepl.engine.dtypes import (
    promote_types as promote_types,
)
from gradrepl.engine.dtypes import (
    set_default_dtype as set_default_dtype,
)
from gradrepl.engine.dtypes import (
    short as short,
)
from gradrepl.engine.dtypes import (
    uint8 as uint8,
)
from gradrepl.engine.generator import Generator as Generator
from gradrepl.engine.generator import initial_seed as initial_seed
from gradrepl.engine.generator import manual_seed as manual_seed
from gradrepl.engine.generator import seed as seed
from gradrepl.engine.grad_mode import (
    enable_grad as enable_grad,
)
from gradrepl.engine.grad_mode import (
    inference_mode as inference_mode,
)
from gradrepl.engine.grad_mode import (
    is_grad_enabled as is_grad_enabled,
)
from gradrepl.engine.grad_mode import (
    is_inference_mode_enabled as is_inference_mode_enabled,
)
from gradrepl.engine.grad_mode import (
    no_grad as no_grad,
)
from gradrepl.engine.grad_mode import (
    set_grad_enabled as set_grad_enabled,
)
from gradrepl.engine.tensor import Tensor as Tensor

__version__ = "2.13.0"

# numpy reports 1/0 by a warning, PyTorch by a quiet inf; only what this package computes is meant
_warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"gradrepl\.engine")


class layout:  # noqa: N801  # torch's own name
    """How elements lie in memory; there is one way here."""

    __module__ = "torch"

    def __repr__(self) -> str:
        return "torch.strided"


class memory_format:  # noqa: N801  # torch's own name
    """The order of dimensions in memory."""

    __module__ = "torch"

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return f"torch.{self._name}"


strided = layout()
preserve_format = memory_format("preserve_format")
contiguous_format = memory_format("contiguous_format")

from math import e as e  # noqa: E402  # after the classes, as a reader meets them
from math import inf as inf
from math import nan as nan
from math import pi as pi

if TYPE_CHECKING:
    from gradrepl.engine.dtypes import (
        dtype as dtype,
    )

chalf = None


def is_tensor(obj: Any) -> Any:
    return isinstance(obj, Tensor)


def is_inference(input: Tensor) -> Any:
    return input.is_inference()


def is_anomaly_enabled() -> Any:
    from gradrepl.engine.autograd import anomaly_mode

    return anomaly_mode.is_anomaly_enabled()


def numel(input: Tensor) -> Any:
    return input.numel()


def is_floating_point(input: Tensor) -> Any:
    return input.is_floating_point()


def is_complex(input: Tensor) -> Any:
    return input.is_complex()


def result_type(tensor1: Any, tensor2: Any) -> dtype:
    """The dtype that an operation on the two computes in."""
    from gradrepl.engine.dtypes import result_type as found

    return found([each._a if isinstance(each, Tensor) else each for each in (tensor1, tensor2)])


def set_printoptions(**options: Any) -> None:
    """How tensors are printed from now on."""
    from gradrepl.engine import printing

    printing.set_printoptions(**options)


def get_rng_state() -> Tensor:
    from gradrepl.engine.generator import default_generator
    from gradrepl.engine.tensor import wrap

    return wrap(default_generator.get_state())


def set_rng_state(new_state: Tensor) -> None:
    from gradrepl.engine.generator import default_generator

    default_generator.set_state(new_state._a)


def from_numpy(ndarray: Any) -> Tensor:
    from gradrepl.engine.ops.create import from_numpy as make

    return make(ndarray)


def _start() -> None:
    """Fills the generated code's globals, and hangs the operations on Tensor."""
    from gradrepl.engine import operators, runtime

    runtime.fill()
    operators.install()
    for name in ("tensor", "view"):
        globals().pop(name, None)  # modules of ours; `torch.tensor` is an operation


_start()

_MODULES = frozenset((
    "autograd", "errors", "functional", "gradcheck", "nn", "optim", "overrides", "printing", "random", "utils", "func",
))  # fmt: skip


def __getattr__(name: str) -> Any:
    """An operation's function, made when it is first asked for; or a module of ours that nobody imported yet."""
    from gradrepl.engine import ops

    if name in ops.FUNCTIONS or name in ops.IN_PLACE:
        made = globals()[name] = ops.function(name)
        return made
    if name in _MODULES:
        import importlib

        try:
            return importlib.import_module(f"gradrepl.engine.{name}")
        except ModuleNotFoundError:
            pass
    raise AttributeError(f"module 'torch' has no attribute '{name}'")


def __dir__() -> Any:
    from gradrepl.engine import ops

    names = {*globals(), *ops.FUNCTIONS, "autograd"}
    return sorted(name for name in names if not name.startswith("_") or name.startswith("__"))
