"""`state_dict` and `load_state_dict`: a Module's numbers by their dotted names."""

from __future__ import annotations

import functools
import warnings
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.hooks import Handle
from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.tensor import Tensor

_POSITIONAL = (
    "Positional args are being deprecated, use kwargs instead. Refer to "
    "https://pytorch.org/docs/main/generated/torch.nn.Module.html#torch.nn.Module.state_dict for "
    "details."
)
_EXTRA = "_extra_state"


class _IncompatibleKeys(NamedTuple):
    missing_keys: list[str]
    unexpected_keys: list[str]

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return (
            f"_IncompatibleKeys(missing_keys={self.missing_keys!r}, "
            f"unexpected_keys={self.unexpected_keys!r})"
        )


_IncompatibleKeys.__module__ = "torch.nn.modules.module"


def state_dict(
    self: Any,
    *args: Any,
    destination: Any = None,
    prefix: str = "",
    keep_vars: bool = False,
) -> Any:
    """Parameters and buffers by name, of this Module and all below it."""
    if args:
        warnings.warn(_POSITIONAL, FutureWarning, stacklevel=2)
        given = dict(zip(("destination", "prefix", "keep_vars"), args, strict=False))
        destination = given["destination"] if destination is None else destination
        prefix = prefix or given.get("prefix", "")
        keep_vars = keep_vars or given.get("keep_vars", False)
    if destination is None:
        destination = OrderedDict()
        destination._metadata = OrderedDict()
    metadata = {"version": self._version}
    if hasattr(destination, "_metadata"):
        destination._metadata[prefix[:-1]] = metadata
    own = self.__dict__
    for hook in own["_state_dict_pre_hooks"].values():
        hook(self, prefix, keep_vars)
    self._save_to_state_dict(destination, prefix, keep_vars)
    for name, module in self._modules.items():
        if module is not None:
            module.state_dict(
                destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
            )
    for hook in own["_state_dict_hooks"].values():
        found = hook(self, destination, prefix, metadata)
        if found is not None:
            if getattr(hook, "_from_public_api", False):
                raise RuntimeError("state_dict post-hook must return None")
            destination = found
    return destination


def _save_to_state_dict(self: Any, destination: Any, prefix: str, keep_vars: bool) -> None:
    for name, value in _own_state(self).items():
        destination[prefix + name] = value if keep_vars else value.detach()
    if _overridden(self, "get_extra_state"):
        destination[prefix + _EXTRA] = self.get_extra_state()


def _own_state(self: Any) -> dict[str, Any]:
    """Its parameters and persistent buffers."""
    hidden = self._non_persistent_buffers_set
    return {name: each for name, each in self._parameters.items() if each is not None} | {
        name: each
        for name, each in self._buffers.items()
        if each is not None and name not in hidden
    }


def _overridden(self: Any, name: str) -> bool:
    return getattr(type(self), name) is not globals()[name]


_NEVER = (
    "Reached a code path in Module.{}() that should never be called. Please file an issue at "
    "https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug."
)


def get_extra_state(self: Any) -> Any:
    """What else belongs into the state: for subclasses to write."""
    del self
    raise RuntimeError(_NEVER.format("get_extra_state"))


def set_extra_state(self: Any, state: Any) -> None:
    del self, state
    raise RuntimeError(_NEVER.format("set_extra_state"))


# --- back again ---------------------------------------------------------------


def load_state_dict(
    self: Any, state_dict: Any, strict: bool = True, assign: bool = False
) -> _IncompatibleKeys:
    """Copies the numbers in, name by name.

    Raises:
        RuntimeError: with all that does not fit, in PyTorch's words.
    """
    if not isinstance(state_dict, Mapping):
        raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
    metadata = getattr(state_dict, "_metadata", None)
    given: Any = OrderedDict(state_dict)
    if metadata is not None:
        given._metadata = metadata
    keys = _IncompatibleKeys([], [])
    problems: list[str] = []
    _load(self, given, "", metadata or {}, keys, problems, assign=assign)
    if strict:
        for title, names in (("Unexpected", keys.unexpected_keys), ("Missing", keys.missing_keys)):
            if names:
                listed = ", ".join(f'"{name}"' for name in names)
                problems.insert(0, f"{title} key(s) in state_dict: {listed}. ")
    if problems:
        shown = "\n\t".join(problems)
        raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t{shown}")
    return keys


