"""Names for tensors that outlive them, and for nodes, which cannot be weakly referenced."""

from __future__ import annotations

import itertools
import weakref
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradrepl.observe.facts import NodeKey, TensorFacts, TensorKey

_UNNUMBERED = 2**64 - 1
"""The sequence number of every AccumulateGrad."""


class _Reference(weakref.ref[Any]):
    """A weak reference that knows whose it is, so that one callback serves them all."""

    __slots__ = ("address", "serial")

    address: int
    serial: TensorKey


class Identities:
    """Hands out serial numbers for tensors: one a Session.

    A number is never given twice, and no tensor is kept alive: the table holds weak references,
    and an entry goes when its tensor does.
    """

    def __init__(self) -> None:
        self._serials = itertools.count(1)
        self._at: dict[int, _Reference] = {}
        self._of: dict[TensorKey, _Reference] = {}
        self.read: dict[TensorKey, tuple[tuple[Any, ...], TensorFacts]] = {}
        """What was read last of each living tensor, raw and as facts, so that an unchanged tensor
        is neither printed nor described again after every statement."""
        self.printed = 0
        """How many texts PyTorch was asked to print so far."""
        at, of, read = self._at, self._of, self.read

        def forget(reference: weakref.ref[Any]) -> None:
            assert isinstance(reference, _Reference)  # noqa: S101  # nothing else calls it
            of.pop(reference.serial, None)
            read.pop(reference.serial, None)
            if at.get(reference.address) is reference:  # the address may have a new owner
                del at[reference.address]

        self._forget = forget  # closes over the tables and not over self, which would be a cycle

    def key(self, tensor: Any) -> TensorKey:
        """The tensor's number, a new one at first sight."""
        address = id(tensor)
        known = self._at.get(address)
        if known is not None and known() is tensor:
            return known.serial
        serial = next(self._serials)
        try:
            reference = _Reference(tensor, self._forget)
        except TypeError:  # a subclass without weak references gets a number for this one look
            return serial
        reference.address = address
        reference.serial = serial
        self._at[address] = self._of[serial] = reference
        return serial

    def tensor(self, key: TensorKey) -> Any | None:
        """The tensor that a number stands for, if it is still alive."""
        reference = self._of.get(key)
        return None if reference is None else reference()

    def node(self, node: Any) -> NodeKey:
        """A node's key, the same each time it is asked for.

        Raises:
            Exception: whatever a thing that is no node raises when it is asked.
        """
        # NOTE [Node keys]
        # On real PyTorch the Python object of a node is made anew when nobody held on to the last
        # one, so `id(node)` changes from statement to statement. The sequence number stays. Every
        # thread counts its own, so the node's name goes with it; an AccumulateGrad has no number
        # and is known by its leaf.
        sequence = int(node._sequence_nr())
        if sequence != _UNNUMBERED:
            return (zlib.crc32(node.name().encode()), sequence)
        variable = getattr(node, "variable", None)
        return (id(node) if variable is None else self.key(variable), sequence)
