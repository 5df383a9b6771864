"""What every optimizer has: groups of parameters with options, and a state for each parameter."""

from __future__ import annotations

import copy
import functools
import warnings
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from gradrepl.engine.nn.hooks import Handle
from gradrepl.engine.nn.module import clear
from gradrepl.engine.nn.naming import typename
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable


class _Required:
    """Stands for the default of an option that every group must give."""

    def __repr__(self) -> str:
        return "<required parameter>"


required = _Required()

_BEFORE_ALL: OrderedDict[int, Any] = OrderedDict()
_AFTER_ALL: OrderedDict[int, Any] = OrderedDict()


def register_optimizer_step_pre_hook(hook: Callable[..., Any]) -> Handle:
    """`hook(optimizer, args, kwargs)` runs before any optimizer's step."""
    return Handle(_BEFORE_ALL, hook)


def register_optimizer_step_post_hook(hook: Callable[..., Any]) -> Handle:
    """`hook(optimizer, args, kwargs)` runs after any optimizer's step."""
    return Handle(_AFTER_ALL, hook)


_HOOKS = (
    "_optimizer_step_pre_hooks",
    "_optimizer_step_post_hooks",
    "_optimizer_state_dict_pre_hooks",
    "_optimizer_state_dict_post_hooks",
    "_optimizer_load_state_dict_pre_hooks",
    "_optimizer_load_state_dict_post_hooks",
)


