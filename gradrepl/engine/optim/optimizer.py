"""What every optimizer has: groups of parameters with options, and a state for each parameter."""

from __future__ import annotations

import copy
import functools
import warnings
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.nn.module import clear
from gradrepl.engine.nn.naming import typename
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable


class Optimizer:
    """Base of all optimizers; `step` is theirs."""

    __module__ = "torch.optim.optimizer"

    def __init__(self, params: Any, defaults: dict[str, Any]) -> None:
        self.defaults = defaults
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

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        params = param_group["params"]
        if isinstance(params, Tensor):
            params = [params]
        elif isinstance(params, set):
            raise TypeError(
                "optimizer parameters need to be organized in ordered collections, but the "
                "ordering of tensors in sets "
                "will change between runs. Please use a list instead."
            )
        else:
            params = list(params)
        names = _split_names(params)
        if names is not None:
            param_group["param_names"] = names
        param_group["params"] = params
        for each in params:
            self._check_param(each)
        for name, default in self.defaults.items():
            param_group.setdefault(name, default)
        if len({id(each) for each in params}) != len(params):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this "
                "will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=2,
            )
        known = {id(each) for group in self.param_groups for each in group["params"]}
        if any(id(each) in known for each in params):
            raise ValueError("some parameters appear in more than one parameter group")
        self.param_groups.append(param_group)

    def _check_param(self, param: Any) -> None:
        if not isinstance(param, Tensor):
            raise TypeError(
                f"optimizer can only optimize Tensors, but one of the params is {typename(param)}"
            )
        if not self.defaults.get("differentiable") and not (param.is_leaf or param.retains_grad):
            raise ValueError("can't optimize a non-leaf Tensor")

    def zero_grad(self, set_to_none: bool = True) -> None:
        for group in self.param_groups:
            for each in group["params"]:
                clear(each, set_to_none=set_to_none)

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        raise NotImplementedError

    def state_dict(self) -> dict[str, Any]:
        """Options and state, the parameters replaced by their numbers."""
        numbers: dict[int, int] = {}
        groups = []
        for group in self.param_groups:
            packed = {name: value for name, value in group.items() if name != "params"}
            for each in group["params"]:
                numbers.setdefault(id(each), len(numbers))
            packed["params"] = [numbers[id(each)] for each in group["params"]]
            groups.append(packed)
        state = {
            numbers[id(key)] if isinstance(key, Tensor) else key: value
            for key, value in self.state.items()
        }
        return {"state": state, "param_groups": groups}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        given = state_dict["param_groups"]
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
        self.state = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in by_number:
                self.state[by_number[key]] = _moved(value, by_number[key])
            else:
                self.state[key] = value
        self.param_groups = [
            {
                "params": own["params"],
                **copy.deepcopy({k: v for k, v in new.items() if k != "params"}),
            }
            for own, new in pairs
        ]

    def __repr__(self) -> str:
        lines = [f"{type(self).__name__} ("]
        for number, group in enumerate(self.param_groups):
            if number:
                lines.append("")
            lines.append(f"Parameter Group {number}")
            lines += [f"    {name}: {group[name]}" for name in sorted(group) if name != "params"]
        return "\n".join([*lines, ")"])


def _split_names(params: list[Any]) -> list[Any] | None:
    """Takes `(name, tensor)` pairs apart, in place."""
    named = [isinstance(each, tuple) for each in params]
    if not any(named):
        return None
    if not all(named):
        raise ValueError(
            "all optimizer params should be with/without names. Some param names are missing"
        )
    names = [name for name, _ in params]
    params[:] = [each for _, each in params]
    return names


def _moved(state: dict[str, Any], param: Tensor) -> dict[str, Any]:
    """A copy of one parameter's state, in its dtype; the step stays as it is."""
    found = {}
    for name, value in state.items():
        if not isinstance(value, Tensor):
            found[name] = copy.deepcopy(value)
        elif name != "step" and param._a.dtype.kind in "fc":
            found[name] = value.detach().clone().to(param.dtype)
        else:
            found[name] = value.detach().clone()
    return found


def steps(update: Callable[[Any], None]) -> Callable[..., Any]:
    """`step(closure=None)` from the update of all parameters; only the closure is recorded."""

    @functools.wraps(update)
    def step(self: Any, closure: Callable[[], Any] | None = None) -> Any:
        with no_grad():
            loss = None
            if closure is not None:
                with enable_grad():
                    loss = closure()
            update(self)
            return loss

    return step


def number(value: Any) -> Any:
    """A learning rate as a Python number."""
    return value.item() if isinstance(value, Tensor) else value


def check_lr(lr: Any) -> None:
    if isinstance(lr, Tensor) and lr._a.size != 1:
        raise ValueError("Tensor lr must be 1-element")


def check_kernels(*, foreach: bool | None, fused: bool | None) -> None:
    """Both mean the same numbers by faster kernels, of which there is one here."""
    if foreach and fused:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")
