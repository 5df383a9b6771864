"""A Module's parameters and buffers in another dtype, in place: `model.double()`."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import dtype as dtype_class
from gradrepl.engine.grad_mode import no_grad
from gradrepl.engine.tensor import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPLEX = (
    "Complex modules are a new feature under active development whose design may change, and some "
    "modules might not work as expected when using complex tensors as parameters or buffers. "
    "Please file an issue at "
    "https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml if a complex module "
    "does not work as expected."
)


def _apply(self: Any, fn: Callable[[Any], Any], recurse: bool = True) -> Any:
    """Puts `fn` of each parameter, of its gradient and of each buffer in its place."""
    if recurse:
        for each in self.children():
            each._apply(fn)
    for parameter in self._parameters.values():
        if parameter is None:
            continue
        with no_grad():
            parameter.data = fn(parameter)
            if parameter.grad is not None:
                parameter.grad.data = fn(parameter.grad)
    for name, buffer in self._buffers.items():
        if buffer is not None:
            self._buffers[name] = fn(buffer)
    return self


def to(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Another dtype or device, for floating-point parameters and buffers."""
    from gradrepl.engine import zeros

    empty = next(self.parameters(), None) is None and next(self.buffers(), None) is None
    try:
        made = zeros(0).to(*args, **kwargs)
    except (AssertionError, RuntimeError):  # a device that is not there
        if empty:  # and nothing to move there
            return self
        raise
    except TypeError:
        if not args and not kwargs:
            return self
        raise
    given = (*args, *kwargs.values())
    if not any(isinstance(each, (Tensor, dtype_class, type)) for each in given):
        return self
    wanted = made.dtype
    if wanted.category < 2:
        raise TypeError(
            "nn.Module.to only accepts floating point or complex dtypes, but got desired "
            f"dtype={wanted}"
        )
    if wanted.is_complex:
        warnings.warn(_COMPLEX, stacklevel=2)
    return self._apply(lambda t: t.to(wanted) if t._a.dtype.kind in "fc" else t)


def _cast(name: str) -> Callable[[Any], Any]:
    def cast(self: Any) -> Any:
        return self._apply(lambda t: getattr(t, name)() if t._a.dtype.kind == "f" else t)

    cast.__name__ = name
    return cast


float_, double, half = _cast("float"), _cast("double"), _cast("half")


def bfloat16(self: Any) -> Any:
    raise NotImplementedError(
        f"gradrepl has no bfloat16, since numpy has no such type: use {self._get_name()}.half() or "
        "float()"
    )


def type_(self: Any, dst_type: Any) -> Any:
    return self._apply(lambda t: t.type(dst_type))


def cpu(self: Any) -> Any:
    return self._apply(lambda t: t.cpu())


def cuda(self: Any, device: Any = None) -> Any:
    return self._apply(lambda t: t.cuda() if device is None else t.to(device))


def to_empty(self: Any, *, device: Any, recurse: bool = True) -> Any:
    from gradrepl.engine import empty_like

    return self._apply(lambda t: empty_like(t, device=device), recurse=recurse)


def share_memory(self: Any) -> Any:
    raise NotImplementedError(
        f"gradrepl has no processes to share memory with: {self._get_name()}.share_memory()"
    )
