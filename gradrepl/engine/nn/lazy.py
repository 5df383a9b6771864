"""Layers that learn the size of their input from the first one, `nn.LazyLinear` and its kin."""

from __future__ import annotations

from typing import Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.conv import (
    Conv1d,
    Conv2d,
    ConvTranspose1d,
    ConvTranspose2d,
    _Convolution,
    _ConvTransposeNd,
)
from gradrepl.engine.nn.inheriting import under_own_name
from gradrepl.engine.nn.layers import Linear
from gradrepl.engine.nn.normalization import (
    BatchNorm1d,
    BatchNorm2d,
    BatchNorm3d,
    InstanceNorm1d,
    InstanceNorm2d,
    _BatchNorm,
    _InstanceNorm,
    _NormBase,
)
from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.nn.volumes import Conv3d, ConvTranspose3d, InstanceNorm3d
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap

_CONV = "torch.nn.modules.conv"
_BATCH = "torch.nn.modules.batchnorm"
_INSTANCE = "torch.nn.modules.instancenorm"


class _Unknown(np.ndarray):
    """Numbers that are not there: whoever computes with them is told so."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        raise _refusal(ufunc)

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        raise _refusal(func)


def _refusal(function: Any) -> ValueError:
    return ValueError(
        f"Attempted to use an uninitialized parameter in {function.__name__}. This error happens "
        "when you are using a `LazyModule` or explicitly manipulating "
        "`torch.nn.parameter.UninitializedParameter` objects. When using LazyModules Call "
        "`forward` with a dummy batch to initialize the parameters before calling torch functions"
    )


def _materialize(self: Any, shape: Any, device: Any = None, dtype: Any = None) -> None:
    """Gives it a shape, and numbers that are yet to be set."""
    del device
    kind = self._a.dtype if dtype is None else dtype.np
    wanted = self.requires_grad
    self._edge = None  # what was there accumulates gradients of no shape
    self._a = np.zeros(tuple(shape), kind)
    self.__class__ = self.cls_to_become
    if wanted:
        set_requires_grad(self, True)


def _told(self: Any) -> str:
    return f"<{type(self).__name__}>"


class UninitializedTensorMixin:
    """What is known of a tensor before its shape is."""

    __slots__ = ()
    __module__ = "torch.nn.parameter"
    cls_to_become: Any

    materialize = _materialize

    @property
    def shape(self) -> Any:
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. This error usually "
            "happens in `load_state_dict` when trying to load an uninitialized parameter into an "
            "initialized one. Call `forward` to initialize the parameters before accessing their "
            "attributes."
        )

    __repr__: Any = _told


def _empty(cls: Any, requires_grad: bool, dtype: Any) -> Any:
    kind = (dtype or dtypes.get_default_dtype()).np
    found = wrap(np.empty(0, kind).view(_Unknown), cls)
    if requires_grad:
        set_requires_grad(found, True)
    return found


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    """A Parameter of no shape yet."""

    __slots__ = ()
    __module__ = "torch.nn.parameter"
    cls_to_become = Parameter

    def __new__(cls, requires_grad: bool = True, device: Any = None, dtype: Any = None) -> Any:
        del device
        return _empty(cls, requires_grad, dtype)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, None, self.dtype)
        return memo[id(self)]


class UninitializedBuffer(UninitializedTensorMixin, Tensor):
    """A buffer of no shape yet."""

    __slots__ = ()
    __module__ = "torch.nn.parameter"
    cls_to_become = Tensor

    def __new__(
        cls, requires_grad: bool = False, device: Any = None, dtype: Any = None,
        persistent: bool = True,
    ) -> Any:  # fmt: skip
        del device, persistent
        return _empty(cls, requires_grad, dtype)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if id(self) not in memo:
            memo[id(self)] = type(self)(self.requires_grad, None, self.dtype)
        return memo[id(self)]


class LazyModuleMixin:
    """A Module that becomes another when the first input tells it what it lacks."""

    __module__ = "torch.nn.modules.lazy"
    cls_to_become: Any = None

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load_hook = self._register_load_state_dict_pre_hook(self._lazy_load_hook)
        self._initialize_hook = self.register_forward_pre_hook(
            self._infer_parameters, with_kwargs=True
        )

    def _lazy_load_hook(self: Any, state_dict: Any, prefix: str, *rest: Any) -> None:
        """A state that knows the shapes gives them."""
        del rest
        for name, own in [*self._parameters.items(), *self._buffers.items()]:
            given = state_dict.get(prefix + name)
            if given is not None and is_lazy(own) and not is_lazy(given):
                own.materialize(given.shape)

    def initialize_parameters(self, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError(
            f"initialize_parameters is not implemented for {type(self).__name__}"
        )

    def has_uninitialized_params(self: Any) -> bool:
        return any(map(is_lazy, (*self._parameters.values(), *self._buffers.values())))

    def _infer_parameters(self: Any, module: Any, args: Any, kwargs: Any = None) -> None:
        module.initialize_parameters(*args, **(kwargs or {}))
        if module.has_uninitialized_params():
            raise RuntimeError(f"module {self._get_name()} has not been fully initialized")
        module._initialize_hook.remove()
        module._load_hook.remove()
        del module._initialize_hook, module._load_hook
        if module.cls_to_become is not None:
            module.__class__ = module.cls_to_become


def is_lazy(param: Any) -> bool:
    return isinstance(param, UninitializedTensorMixin)


class LazyLinear(LazyModuleMixin, Linear):
    """A Linear that takes its first input's last size."""

    __module__ = "torch.nn.modules.linear"
    cls_to_become = Linear

    def __init__(
        self, out_features: int, bias: bool = True, device: Any = None, dtype: Any = None
    ) -> None:
        super().__init__(0, 0, False)
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.out_features = out_features
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        if not self.has_uninitialized_params() and self.in_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input: Any) -> None:
        if self.has_uninitialized_params():
            with no_grad():
                self.in_features = input.shape[-1]
                self.weight.materialize((self.out_features, self.in_features))
                if self.bias is not None:
                    self.bias.materialize((self.out_features,))
                self.reset_parameters()
        if self.in_features == 0:  # the weights were loaded
            self.in_features = input.shape[-1]


