"""What a Module counts among its own: parameters, buffers, modules, and how they get there."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn.naming import typename
from gradrepl.engine.nn.parameter import Buffer, Parameter
from gradrepl.engine.tensor import Tensor


def _check_name(self: Any, name: Any, kind: str, known: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
    taken = hasattr(self, name) and name not in known
    if kind == "module" and taken:
        raise KeyError(f"attribute '{name}' already exists")
    if "." in name:
        got = f", got: {name}" if kind == "module" else ""
        raise KeyError(f'{kind} name can\'t contain "."{got}')
    if not name:
        raise KeyError(f'{kind} name can\'t be empty string ""')
    if taken:
        raise KeyError(f"attribute '{name}' already exists")


class Registering:
    """A Module's registers, and what assigning to it and deleting from it do."""

    _parameters: dict[str, Parameter | None]
    _buffers: dict[str, Tensor | None]
    _modules: dict[str, Any]
    _non_persistent_buffers_set: set[str]

    def __getattr__(self, name: str) -> Any:
        own = self.__dict__
        if "_parameters" in own:
            if name in own["_parameters"]:
                return own["_parameters"][name]
            if name in own["_modules"]:
                return own["_modules"][name]
            if name in own["_buffers"]:
                return own["_buffers"][name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """A tensor that belongs to the state and is no parameter."""
        if "_buffers" not in self.__dict__:
            raise AttributeError("cannot assign buffer before Module.__init__() call")
        _check_name(self, name, "buffer", self._buffers)
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
        _check_name(self, name, "parameter", self._parameters)
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(
                f"cannot assign '{typename(param)}' object to parameter '{name}' "
                "(torch.nn.Parameter or None required)"
            )
        if param is not None and param.grad_fn is not None:
            raise ValueError(
                f"Cannot assign non-leaf Tensor to parameter '{name}'. Model parameters must be "
                f"created explicitly. To express '{name}' as a function of another Tensor, compute "
                "the value in the forward() method."
            )
        self._parameters[name] = param

    def add_module(self, name: str, module: Any) -> None:
        if module is not None and not isinstance(module, Registering):
            raise TypeError(f"{typename(module)} is not a Module subclass")
        _check_name(self, name, "module", self._modules)
        self._modules[name] = module

    def register_module(self, name: str, module: Any) -> None:
        self.add_module(name, module)

    def __setattr__(self, name: str, value: Any) -> None:
        """`module.name = value`, where the value or the name is registered.

        Raises:
            TypeError: for what may not stand in the name's place.
            AttributeError: before `Module.__init__` ran.
        """
        own = self.__dict__
        parameters, modules, buffers = (own.get(p) for p in ("_parameters", "_modules", "_buffers"))
        if isinstance(value, Parameter):
            if parameters is None:
                raise AttributeError("cannot assign parameters before Module.__init__() call")
            _forget(own, name, but="_parameters")
            self.register_parameter(name, value)
        elif parameters is not None and name in parameters:
            if value is not None:
                raise _cannot(value, "parameter", name, "torch.nn.Parameter or None expected")
            self.register_parameter(name, value)
        elif isinstance(value, Registering):
            if modules is None:
                raise AttributeError("cannot assign module before Module.__init__() call")
            _forget(own, name, but="_modules")
            modules[name] = value
        elif modules is not None and name in modules:
            if value is not None:
                raise _cannot(value, "child module", name, "torch.nn.Module or None expected")
            modules[name] = value
        elif (buffers is not None and name in buffers) or (
            isinstance(value, Tensor) and isinstance(value, Buffer)  # the second question is slow
        ):
            if value is not None and not isinstance(value, Tensor):
                expected = "torch.nn.Buffer, torch.Tensor or None expected"
                raise _cannot(value, "buffer", name, expected)
            if isinstance(value, Buffer):
                persistent = value.persistent
            else:
                persistent = name not in self._non_persistent_buffers_set
            self.register_buffer(name, value, persistent)
        else:
            object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        """`del module.name`."""
        for place in ("_parameters", "_buffers", "_modules"):
            if name in self.__dict__[place]:
                del self.__dict__[place][name]
                if place == "_buffers":
                    self._non_persistent_buffers_set.discard(name)
                return
        object.__delattr__(self, name)


def _cannot(value: Any, kind: str, name: str, expected: str) -> TypeError:
    return TypeError(f"cannot assign '{typename(value)}' as {kind} '{name}' ({expected})")


def _forget(own: dict[str, Any], name: str, *, but: str) -> None:
    """Takes a name out of wherever else it stands."""
    own.pop(name, None)
    for place in ("_parameters", "_buffers", "_modules"):
        if place != but:
            own[place].pop(name, None)
    own["_non_persistent_buffers_set"].discard(name)
