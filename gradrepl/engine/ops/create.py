"""Tensors from nothing: filled, counted, random; and from Python's and numpy's values."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine import random, release
from gradrepl.engine.table import Op, compose
from gradrepl.engine.dtypes import OF, Array, check_device
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap

_OPTIONS = (
    "ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool pin_memory=False, bool requires_grad=False"
)


def factory(signature: str, make: Callable[..., Array]) -> Op:
    """A row for a function that makes a tensor: `make` gets the arguments and a numpy dtype, or None."""
    text = f"{signature.removesuffix(')')}, *, {_OPTIONS}) -> Tensor"
    count = signature.count(",") + 1

    def create(*args: Any) -> Tensor:
        given = args[:count]
        dtype, _, device, _, requires_grad = args[count:]
        check_device(device)
        return _finished(make(*given, None if dtype is None else dtype.np), requires_grad)

    return compose(text, create, method=False)


def _finished(array: Array, requires_grad: bool) -> Tensor:
    found = wrap(array)
    if requires_grad:
        if array.dtype.kind not in "fc":
            raise RuntimeError(release.integer_requires_grad())
        set_requires_grad(found, True)
    return found


def _default() -> np.dtype[Any]:
    return dtypes.get_default_dtype().np


def _shape(size: Any, name: str) -> tuple[int, ...]:
    shape = tuple(size)
    if any(d < 0 for d in shape):
        raise RuntimeError(
            f"{name}: Dimension size must be non-negative."
            if name in ("zeros", "empty")
            else f"Trying to create tensor with negative dimension {next(d for d in shape if d < 0)}: {list(shape)}"
        )
    return shape


def _filled(value: float) -> Callable[[Any, Any], Array]:
    name = "zeros" if value == 0 else "ones"

    def make(size: Any, dtype: Any) -> Array:
        return np.full(_shape(size, name), value, dtype or _default())

    return make


def _full(size: Any, fill_value: Any, dtype: Any) -> Array:
    return np.full(_shape(size, "full"), fill_value, dtype or dtypes.of_scalar(fill_value).np)


def _empty(size: Any, dtype: Any) -> Array:
    # PyTorch promises nothing about the values; zeros are the honest nothing
    return np.zeros(_shape(size, "empty"), dtype or _default())


def _rand(size: Any, dtype: Any) -> Array:
    return random.rand(_shape(size, "rand"), dtype or _default())


def _randn(size: Any, dtype: Any) -> Array:
    return random.randn(_shape(size, "randn"), dtype or _default())


def _arange_end(end: Any, dtype: Any) -> Array:
    return _arange(0, end, 1, dtype)


def _arange_two(start: Any, end: Any, dtype: Any) -> Array:
    return _arange(start, end, 1, dtype)


def _arange(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if (end - start) * (1 if step > 0 else -1) < 0:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")
    if not all(math.isfinite(each) for each in (start, end)):
        raise RuntimeError(f"unsupported range: {float(start):g} -> {float(end):g}")
    whole = all(isinstance(each, int) for each in (start, end, step))
    to = dtype or (np.dtype(np.int64) if whole else _default())
    count = -((start - end) // step) if whole else math.ceil((end - start) / step)
    if whole:
        return np.arange(start, start + count * step, step, dtype=np.int64).astype(to, copy=False)
    return (np.arange(count, dtype=np.float64) * step + start).astype(to)


def _linspace(start: Any, end: Any, steps: int, dtype: Any) -> Array:
    """From both ends towards the middle, in the result's own dtype, as PyTorch counts."""
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    to = np.dtype(dtype or _default())
    if steps == 1:
        return np.full(1, start, to)
    kind = to if to.kind in "fc" else np.dtype(np.float32)
    first, last = kind.type(start), kind.type(end)
    step = (last - first) / kind.type(max(steps - 1, 1))
    index = np.arange(steps)
    forward = (first + step * index.astype(kind)).astype(kind)
    back = (last - step * (steps - 1 - index).astype(kind)).astype(kind)
    return np.where(index < steps // 2, forward, back).astype(to)


def _logspace(start: Any, end: Any, steps: int, base: float, dtype: Any) -> Array:
    exponents = _linspace(start, end, steps, np.dtype(np.float64))
    return np.power(base, exponents).astype(dtype or _default())


def _eye(n: int, dtype: Any) -> Array:
    return _eye_rectangle(n, n, dtype)


def _eye_rectangle(n: int, m: int, dtype: Any) -> Array:
    for name, size in (("n", n), ("m", m)):
        if size < 0:
            raise RuntimeError(f"{name} must be greater or equal to 0, got {size}")
    return np.eye(n, m, dtype=dtype or _default())


def _randperm(n: int, dtype: Any) -> Array:
    return random.randperm(n, dtype or np.int64)


def _randint(high: int, size: Any, dtype: Any) -> Array:
    return random.randint(0, high, _shape(size, "randint"), dtype or np.int64)


def _randint_low(low: int, high: int, size: Any, dtype: Any) -> Array:
    return random.randint(low, high, _shape(size, "randint"), dtype or np.int64)


def _like(make: Callable[..., Array]) -> Callable[..., Array]:
    """The `*_like` form: shape and dtype of a tensor, unless another dtype is given."""

    def create(self: Tensor, *args: Any) -> Array:
        *rest, dtype = args
        return make(self._a.shape, *rest, dtype or self._a.dtype)

    return create


def _full_like(self: Tensor, fill_value: Any, dtype: Any) -> Array:
    return np.full(self._a.shape, fill_value, dtype or self._a.dtype)


def _randint_like(self: Tensor, high: int, dtype: Any) -> Array:
    return random.randint(0, high, self._a.shape, dtype or self._a.dtype)


def _randint_like_low(self: Tensor, low: int, high: int, dtype: Any) -> Array:
    return random.randint(low, high, self._a.shape, dtype or self._a.dtype)


# --- from values -----------------------------------------------------------------------------------------------------


def from_values(data: Any, dtype: np.dtype[Any] | None) -> Array:
    """The array of a nested list, a number, an array or a tensor, always a copy.

    Raises:
        RuntimeError, TypeError, ValueError: with PyTorch's texts.
    """
    if isinstance(data, Tensor):
        return data._a.astype(dtype or data._a.dtype)
    if isinstance(data, (np.ndarray, np.generic)):
        found = np.array(data, dtype)
        return _known(found)
    if isinstance(data, (bool, int, float, complex)):
        return np.array(data, dtype or dtypes.of_scalar(data).np)
    if isinstance(data, (list, tuple, range)):
        return _from_sequence(data, dtype)
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    if hasattr(data, "__array__"):
        return _known(np.array(data, dtype))
    if hasattr(data, "__len__") and hasattr(data, "__getitem__"):
        return _from_sequence([data[i] for i in range(len(data))], dtype)
    raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")


def _known(array: Array) -> Array:
    if array.dtype not in OF:
        raise TypeError(
            f"can't convert np.ndarray of type {array.dtype.type.__module__}.{array.dtype.type.__name__}. The only "
            "supported types are: float64, float32, float16, complex64, complex128, int64, int32, int16, int8, uint64, "
            "uint32, uint16, uint8, and bool."
        )
    return array


def _from_sequence(data: Any, dtype: np.dtype[Any] | None) -> Array:
    if not any(isinstance(each, (Tensor, list, tuple, np.ndarray, np.generic)) for each in data):
        flat = list(data)
        found = _inferred(flat)
        return np.array(flat, dtype or found) if flat else np.array([], dtype or _default())
    shape = _sequence_shape(data)
    flat = list(_flattened(data, shape, 0))
    found = dtype or _inferred(flat)
    return np.array(flat, found).reshape(shape)


def _inferred(flat: list[Any]) -> np.dtype[Any]:
    kinds = set(map(type, flat))
    if kinds <= {int, bool} and kinds:
        if kinds == {bool}:
            return np.dtype(bool)
        if any(not -(2**63) <= each < 2**63 for each in flat):
            raise RuntimeError("Overflow when unpacking long long")
        return np.dtype(np.int64)
    if kinds and kinds <= {float, int, bool}:
        return _default()
    found: dtypes.dtype | None = None
    for each in flat:
        own = _dtype_of(each)
        found = own if found is None else dtypes.promote_types(found, own)
    return _default() if found is None else found.np


def _dtype_of(value: Any) -> dtypes.dtype:
    if isinstance(value, np.generic):
        return OF[value.dtype]
    if isinstance(value, (bool, int, float, complex)):
        return dtypes.of_scalar(value)
    if isinstance(value, str):
        raise TypeError("new(): invalid data type 'str'")
    raise RuntimeError(f"Could not infer dtype of {type(value).__name__}")


def _sequence_shape(data: Any) -> tuple[int, ...]:
    shape: list[int] = []
    while True:
        if isinstance(data, (Tensor, np.ndarray)):
            return (*shape, *(data._a.shape if isinstance(data, Tensor) else data.shape))
        if not isinstance(data, (list, tuple, range)):
            return tuple(shape)
        shape.append(len(data))
        if not len(data):
            return tuple(shape)
        data = data[0]


def _flattened(data: Any, shape: tuple[int, ...], depth: int) -> Any:
    """Every number, in order; an explicit check of each length, since PyTorch names the first that differs."""
    if isinstance(data, (Tensor, np.ndarray)):
        array = data._a if isinstance(data, Tensor) else data
        if array.shape != shape[depth:]:
            raise _ragged(shape, depth, array.shape[0] if array.ndim else None, data)
        yield from array.reshape(-1) if isinstance(data, np.ndarray) else map(array.dtype.type, array.reshape(-1).tolist())
        return
    if depth == len(shape):
        if isinstance(data, (list, tuple)):
            raise TypeError(f"must be real number, not {type(data).__name__}")
        yield data
        return
    if not isinstance(data, (list, tuple, range)):
        raise TypeError("not a sequence")
    if len(data) != shape[depth]:
        raise _ragged(shape, depth, len(data), data)
    for each in data:
        yield from _flattened(each, shape, depth + 1)


def _ragged(shape: tuple[int, ...], depth: int, got: int | None, data: Any) -> Exception:
    if got is None:
        return TypeError(f"only one element tensors can be converted to Python scalars, got {type(data).__name__}")
    return ValueError(f"expected sequence of length {shape[depth]} at dim {depth} (got {got})")


def _tensor(data: Any, dtype: Any, device: Any, pin_memory: bool, requires_grad: bool) -> Tensor:
    check_device(device)
    if isinstance(data, Tensor):
        from gradrepl.engine.warning import warn

        warn(
            "To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or "
            "sourceTensor.detach().clone().requires_grad_(True), rather than torch.tensor(sourceTensor)."
        )
    return _finished(from_values(data, None if dtype is None else dtype.np), requires_grad)


def _as_tensor(data: Any, dtype: Any, device: Any) -> Tensor:
    """Shares memory where it can: with a tensor of the same dtype, or an array."""
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)  # type: ignore[no-any-return]  # a generated method
    if isinstance(data, np.ndarray) and (dtype is None or data.dtype == dtype.np):
        return from_numpy(data)
    return wrap(from_values(data, None if dtype is None else dtype.np))


