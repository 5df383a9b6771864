"""`torch.nn.utils.parametrize`: parameters that are computed, each time, from others.

`register_parametrization(layer, "weight", Symmetric())` moves the weight to
`layer.parametrizations.weight.original` and makes `layer.weight` a property of the layer's class,
which becomes one of its own.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.nn.containers import ModuleDict, ModuleList
from gradrepl.engine.nn.parameter import Parameter
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gradrepl.engine.nn.module import Module

_cached: dict[tuple[int, str], Any] = {}
"""What was computed inside `cached()`, by the module and the name."""
_depth = 0
"""How many `cached()` are entered."""


@contextmanager
def cached() -> Iterator[None]:
    """Computes each parameter once, until it is left."""
    global _depth  # noqa: PLW0603  # one cache a process, as in PyTorch
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        if not _depth:
            _cached.clear()


def _register(module: Module, name: str, value: Any) -> None:
    if isinstance(value, Parameter):
        module.register_parameter(name, value)
    else:
        module.register_buffer(name, value)


def _check(
    found: Any, name: str, dtype: Any, shape: Any, flag: str, lines: tuple[str, str]
) -> None:
    """Refuses a computed tensor that could not stand where the original stood."""
    if not isinstance(found, Tensor):
        raise ValueError(f"A parametrization must return a tensor. Got {type(found).__name__}.")
    for what, own, new in (("dtype", dtype, found.dtype), ("shape", shape, found.shape)):
        if own != new:
            before, after = (line.format(name=name, what=what) for line in lines)
            raise ValueError(
                f"Registering a parametrization may not change the {what} of the tensor, unless "
                f"{flag} flag is enabled.\n{before}: {own}\n{after}: {new}"
            )


def _copied(self: Any, memo: dict[int, Any]) -> Any:
    if id(self) in memo:
        return memo[id(self)]
    made: Any = object.__new__(type(self))
    memo[id(self)] = made
    made.__dict__ = copy.deepcopy(self.__dict__, memo)
    return made


class ParametrizationList(ModuleList):
    """The parametrizations of one parameter, and what they start from.

    That is `original`, or `original0`, `original1` and so on where the first parametrization
    takes several tensors.
    """

    __module__ = "torch.nn.utils.parametrize"
    original: Any
    __deepcopy__ = _copied

    def __init__(self, modules: Sequence[Module], original: Any, unsafe: bool = False) -> None:
        if not modules:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        dtype, shape = original.dtype, original.shape
        with no_grad():
            new: Any = original
            for each in reversed(list(self)):
                if hasattr(each, "right_inverse"):
                    try:
                        new = each.right_inverse(new)
                    except NotImplementedError:
                        continue  # it says so itself: the value stays
        if not isinstance(new, (Tensor, tuple, list)):
            raise ValueError(
                "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). "
                f"Got {type(new).__name__}"
            )
        self.is_tensor = isinstance(new, Tensor)
        self.ntensors = 1 if self.is_tensor else len(new)
        if isinstance(new, Tensor):
            self._start_from_one(original, new)
        else:
            self._start_from_several(original, new)
        if not unsafe:
            lines = ("unparametrized {what}", "parametrized {what}")
            _check(self(), "", dtype, shape, "`unsafe`", lines)

    def _start_from_one(self, original: Any, new: Any) -> None:
        if original.dtype != new.dtype:
            raise ValueError(
                "When `right_inverse` outputs one tensor, it may not change the dtype.\n"
                f"original.dtype: {original.dtype}\nright_inverse(original).dtype: {new.dtype}"
            )
        original.data = new.detach()
        _register(self, "original", original)

    def _start_from_several(self, original: Any, new: Sequence[Any]) -> None:
        for i, each in enumerate(new):
            if not isinstance(each, Tensor):
                raise ValueError(
                    "'right_inverse' must return a Tensor or a Sequence of tensors (list, "
                    f"tuple...). Got element {i} of the sequence with type {type(each).__name__}."
                )
            own = each
            if isinstance(original, Parameter):
                own = Parameter(each, original.requires_grad)
            own.requires_grad_(original.requires_grad)
            _register(self, f"original{i}", own)

    def right_inverse(self, value: Any) -> None:
        """Sets the originals so that the parameter becomes this value."""
        with no_grad():
            for each in reversed(list(self)):
                if not hasattr(each, "right_inverse"):
                    raise RuntimeError(
                        f"parametrization {type(each).__name__} does not implement right_inverse."
                    )
                value = each.right_inverse(value)
            if not self.is_tensor:
                self._set_several(value)
                return
            if not isinstance(value, Tensor):
                raise ValueError(
                    f"`right_inverse` should return a tensor. Got {type(value).__name__}"
                )
            if value.dtype != self.original.dtype:
                raise ValueError(
                    f"The tensor returned by `right_inverse` has dtype {value.dtype} while "
                    f"`original` has dtype {self.original.dtype}"
                )
            self.original.data = value

    def _set_several(self, values: Any) -> None:
        if not isinstance(values, (tuple, list)):
            raise ValueError(
                f"'right_inverse' must return a sequence of tensors. Got {type(values).__name__}."
            )
        if len(values) != self.ntensors:
            raise ValueError(
                f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. "
                f"Got a sequence of length {len(values)}."
            )
        for i, each in enumerate(values):
            own = getattr(self, f"original{i}")
            if own.dtype != each.dtype:
                raise ValueError(
                    f"Tensor {i} returned by `right_inverse` has dtype {each.dtype} while "
                    f"`original{i}` has dtype {own.dtype}"
                )
            own.data = each

    def forward(self) -> Any:
        if self.is_tensor:
            found = self[0](self.original)
        else:
            found = self[0](*(getattr(self, f"original{i}") for i in range(self.ntensors)))
        at = 1
        while hasattr(self, str(at)):  # its own parametrizations are none of its elements
            found = self[at](found)
            at += 1
        return found


# --- the class of a module with computed parameters -----------------------------------------------


def _refuse_state(self: Any) -> None:
    del self
    raise RuntimeError(
        "Serialization of parametrized modules is only supported through state_dict(). See:\n"
        "https://pytorch.org/tutorials/beginner/saving_loading_models.html"
        "#saving-loading-a-general-checkpoint-for-inference-and-or-resuming-training"
    )


def _give_own_class(module: Module) -> None:
    cls = type(module)
    members: dict[str, Any] = {"__getstate__": _refuse_state}
    if not hasattr(cls, "__deepcopy__"):
        members["__deepcopy__"] = _copied
    module.__class__ = type(f"Parametrized{cls.__name__}", (cls,), members)


def _give_property(module: Module, name: str) -> None:
    def get(self: Any) -> Any:
        compute = self.parametrizations[name]
        if not _depth:
            return compute()
        key = (id(module), name)
        if key not in _cached:
            _cached[key] = compute()
        return _cached[key]

    def put(self: Any, value: Any) -> None:
        self.parametrizations[name].right_inverse(value)

    setattr(type(module), name, property(get, put))


# --- what is called -------------------------------------------------------------------------------


def is_parametrized(module: Module, tensor_name: str | None = None) -> bool:
    """Whether the parameter is computed; without a name, whether any is."""
    found = getattr(module, "parametrizations", None)
    if not isinstance(found, ModuleDict):
        return False
    return len(found) > 0 if tensor_name is None else tensor_name in found


def register_parametrization(
    module: Module, tensor_name: str, parametrization: Module, *, unsafe: bool = False
) -> Module:
    """Makes the parameter what `parametrization` computes from it.

    Raises:
        ValueError: where the parametrization changes the dtype or the shape.
    """
    parametrization.train(module.training)
    known: Any = module
    if is_parametrized(module, tensor_name):
        if not unsafe:
            _check_one_more(module, tensor_name, parametrization)
        known.parametrizations[tensor_name].append(parametrization)
        known.parametrizations[tensor_name].unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        original = getattr(module, tensor_name)
        made = ParametrizationList([parametrization], original, unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _give_own_class(module)
            known.parametrizations = ModuleDict()
        _give_property(module, tensor_name)
        known.parametrizations[tensor_name] = made
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element "
            f"with name '{tensor_name}'"
        )
    return module


def _check_one_more(module: Module, name: str, parametrization: Any) -> None:
    own = getattr(module, name)
    lines = ("module.{name}.{what}", "parametrization(module.{name}).{what}")
    _check(parametrization(own), name, own.dtype, own.shape, "the `unsafe`", lines)
    if not hasattr(parametrization, "right_inverse"):
        return
    try:
        back = parametrization.right_inverse(own)
    except NotImplementedError:
        return
    if not isinstance(back, Tensor):
        raise ValueError(
            f"parametrization.right_inverse must return a tensor. Got: {type(back).__name__}"
        )
    for what in ("dtype", "shape"):
        if getattr(back, what) != getattr(own, what):
            raise ValueError(
                "The tensor returned by parametrization.right_inverse must have the same "
                f"{what} as module.{name}, unless the `unsafe` flag is enabled.\n"
                f"module.{name}.{what}: {getattr(own, what)}\nreturned {what}: "
                f"{getattr(back, what)}"
            )


def remove_parametrizations(
    module: Module, tensor_name: str, leave_parametrized: bool = True
) -> Module:
    """Makes the parameter a plain one again, as it is computed now or as it was before."""
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    known: Any = module
    removed = known.parametrizations[tensor_name]
    if removed.is_tensor:
        original = removed.original
        if leave_parametrized:
            with no_grad():
                original.data = getattr(module, tensor_name)
    elif leave_parametrized:
        value = getattr(module, tensor_name)
        original = Parameter(value) if value.requires_grad else value
    else:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is "
            "parametrized in terms of a sequence of tensors."
        )
    delattr(type(module), tensor_name)
    del known.parametrizations[tensor_name]
    _register(module, tensor_name, original)
    if not is_parametrized(module):
        delattr(module, "parametrizations")
        module.__class__ = type(module).__bases__[0]
    return module


def type_before_parametrizations(module: Module) -> type:
    """The module's class, whatever has been registered since."""
    return type(module).__bases__[0] if is_parametrized(module) else type(module)