class _LazyConvXdMixin(LazyModuleMixin):
    __module__ = _CONV

    def _make_lazy(self: Any, out_channels: int, bias: bool, device: Any, dtype: Any) -> None:
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.out_channels = out_channels
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self: Any) -> None:
        if not self.has_uninitialized_params() and self.in_channels != 0:
            super().reset_parameters()  # type: ignore[misc]  # that of a convolution

    def initialize_parameters(self: Any, input: Any, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        if not self.has_uninitialized_params():
            return
        self.in_channels = self._get_in_channels(input)
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        both = (self.out_channels, self.in_channels)
        first, second = reversed(both) if self.transposed else both
        self.weight.materialize((first, second // self.groups, *self.kernel_size))
        if self.bias is not None:
            self.bias.materialize((self.out_channels,))
        self.reset_parameters()

    def _get_in_channels(self: Any, input: Any) -> int:
        alone, batch = self.dims + 1, self.dims + 2
        if input.dim() not in (alone, batch):
            raise RuntimeError(
                f"Expected {alone}D (unbatched) or {batch}D (batched) input to "
                f"{type(self).__name__}, but got input of size: {input.shape}"
            )
        return int(input.shape[-self.dims - 1])


@under_own_name("__init__")
class _LazyConvolution(_LazyConvXdMixin, _Convolution):
    __module__ = _CONV

    def __init__(
        self, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0,
        dilation: Any = 1, groups: int = 1, bias: bool = True, padding_mode: str = "zeros",
        device: Any = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode, device, dtype
        )
        self._make_lazy(out_channels, bias, device, dtype)


@under_own_name("__init__")
class _LazyConvTranspose(_LazyConvXdMixin, _ConvTransposeNd):
    __module__ = _CONV

    def __init__(
        self, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0,
        output_padding: Any = 0, groups: int = 1, bias: bool = True, dilation: Any = 1,
        padding_mode: str = "zeros", device: Any = None, dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation,
            padding_mode, device, dtype,
        )  # fmt: skip
        self._make_lazy(out_channels, bias, device, dtype)


class _LazyNormBase(LazyModuleMixin, _NormBase):
    __module__ = _BATCH

    def __init__(
        self, eps: float = 1e-5, momentum: float | None = 0.1, affine: bool = True,
        track_running_stats: bool = True, device: Any = None, dtype: Any = None, *,
        bias: bool = True,
    ) -> None:  # fmt: skip
        from gradrepl.engine import full

        super().__init__(0, eps, momentum, False, False, device, dtype, bias=False)
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            self.weight = UninitializedParameter(device=device, dtype=dtype)
            if bias:
                self.bias = UninitializedParameter(device=device, dtype=dtype)
        if track_running_stats:
            self.running_mean = UninitializedBuffer(device=device, dtype=dtype)
            self.running_var = UninitializedBuffer(device=device, dtype=dtype)
            self.num_batches_tracked = full((), 0, device=device)

    def reset_parameters(self) -> None:
        if not self.has_uninitialized_params() and self.num_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input: Any) -> None:
        if not self.has_uninitialized_params():
            return
        self.num_features = input.shape[1]
        for each in (self.weight, self.bias, self.running_mean, self.running_var):
            if is_lazy(each):
                each.materialize((self.num_features,))
        self.reset_parameters()


def _made(name: str, module: str, full: Any, *bases: Any) -> Any:
    """The lazy class that becomes a full one."""
    own = {"__module__": module, "cls_to_become": full, "__doc__": f"Becomes a {full.__name__}."}
    if hasattr(full, "dims"):
        own["dims"] = full.dims
    if "_check_input_dim" in vars(full):
        own["_check_input_dim"] = full._check_input_dim
    return type(name, bases, own)


_FAMILIES: Any = (
    (_CONV, (_LazyConvolution,), (Conv1d, Conv2d, Conv3d)),
    (_CONV, (_LazyConvTranspose,), (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)),
    (_BATCH, (_LazyNormBase, _BatchNorm), (BatchNorm1d, BatchNorm2d, BatchNorm3d)),
    (_INSTANCE, (_LazyNormBase, _InstanceNorm), (InstanceNorm1d, InstanceNorm2d, InstanceNorm3d)),
)
for _module, _bases, _fulls in _FAMILIES:
    for _full in _fulls:
        _name = f"Lazy{_full.__name__}"
        globals()[_name] = _made(_name, _module, _full, *_bases)