def from_numpy(ndarray: Any) -> Tensor:
    """A tensor over the array's own memory."""
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    _known(ndarray)
    if any(s < 0 for s in ndarray.strides):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and tensors with negative strides are not "
            "currently supported. (You can probably work around this by making a copy of your array  with "
            "array.copy().) "
        )
    if not ndarray.flags.writeable:
        from gradrepl.engine.warning import warn

        warn(
            "The given NumPy array is not writable, and PyTorch does not support non-writable tensors. This means "
            "writing to this tensor will result in undefined behavior. You may want to copy the array to protect its "
            "data or make it writable before converting it to a tensor. This type of warning will be suppressed for "
            "the rest of this program. (Triggered internally at ...)"
        )
    return wrap(ndarray.view())


def legacy_constructor(cls: type[Tensor], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Tensor:
    """`torch.Tensor(2, 3)` and `torch.Tensor([1, 2])`: always the default dtype."""
    if kwargs and set(kwargs) - {"device", "size", "data"}:
        unknown = next(iter(set(kwargs) - {"device", "size", "data"}))
        raise TypeError(f"new() got an unexpected keyword argument '{unknown}'")
    if not args:
        return wrap(np.zeros(0, _default()), cls)
    if all(isinstance(each, (int, np.integer)) and not isinstance(each, bool) for each in args):
        return wrap(np.zeros(args, _default()), cls)
    data = args[0]
    if isinstance(data, Tensor):
        if data._a.dtype != _default():
            raise TypeError(
                f"expected {OF[_default()].legacy} (got {OF[data._a.dtype].legacy})"
            )
        return wrap(data._a.view(), cls)
    if isinstance(data, dtypes.Size):
        return wrap(np.zeros(data, _default()), cls)
    if isinstance(data, (float, bool, str)) or data is None:
        raise TypeError(f"new(): data must be a sequence (got {type(data).__name__})")
    return wrap(from_values(data, _default()), cls)


def _new(make: Callable[..., Array]) -> Callable[..., Any]:
    def create(self: Tensor, *args: Any) -> Tensor:
        *given, dtype, _, device, _, requires_grad = args
        check_device(device)
        return _finished(make(*given, self._a.dtype if dtype is None else dtype.np), requires_grad)

    return create


def _new_tensor(self: Tensor, data: Any, dtype: Any, device: Any, requires_grad: bool) -> Tensor:
    check_device(device)
    return _finished(from_values(data, self._a.dtype if dtype is None else dtype.np), requires_grad)


def _normal(mean: Any, std: Any, size: Any, dtype: Any) -> Array:
    return random.normal(_shape(size, "normal"), float(mean), float(std), dtype or _default())


def _bernoulli(self: Tensor, generator: Any) -> Tensor:
    return wrap(random.bernoulli(self._a.shape, self._a, self._a.dtype, generator))


# fmt: off
CREATE = (
    compose("tensor(Object data, *, ScalarType? dtype=None, Device? device=None, bool pin_memory=False, bool requires_grad=False) -> Tensor", _tensor, method=False),
    compose("as_tensor(Object data, *, ScalarType? dtype=None, Device? device=None) -> Tensor", _as_tensor, method=False),
    factory("zeros(int[] size)", _filled(0)),
    factory("ones(int[] size)", _filled(1)),
    factory("full(int[] size, Scalar fill_value)", _full),
    factory("empty(int[] size)", _empty),
    factory("rand(int[] size)", _rand),
    factory("randn(int[] size)", _randn),
    factory("arange(Scalar end)", _arange_end),
    factory("arange.start(Scalar start, Scalar end)", _arange_two),
    factory("arange.start_step(Scalar start, Scalar end, Scalar step=1)", _arange),
    factory("linspace(Scalar start, Scalar end, int steps)", _linspace),
    factory("logspace(Scalar start, Scalar end, int steps, float base=10.0)", _logspace),
    factory("eye(int n)", _eye),
    factory("eye.m(int n, int m)", _eye_rectangle),
    factory("randperm(int n)", _randperm),
    factory("randint(int high, int[] size)", _randint),
    factory("randint.low(int low, int high, int[] size)", _randint_low),
    factory("normal.float_float(float mean, float std, int[] size)", _normal),
    factory("zeros_like(Tensor self)", _like(_filled(0))),
    factory("ones_like(Tensor self)", _like(_filled(1))),
    factory("empty_like(Tensor self)", _like(_empty)),
    factory("rand_like(Tensor self)", _like(_rand)),
    factory("randn_like(Tensor self)", _like(_randn)),
    factory("full_like(Tensor self, Scalar fill_value)", _full_like),
    factory("randint_like(Tensor self, int high)", _randint_like),
    factory("randint_like.low(Tensor self, int low, int high)", _randint_like_low),
    compose("bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", _bernoulli),
    compose(f"new_zeros(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_filled(0)), function=False),
    compose(f"new_ones(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_filled(1)), function=False),
    compose(f"new_empty(Tensor self, int[] size, *, {_OPTIONS}) -> Tensor", _new(_empty), function=False),
    compose(f"new_full(Tensor self, int[] size, Scalar fill_value, *, {_OPTIONS}) -> Tensor", _new(_full), function=False),
    compose("new_tensor(Tensor self, Object data, *, ScalarType? dtype=None, Device? device=None, bool requires_grad=False) -> Tensor", _new_tensor, function=False),
)
# fmt: on
