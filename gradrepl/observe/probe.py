"""Reads tensors: every read is total, warns about nothing, and leaves no trace.

What PyTorch makes of a careless read: `.grad` of a non-leaf warns, `_version` of an inference
tensor raises, an attribute of a subclass runs the learner's own code. `undisturbed` keeps that code
out, and the rest is asked for in a way that cannot fail.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from gradrepl.observe import hooks, values
from gradrepl.observe.facts import GradFacts, TensorFacts
from gradrepl.observe.kinds import dtype_name, is_tensor
from gradrepl.observe.nodes import Walk, node_name, walk
from gradrepl.observe.reach import Reachable, reachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from gradrepl.observe.facts import NodeKey, TensorKey
    from gradrepl.observe.identity import Identities

__all__ = ["Reachable", "Walk", "is_tensor", "reachable", "read_tensor", "undisturbed", "walk"]


def undisturbed(torch: ModuleType) -> contextlib.AbstractContextManager[object]:
    """A block in which reads of tensors run no `__torch_function__` of the learner's, nor ours."""
    switch = getattr(getattr(torch, "_C", None), "DisableTorchFunction", None)
    return _without_modes(torch) if switch is None else switch()


@contextlib.contextmanager
def _without_modes(torch: ModuleType) -> Iterator[None]:
    """What the switch does to modes: a Trace among them would see what the lens reads."""
    modes = torch.overrides._get_current_function_mode_stack()
    for _ in modes:
        torch.overrides._pop_mode()
    try:
        yield
    finally:
        for mode in modes:
            torch.overrides._push_mode(mode)


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
    try:
        plain = (
            tensor.dtype,
            tensor.shape,
            tensor.requires_grad,
            tensor.is_leaf,
            tensor.retains_grad,
            tensor.is_inference(),
            tensor.output_nr,
            tensor._version,
        )
    except Exception:  # noqa: BLE001  # PyTorch's refusal or the learner's own property
        plain = _one_by_one(tensor)
    number = values.digest(tensor) if digests else None
    node = None if plain[3] else _get(tensor, "grad_fn")
    base = _get(tensor, "_base")
    grad = _get(tensor, "grad") if plain[3] or plain[4] else None
    known = identities.read.get(key)
    read = (
        *plain,
        number,
        _node_key(node, identities),
        _storage(tensor, key),
        identities.key(base) if is_tensor(base) else None,
        _grad(grad, identities, None if known is None else known[1].grad, digests, printing)
        if is_tensor(grad)
        else None,
        hooks.of_tensor(tensor),
    )
    if known is not None and _equal(known[0], read):
        return known[1]
    facts = _facts(tensor, key, identities, read, printing=printing)
    identities.read[key] = (read, facts)
    return facts


def _facts(
    tensor: Any, key: TensorKey, identities: Identities, read: tuple[Any, ...], *, printing: bool
) -> TensorFacts:
    dtype, shape, requires_grad, is_leaf, retains_grad, inference, output, version, *rest = read
    number, node, storage, base, grad, own_hooks = rest
    known = identities.read.get(key)
    text = None
    if known is not None and number is not None and known[1].digest == number:
        text = known[1].value if _equal(known[0][:2], read[:2]) else None
    return TensorFacts(
        key=key,
        dtype=dtype_name(dtype),
        shape=_sizes(shape),
        requires_grad=bool(requires_grad),
        is_leaf=bool(is_leaf),
        retains_grad=bool(retains_grad),
        is_inference=bool(inference),
        grad_fn=node,
        grad_fn_name=None if node is None else node_name(tensor.grad_fn),
        output_nr=output,
        grad=grad,
        version=version,
        storage=storage,
        base=base,
        value=_text(tensor, identities, number, printing=printing) if text is None else text,
        digest=number,
        hooks=own_hooks,
    )


def _one_by_one(tensor: Any) -> tuple[Any, ...]:
    """What a tensor is willing to tell, with the plainest answer for what it is not."""
    try:
        inference = tensor.is_inference()
    except Exception:  # noqa: BLE001
        inference = False
    return (
        _get(tensor, "dtype", default=""),
        _get(tensor, "shape", default=()),
        _get(tensor, "requires_grad", default=False),
        _get(tensor, "is_leaf", default=True),
        _get(tensor, "retains_grad", default=False),
        inference,
        _get(tensor, "output_nr", default=0),
        _get(tensor, "_version"),
    )


def _equal(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    try:
        return one == other
    except Exception:  # noqa: BLE001  # see `dtype_name`
        return False


def _sizes(shape: Any) -> tuple[int, ...]:
    try:
        return tuple(map(int, shape))
    except Exception:  # noqa: BLE001  # see `dtype_name`
        return ()


def _get(tensor: Any, name: str, *, default: Any = None) -> Any:
    try:
        return getattr(tensor, name, default)
    except Exception:  # noqa: BLE001
        return default


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


def _grad(
    grad: Any, identities: Identities, known: GradFacts | None, digests: bool, printing: bool
) -> GradFacts:
    key, version = identities.key(grad), _get(grad, "_version")
    number = values.digest(grad) if digests else None
    if known is not None and (known.key, known.digest, known.version) == (key, number, version):
        return known
    text = _text(grad, identities, number, printing=printing)
    return GradFacts(key=key, value=text, digest=number, version=version)


def _text(tensor: Any, identities: Identities, number: int | None, *, printing: bool) -> str:
    if number is None or not printing:
        return values.summary(tensor)
    identities.printed += 1
    return values.printed(tensor)
