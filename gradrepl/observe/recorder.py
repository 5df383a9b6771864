"""What a Trace's mode tells, kept lean: some microseconds a call, bounded, and no tensor."""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from gradrepl.observe.calls import Effect, describe
from gradrepl.observe.numbers import LEAVING
from gradrepl.observe.stand_in import plain, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType, ModuleType

    from gradrepl.observe.calls import Call
    from gradrepl.observe.facts import NodeKey, TensorKey
    from gradrepl.observe.identity import Handle, Identities
    from gradrepl.observe.stand_in import StandIn

KEPT = 1_000
"""So many operations are kept from the start of a statement, and as many from its end."""
SEEN = 200
"""Of so many operations the nodes are read. See NOTE [Nodes that Python has seen]."""
_OPERANDS = 64
_HOPS = 1_000
_MODES = ("no_grad", "enable_grad", "set_grad_enabled", "inference_mode")
_NO_TENSORS = frozenset({int, float, bool, type(None), str})

# NOTE [Nodes that Python has seen]
# Real PyTorch frees a graph in a loop, but a node whose Python object was ever asked for by
# recursion: some 30,000 of them in one graph crash the process. So after the first operations the
# node is not read but counted: what an operation made last is the node of what it returns.

Operand: TypeAlias = "tuple[Handle, bool, bool, Any, Any]"
"""Handle, requires_grad, is_leaf, shape and dtype; of what goes in before the operation ran."""
_Keys: TypeAlias = "tuple[TensorKey, ...]"
Begun: TypeAlias = (
    "tuple[Call, bool, bool, bool, tuple[str, ...], int | None, list[Operand], _Keys]"
)
"""The first fields of a Note; the others make it whole only when the statement is over."""

OnBackward: TypeAlias = "Callable[[Any, FrameType | None], None]"


class Note(NamedTuple):
    """One call. Becomes an OperationFacts when the statement is over."""

    call: Call
    in_place: bool
    grad_enabled: bool
    inference: bool
    modes: tuple[str, ...]
    line: int | None
    inputs: list[Operand]
    numbers: tuple[TensorKey, ...]
    outputs: list[Operand]
    nodes: tuple[list[NodeKey | None], list[NodeKey | None]] | None
    """Of the inputs and the outputs, where they were read."""
    sequence: int | None
    error: str | None
    number: TensorKey | None


