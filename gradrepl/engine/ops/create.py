"""Tensors from nothing: filled, counted, random; and from Python's and numpy's values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from gradrepl.engine import dtypes, exact, random, release
from gradrepl.engine.dtypes import OF, Array, check_device
from gradrepl.engine.errors import sizes_differ
from gradrepl.engine.formats import preserve_format
from gradrepl.engine.ops import formulas as f
from gradrepl.engine.ops.kernels import is_contiguous_format, missing
from gradrepl.engine.ops.values import check_array, from_values, number_in
from gradrepl.engine.ops.values import default as _default
from gradrepl.engine.region import laid_out
from gradrepl.engine.table import Op, compose, op
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap
from gradrepl.engine.values import type_name
from gradrepl.engine.warning import warn, warn_once

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool pin_memory=False, bool requires_grad=False"


def factory(signature: str, make: Callable[..., Array]) -> Op:
    """A row for a function that makes a tensor: `make` gets the arguments and a numpy dtype, or None."""
    inner = signature.removesuffix(")")
    text = f"{inner}, {'' if '*' in signature else '*, '}{_OPTIONS}) -> Tensor"
    count = signature.count(",") + 1 - ("*" in signature)

    def create(*args: Any) -> Tensor:
        given = args[:count]
        dtype, _, device, pin_memory, requires_grad = args[count:]
        check_device(device)
        _refuse_pinned(pin_memory)
        return _finished(make(*given, None if dtype is None else dtype.np), requires_grad)

    return compose(text, create, method=False)


def seeded_like(signature: str, make: Callable[..., Array]) -> tuple[Op, Op]:
    """The same, with the shape, the dtype and the order of memory of a tensor."""
    name, _, inner = signature.removesuffix(")").partition("(")
    plain, _, overload = name.partition(".")

    def create(self: Tensor, *args: Any) -> Array:
        *given, generator, memory_format, dtype = args
        to = dtype or self._a.dtype
        return _drawn_like(self, lambda shape: make(*given, shape, to, generator), memory_format)

    def without(self: Tensor, *args: Any) -> Array:
        *given, memory_format, dtype = args
        return create(self, *given, None, memory_format, dtype)

    own = f"{plain}.{overload + '_' if overload else ''}generator({inner}, *, Generator? generator"
    kept = "MemoryFormat? memory_format=None)"
    return factory(f"{own}, {kept}", create), factory(f"{name}({inner}, *, {kept}", without)


def seeded(signature: str, make: Callable[..., Array]) -> tuple[Op, Op]:
    """Two rows, as PyTorch lists them: with a generator of one's own, and with the default one."""
    name, _, inner = signature.removesuffix(")").partition("(")
    plain, _, overload = name.partition(".")
    count = signature.count(",") + 1

    def create(*args: Any) -> Array:
        return make(*args[:count], *args[count + 1 :], args[count])

    def without(*args: Any) -> Array:
        return make(*args, None)

    own = f"{plain}.{overload + '_' if overload else ''}generator({inner}, *, Generator? generator)"
    return factory(own, create), factory(signature, without)


def _refuse_pinned(pin_memory: bool) -> None:
    if pin_memory:
        raise RuntimeError(
            "pin_memory=True requires a CUDA or other accelerator backend; no pinned memory allocator is available on "
            "this system."
        )


def _finished(array: Array, requires_grad: bool) -> Tensor:
    found = wrap(array)
    if requires_grad:
        if array.dtype.kind not in "fc":
            raise RuntimeError(release.integer_requires_grad())
        set_requires_grad(found, True)
    return found


def _shape(size: Any, name: str) -> tuple[int, ...]:
    shape = tuple(size)
    if shape and min(shape) < 0:
        raise RuntimeError(
            f"{name}: Dimension size must be non-negative."
            if name == "zeros"
            else f"Trying to create tensor with negative dimension {next(d for d in shape if d < 0)}: {list(shape)}"
        )
    return shape