class Optimizer:
    """Base of all optimizers; `step` is theirs."""

    __module__ = "torch.optim.optimizer"
    _absent: ClassVar[dict[str, Any]] = {}
    """Options that older states may lack, with what they mean then: see `by_parameter`."""

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        self.defaults = defaults
        self._prepare()
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of Tensors or dicts, "
                "but got " + typename(params)
            )
        self.state: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for each in groups:
            self.add_param_group(each)

    def _prepare(self) -> None:
        """Makes room for hooks, and lets the class's `step` call them."""
        for name in _HOOKS:
            self.__dict__.setdefault(name, OrderedDict())
        cls = self.__class__
        if not getattr(cls.step, "hooked", False):
            cls.step = _hooked(cls.step)  # type: ignore[method-assign]  # as PyTorch does

    def __getstate__(self) -> dict[str, Any]:
        return {
            "defaults": self.defaults,
            "state": self.state,
            "param_groups": self.param_groups,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._prepare()
        self.defaults.setdefault("differentiable", False)
        for group in self.param_groups:
            for name, value in self._absent.items():
                group.setdefault(name, value)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the "
                "ordering of tensors in sets "
                "will change between runs. Please use a list instead."
            )
        params = [params] if isinstance(params, Tensor) else list(params)
        names = [each[0] for each in params if isinstance(each, tuple)]
        unnamed = [each[1] if isinstance(each, tuple) else each for each in params]
        param_group["params"] = unnamed
        if names:
            if len(names) != len(unnamed):
                raise ValueError(
                    "all optimizer params should be with/without names. Some param names are "
                    "missing"
                )
            param_group["param_names"] = names
        for each in unnamed:
            self._check_param(each)
        for name, default in self.defaults.items():
            if default is required and name not in param_group:
                raise ValueError(
                    "parameter group didn't specify a value of required optimization parameter "
                    + name
                )
            param_group.setdefault(name, default)
        self._check_apart(param_group)
        self.param_groups.append(param_group)

    def _check_param(self, param: Any) -> None:
        if not isinstance(param, Tensor):
            raise TypeError(
                f"optimizer can only optimize Tensors, but one of the params is {typename(param)}"
            )
        if not self.defaults.get("differentiable") and not (param.is_leaf or param.retains_grad):
            raise ValueError("can't optimize a non-leaf Tensor")

    def _check_apart(self, param_group: dict[str, Any]) -> None:
        """No parameter may stand twice, and either all groups have names or none."""
        params = {id(each) for each in param_group["params"]}
        if len(params) != len(param_group["params"]):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this "
                "will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=4,
            )
        named = "param_names" in param_group
        for group in self.param_groups:
            if named != ("param_names" in group):
                raise ValueError(
                    "all optimizer param groups should be with/without names. cannot add param "
                    f"group {'with names' if named else 'without names'} to the optimizer"
                )
        if any(id(each) in params for group in self.param_groups for each in group["params"]):
            raise ValueError("some parameters appear in more than one parameter group")

    def zero_grad(self, set_to_none: bool = True) -> None:
        for group in self.param_groups:
            for each in group["params"]:
                clear(each, set_to_none=set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        raise NotImplementedError

    # --- state ---------------------------------------------------------------

    def state_dict(self) -> dict[str, Any]:
        """Options and state, the parameters replaced by their numbers."""
        for hook in self.__dict__["_optimizer_state_dict_pre_hooks"].values():
            hook(self)
        numbers: dict[int, int] = {}
        groups = []
        start = 0
        for group in self.param_groups:
            packed = {name: value for name, value in group.items() if name != "params"}
            for at, each in enumerate(group["params"], start):
                numbers.setdefault(id(each), at)
            packed["params"] = [numbers[id(each)] for each in group["params"]]
            start += len(packed["params"])
            groups.append(packed)
        state = {
            numbers[id(key)] if isinstance(key, Tensor) else key: value
            for key, value in self.state.items()
        }
        found: dict[str, Any] = {"state": state, "param_groups": groups}
        for hook in self.__dict__["_optimizer_state_dict_post_hooks"].values():
            found = _or(hook(self, found), found)
        return found

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Takes options and state over; Tensors of the right dtype are shared, not copied."""
        state_dict = state_dict.copy()
        for hook in self.__dict__["_optimizer_load_state_dict_pre_hooks"].values():
            state_dict = _or(hook(self, state_dict), state_dict)
        given = copy.deepcopy(state_dict["param_groups"])
        if len(given) != len(self.param_groups):
            raise ValueError("loaded state dict has a different number of parameter groups")
        pairs = list(zip(self.param_groups, given, strict=True))
        if any(len(own["params"]) != len(new["params"]) for own, new in pairs):
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of "
                "optimizer's group"
            )
        by_number = {
            number: param
            for own, new in pairs
            for param, number in zip(own["params"], new["params"], strict=True)
        }
        state: defaultdict[Any, Any] = defaultdict(dict)
        for key, value in state_dict["state"].items():
            param = by_number.get(key)
            state[key if param is None else param] = (
                value if param is None else _moved(value, param)
            )
        for own, new in pairs:
            new["params"] = own["params"]
            if "param_names" in own:
                new.setdefault("param_names", own["param_names"])
        self.__setstate__({"state": state, "param_groups": given})
        for hook in self.__dict__["_optimizer_load_state_dict_post_hooks"].values():
            hook(self)

    # --- hooks ---------------------------------------------------------------

    def register_step_pre_hook(self, hook: Callable[..., Any]) -> Handle:
        return Handle(self.__dict__["_optimizer_step_pre_hooks"], hook)

    def register_step_post_hook(self, hook: Callable[..., Any]) -> Handle:
        return Handle(self.__dict__["_optimizer_step_post_hooks"], hook)

    def register_state_dict_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_optimizer_state_dict_pre_hooks"], hook, prepend=prepend)

    def register_state_dict_post_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_optimizer_state_dict_post_hooks"], hook, prepend=prepend)

    def register_load_state_dict_pre_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_optimizer_load_state_dict_pre_hooks"], hook, prepend=prepend)

    def register_load_state_dict_post_hook(
        self, hook: Callable[..., Any], prepend: bool = False
    ) -> Handle:
        return Handle(self.__dict__["_optimizer_load_state_dict_post_hooks"], hook, prepend=prepend)

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for number, group in enumerate(self.param_groups):
            if number:
                lines.append("")
            lines.append(f"Parameter Group {number}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join([*lines, ")"])


def _or(found: Any, otherwise: Any) -> Any:
    """What a hook returned, unless that is nothing."""
    return otherwise if found is None else found


def _moved(value: Any, param: Tensor, name: str | None = None) -> Any:
    """One parameter's state in its dtype; the step stays as it is."""
    if isinstance(value, Tensor):
        if name == "step" or param._a.dtype.kind != "f":
            return value
        return value.to(param.dtype)
    if isinstance(value, dict):
        return {key: _moved(each, param, key) for key, each in value.items()}
    if isinstance(value, Iterable):
        kind: Any = type(value)
        return kind(_moved(each, param) for each in value)
    return value


def _hooked(step: Callable[..., Any]) -> Callable[..., Any]:
    """An optimizer's `step` with the calls before and after it."""

    @functools.wraps(step)
    def hooked(*args: Any, **kwargs: Any) -> Any:
        self = args[0]
        own = self.__dict__
        before, after = own["_optimizer_step_pre_hooks"], own["_optimizer_step_post_hooks"]
        if not (before or after or _BEFORE_ALL or _AFTER_ALL):
            return step(*args, **kwargs)
        for hook in chain(_BEFORE_ALL.values(), before.values()):
            found = hook(self, args, kwargs)
            if found is None:
                continue
            if not (isinstance(found, tuple) and len(found) == 2):
                raise RuntimeError(
                    f"{step} must return None or a tuple of (new_args, new_kwargs), but got "
                    f"{found}."
                )
            args, kwargs = found
        loss = step(*args, **kwargs)
        for hook in chain(after.values(), _AFTER_ALL.values()):
            hook(self, args, kwargs)
        return loss

    hooked.hooked = True  # type: ignore[attr-defined]  # PyTorch's own mark
    return hooked
