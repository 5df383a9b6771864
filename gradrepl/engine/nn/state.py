"""`state_dict` and `load_state_dict`: a Module's numbers by their dotted names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, NamedTuple

from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.tensor import Tensor


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
    given = dict(zip(("destination", "prefix", "keep_vars"), args, strict=False))
    destination = given.get("destination", destination)
    prefix = given.get("prefix", prefix)
    keep_vars = given.get("keep_vars", keep_vars)
    if destination is None:
        destination = OrderedDict()
        destination._metadata = OrderedDict()
    if hasattr(destination, "_metadata"):
        destination._metadata[prefix[:-1]] = {"version": self._version}
    for name, value in self._own_state():
        destination[prefix + name] = value if keep_vars else value.detach()
    for name, module in self._modules.items():
        if module is not None:
            module.state_dict(
                destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars
            )
    return destination


def _own_state(self: Any) -> list[tuple[str, Tensor]]:
    """Its parameters and persistent buffers."""
    hidden = self._non_persistent_buffers_set
    buffers = [(name, each) for name, each in self._buffers.items() if name not in hidden]
    every = [*self._parameters.items(), *buffers]
    return [(name, each) for name, each in every if each is not None]


def load_state_dict(
    self: Any, state_dict: Any, strict: bool = True, assign: bool = False
) -> _IncompatibleKeys:
    """Copies the numbers in, name by name.

    Raises:
        RuntimeError: with all that does not fit, in PyTorch's words.
    """
    if not isinstance(state_dict, Mapping):
        raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
    missing: list[str] = []
    unexpected: list[str] = []
    problems: list[str] = []
    self._load(dict(state_dict), "", assign, missing, unexpected, problems)
    if strict:
        for title, keys in (("Unexpected", unexpected), ("Missing", missing)):
            if keys:
                names = ", ".join(f'"{key}"' for key in keys)
                problems.insert(0, f"{title} key(s) in state_dict: {names}. ")
    if problems:
        listed = "\n\t".join(problems)
        raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t{listed}")
    return _IncompatibleKeys(missing, unexpected)


def _load(
    self: Any,
    given: dict[str, Any],
    prefix: str,
    assign: bool,
    missing: list[str],
    unexpected: list[str],
    problems: list[str],
) -> None:
    own = dict(self._own_state())
    for name, each in own.items():
        key = prefix + name
        if key not in given:
            missing.append(key)
            continue
        problem = _take(self, name, each, given[key], key, assign=assign)
        if problem is not None:
            problems.append(problem)
    for key in given:
        head, dot, _ = key.removeprefix(prefix).partition(".")
        if head not in (self._modules if dot else own):
            unexpected.append(key)
    for name, module in self._modules.items():
        if module is not None:
            below = f"{prefix}{name}."
            part = {key: value for key, value in given.items() if key.startswith(below)}
            module._load(part, below, assign, missing, unexpected, problems)


def _take(module: Any, name: str, own: Tensor, value: Any, key: str, *, assign: bool) -> str | None:
    """Copies one tensor in; what is wrong with it where that cannot be."""
    if not isinstance(value, Tensor):
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like '
            "object from checkpoint "
            f"but received {type(value)}"
        )
    if not own._a.ndim and value._a.ndim == 1:
        value = value[0]  # type: ignore[index]  # hung on the class
    if value._a.shape != own._a.shape:
        return (
            f"size mismatch for {key}: copying a param with shape {value.shape} from checkpoint, "
            "the shape in current "
            f"model is {own.shape}."
        )
    try:
        with no_grad():
            if assign:
                from gradrepl.engine.nn.parameter import Parameter

                is_parameter = isinstance(own, Parameter) and not isinstance(value, Parameter)
                setattr(
                    module, name, Parameter(value, own.requires_grad) if is_parameter else value
                )
            else:
                own.copy_(value)
    except Exception as error:
        return (
            f'While copying the parameter named "{key}", whose dimensions in the model are '
            f"{own.shape} and whose "
            f"dimensions in the checkpoint are {value.shape}, an exception occurred : "
            f"{error.args}."
        )
    return None
