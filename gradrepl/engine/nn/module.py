"""`torch.nn.Module`: holds parameters, buffers and modules, and is called like a function."""

from __future__ import annotations

from collections import OrderedDict
from types import FunctionType
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine.dtypes import check_device
from gradrepl.engine.dtypes import dtype as dtype_class
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn import state, walking
from gradrepl.engine.nn.hooks import Handle, call
from gradrepl.engine.nn.naming import typename
from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

_HOOKS = (
    "_backward_pre_hooks",
    "_backward_hooks",
    "_forward_hooks",
    "_forward_hooks_with_kwargs",
    "_forward_hooks_always_called",
    "_forward_pre_hooks",
    "_forward_pre_hooks_with_kwargs",
)


def _forward_unimplemented(self: Module, *input: Any) -> None:
    raise NotImplementedError(
        f'Module [{type(self).__name__}] is missing the required "forward" function'
    )


class Module:
    """Base of all layers and models: assign what it has, write `forward`, call it."""

    __module__ = "torch.nn.modules.module"

    training: bool
    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Module | None]
    _non_persistent_buffers_set: set[str]

    dump_patches = False
    call_super_init = False
    _version = 1

    def __init__(self) -> None:
        own = self.__dict__
        own["training"] = True
        own["_parameters"], own["_buffers"] = {}, {}
        own["_non_persistent_buffers_set"] = set()
        for name in _HOOKS:
            own[name] = OrderedDict()
        own["_modules"] = {}

    forward: Callable[..., Any] = _forward_unimplemented

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        own = self.__dict__
        try:
            hooked = (
                own["_forward_hooks"]
                or own["_forward_pre_hooks"]
                or own["_backward_hooks"]
                or own["_backward_pre_hooks"]
            )
        except KeyError:
            return self.forward(*args, **kwargs)
        return call(self, args, kwargs) if hooked else self.forward(*args, **kwargs)

    # --- what is assigned to it ----------------------------------------------

    def __getattr__(self, name: str) -> Any:
        for place in ("_parameters", "_buffers", "_modules"):
            found = self.__dict__.get(place)
            if found is not None and name in found:
                return found[name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        parameters, modules, buffers = (own.get(p) for p in ("_parameters", "_modules", "_buffers"))
        if isinstance(value, Parameter):
            if parameters is None:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            self._forget(name, but="_parameters")
            self.register_parameter(name, value)
        elif parameters is not None and name in parameters:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as parameter '{name}' (torch.nn.Parameter "
                    "or None expected)"
                )
            self.register_parameter(name, value)
        elif isinstance(value, Module):
            if modules is None:
                raise AttributeError("cannot assign module before Module.__init__() call")
            self._forget(name, but="_modules")
            modules[name] = value
        elif modules is not None and name in modules:
            if value is not None:
                raise TypeError(
                    f"cannot assign '{typename(value)}' as child module '{name}' (torch.nn.Module "
                    "or None expected)"
                )
            modules[name] = value
        elif buffers is not None and name in buffers:
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(
                    f"cannot assign '{typename(value)}' as buffer '{name}' (torch.nn.Buffer, "
                    "torch.Tensor or None "
                    "expected)"
                )
            buffers[name] = value
        else:
            super().__setattr__(name, value)

    def _forget(self, name: str, *, but: str) -> None:
        """Takes a name out of wherever else it stands."""
        own = self.__dict__
        own.pop(name, None)
        for place in ("_parameters", "_buffers", "_modules"):
            if place != but:
                own[place].pop(name, None)
        own["_non_persistent_buffers_set"].discard(name)

    def __delattr__(self, name: str) -> None:
        for place in ("_parameters", "_buffers", "_modules"):
            if name in self.__dict__.get(place, ()):
                del self.__dict__[place][name]
                self._non_persistent_buffers_set.discard(name)
                return
        super().__delattr__(name)

    def _check_name(self, name: Any, kind: str, known: Any) -> None:
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
        if "." in name:
            got = f", got: {name}" if kind == "module" else ""
            raise KeyError(f'{kind} name can\'t contain "."{got}')
        if not name:
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if hasattr(self, name) and name not in known:
            raise KeyError(f"attribute '{name}' already exists")

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """A tensor that belongs to the state and is no parameter."""
        if "_buffers" not in self.__dict__:
            raise AttributeError("cannot assign buffer before Module.__init__() call")
        self._check_name(name, "buffer", self._buffers)
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{typename(tensor)}' object to buffer '{name}' (torch Tensor or "
                "None required)"
            )
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        if "_parameters" not in self.__dict__:
            raise AttributeError("cannot assign parameter before Module.__init__() call")
        self._check_name(name, "parameter", self._parameters)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be "
                "created explicitly. To "
                f"express '{name}' as a function of another Tensor, compute the value in the "
                "forward() method."
            )
        self._parameters[name] = param

    def add_module(self, name: str, module: Module | None) -> None:
        if not isinstance(module, Module) and module is not None:
            raise TypeError(f"{typename(module)} is not a Module subclass")
        self._check_name(name, "module", self._modules)
        self._modules[name] = module

    register_module = add_module

    # --- what it holds, and its state ----------------------------------------

    named_children = walking.named_children
    children = walking.children
    named_modules = walking.named_modules
    modules = walking.modules
    _named_members = walking._named_members
    named_parameters = walking.named_parameters
    parameters = walking.parameters
    named_buffers = walking.named_buffers
    buffers = walking.buffers
    get_submodule = walking.get_submodule
    get_parameter = walking.get_parameter
    get_buffer = walking.get_buffer
    _member = walking._member
    state_dict = state.state_dict
    load_state_dict = state.load_state_dict
    _own_state = state._own_state
    _load = state._load

    # --- all of it at once ---------------------------------------------------

    def train(self, mode: bool = True) -> Self:
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")  # PyTorch's own
        self.training = mode
        for each in self.children():
            each.train(mode)
        return self

    def eval(self) -> Self:
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        for each in self.parameters():
            each.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        for each in self.parameters():
            clear(each, set_to_none=set_to_none)

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Calls `fn` with every module, children first."""
        for each in self.children():
            each.apply(fn)
        fn(self)
        return self

    def _apply(self, fn: Callable[[Any], Any], recurse: bool = True) -> Self:
        if recurse:
            for each in self.children():
                each._apply(fn)
        for parameter in self._parameters.values():
            if parameter is None:
                continue
            with no_grad():
                parameter.data = fn(parameter)
                if parameter.grad is not None:
                    grad = parameter.grad
                    grad.data = fn(grad)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[name] = fn(buffer)
        return self

    def to(self, *args: Any, **kwargs: Any) -> Self:
        """Another dtype or device, for floating-point parameters and buffers, in place."""
        from gradrepl.engine import zeros

        for each in (*args, *kwargs.values()):
            if isinstance(each, (str, int)) and not isinstance(each, bool):
                check_device(each)
            if isinstance(each, dtype_class) and each.category < 2:
                raise TypeError(
                    "nn.Module.to only accepts floating point or complex dtypes, but got desired "
                    "dtype=" + repr(each)
                )
        if not args and not kwargs:
            return self
        if args[:1] == (None,):
            return self
        target = zeros(1).to(*args, **kwargs)
        named = any(isinstance(each, (Tensor, dtype_class)) for each in (*args, *kwargs.values()))
        if not named:
            return self
        return self._apply(lambda t: t.to(target.dtype) if t._a.dtype.kind in "fc" else t)

    def float(self) -> Self:
        return self._cast("float")

    def double(self) -> Self:
        return self._cast("double")

    def half(self) -> Self:
        return self._cast("half")

    def _cast(self, name: str) -> Self:
        return self._apply(lambda t: getattr(t, name)() if t._a.dtype.kind == "f" else t)

    def type(self, dst_type: Any) -> Self:
        return self._apply(lambda t: t.type(dst_type))

    def cpu(self) -> Self:
        return self

    def cuda(self, device: Any = None) -> Self:
        check_device("cuda" if device is None else device)
        return self

    # --- hooks ---------------------------------------------------------------

    def register_forward_pre_hook(
        self, hook: Callable[..., Any], *, prepend: bool = False, with_kwargs: bool = False
    ) -> Handle:
        extra = (self.__dict__["_forward_pre_hooks_with_kwargs"],) if with_kwargs else ()
        return Handle(self.__dict__["_forward_pre_hooks"], hook, prepend=prepend, extra=extra)

    def register_forward_hook(
        self,
        hook: Callable[..., Any],
        *,
        prepend: bool = False,
        with_kwargs: bool = False,
        always_call: bool = False,
    ) -> Handle:
        extra = (self.__dict__["_forward_hooks_with_kwargs"],) if with_kwargs else ()
        if always_call:
            extra += (self.__dict__["_forward_hooks_always_called"],)
        return Handle(self.__dict__["_forward_hooks"], hook, prepend=prepend, extra=extra)

    def register_full_backward_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_backward_hooks"], hook, prepend=prepend)

    def register_full_backward_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_backward_pre_hooks"], hook, prepend=prepend)

    # --- showing -------------------------------------------------------------

    def _get_name(self) -> str:
        return self.__class__.__name__

    def extra_repr(self) -> str:
        return ""

    def __repr__(self) -> str:
        children = [(f"({name}): ", repr(each)) for name, each in self._modules.items()]
        return nested(self._get_name(), self.extra_repr(), children)

    def __dir__(self) -> list[str]:
        own = self.__dict__
        names = {*dir(self.__class__), *own}
        for place in ("_parameters", "_modules", "_buffers"):
            names |= set(own.get(place, ()))
        return sorted(name for name in names if not name[0].isdigit())


for _name, _each in vars(Module).items():
    if isinstance(_each, FunctionType) and _each is not _forward_unimplemented:
        _each.__qualname__ = f"Module.{_name}"


def nested(name: str, extra: str, children: list[tuple[str, str]]) -> str:
    """`Name(extra)` on one line where that is all; otherwise a line for each part."""
    lines = extra.split("\n") if extra else []
    if not children and len(lines) <= 1:
        return f"{name}({extra})"
    lines += [start + text.replace("\n", "\n  ") for start, text in children]
    return "\n  ".join([f"{name}(", *lines]) + "\n)"


def clear(parameter: Tensor, *, set_to_none: bool) -> None:
    """Drops a gradient, or makes it zero."""
    if parameter.grad is None:
        return
    if set_to_none:
        parameter.grad = None
        return
    if parameter.grad.grad_fn is not None:
        parameter.grad.detach_()
    else:
        parameter.grad.requires_grad_(False)
    parameter.grad.zero_()