def _filled(value: float) -> Callable[[Any, Any], Array]:
    name = "zeros" if value == 0 else "ones"

    new = np.zeros if value == 0 else np.ones

    def make(size: Any, dtype: Any) -> Array:
        return new(_shape(size, name), dtype or _default())

    return make


def _full(size: Any, fill_value: Any, dtype: Any) -> Array:
    to = dtype or dtypes.of_scalar(fill_value).np
    return np.full(_shape(size, "full"), number_in(fill_value, to))


def _empty(size: Any, dtype: Any) -> Array:
    # PyTorch promises nothing about the values; zeros are the honest nothing
    return np.zeros(_shape(size, "empty"), dtype or _default())


def _empty_strided(size: Any, stride: Any, dtype: Any) -> Array:
    if len(size) != len(stride):
        raise RuntimeError(
            f"dimensionality of sizes ({len(size)}) must match dimensionality of strides ({len(stride)})"
        )
    shape = _shape(size, "empty_strided")
    if any(each < 0 for each in stride):
        raise RuntimeError(
            f"Storage size calculation overflowed with sizes={list(size)} and strides={list(stride)}"
        )
    kind = np.dtype(dtype or _default())
    return laid_out(shape, tuple(each * kind.itemsize for each in stride), kind)


def _rand(size: Any, dtype: Any, generator: Any) -> Array:
    return random.rand(_shape(size, "rand"), dtype or _default(), generator)


def _randn(size: Any, dtype: Any, generator: Any) -> Array:
    return random.randn(_shape(size, "randn"), dtype or _default(), generator)


def _arange_end(end: Any, dtype: Any) -> Array:
    return _arange(0, end, 1, dtype)


def _arange_two(start: Any, end: Any, dtype: Any) -> Array:
    return _arange(start, end, 1, dtype)


