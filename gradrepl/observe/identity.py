"""Names for tensors that outlive them, and for nodes, which cannot be weakly referenced."""

from __future__ import annotations

import itertools
import weakref
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias

from gradrepl.observe.hooks import Hooked
from gradrepl.observe.numbers import Numbers

if TYPE_CHECKING:
    from gradrepl.observe.facts import NodeKey, TensorFacts, TensorKey

Handle: TypeAlias = "weakref.ref[Any] | int"
"""Stands for a tensor that may never need a number. See `Keys`."""

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
        self._kept: dict[int, tuple[Handle, TensorKey]] = {}
        self.printed = 0
        """How many texts PyTorch was asked to print so far."""
        self.numbers = Numbers()
        self.hooked = Hooked()
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

    def keep(self, tensor: Any) -> TensorKey:
        """The tensor's number, which `Keys` then makes also of a handle that was given before."""
        key = self.key(tensor)
        handle = self.plain_handle(tensor)
        self._kept[id(handle)] = handle, key
        return key

    def kept(self, handle: Handle) -> TensorKey | None:
        """The number of a tensor that is gone, if it was to be kept."""
        return self._kept.get(id(handle), (None, None))[1]

    def let_go(self) -> None:
        """Forgets what was to be kept: all handles have been asked for."""
        self._kept.clear()

    def handle(self, tensor: Any) -> Handle:
        """What a `Keys` makes the tensor's number of later: cheaper than the number itself."""
        known = self._at.get(id(tensor))
        return known if known is not None and known() is tensor else self.plain_handle(tensor)

    def plain_handle(self, tensor: Any) -> Handle:
        """That of a tensor without a number: one object, however often it is asked for."""
        try:
            return weakref.ref(tensor)
        except TypeError:
            return self.key(tensor)

    def serial(self) -> TensorKey:
        """A number for a tensor that is gone."""
        return next(self._serials)

    def tensor(self, key: TensorKey) -> Any | None:
        """The tensor that a number stands for, if it is still alive."""
        reference = self._of.get(key)
        return None if reference is None else reference()

    def kind(self, key: TensorKey) -> str:
        """The name of a living tensor's class: `Tensor`, `Parameter`."""
        return type(self.tensor(key)).__name__

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


class Keys:
    """The numbers of tensors that were noted by handles, also of those that have gone since."""

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._gone: dict[int, TensorKey] = {}

    def __getitem__(self, handle: Handle) -> TensorKey:
        if isinstance(handle, int):
            return handle
        if isinstance(handle, _Reference):
            return handle.serial
        tensor = handle()
        if tensor is not None:
            return self._identities.key(tensor)
        address = id(handle)  # whoever asks holds all handles until the last one has been asked for
        if address not in self._gone:
            self._gone[address] = self._identities.kept(handle) or self._identities.serial()
        return self._gone[address]
