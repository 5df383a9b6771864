"""Reads tensors: every read is total, warns about nothing, and leaves no trace.

What PyTorch makes of a careless read: `.grad` of a non-leaf warns, `_version` of an inference
tensor raises, an attribute of a subclass runs the learner's own code. `undisturbed` keeps that code
out, and the rest is asked for in a way that cannot fail.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from gradrepl.observe import values
from gradrepl.observe.facts import GradFacts, TensorFacts
from gradrepl.observe.kinds import is_tensor
from gradrepl.observe.nodes import Walk, node_name, walk
from gradrepl.observe.reach import Reachable, reachable

if TYPE_CHECKING:
    from types import ModuleType

    from gradrepl.observe.facts import NodeKey, TensorKey
    from gradrepl.observe.identity import Identities

__all__ = ["Reachable", "Walk", "is_tensor", "reachable", "read_tensor", "undisturbed", "walk"]

_ABSENT: Any = object()


def undisturbed(torch: ModuleType) -> contextlib.AbstractContextManager[object]:
    """A block in which reads of tensors run no `__torch_function__` of the learner's."""
    switch = getattr(getattr(torch, "_C", None), "DisableTorchFunction", None)
    return contextlib.nullcontext() if switch is None else switch()


def read_tensor(
    tensor: Any, identities: Identities, *, digests: bool = True, printing: bool = True
) -> TensorFacts:
    """Reads one tensor.

    Args:
        tensor: anything that `is_tensor`.
        identities: the session's.
        digests: whether to read all values, so that a silent change of them is noticed.
        printing: whether new values may be printed by PyTorch, which takes 0.1 ms, or are put
            together more cheaply.
    """
    key = identities.key(tensor)
    is_leaf = bool(_get(tensor, "is_leaf", default=True))
    retains_grad = bool(_get(tensor, "retains_grad", default=False))
    node = _get(tensor, "grad_fn")
    base = _get(tensor, "_base")
    number, text = _value(tensor, key, identities, digests=digests, printing=printing)
    grad = _get(tensor, "grad") if is_leaf or retains_grad else None
    return TensorFacts(
        key=key,
        dtype=str(_get(tensor, "dtype", default="")).removeprefix("torch."),
        shape=_shape(tensor),
        requires_grad=bool(_get(tensor, "requires_grad", default=False)),
        is_leaf=is_leaf,
        retains_grad=retains_grad,
        is_inference=_is_inference(tensor),
        grad_fn=_node_key(node, identities),
        grad_fn_name=None if node is None else node_name(node),
        output_nr=_get(tensor, "output_nr", default=0),
        grad=_grad(grad, identities, digests=digests, printing=printing),
        version=_get(tensor, "_version"),
        storage=_storage(tensor, key),
        base=identities.key(base) if is_tensor(base) else None,
        value=text,
        digest=number,
    )


def _get(tensor: Any, name: str, *, default: Any = None) -> Any:
    try:
        return getattr(tensor, name, default)
    except Exception:  # noqa: BLE001  # PyTorch's refusal or the learner's own property
        return default


def _shape(tensor: Any) -> tuple[int, ...]:
    try:
        return tuple(int(size) for size in tensor.shape)
    except Exception:  # noqa: BLE001  # a nested tensor has none
        return ()


def _is_inference(tensor: Any) -> bool:
    try:
        return bool(tensor.is_inference())
    except Exception:  # noqa: BLE001
        return False


def _node_key(node: Any, identities: Identities) -> NodeKey | None:
    try:
        return None if node is None else identities.node(node)
    except Exception:  # noqa: BLE001
        return None


def _storage(tensor: Any, key: TensorKey) -> int:
    """The memory's address; a number of the tensor's own where there is no memory to share."""
    try:
        return int(tensor.untyped_storage().data_ptr()) or -key
    except Exception:  # noqa: BLE001  # sparse, or no storage at all
        return -key


def _value(
    tensor: Any, key: TensorKey, identities: Identities, *, digests: bool, printing: bool
) -> tuple[int | None, str]:
    number = values.digest(tensor) if digests else None
    if number is None:
        return None, values.summary(tensor)
    stamp = (number, _shape(tensor), _get(tensor, "dtype"))
    known = identities.texts.get(key)
    if known is not None and known[0] == stamp:
        return number, known[1]
    if not printing:
        return number, values.summary(tensor)
    identities.printed += 1
    text = values.printed(tensor)
    identities.texts[key] = (stamp, text)
    return number, text


def _grad(grad: Any, identities: Identities, *, digests: bool, printing: bool) -> GradFacts | None:
    if not is_tensor(grad):
        return None
    key = identities.key(grad)
    number, text = _value(grad, key, identities, digests=digests, printing=printing)
    return GradFacts(key=key, value=text, digest=number, version=_get(grad, "_version"))
