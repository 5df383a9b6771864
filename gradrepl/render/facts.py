"""One line a tensor: what it is, and what changed.

      a  float32 (1,)   requires_grad   leaf      grad None -> [2.]
    ↳ v  float32 (2,)   no grad         leaf      version 0 -> 1

The arrow in the margin marks a tensor that the statement did not name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradrepl.graph.canvas import cell_width, clean, shorten
from gradrepl.locale import gettext
from gradrepl.render.text import flow, pad, styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from gradrepl.lens.diff import Change, ChangeKind
    from gradrepl.lens.snapshot import Snapshot
    from gradrepl.observe.facts import TensorFacts, TensorKey
    from gradrepl.session.turn import Turn

ROWS = 12
"""How many tensors one statement may fill the screen with."""

_MARGIN = 2
_NAME_CELLS = 28
VALUE_CELLS = 30
_NAMES_SHOWN = 3

_ARROW_KINDS: tuple[ChangeKind, ...] = (
    "requires_grad",
    "retains_grad",
    "grad_fn",
    "shape",
    "dtype",
    "value",
    "version",
)
"""Changes told with an arrow, in this order; `grad` has a column of its own."""


@dataclass(frozen=True, slots=True)
class Remark:
    """`grad None`, `version 0 -> 1`, `no tensor any more`."""

    label: str
    before: str | None = None
    """What stands before the arrow; None where there is no arrow."""
    after: str = ""
    role: str = ""
    most: int = VALUE_CELLS
    """Cells that a value may take, where there is room for more."""

    def text(self, room: int) -> Text:
        """In at most `room` cells: values are shortened, the label is not."""
        text = styled(self.label, self.role)
        room -= cell_width(text.plain)
        if self.before is None:
            text.append_text(styled(shorten(clean(self.after), min(room, self.most))))
            return text
        side = max(min((room - 4) // 2, self.most), 1)
        text.append_text(styled(shorten(clean(self.before), side), "dim"))
        text.append(" -> ")
        text.append_text(styled(shorten(clean(self.after), side), "change"))
        return text


@dataclass(frozen=True, slots=True)
class FactsRow:
    """What is told of one tensor, before it is laid out."""

    name: str
    columns: tuple[Text, ...]
    """dtype and shape, requires_grad, leaf or grad_fn."""
    rest: tuple[Remark, ...] = ()
    alias: bool = False
    """Whether it changed although the statement did not name it."""


def facts_lines(
    rows: Sequence[FactsRow], width: int, *, ascii_only: bool = False, limit: int | None = ROWS
) -> list[Text]:
    """The rows, their columns aligned, in lines of at most `width` cells where that is possible."""
    shown = rows[:limit]
    sizes = [
        max([minimum, *(cell_width(row.columns[i].plain) for row in shown if row.columns)])
        for i, minimum in enumerate((12, 13, 7))
    ]
    name_size = max((cell_width(row.name) for row in shown), default=0)
    indent = min(_MARGIN + name_size + 2, width // 3)
    lines: list[Text] = []
    for row in shown:
        mark = ("> " if ascii_only else "↳ ") if row.alias else ""
        head = pad(styled(mark, "alias"), _MARGIN)
        head.append_text(pad(styled(row.name, "name"), name_size))
        head.append("  ")
        columns = [pad(column, size) for column, size in zip(row.columns, sizes, strict=False)]
        chunks = [*columns, *(remark.text(width - indent) for remark in row.rest)]
        if chunks:
            head.append_text(chunks.pop(0))
        lines += flow([head, *chunks], width, indent=indent)
    if len(rows) > len(shown):
        more = gettext("... and {count} more; %who shows them all")
        more = more.format(count=len(rows) - len(shown))
        lines.append(styled(f"  {more}", "dim"))
    return lines


def turn_rows(turn: Turn) -> list[FactsRow]:
    """What a turn has to tell of tensors, in the order in which the lens found them."""
    rows = [row for key in turn.touched if (row := _touched_row(turn, key)) is not None]
    told = set(turn.touched)
    deleted = [c.name for c in turn.changes if c.kind == "deleted" and c.key not in told]
    if deleted:
        rows.append(
            FactsRow(joined(deleted), (), (Remark(gettext("no tensor any more"), role="change"),))
        )
    rows += [
        FactsRow("is_grad_enabled()", (), (Remark("", change.before, change.after),))
        for change in turn.changes
        if change.kind == "grad_mode"
    ]
    return rows


def tensor_columns(tensor: TensorFacts) -> tuple[Text, ...]:
    """The three columns that every tensor has."""
    kind = (
        styled("leaf", "leaf" if tensor.requires_grad else "dim")
        if tensor.is_leaf
        else styled(tensor.grad_fn_name or "?", "operation")
    )
    if tensor.is_inference:
        kind.append(" inference")
    requires = (
        styled("requires_grad", "grad") if tensor.requires_grad else styled("no grad", "no_grad")
    )
    return (styled(f"{tensor.dtype} {shape_text(tensor.shape)}", "dtype"), requires, kind)


def shape_text(shape: tuple[int, ...]) -> str:
    """`(2, 3)`, `(1,)`, `()`: as Python and PyTorch both write it."""
    return str(tuple(shape))


def grad_text(tensor: TensorFacts) -> str | None:
    """The gradient's values; None where the tensor cannot be expected to have one."""
    if tensor.grad is not None:
        return tensor.grad.value
    expected = tensor.requires_grad and (tensor.is_leaf or tensor.retains_grad)
    return "None" if expected else None


