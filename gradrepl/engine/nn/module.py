"""`torch.nn.Module`: holds parameters, buffers and modules, and is called like a function."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from types import FunctionType
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine.nn import converting, hooks, state, walking
from gradrepl.engine.nn.registering import Registering

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.engine.tensor import Tensor

_HOOKS = (
    "_forward_hooks",
    "_forward_hooks_with_kwargs",
    "_forward_hooks_always_called",
    "_forward_pre_hooks",
    "_forward_pre_hooks_with_kwargs",
    "_state_dict_hooks",
    "_state_dict_pre_hooks",
    "_load_state_dict_pre_hooks",
    "_load_state_dict_post_hooks",
)


def _forward_unimplemented(self: Module, *input: Any) -> None:
    raise NotImplementedError(
        f'Module [{type(self).__name__}] is missing the required "forward" function'
    )


def _unexpected(self: Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> TypeError:
    name = type(self).__name__
    if kwargs:
        first = next(iter(kwargs))
        return TypeError(f"{name}.__init__() got an unexpected keyword argument '{first}'")
    return TypeError(
        f"{name}.__init__() takes 1 positional argument but {len(args) + 1} were given"
    )


class Module(Registering):
    """Base of all layers and models: assign what it has, write `forward`, call it."""

    __module__ = "torch.nn.modules.module"

    training: bool
    dump_patches = False
    call_super_init = False
    _version = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not self.call_super_init and (args or kwargs):
            raise _unexpected(self, args, kwargs)
        own = self.__dict__
        own["training"] = True
        own["_parameters"], own["_buffers"] = {}, {}
        own["_non_persistent_buffers_set"] = set()
        own["_backward_pre_hooks"], own["_backward_hooks"] = OrderedDict(), OrderedDict()
        own["_is_full_backward_hook"] = None
        for name in _HOOKS:
            own[name] = OrderedDict()
        own["_modules"] = {}
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    forward: Callable[..., Any] = _forward_unimplemented

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        own = self.__dict__
        try:
            hooked = (
                own["_forward_hooks"]
                or own["_forward_pre_hooks"]
                or own["_backward_hooks"]
                or own["_backward_pre_hooks"]
                or hooks.EVERYWHERE
            )
        except KeyError:
            return self.forward(*args, **kwargs)
        return hooks.call(self, args, kwargs) if hooked else self.forward(*args, **kwargs)

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
    set_submodule = walking.set_submodule
    state_dict = state.state_dict
    load_state_dict = state.load_state_dict
    get_extra_state = state.get_extra_state
    set_extra_state = state.set_extra_state
    _save_to_state_dict = state._save_to_state_dict
    _load_from_state_dict = state._load_from_state_dict
    register_state_dict_pre_hook = state.register_state_dict_pre_hook
    register_state_dict_post_hook = state.register_state_dict_post_hook
    _register_state_dict_hook = state._register_state_dict_hook
    register_load_state_dict_pre_hook = state.register_load_state_dict_pre_hook
    _register_load_state_dict_pre_hook = state._register_load_state_dict_pre_hook
    register_load_state_dict_post_hook = state.register_load_state_dict_post_hook

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

    _apply = converting._apply
    to = converting.to
    float = converting.float_
    double = converting.double
    half = converting.half
    bfloat16 = converting.bfloat16
    type = converting.type_
    cpu = converting.cpu
    cuda = converting.cuda
    to_empty = converting.to_empty
    share_memory = converting.share_memory

    def compile(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        raise NotImplementedError(
            f"gradrepl has no compiler: {self._get_name()} runs as it is, without compile()"
        )

    # --- hooks ---------------------------------------------------------------

    register_forward_pre_hook = hooks.register_forward_pre_hook
    register_forward_hook = hooks.register_forward_hook
    register_backward_hook = hooks.register_backward_hook
    register_full_backward_hook = hooks.register_full_backward_hook
    register_full_backward_pre_hook = hooks.register_full_backward_pre_hook

    def __reduce_ex__(self, protocol: Any) -> Any:
        found: Any = super().__reduce_ex__(protocol)
        if self.__class__.__module__.startswith("torch.nn."):  # PyTorch's path, which is not ours
            return (_made, (self.__class__.__name__,), *found[2:])
        return found

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
        names = [*dir(self.__class__), *own]
        for place in ("_parameters", "_modules", "_buffers"):
            names += own[place]
        return sorted(name for name in names if not name[0].isdigit())


for _name, _each in (*vars(Registering).items(), *vars(Module).items()):
    if isinstance(_each, FunctionType) and _each is not _forward_unimplemented:
        _each.__qualname__ = f"Module.{_name}"


def _made(name: str) -> Any:
    """A Module of ours without its state, for `pickle`."""
    package = importlib.import_module("gradrepl.engine.nn")
    # some are known to the modules that use them alone
    cls = getattr(package, name, None) or getattr(package.modules, name)
    return cls.__new__(cls)


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