def _load(
    module: Any,
    given: Any,
    prefix: str,
    metadata: Any,
    keys: _IncompatibleKeys,
    problems: list[str],
    *,
    assign: bool,
) -> None:
    """Loads a Module and all below it, then asks its hooks."""
    local = metadata.get(prefix[:-1], {})
    if assign:
        local["assign_to_params_buffers"] = assign
    module._load_from_state_dict(
        given, prefix, local, True, keys.missing_keys, keys.unexpected_keys, problems
    )
    for name, child in module._modules.items():
        if child is not None:
            below = f"{prefix}{name}."
            part = {key: value for key, value in given.items() if key.startswith(below)}
            _load(child, part, below, metadata, keys, problems, assign=assign)
    for hook in module.__dict__["_load_state_dict_post_hooks"].values():
        if hook(module, keys) is not None:
            raise AssertionError(
                "Hooks registered with ``register_load_state_dict_post_hook`` are not expected to "
                "return new values, if incompatible_keys need to be modified, it should be done "
                "inplace."
            )


def _load_from_state_dict(
    self: Any,
    state_dict: Any,
    prefix: str,
    local_metadata: Any,
    strict: bool,
    missing_keys: list[str],
    unexpected_keys: list[str],
    error_msgs: list[str],
) -> None:
    """Loads this Module's own parameters and buffers."""
    for hook in self.__dict__["_load_state_dict_pre_hooks"].values():
        hook(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
    assign = local_metadata.get("assign_to_params_buffers", False)
    own = _own_state(self)
    for name, each in own.items():
        key = prefix + name
        if key in state_dict:
            problem = _take(self, name, each, state_dict[key], key, assign=assign)
            if problem is not None:
                error_msgs.append(problem)
        elif strict:
            missing_keys.append(key)
    extra = prefix + _EXTRA
    if _overridden(self, "set_extra_state"):
        if extra in state_dict:
            self.set_extra_state(state_dict[extra])
        elif strict:
            missing_keys.append(extra)
    elif strict and extra in state_dict:
        unexpected_keys.append(extra)
    if not strict:
        return
    for key in state_dict:
        if key.startswith(prefix) and key != extra:
            head, dot, _ = key.removeprefix(prefix).partition(".")
            if head not in (self._modules if dot else own):
                unexpected_keys.append(key)


def _take(module: Any, name: str, own: Any, value: Any, key: str, *, assign: bool) -> str | None:
    """Copies one tensor in; what is wrong with it where that cannot be."""
    if not isinstance(value, Tensor):
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like '
            f"object from checkpoint but received {type(value)}"
        )
    given: Any = value
    if not own._a.ndim and given._a.shape == (1,):
        given = given[0]
    if given._a.shape != own._a.shape:
        return (
            f"size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, "
            f"the shape in current model is {own.shape}."
        )
    try:
        with no_grad():
            if assign:
                setattr(module, name, _as_parameter(own, given))
            else:
                own.copy_(given)
    except Exception as error:
        return (
            f'While copying the parameter named "{key}", whose dimensions in the model are '
            f"{own.shape} and whose dimensions in the checkpoint are {given.shape}, an exception "
            f"occurred : {error.args}."
        )
    return None


def _as_parameter(own: Any, given: Any) -> Any:
    """What stands in a parameter's place requires a gradient if that did."""
    if not isinstance(own, Parameter):
        return given
    if isinstance(given, Parameter):
        return given.requires_grad_(own.requires_grad)
    return Parameter(given, own.requires_grad)


# --- hooks --------------------------------------------------------------------


def register_state_dict_pre_hook(self: Any, hook: Callable[..., Any]) -> Handle:
    """`hook(module, prefix, keep_vars)` runs before `state_dict`."""
    return Handle(self.__dict__["_state_dict_pre_hooks"], hook)


def register_state_dict_post_hook(self: Any, hook: Any) -> Handle:
    """`hook(module, state_dict, prefix, local_metadata)` runs after `state_dict`."""
    hook._from_public_api = True
    return Handle(self.__dict__["_state_dict_hooks"], hook)


def _register_state_dict_hook(self: Any, hook: Any) -> Handle:
    if getattr(hook, "_from_public_api", False):
        raise RuntimeError(
            "Cannot register the same function as the state dict post hook that was previously "
            "registered via register_state_dict_post_hook"
        )
    return Handle(self.__dict__["_state_dict_hooks"], hook)


def register_load_state_dict_pre_hook(self: Any, hook: Callable[..., Any]) -> Handle:
    """`hook(module, state_dict, prefix, ...)` runs before this Module's own part is loaded."""
    return self._register_load_state_dict_pre_hook(hook, with_module=True)


def _register_load_state_dict_pre_hook(
    self: Any, hook: Callable[..., Any], with_module: bool = False
) -> Handle:
    if with_module:
        hook = functools.partial(hook, self)
    return Handle(self.__dict__["_load_state_dict_pre_hooks"], hook)


def register_load_state_dict_post_hook(self: Any, hook: Callable[..., Any]) -> Handle:
    """`hook(module, incompatible_keys)` runs after this Module and all below it are loaded."""
    return Handle(self.__dict__["_load_state_dict_post_hooks"], hook)
