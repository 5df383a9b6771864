"""Going through a Module: its children, and everything below them by dotted names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.nn.registering import Registering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gradrepl.engine.tensor import Tensor


def named_children(self: Any) -> Iterator[tuple[str, Any]]:
    seen: set[Any] = set()
    for name, module in self._modules.items():
        if module is not None and module not in seen:
            seen.add(module)
            yield name, module


def children(self: Any) -> Iterator[Any]:
    for _, each in self.named_children():
        yield each


def named_modules(
    self: Any, memo: set[Any] | None = None, prefix: str = "", remove_duplicate: bool = True
) -> Iterator[tuple[str, Any]]:
    seen = set() if memo is None else memo
    if self in seen:
        return
    if remove_duplicate:
        seen.add(self)
    yield prefix, self
    for name, module in self._modules.items():
        if module is not None:
            below = f"{prefix}.{name}" if prefix else name
            yield from module.named_modules(seen, below, remove_duplicate)


def modules(self: Any, remove_duplicate: bool = True) -> Iterator[Any]:
    for _, each in self.named_modules(remove_duplicate=remove_duplicate):
        yield each


def _named_members(
    self: Any,
    get_members_fn: Callable[[Any], Any],
    prefix: str = "",
    recurse: bool = True,
    remove_duplicate: bool = True,
) -> Iterator[tuple[str, Any]]:
    seen: set[int] = set()
    every = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
    for path, module in every if recurse else [(prefix, self)]:
        for name, value in get_members_fn(module):
            if value is None or id(value) in seen:
                continue
            if remove_duplicate:
                seen.add(id(value))
            yield f"{path}.{name}" if path else name, value


def named_parameters(
    self: Any, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
) -> Iterator[tuple[str, Parameter]]:
    yield from self._named_members(
        lambda module: module._parameters.items(), prefix, recurse, remove_duplicate
    )


def parameters(self: Any, recurse: bool = True) -> Iterator[Parameter]:
    for _, each in self.named_parameters(recurse=recurse):
        yield each


def named_buffers(
    self: Any, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
) -> Iterator[tuple[str, Tensor]]:
    yield from self._named_members(
        lambda module: module._buffers.items(), prefix, recurse, remove_duplicate
    )


def buffers(self: Any, recurse: bool = True) -> Iterator[Tensor]:
    for _, each in self.named_buffers(recurse=recurse):
        yield each


# --- by dotted name -------------------------------------------------------------------------------


def get_submodule(self: Any, target: str) -> Any:
    found: Any = self
    for name in target.split(".") if target else ():
        if not hasattr(found, name):
            raise AttributeError(f"{found._get_name()} has no attribute `{name}`")
        found = _module(getattr(found, name), name)
    return found


def _module(found: Any, name: str) -> Any:
    if not isinstance(found, Registering):
        raise AttributeError(f"`{name}` is not an nn.Module")
    return found


def set_submodule(self: Any, target: str, module: Any, strict: bool = False) -> None:
    """Puts a module where a dotted name says."""
    if not target:
        raise ValueError("Cannot set the submodule without a target name!")
    if not isinstance(module, Registering):
        raise ValueError(f"`module` is not an nn.Module, found {type(module)}")  # PyTorch's own
    path, _, name = target.rpartition(".")
    parent = self.get_submodule(path)
    if hasattr(parent, name):
        _module(getattr(parent, name), name)
    elif strict:
        raise AttributeError(f"{parent._get_name()} has no attribute `{name}`")
    setattr(parent, name, module)


def _member(self: Any, target: str) -> tuple[Any, str]:
    path, _, name = target.rpartition(".")
    owner = self.get_submodule(path)
    if not hasattr(owner, name):
        raise AttributeError(f"{owner._get_name()} has no attribute `{name}`")
    return owner, name


def get_parameter(self: Any, target: str) -> Any:
    owner, name = _member(self, target)
    if not isinstance(getattr(owner, name), Parameter):
        raise AttributeError(f"`{name}` is not an nn.Parameter")
    return getattr(owner, name)


def get_buffer(self: Any, target: str) -> Any:
    owner, name = _member(self, target)
    found = getattr(owner, name)
    if name not in owner._buffers:
        raise AttributeError(f"`{name}` is not a buffer")
    return found
