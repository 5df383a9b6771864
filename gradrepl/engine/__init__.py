"""PyTorch, in numpy: `import gradrepl.engine as torch` works.

What a tensor is
    dtypes storage tensor view slices aliasing turned region overlap metadata attribute
    showing conversion copying
The table, and how functions are made from a row of it
    ops/ table schema kinds; core node_source in_place gradients saving; arguments matching
    dispatch operators
    runtime number_operands generated: what those functions call
How it is recorded, and how gradients flow back
    grad_mode inference node watchers saved_tensor packing; backward graph_task task leaves
    hooking fitting gradient_memory anomaly ancestry; function function_node once;
    autograd/ func/
    gradcheck undefined slopes gradcheck_modes batched_grad duals
PyTorch's words
    errors complaints wrappers absent release printing callables warning documenting listing
Its numbers
    random generator bounds exact promotion floating limits
What stands around it
    nn/ optim/ utils/ linalg special backends/ cuda machine overrides serialization pickling
    buffers differences

Nothing is compiled when it is imported: an operation's functions are made when they are first
asked for.
"""

from __future__ import annotations

import warnings as _warnings
from math import e, inf, nan, pi
from typing import Any

from gradrepl.engine import absent, callables, release
from gradrepl.engine import dtypes as _dtypes
from gradrepl.engine.dtypes import (
    Size,
    cdouble,
    cfloat,
    complex64,
    complex128,
    device,
    double,
    dtype,
    float16,
    float32,
    float64,
    get_default_dtype,
    half,
    int8,
    int16,
    int32,
    int64,
    long,
    set_default_dtype,
    short,
    uint8,
)  # fmt: skip
from gradrepl.engine.formats import (
    contiguous_format,
    layout,
    memory_format,
    preserve_format,
    strided,
)
from gradrepl.engine.generator import Generator, initial_seed, manual_seed, seed
from gradrepl.engine.grad_mode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from gradrepl.engine.limits import finfo, iinfo
from gradrepl.engine.rng import get_rng_state, set_rng_state
from gradrepl.engine.storage import UntypedStorage
from gradrepl.engine.tensor import Tensor
from gradrepl.engine.warning import is_warn_always_enabled, set_warn_always

newaxis = None
bool, int, float = _dtypes.bool_, _dtypes.int_, _dtypes.float_

newaxis = None

__version__ = "2.13.0"

# for threads that `floating.quiet` has not seen: numpy warns of 1/0, and PyTorch does not
_warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"gradrepl\.engine")


def is_storage(obj: Any) -> Any:
    return isinstance(obj, UntypedStorage)


def is_tensor(obj: Any) -> Any:
    return isinstance(obj, Tensor)


def is_anomaly_enabled() -> Any:
    from gradrepl.engine.autograd import anomaly_mode

    return anomaly_mode.is_anomaly_enabled()


def is_anomaly_check_nan_enabled() -> Any:
    from gradrepl.engine.autograd import anomaly_mode

    return anomaly_mode.is_anomaly_check_nan_enabled()


def set_printoptions(
    precision: Any = None,
    threshold: Any = None,
    edgeitems: Any = None,
    linewidth: Any = None,
    profile: Any = None,
    sci_mode: Any = None,
) -> None:
    """How tensors are printed from now on."""
    from gradrepl.engine import printing

    printing.set_printoptions(
        precision=precision,
        threshold=threshold,
        edgeitems=edgeitems,
        linewidth=linewidth,
        profile=profile,
        sci_mode=sci_mode,
    )


def from_numpy(ndarray: Any) -> Tensor:
    from gradrepl.engine.ops.from_values import from_numpy as make

    return make(ndarray)


def einsum(*args: Any) -> Any:
    """Sums of products by the letters of their dimensions; numbers may stand for letters."""
    from gradrepl.engine import ops
    from gradrepl.engine.ops.einsum import from_call

    return ops.function("einsum")(*from_call(args))


def from_dlpack(ext_tensor: Any, **wishes: Any) -> Tensor:
    from gradrepl.engine.utils.dlpack import from_dlpack as make

    return make(ext_tensor, **wishes)


def _start() -> None:
    """Fills the generated code's globals, and hangs the operations on Tensor."""
    from gradrepl.engine import operators, runtime

    runtime.fill()
    operators.install()
    for name in ("tensor", "view"):
        globals().pop(name, None)  # modules of ours; `torch.tensor` is an operation


_start()

_MODULES = frozenset((
    "accelerator", "autograd", "backends", "cuda", "func", "linalg", "mps", "nn",
    "optim", "overrides", "random", "special", "utils", "xpu",
))  # fmt: skip

_PYTORCHS = ("ops", "overrides", "random", "return_types", "storage")
"""Modules of ours that are PyTorch's too."""

_ELSEWHERE = {
    "frombuffer": "buffers",
    "gradient": "differences",
    "load": "serialization",
    "save": "serialization",
    "unravel_index": "buffers",
    "typename": "nn.naming",
    "default_generator": "generator",
    **dict.fromkeys(("broadcast_shapes", "can_cast", "promote_types", "result_type"), "asking"),
    **dict.fromkeys((
        "are_deterministic_algorithms_enabled", "get_default_device",
        "get_float32_matmul_precision", "get_num_threads",
        "is_deterministic_algorithms_warn_only_enabled", "set_default_device",
        "set_float32_matmul_precision", "set_num_threads", "use_deterministic_algorithms",
    ), "machine"),
}  # fmt: skip
"""Functions that are no operations, and the modules of ours that they stand in."""


def __getattr__(name: str) -> Any:
    """An operation's function, or a module of ours, made when it is first asked for."""
    from gradrepl.engine import ops

    if name in ops.FUNCTIONS or name in ops.IN_PLACE_FUNCTIONS:
        made = globals()[name] = ops.function(name)
        return made
    if name.endswith("Tensor"):
        from gradrepl.engine.ops.legacy import TYPES

        if name in TYPES:
            return TYPES[name]
    if name == "vmap":
        from gradrepl.engine.func import vmap

        return vmap
    if name in _ELSEWHERE:
        import importlib

        return getattr(importlib.import_module(f"gradrepl.engine.{_ELSEWHERE[name]}"), name)
    if name in _MODULES:
        import importlib

        try:
            return importlib.import_module(f"gradrepl.engine.{name}")
        except ModuleNotFoundError:
            pass
    raise absent.error("torch", name)


def __dir__() -> list[str]:
    from gradrepl.engine import ops
    from gradrepl.engine.listing import public
    from gradrepl.engine.ops.legacy import TYPES

    types = (name for name in TYPES if name.endswith("Tensor") and "." not in name)
    made = {*ops.FUNCTIONS, *ops.IN_PLACE_FUNCTIONS, *_ELSEWHERE, *types, *_PYTORCHS, "vmap"}
    private = {name for name in made if name.startswith("_")}
    return public(globals(), made - private | _MODULES)