class Recorder:
    """Takes notes of the calls of one statement."""

    def __init__(
        self,
        torch: ModuleType,
        identities: Identities,
        filename: str,
        on_backward: OnBackward | None,
    ) -> None:
        self.dropped = 0
        self.laid: list[tuple[Operand, TensorKey]] = []
        """Operands that lie in the memory of an array which came out of a tensor."""
        self._asked: dict[int, Handle] = {}  # a weak reference may compare tensors
        self._on_backward = on_backward
        self._tensor = torch.Tensor
        # Where nobody has asked for it yet, nn need not be loaded to know what a Parameter is.
        parameter = getattr(vars(torch).get("nn"), "Parameter", torch.Tensor)
        self._plain = (torch.Tensor, parameter)
        self._quiet = getattr(getattr(torch, "_C", None), "DisableTorchFunction", None)
        self._grad_enabled: Callable[[], bool] = torch.is_grad_enabled
        self._inference: Callable[[], bool] = torch.is_inference_mode_enabled
        # How many nodes were made so far; None where no node minds being seen.
        self._made: Callable[[], int] | None = getattr(torch.autograd, "_get_sequence_nr", None)
        self._overrides = str(torch.overrides.__file__)
        self._folder = os.path.join(os.path.dirname(self._overrides), "")  # noqa: PTH118, PTH120  # compared as text
        self._handle = identities.handle
        self._node_key = identities.node
        self._numbers = identities.numbers
        self._hooked = identities.hooked
        self._serial = identities.serial
        self._filename = filename
        self._calls: dict[Any, Call] = {}
        self._internal: dict[str, bool] = {}
        self._places: dict[tuple[int, int], tuple[StandIn, int | None, CodeType]] = {}
        self._first: list[tuple[Any, ...]] = []
        self._last: deque[tuple[Any, ...]] = deque(maxlen=KEPT)
        # The modes that the statement stands in: a name, and the id of the object that entered it,
        # None for a plain call of `set_grad_enabled`.
        self._entered: list[tuple[str, int | None]] = []
        if not self._grad_enabled():
            self._entered.append(("set_grad_enabled", None))
        self._modes = tuple(name for name, _ in self._entered)

    def notes(self) -> Iterator[Note]:
        """The first and the last of them."""
        for begun, *rest in (*self._first, *self._last):
            yield Note(*begun, *rest)

    def before(
        self, func: Any, args: Any, kwargs: Any, caller: FrameType
    ) -> tuple[Begun | None, list[Any], StandIn]:
        """Looks at a call that is about to run.

        Returns:
            What is noted of it so far, None where it is of no interest; the tensors that go in; and
            what to call it with.
        """
        call_it: StandIn = plain
        try:
            frame = self._from(caller)
            # f_lasti costs nothing, f_lineno is counted out from the start of the code
            place = self._places.get((id(frame.f_code), frame.f_lasti)) or self._place(frame)
            call_it = place[0]
            call = self._calls.get(func)
            if call is None:
                call = self._calls[func] = describe(func)
            if call.effect is Effect.NONE:
                return None, [], call_it
            tensors = self._tensors(args, kwargs)
            if call.name == "backward" and tensors and self._on_backward is not None:
                self._on_backward(tensors[0], frame)
            inputs = [self._operand(tensor) for tensor in tensors]
            if self._numbers.has_arrays and len(self._asked) < KEPT:
                self._look_below(tensors, inputs)
            begun = (
                call,
                call.in_place or bool(kwargs and _writes(kwargs)),
                self._grad_enabled(),
                self._inference(),
                self._modes,
                self._line(frame) if place[1] is None else place[1],
                inputs,
                self._numbers.among((*args, *kwargs.values()) if kwargs else args),
            )
            if call.effect is Effect.MODE:
                self._switch(caller)
        except Exception:  # noqa: BLE001  # the learner's call comes first
            return None, [], call_it
        return begun, tensors, call_it

    def after(self, begun: Begun, tensors: list[Any], args: Any, result: Any) -> None:
        """Looks at a call that has run."""
        try:
            if begun[0].effect is Effect.HOOK:
                node = self._node(tensors[0])
                if node is not None:
                    self._hooked.add(node, result)
                return
            if type(result) is self._tensor:
                outputs = [result]
            else:
                outputs = self._tensors((result,), None)
                if begun[1] and not outputs:  # `x[0] = 1` returns nothing and made a new x
                    outputs = self._tensors(args[:1], None)
                if not outputs and begun[0].effect is Effect.RESULT:
                    return
            number = None
            if not outputs and begun[0].name in LEAVING:
                key = self._serial()
                number = key if self._numbers.note(result, key) else None
            made = [self._operand(tensor) for tensor in outputs]
            nodes, sequence = None, None
            if len(self._first) < SEEN:
                nodes = ([self._node(one) for one in tensors], [self._node(one) for one in outputs])
            elif made and not made[0][2]:  # it has a grad_fn
                sequence = self._sequence(outputs[0])
            self._keep((begun, made, nodes, sequence, None, number))
            if begun[0].name == "backward" and tensors and self._on_backward is not None:
                self._on_backward(tensors[0], None)
        except Exception:  # noqa: BLE001, S110
            pass

    def failed(self, begun: Begun, error: BaseException) -> None:
        """Notes a call that raised."""
        if begun[0].effect is Effect.HOOK:
            return
        try:
            name, text = type(error).__name__, str(error).partition("\n")[0]
            self._keep((begun, [], None, None, f"{name}: {text}" if text else name, None))
        except Exception:  # noqa: BLE001, S110
            pass

    def _look_below(self, tensors: list[Any], operands: list[Operand]) -> None:
        """Notes what may have been laid over an array: that happens below Python, and unseen."""
        for tensor, operand in zip(tensors, operands, strict=True):
            handle, requires_grad, is_leaf, *_ = operand
            if requires_grad or not is_leaf or type(tensor) not in self._plain:
                continue
            if id(handle) not in self._asked:
                self._asked[id(handle)] = handle
                key = self._numbers.under(tensor.data_ptr())
                if key is not None:
                    self.laid.append((operand, key))

    def _keep(self, note: tuple[Any, ...]) -> None:
        if len(self._first) < KEPT:
            self._first.append(note)
        else:
            self.dropped += len(self._last) == KEPT
            self._last.append(note)

    def _tensors(self, args: Any, kwargs: Any) -> list[Any]:
        """The tensors among the arguments, also within a list or tuple of them."""
        kind = self._tensor
        found: list[Any] = []
        for one in (*args, *kwargs.values()) if kwargs else args:
            given = type(one)
            if given is kind:
                found.append(one)
            elif given in _NO_TENSORS:
                continue
            elif isinstance(one, kind):
                found.append(one)
            elif isinstance(one, (tuple, list)):
                found += [inner for inner in one[:_OPERANDS] if isinstance(inner, kind)]
        return found[:_OPERANDS] if len(found) > _OPERANDS else found

    def _operand(self, tensor: Any) -> Operand:
        if type(tensor) in self._plain or self._quiet is None:
            flags = tensor.requires_grad, _is_leaf(tensor)
            return (self._handle(tensor), *flags, tensor.shape, tensor.dtype)
        with self._quiet():  # a subclass's own __torch_function__ is not asked
            flags = tensor.requires_grad, _is_leaf(tensor)
            return (self._handle(tensor), *flags, tensor.shape, tensor.dtype)

    def _node(self, tensor: Any) -> NodeKey | None:
        try:
            if type(tensor) in self._plain or self._quiet is None:
                node = tensor.grad_fn
            else:
                with self._quiet():
                    node = tensor.grad_fn
            return None if node is None else self._node_key(node)
        except Exception:  # noqa: BLE001  # a view whose history PyTorch refuses to tell
            return None

    def _sequence(self, output: Any) -> int | None:
        """The number of the node that the operation made for its first output."""
        if self._made is not None:
            return self._made() - 1
        return int(output.grad_fn._sequence_nr())

    def _from(self, caller: FrameType) -> FrameType:
        """The frame that made the call: a backend's Python function hands it on by others."""
        if caller.f_code.co_filename != self._overrides:
            return caller
        frame: FrameType | None = caller
        while frame is not None and frame.f_code.co_filename == self._overrides:
            frame = frame.f_back
        frame = None if frame is None else frame.f_back  # from the function to its caller
        while frame is not None and self._is_internal(frame.f_code.co_filename):
            frame = frame.f_back
        return frame or caller

    def _is_internal(self, filename: str) -> bool:
        """Whether it is a file beside the backend's overrides, or generated."""
        known = self._internal.get(filename)
        if known is None:
            inner = filename[len(self._folder) :]
            known = (
                os.sep not in inner
                if filename.startswith(self._folder)
                else filename.startswith("<gradrepl ")
            )
            self._internal[filename] = known
        return known

    def _place(self, frame: FrameType) -> tuple[StandIn, int | None, CodeType]:
        """What stands for a line: how to call from there, its number if it is the statement's."""
        line, code = frame.f_lineno, frame.f_code
        own = code.co_filename == self._filename
        place = (stand_in(frame, line), line if own else None, code)  # the code keeps its id taken
        self._places[id(code), frame.f_lasti] = place
        return place

    def _line(self, start: FrameType) -> int | None:
        """The innermost line of the statement's own file."""
        frame: FrameType | None = start
        for _ in range(_HOPS):
            if frame is None:
                break
            if frame.f_code.co_filename == self._filename:
                return frame.f_lineno
            frame = frame.f_back
        return None

    def _switch(self, start: FrameType) -> None:
        """Follows a change of the grad mode to the object that makes it.

        `no_grad.__enter__` may call `set_grad_enabled`, whose `__init__` throws the switch: the
        outermost of the frames that belong to a mode says what the learner wrote.
        """
        owner, method, name = None, "", "set_grad_enabled"
        frame: FrameType | None = start
        for _ in range(8):
            if frame is None or frame.f_code.co_filename == self._filename:
                break
            found = frame.f_locals.get("self")
            kind = next((a.__name__ for a in type(found).__mro__ if a.__name__ in _MODES), "")
            if kind and frame.f_code.co_name in ("__init__", "__enter__", "__exit__"):
                owner, method, name = id(found), frame.f_code.co_name, kind
            elif method:
                break
            frame = frame.f_back
        entered = self._entered
        if method == "__exit__":
            while entered and entered.pop()[1] != owner:
                pass
        else:
            if entered and entered[-1][1] is None:  # a plain call replaces the last one
                entered.pop()
            entered.append((name, owner if method == "__enter__" else None))
        self._modes = tuple(name for name, _ in entered)


def _writes(kwargs: dict[str, Any]) -> bool:
    return kwargs.get("out") is not None or kwargs.get("inplace") is True


def _is_leaf(tensor: Any) -> bool:
    try:
        return bool(tensor.is_leaf)
    except Exception:  # noqa: BLE001  # a view made in no_grad and written since: PyTorch refuses
        return False
