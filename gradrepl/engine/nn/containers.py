"""Modules that hold others: Sequential, ModuleList, ModuleDict."""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any, Self

from gradrepl.engine.nn.module import Module, nested

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Numbered(Module):
    """Modules named 0, 1, 2, ... and asked for by number."""

    __module__ = "torch.nn.modules.container"

    def _at(self, index: Any) -> int:
        size = len(self)
        at = operator.index(index)
        if not -size <= at < size:
            raise IndexError(f"index {at} is out of range")
        return at % size

    def _replace(self, modules: Iterable[Module | None]) -> None:
        self._modules.clear()
        for number, each in enumerate(modules):
            self._modules[str(number)] = each

    def _make_room(self, index: int) -> None:
        """Moves what stands from there on up by one; all of it must be named by number."""
        for number in range(len(self), index, -1):
            self._modules[str(number)] = self._modules[str(number - 1)]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._modules.values())

    def __setitem__(self, index: int, module: Any) -> None:
        setattr(self, list(self._modules)[self._at(index)], module)

    def __delitem__(self, index: int | slice) -> None:
        kept = list(self._modules.values())
        if isinstance(index, slice):
            del kept[index]
        else:
            del kept[self._at(index)]
        self._replace(kept)

    def append(self, module: Module) -> Self:
        self.add_module(str(len(self)), module)
        return self

    def pop(self, key: int | slice) -> Any:
        found = self[key]
        del self[key]
        return found

    def __getitem__(self, index: Any) -> Any:
        raise NotImplementedError


class Sequential(_Numbered):
    """Calls its modules one after another."""

    __module__ = "torch.nn.modules.container"

    def __init__(self, *args: Any) -> None:
        super().__init__()
        if len(args) == 1 and isinstance(args[0], OrderedDict):
            for name, module in args[0].items():
                self.add_module(name, module)
        else:
            for number, module in enumerate(args):
                self.add_module(str(number), module)

    def forward(self, input: Any) -> Any:
        for module in self._modules.values():
            input = module(input)
        return input

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self.__class__(OrderedDict(list(self._modules.items())[index]))
        return list(self._modules.values())[self._at(index)]

    def __add__(self, other: Any) -> Sequential:
        if not isinstance(other, Sequential):
            raise ValueError(  # PyTorch's own
                f"add operator supports only objects of Sequential class, but {type(other)} is "
                "given."
            )
        found = Sequential()
        for module in (*self, *other):
            found.append(module)
        return found

    def __iadd__(self, other: Any) -> Self:
        if not isinstance(other, Sequential):
            raise ValueError(  # PyTorch's own
                f"add operator supports only objects of Sequential class, but {type(other)} is "
                "given."
            )
        return self.extend(list(other))

    def __mul__(self, other: Any) -> Sequential:
        if not isinstance(other, int):
            raise TypeError(f"unsupported operand type(s) for *: {type(self)} and {type(other)}")
        if other <= 0:
            raise ValueError(f"Non-positive multiplication factor {other} for {type(self)}")
        found = Sequential()
        for module in [*self] * other:
            found.append(module)
        return found

    __rmul__ = __mul__

    def __imul__(self, other: Any) -> Self:
        modules = [*self]
        for module in (self * other)[len(modules) :]:
            self.append(module)
        return self

    def extend(self, sequential: Iterable[Any]) -> Self:
        for module in sequential:
            self.append(module)
        return self

    def insert(self, index: int, module: Any) -> Self:
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")  # PyTorch's own
        if not -len(self) <= index <= len(self):
            raise IndexError(f"Index out of range: {index}")
        if index < 0:
            index += len(self)
        self._make_room(index)
        self._modules[str(index)] = module
        return self


class ModuleList(_Numbered):
    """A list whose modules are registered."""

    __module__ = "torch.nn.modules.container"

    def __init__(self, modules: Any = None) -> None:
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self.__class__(list(self._modules.values())[index])
        return list(self._modules.values())[self._at(index)]

    def extend(self, modules: Any) -> Self:
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleList.extend should be called with an iterable, but got "
                f"{type(modules).__name__}"
            )
        for module in modules:
            self.append(module)
        return self

    def __iadd__(self, modules: Any) -> Self:
        return self.extend(modules)

    def __add__(self, other: Any) -> ModuleList:
        return ModuleList([*self, *other])

    def insert(self, index: int, module: Any) -> None:
        self._make_room(index)
        self._modules[str(index)] = module

    def __repr__(self) -> str:
        """Neighbours that look alike share a line."""
        groups: list[tuple[str, int, int]] = []
        for number, module in enumerate(self):
            text = repr(module)
            if groups and groups[-1][0] == text:
                groups[-1] = (text, groups[-1][1], number)
            else:
                groups.append((text, number, number))
        children = [
            (f"({first}): ", text)
            if first == last
            else (f"({first}-{last}): ", f"{last - first + 1} x {text}")
            for text, first, last in groups
        ]
        return nested(self._get_name(), self.extra_repr(), children)


for _class in (Sequential, ModuleList):  # each names itself when it is called wrongly
    for _name, _each in vars(_Numbered).items():
        if isinstance(_each, FunctionType) and _name not in vars(_class):
            _own = FunctionType(
                _each.__code__, _each.__globals__, _name, _each.__defaults__, _each.__closure__
            )
            _own.__qualname__ = f"{_class.__name__}.{_name}"
            setattr(_class, _name, _own)


class ModuleDict(Module):
    """A dict whose modules are registered."""

    __module__ = "torch.nn.modules.container"

    def __init__(self, modules: Any = None) -> None:
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key: str) -> Any:
        return self._modules[key]

    def __setitem__(self, key: str, module: Any) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        del self._modules[key]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: str) -> bool:
        return key in self._modules

    def clear(self) -> None:
        self._modules.clear()

    def pop(self, key: str) -> Any:
        found = self[key]
        del self[key]
        return found

    def keys(self) -> Any:
        return self._modules.keys()

    def items(self) -> Any:
        return self._modules.items()

    def values(self) -> Any:
        return self._modules.values()

    def update(self, modules: Any) -> None:
        if not isinstance(modules, Iterable):
            raise TypeError(
                "ModuleDict.update should be called with an iterable of key/value pairs, but got "
                + type(modules).__name__
            )
        if isinstance(modules, (Mapping, ModuleDict)):
            for key, module in modules.items():
                self[key] = module
            return
        for number, pair in enumerate(modules):
            if not isinstance(pair, Iterable):
                raise TypeError(
                    f"ModuleDict update sequence element #{number} should be Iterable; "
                    f"is{type(pair).__name__}"
                )
            parts = list(pair)
            if len(parts) != 2:
                raise ValueError(
                    f"ModuleDict update sequence element #{number} has length {len(parts)}; 2 is "
                    "required"
                )
            self[parts[0]] = parts[1]