def _arange(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    if any(isinstance(each, complex) for each in (start, end, step)):
        raise RuntimeError("value cannot be converted to type double without overflow")
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if not all(math.isfinite(each) for each in (start, end)):
        raise RuntimeError(f"unsupported range: {float(start):g} -> {float(end):g}")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    if dtype is not None and dtype.kind in "bc":
        raise missing("arange_cpu", np.empty(0, dtype))
    if any(abs(each) >= 2**64 for each in (start, end, step) if isinstance(each, int)):
        raise OverflowError("int too big to convert")
    whole = all(isinstance(each, int) for each in (start, end, step))
    to = dtype or (np.dtype(np.int64) if whole else _default())
    if not whole and to.kind in "iu":
        return _arange_cut(start, end, step, to)
    if any(not -(2**63) <= each < 2**63 for each in (start, end, step) if isinstance(each, int)):
        raise RuntimeError("value cannot be converted to type int64_t without overflow")
    count = -((start - end) // step) if whole else math.ceil((end - start) / step)
    if whole:
        return np.arange(start, start + count * step, step, dtype=np.int64).astype(to, copy=False)
    return (np.arange(count, dtype=np.float64) * step + start).astype(to)


def _arange_cut(start: Any, end: Any, step: Any, to: np.dtype[Any]) -> Array:
    """With fractions cut off first, and the count from what was given, unless int64 counts itself."""
    first, last, stride = int(start), int(end), int(step)
    if to != np.int64:
        count = math.ceil((end - start) / step)
    elif stride:
        count = max(-((first - last) // stride), 0)
    else:
        raise ValueError("step must be nonzero")
    return (np.arange(count) * stride + first).astype(to)


def _linspace(start: Any, end: Any, steps: int, dtype: Any) -> Array:
    """From both ends towards the middle, in the result's own dtype, as PyTorch counts."""
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    to = np.dtype(dtype or _default())
    if any(isinstance(each, complex) for each in (start, end)):
        inferred = dtypes.get_default_dtype().to_complex().np
        if dtype is not None and to.kind != "c":
            shown = "float" if inferred == np.complex64 else "double"
            raise RuntimeError(
                f"torch.linspace(): inferred dtype c10::complex<{shown}> can't be safely cast to passed dtype "
                f"{OF[to].legacy}"
            )
        to = np.dtype(dtype or inferred)
    if to.kind == "b":
        raise missing("linspace_cpu", np.empty(0, to))
    if steps == 1:
        return np.full(1, start, to)
    kind = to if to.kind in "fc" else np.dtype(np.float32)
    first, last = kind.type(start), kind.type(end)
    step = (last - first) / kind.type(max(steps - 1, 1))
    index = np.arange(steps)
    forward, back = _steps(first, step, index), _steps(last, -step, steps - 1 - index)
    return np.where(index < steps // 2, forward, back).astype(to)


def _steps(start: Any, step: Any, index: Array) -> Array:
    """`start + step * index` with a single rounding, as a fused multiplication and addition has it."""
    if start.dtype == np.float64:
        return exact.fused64(index.astype(np.float64), float(step), float(start))
    wide = np.complex128 if start.dtype.kind == "c" else np.float64
    return (start.astype(wide) + step.astype(wide) * index).astype(start.dtype)


def _logspace(start: Any, end: Any, steps: int, base: float, dtype: Any) -> Array:
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    many = any(isinstance(each, complex) for each in (start, end))
    exponents = _linspace(start, end, steps, np.dtype(np.complex128 if many else np.float64))
    made = dtypes.get_default_dtype().to_complex().np if many else _default()
    return np.power(base, exponents).astype(dtype or made)


def _logspace_tensors(start: Any, end: Any, steps: int, base: float, dtype: Any) -> Array:
    return _logspace(*_ends("logspace", start, end), steps, base, dtype)


def _linspace_tensors(start: Any, end: Any, steps: int, dtype: Any) -> Array:
    return _linspace(*_ends("linspace", start, end), steps, dtype)


def _ends(name: str, start: Any, end: Any) -> tuple[Any, Any]:
    """Both as Python's numbers."""
    for which, each in (("start", start), ("end", end)):
        if isinstance(each, Tensor) and each._a.ndim:
            raise RuntimeError(
                f"{name} only supports 0-dimensional start and end tensors, but got {which} with {each._a.ndim} "
                "dimension(s)."
            )
    first, last = (each.item() if isinstance(each, Tensor) else each for each in (start, end))
    return first, last


def _range(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    """As `arange`, with the end in it."""
    warn(
        "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with "
        "Python's range builtin. Instead, use torch.arange, which produces values in [start, end)."
    )
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    count = math.floor((end - start) / step) + 1
    return (np.arange(count, dtype=np.float64) * step + start).astype(dtype or _default())


def _scalar_tensor(s: Any, dtype: Any) -> Array:
    return number_in(s, dtype or _default())


def _triangle(row_count: int, column_count: int, offset: int, dtype: Any, name: str) -> Array:
    for which, count in (("row", row_count), ("col", column_count)):
        if count < 0:
            raise RuntimeError(f"{which} must be non-negative, got{count}")
    if dtype is not None and dtype.kind not in "iu":
        raise missing(name, np.empty(0, dtype))
    pick = np.tril_indices if name.startswith("tril") else np.triu_indices
    return np.stack(pick(row_count, offset, column_count)).astype(dtype or np.int64)


def _tril_indices(row: int, col: int, offset: int, dtype: Any) -> Array:
    return _triangle(row, col, offset, dtype, "tril_indices")


def _triu_indices(row: int, col: int, offset: int, dtype: Any) -> Array:
    return _triangle(row, col, offset, dtype, "triu_indices")


def _eye(n: int, dtype: Any) -> Array:
    return _eye_rectangle(n, n, dtype)


def _eye_rectangle(n: int, m: int, dtype: Any) -> Array:
    for name, size in (("n", n), ("m", m)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    return np.eye(n, m, dtype=dtype or _default())


def _randperm(n: int, dtype: Any, generator: Any) -> Array:
    return random.randperm(n, dtype or np.int64, generator)


def _randint(high: int, size: Any, dtype: Any, generator: Any) -> Array:
    return random.randint(0, high, _shape(size, "randint"), dtype or np.int64, generator)


def _randint_tensor(high: Tensor, size: Any, dtype: Any, generator: Any) -> Array:
    if high._a.ndim:
        raise RuntimeError("high must be a scalar tensor and on CPU")
    return _randint(int(high._a), size, dtype, generator)


def _randint_low(low: int, high: int, size: Any, dtype: Any, generator: Any) -> Array:
    return random.randint(low, high, _shape(size, "randint"), dtype or np.int64, generator)


def _like(make: Callable[..., Array]) -> Callable[..., Array]:
    """The `*_like` form: shape and dtype of a tensor, unless another dtype is given."""

    def create(self: Tensor, memory_format: Any, dtype: Any) -> Array:
        return _laid_out_like(self, make(self._a.shape, dtype or self._a.dtype), memory_format)

    return create


def _laid_out_like(self: Tensor, array: Array, memory_format: Any) -> Array:
    """The array, in the order of memory that the tensor has, unless another is asked for."""
    if self._a.flags.c_contiguous or 0 in self._a.strides or is_contiguous_format(memory_format):
        return array
    found = np.empty_like(self._a, array.dtype)
    found[...] = array
    return found


def _drawn_like(
    self: Tensor, draw: Callable[[tuple[int, ...]], Array], memory_format: Any
) -> Array:
    """Random numbers, drawn in the order of memory."""
    if is_contiguous_format(memory_format):
        return draw(self._a.shape)
    return _laid_out_like(self, random.filled(self._a, draw), memory_format)


def _full_like(self: Tensor, fill_value: Any, memory_format: Any, dtype: Any) -> Array:
    to = dtype or self._a.dtype
    return _laid_out_like(self, np.full(self._a.shape, number_in(fill_value, to)), memory_format)


# --- from values -----------------------------------------------------------------------------------------------------


def _tensor(data: Any, dtype: Any, device: Any, pin_memory: bool, requires_grad: bool) -> Tensor:
    check_device(device)
    _refuse_pinned(pin_memory)
    _warn_of_tensor(data, "torch.tensor")
    return _finished(from_values(data, None if dtype is None else dtype.np), requires_grad)


def _warn_of_tensor(data: Any, name: str) -> None:
    if isinstance(data, Tensor):
        warn(
            "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
            f"sourceTensor.detach().clone().requires_grad_(True), rather than {name}(sourceTensor)."
        )


def _as_tensor(data: Any, dtype: Any, device: Any) -> Tensor:
    """Shares memory where it can: with a tensor of the same dtype, or an array."""
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, np.ndarray) and (dtype is None or data.dtype == dtype.np):
        return from_numpy(data)
    return wrap(from_values(data, None if dtype is None else dtype.np))


_KEPT = (
    "torch.asarray: unspecified requires_grad now defaults to obj.requires_grad instead of False. Pass "
    "requires_grad=False explicitly to get the old behavior and silence this warning. (Triggered internally at ...)"
)


def _as_array(
    obj: Any, dtype: Any, device: Any, copy: bool | None, requires_grad: bool | None
) -> Tensor:
    """As `as_tensor`, but for `copy`, and for `requires_grad`, which is set on what is returned."""
    try:
        check_device(device)
    except AssertionError:
        if not isinstance(obj, Tensor):
            raise
        raise RuntimeError(
            f"PyTorch is not linked with support for {dtypes.device(device).type} devices"
        ) from None
    if not isinstance(obj, (Tensor, np.ndarray, np.generic)) and copy is False:
        raise ValueError("can't alias arbitrary sequence into a tensor.")
    found = obj if isinstance(obj, Tensor) else _as_tensor(obj, None, None)
    if requires_grad is None and found.requires_grad:
        warn_once(_KEPT)
    own = OF[found._a.dtype]
    if copy is False and dtype not in (None, own):
        raise ValueError(
            f"can't alias tensor with dtype '{own.legacy}' into dtype '{dtype.legacy}'."
        )
    if dtype not in (None, own):
        found = found.to(dtype)
    elif copy:
        found = found.clone()
    if requires_grad is None or requires_grad == found.requires_grad:
        return found
    if not found.is_leaf:
        return found.detach()
    if requires_grad and found._a.dtype.kind not in "fc":
        raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    set_requires_grad(found, requires_grad)
    return found


def from_numpy(ndarray: Any) -> Tensor:
    """A tensor over the array's own memory."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type_name(ndarray)})")
    check_array(ndarray)
    if not ndarray.flags.writeable:
        warn(
            "The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means "
            "writing to this tensor will result in undefined behavior. You may want to copy the array to protect its "
            "data or make it writable before converting it to a tensor. This type of warning will be suppressed for "
            "the rest of this program. (Triggered internally at ...)"
        )
    return wrap(ndarray.view(np.ndarray))


def _new(make: Callable[..., Array]) -> Callable[..., Any]:
    def create(self: Tensor, *args: Any) -> Tensor:
        *given, dtype, _, device, _, requires_grad = args
        check_device(device)
        return _finished(make(*given, self._a.dtype if dtype is None else dtype.np), requires_grad)

    return create


def _new_tensor(self: Tensor, data: Any, dtype: Any, device: Any, requires_grad: bool) -> Tensor:
    check_device(device)
    _warn_of_tensor(data, "tensor.new_tensor")
    return _finished(from_values(data, self._a.dtype if dtype is None else dtype.np), requires_grad)


def _normal(mean: float, std: float, size: Any, generator: Any, dtype: Any) -> Array:
    return random.normal(
        _shape(size, "normal"), float(mean), float(std), dtype or _default(), generator
    )


def _normal_tensors(mean: Any, std: Any, generator: Any) -> Tensor:
    """Drawn around 0 and moved, in this order, so that the numbers are PyTorch's."""
    arrays = [each._a if isinstance(each, Tensor) else np.asarray(each) for each in (mean, std)]
    dtype = next(each._a.dtype for each in (mean, std) if isinstance(each, Tensor))
    if (arrays[1] < 0).any():
        raise RuntimeError("normal expects all elements of std >= 0.0")
    try:
        shape = np.broadcast_shapes(*(each.shape for each in arrays))
    except ValueError:
        raise sizes_differ(arrays[0].shape, arrays[1].shape) from None
    drawn = random.normal(shape, 0.0, 1.0, dtype, generator)
    return wrap(np.asarray(drawn * arrays[1].astype(dtype) + arrays[0].astype(dtype)))


def _check_parts(real: Array, imag: Array) -> None:
    """Refuses what are no two real numbers of one precision."""
    for each in (real, imag):
        if each.dtype.kind != "f":
            raise RuntimeError(
                f"Expected both inputs to be Half, Float or Double tensors but got {OF[real.dtype].legacy} and "
                f"{OF[imag.dtype].legacy}"
            )
    if real.dtype != imag.dtype:
        raise RuntimeError(
            f"Expected object of scalar type {OF[real.dtype].legacy} but got scalar type {OF[imag.dtype].legacy} for "
            "second argument"
        )


def _complex(real: Array, imag: Array) -> Array:
    _check_parts(real, imag)
    real, imag = np.broadcast_arrays(real, imag)
    found = np.empty(real.shape, OF[real.dtype].to_complex().np)
    found.real, found.imag = real, imag  # a sum would make infinities NaN
    return found


def _polar(abs: Array, angle: Array) -> Array:
    _check_parts(abs, angle)
    return _complex(abs * np.cos(angle), abs * np.sin(angle))


def _new_legacy(self: Tensor, size: Any) -> Tensor:
    from gradrepl.engine.ops.legacy import legacy_constructor

    return legacy_constructor(Tensor, tuple(size), {}, self._a.dtype)


def _new_legacy_values(self: Tensor, data: Any) -> Tensor:
    from gradrepl.engine.ops.legacy import legacy_constructor

    return legacy_constructor(Tensor, (data,), {}, self._a.dtype)


def _bernoulli(a: Array, generator: Any) -> Array:
    return random.bernoulli(a.shape, a, a.dtype, generator)


def _bernoulli_p(self: Tensor, p: float, generator: Any) -> Any:
    found: Any = self.clone(memory_format=preserve_format)
    return found.bernoulli_(p, generator=generator)


def _multinomial(a: Array, num_samples: int, replacement: bool, generator: Any) -> Array:
    """Without replacement the largest of `p / exponential`; with it, places in the summed probabilities."""
    _check_multinomial(a, num_samples, replacement)
    if not replacement or num_samples == 1:
        keys = a / random.exponential(a.shape, 1.0, a.dtype, generator)
        return np.argsort(-keys, axis=-1, kind="stable")[..., :num_samples]
    rows = a.reshape((-1, a.shape[-1]))
    found = np.empty((len(rows), num_samples), np.int64)
    for i, row in enumerate(rows):
        sums = np.cumsum(row, dtype=row.dtype)
        sums = sums / sums[-1]
        sums[-1] = 1
        draws = random.uniform((num_samples,), 0.0, 1.0, np.float64, generator)
        found[i] = np.searchsorted(sums, draws)
    return found.reshape((*a.shape[:-1], num_samples))


def _check_multinomial(a: Array, num_samples: int, replacement: bool) -> None:
    if a.dtype.kind != "f":
        raise RuntimeError(
            f"multinomial only supports floating-point dtypes for input, got: {OF[a.dtype].legacy}"
        )
    if a.ndim not in (1, 2):
        raise RuntimeError("prob_dist must be 1 or 2 dim")
    if num_samples <= 0:
        raise RuntimeError("cannot sample n_sample <= 0 samples")
    if not replacement and num_samples > a.shape[-1]:
        raise RuntimeError(
            "cannot sample n_sample > prob_dist.size(-1) samples without replacement"
        )
    if not np.isfinite(a).all() or (a < 0).any():
        raise RuntimeError("probability tensor contains either `inf`, `nan` or element < 0")
    if not (a.sum(-1) > 0).all():
        raise RuntimeError("invalid multinomial distribution (sum of probabilities <= 0)")


_FORMAT = "*, MemoryFormat? memory_format=None"

# fmt: off
CREATE: tuple[Op, ...] = (
    compose("tensor(Object data, *, ScalarType? dtype=None, Device? device=None, bool pin_memory=False, bool requires_grad=False) -> Tensor", _tensor, method=False),
    op("complex(Tensor real, Tensor imag) -> Tensor", "ComplexBackward0", _complex, method=False,
       real=lambda grad, real, imag: f.real(grad), imag=lambda grad, real, imag: f.imag(grad)),
    op("polar(Tensor abs, Tensor angle) -> Tensor", "PolarBackward0", _polar, method=False,
       abs=lambda grad, result: f.real(f.conj(grad) * f.sgn(result)),
       angle=lambda grad, result: f.real(f.conj(grad) * (result * 1j))),
    compose("asarray(Object obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, bool? requires_grad=None) -> Tensor", _as_array, method=False),
    compose("as_tensor(Object data, *, ScalarType? dtype=None, Device? device=None) -> Tensor", _as_tensor, method=False),
    factory("zeros(int[] size)", _filled(0)),
    factory("ones(int[] size)", _filled(1)),
    factory("full(int[] size, Scalar fill_value)", _full),
    factory("empty(int[] size)", _empty),
    factory("empty_strided(int[] size, int[] stride)", _empty_strided),
    *seeded("rand(int[] size)", _rand),
    *seeded("randn(int[] size)", _randn),
    factory("arange(Scalar end)", _arange_end),
    factory("arange.start(Scalar start, Scalar end)", _arange_two),
    factory("arange.start_step(Scalar start, Scalar end, Scalar step=1)", _arange),
    factory("linspace.Tensor_Tensor(Tensor start, Tensor end, int steps)", _linspace_tensors),
    factory("linspace.Scalar_Tensor(Scalar start, Tensor end, int steps)", _linspace_tensors),
    factory("linspace.Tensor_Scalar(Tensor start, Scalar end, int steps)", _linspace_tensors),
    factory("linspace(Scalar start, Scalar end, int steps)", _linspace),
    factory("range(Scalar start, Scalar end, Scalar step=1)", _range),
    factory("scalar_tensor(Scalar s)", _scalar_tensor),
    factory("tril_indices(int row, int col, int offset=0)", _tril_indices),
    factory("triu_indices(int row, int col, int offset=0)", _triu_indices),
    factory("logspace.Tensor_Tensor(Tensor start, Tensor end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace.Scalar_Tensor(Scalar start, Tensor end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace.Tensor_Scalar(Tensor start, Scalar end, int steps, float base=10.0)", _logspace_tensors),
    factory("logspace(Scalar start, Scalar end, int steps, float base=10.0)", _logspace),
    factory("eye(int n)", _eye),
    factory("eye.m(int n, int m)", _eye_rectangle),
    *seeded("randperm(int n)", _randperm),
    *seeded("randint(int high, int[] size)", _randint),
    *seeded("randint.low(int low, int high, int[] size)", _randint_low),
    compose("normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor", _normal_tensors, method=False),
    compose("normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None) -> Tensor", _normal_tensors, method=False),
    compose("normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None) -> Tensor", _normal_tensors, method=False),
    factory("normal.float_float(float mean, float std, int[] size, *, Generator? generator=None)", _normal),
    factory(f"zeros_like(Tensor self, {_FORMAT})", _like(_filled(0))),
    factory(f"ones_like(Tensor self, {_FORMAT})", _like(_filled(1))),
    factory(f"empty_like(Tensor self, {_FORMAT})", _like(_empty)),
    *seeded_like("rand_like(Tensor self)", _rand),
    *seeded_like("randn_like(Tensor self)", _randn),
    factory(f"full_like(Tensor self, Scalar fill_value, {_FORMAT})", _full_like),
    *seeded_like("randint_like.low(Tensor self, int low, int high)", _randint_low),
    *seeded_like("randint_like.Tensor(Tensor self, Tensor high)", _randint_tensor),
    *seeded_like("randint_like(Tensor self, int high)", _randint),
    op("bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", "BernoulliBackward0", _bernoulli, self=f.zeros_like),
    compose("bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor", _bernoulli_p),
    op("multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor", None, _multinomial),
    compose("new.data(Tensor self, Object data) -> Tensor", _new_legacy_values, function=False),
    compose("new.size(Tensor self, int[] size) -> Tensor", _new_legacy, function=False),
    compose(f"new_zeros(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_empty), function=False),
    compose(f"new_ones(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_filled(1)), function=False),
    compose(f"new_empty(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_empty), function=False),
    compose(f"new_empty_strided(Tensor self, int[] size, int[] stride, *, {_OPTIONS}) -> Tensor", _new(_empty_strided), function=False),
    compose(f"new_full(Tensor self, int[] size, Scalar fill_value, *, {_OPTIONS}) -> Tensor", _new(_full), function=False),
    compose("new_tensor(Tensor self, Object data, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor", _new_tensor, function=False),
)
# fmt: on