def names_of(key: TensorKey, *snapshots: Snapshot) -> tuple[str, ...]:
    """Every way to reach a tensor, in the first snapshot that knows one."""
    for snapshot in snapshots:
        if names := tuple(name for name, known in snapshot.names if known == key):
            return names
    return ()


def joined(names: Iterable[str]) -> str:
    """Names as a line shows them: `w, params[0]`, and an ellipsis for the fourth and further."""
    names = list(names)
    text = ", ".join(names[:_NAMES_SHOWN]) + (", …" if len(names) > _NAMES_SHOWN else "")
    return _short_name(text)


def _touched_row(turn: Turn, key: TensorKey) -> FactsRow | None:
    tensor = next((t for t in turn.after.tensors if t.key == key), None)
    if tensor is None:
        return None
    changes = [change for change in turn.changes if change.key == key]
    names = names_of(key, turn.after, turn.before) or tuple(c.name for c in changes[:1])
    return FactsRow(
        joined(names) if names else "_",
        tensor_columns(tensor),
        tuple(_rest(tensor, changes)),
        alias=bool(changes) and not any(change.named for change in changes),
    )


def _rest(tensor: TensorFacts, changes: Sequence[Change]) -> Iterable[Remark]:
    by_kind = {change.kind: change for change in changes}
    if (grad := by_kind.get("grad")) is not None:
        yield Remark("grad ", grad.before, grad.after)
        if grad.how == "accumulated":
            yield Remark(gettext("accumulated"), role="change")
    elif (text := grad_text(tensor)) is not None:
        yield Remark("grad ", after=text)
    if (alias := by_kind.get("aliased")) is not None:
        yield Remark(f"{_short_name(alias.name)} is {_short_name(alias.after)}", role="change")
    if "rebound" in by_kind:
        yield Remark(gettext("rebound"), role="change")
    for kind in _ARROW_KINDS:
        if (change := by_kind.get(kind)) is not None:
            yield Remark(f"{kind} ", change.before, change.after)


def _short_name(name: str) -> str:
    return shorten(clean(name), _NAME_CELLS)


def snapshot_lines(snapshot: Snapshot, width: int, *, ascii_only: bool = False) -> list[Text]:
    """Every tensor of a snapshot, with its values."""
    rows = [
        FactsRow(
            joined(names_of(tensor.key, snapshot)) or "_",
            tensor_columns(tensor),
            tuple(_values(tensor)),
        )
        for tensor in snapshot.tensors
    ]
    lines = facts_lines(rows, width, ascii_only=ascii_only, limit=None)
    if snapshot.unread:
        more = gettext("... and {count} more that are not read").format(count=snapshot.unread)
        lines.append(styled(f"  {more}", "dim"))
    return lines


def _values(tensor: TensorFacts) -> Iterable[Remark]:
    if (text := grad_text(tensor)) is not None:
        yield Remark("grad ", after=text)
    yield Remark("", after=tensor.value, most=1000)
