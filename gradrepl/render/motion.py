"""A backward pass, a few lines a step.

2/3  ● MulBackward0   y
     receives  [1., 1.]
     → x       self: grad * other = [3., 3.]
     uses      other = 3
3/3  ◆ x   AccumulateGrad
     receives  [3., 3.]
     .grad     None, would be [3., 3.]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import ASCII, cell_width, clean, shorten
from gradrepl.graph.motion import arrivals, gradient_text
from gradrepl.locale import N_, gettext
from gradrepl.render.text import hanging, line, pad, styled, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from gradrepl.graph.motion import Arrival, Motion
    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.steps import Kind, Sent, Step

_LABEL: Final = 28  # cells that a label, the name of a target say, may take
_NAMES: Final = 3
_USED: Final = 60  # characters of a saved value

_LEAF: Final = "AccumulateGrad"

_WHO: Final[dict[Kind, str]] = {
    "function": N_("the backward() of your own Function computed it"),
    "engine": N_("the engine computed it; this node's formula cannot be read from Python"),
}


@dataclass(frozen=True, slots=True)
class _Field:
    """A label and what stands beside it, in one line or a few."""

    label: str
    parts: tuple[tuple[str, str], ...]
    """Texts with their roles, side by side where there is room."""


def _field(label: str, text: str, role: str = "") -> _Field:
    return _Field(label, ((text, role),))


class MotionLines:
    """Lays out the steps of one pass for a width."""

    def __init__(self, motion: Motion, width: int, *, ascii_only: bool = False) -> None:
        self.motion = motion
        self.width = width
        self.ascii_only = ascii_only
        self.steps = motion.steps.steps
        self.count = len(self.steps)
        self.margin = 2 * len(str(self.count)) + 5
        self.numbers: dict[NodeKey, int] = {}
        for number, step in enumerate(self.steps, 1):
            self.numbers.setdefault(step.node, number)
        self.arrivals = arrivals(self.steps)

    def all(self) -> Iterator[Text]:
        """Everything, to its end."""
        yield from self.opening()
        for number in range(1, self.count + 1):
            yield from self.step(number)
        yield from self.closing()

    def opening(self) -> list[Text]:
        """What is walked, and what else runs."""
        steps, root = self.motion.steps, shorten(clean(self.motion.root), 60)
        sentence = (
            gettext("backward from {root}, {count:,} steps in the engine's order: this is kept")
            if steps.kept
            else gettext(
                "backward from {root}, {count:,} steps in the engine's order: tried, not kept"
            )
        )
        lines = self._paragraph(sentence.format(root=root, count=self.count), "heading")
        hooks = steps.hooked + sum(step.hooks for step in self.steps)
        own = sorted({step.name for step in self.steps if step.kind == "function"})
        if (hooks or own) and not steps.kept:
            what = [shorten(clean(name), 40) for name in own[:3]] + (["..."] if own[3:] else [])
            if hooks:
                what.insert(0, gettext("hooks ({count})").format(count=hooks))
            sentence = gettext(
                "your own code took part, as it does in backward(): {what}; what it prints or "
                "stores stays"
            )
            lines += self._paragraph(sentence.format(what=", ".join(what)), "caution")
        return lines

    def step(self, number: int) -> list[Text]:
        """The lines of one step, from 1."""
        step = self.steps[number - 1]
        fields = [_field(gettext("receives"), self._received(step))]
        fields += [self._sent(number, sent) for sent in step.sent]
        if step.kind in _WHO and step.sent and not any(one.formula for one in step.sent):
            fields.append(_field("", gettext(_WHO[step.kind]), "dim"))
        if step.uses:
            pairs = [f"{one.name} = {shorten(one.value, _USED)}" for one in step.uses]
            parts = tuple((pair + "," * (pair is not pairs[-1]), "saved") for pair in pairs)
            fields.append(_Field(gettext("uses"), parts))
        fields += self._total(step)
        if step.failed:
            text = gettext("it raised, and the pass ends here")
            fields.append(_field(gettext("failed"), text, "why"))
        most = min(_LABEL, (self.width - self.margin) // 2 - 2)
        column = max((size for f in fields if (size := cell_width(f.label)) <= most), default=0)
        rows = (row for field in fields for row in self._laid_out(field, column))
        return [self._title(number, step), *rows]

    def closing(self) -> list[Text]:
        """How it ended."""
        steps = self.motion.steps
        if steps.error is not None:
            return []
        sentence = (
            gettext("done: the gradients are in .grad, and the graph is freed")
            if steps.kept
            else gettext("done: every .grad is as before; {command} does it")
        )
        words = ["%backward", self.motion.root]
        if self.motion.gradient is not None:
            words += ["--gradient", self.motion.gradient]
        command = " ".join(f'"{word}"' if " " in word else word for word in (*words, "--keep"))
        return self._paragraph(sentence.format(command=shorten(clean(command), 120)), "heading")

    def _title(self, number: int, step: Step) -> Text:
        counter = f"{number}/{self.count}"
        head = styled(f"  {counter:>{self.margin - 4}}  ", "dim")
        names = self._names(step.node)
        if step.kind == "leaf":
            label = names or gettext("a leaf without a name")
            parts = [styled(self._sign("◆ ") + label, "leaf"), styled(step.name, "dim")]
        else:
            parts = [styled(self._sign("● ") + step.name, "operation")]
            if names:
                parts.append(styled(names, "result"))
        if step.hooks:
            parts.append(styled(gettext("hooks: {count}").format(count=step.hooks), "caution"))
        title = line(head, parts[0])
        for part in parts[1:]:
            title.append("   ")
            title.append_text(part)
        title.truncate(self.width, overflow="ellipsis")
        return title

    def _received(self, step: Step) -> str:
        received = gradient_text(step.received)
        ways = self.arrivals.get(step.node, ())
        if len(ways) > len(step.received):
            senders = list(dict.fromkeys(way.step for way in ways))
            whole = (
                gettext("{gradient}   the sum of {count}, all from step {steps}")
                if len(senders) == 1
                else gettext("{gradient}   the sum of {count}, from steps {steps}")
            )
            numbers = ", ".join(map(str, senders))
            return whole.format(gradient=received, count=len(ways), steps=numbers)
        return received

    def _sent(self, number: int, sent: Sent) -> _Field:
        label = self._sign("→ ") + shorten(self._target(sent), _LABEL - 2)
        value = gradient_text((sent.gradient,))
        remark = self._where(number, sent)
        if sent.gradient is None or sent.formula is None:
            return _Field(label, ((value, "grad"), (remark, "dim")))
        if sent.summed:
            remark = "; ".join(filter(None, (gettext("summed to its shape"), remark)))
        whose = "" if sent.argument is None else f"{sent.argument}: "
        return _Field(
            label, ((f"{whose}{sent.formula}", ""), (f"= {value}", "grad"), (remark, "dim"))
        )

    def _target(self, sent: Sent) -> str:
        names = self._names(sent.target)
        number = self.numbers.get(sent.target)
        if sent.name == _LEAF or (number is not None and self.steps[number - 1].kind == "leaf"):
            return names or gettext("a leaf without a name")
        if number is None:
            return sent.name or names or "?"
        step = self.steps[number - 1]
        output = f"[{sent.output}]" if len(step.received) > 1 else ""
        return f"{step.name}{output}"

    def _where(self, number: int, sent: Sent) -> str:
        """Whether something waits there already, and when it runs."""
        target = self.numbers.get(sent.target)
        if target is None and self.motion.steps.error is not None:
            return gettext("the pass ends before it is taken")
        if target is None:
            return gettext("nobody takes it: this leaf requires no gradient any more")
        earlier = [
            way for way in self.arrivals.get(sent.target, ()) if self._before(way, number, sent)
        ]
        if not earlier or sent.gradient is None:
            return ""
        if earlier[-1].step == number:
            return gettext("added to the one above")
        return gettext("added to what step {step} sent").format(step=earlier[-1].step)

    def _before(self, way: Arrival, number: int, sent: Sent) -> bool:
        if way.sent.output != sent.output:
            return False
        return way.step < number or (way.step == number and way.sent.operand < sent.operand)

    def _total(self, step: Step) -> Iterator[_Field]:
        if (total := step.total) is None:
            return
        before, after = total.before or "None", total.after or "None"
        if self.motion.steps.kept:
            yield _Field(".grad", ((before, ""), (f"-> {after}", "change")))
            return
        would = gettext("{before}, would be {after}").format(before=before, after=after)
        yield _field(".grad", would, "grad")
        if step.waiting:
            message = gettext("hooks that wait for the sum are not called here: {count}")
            yield _field("", message.format(count=step.waiting), "caution")

    def _names(self, node: NodeKey) -> str:
        names = [
            clean(name, ascii_only=self.ascii_only) for name in self.motion.names.get(node, ())
        ]
        text = ", ".join(names[:_NAMES]) + (", ..." if names[_NAMES:] else "")
        return shorten(text, 40)

    def _laid_out(self, field: _Field, column: int) -> Iterator[Text]:
        """The parts of a field side by side, or below each other where there is no room."""
        label = clean(field.label, ascii_only=self.ascii_only)
        head = pad(styled(" " * self.margin + label), self.margin + column + 2)
        if cell_width(label) > column:  # it has a line of its own
            yield styled(" " * self.margin + label)
            head = pad(styled(""), self.margin + column + 2)
        room = max(self.width - self.margin - column - 2, 8)
        parts = [
            (clean(text, ascii_only=self.ascii_only), role) for text, role in field.parts if text
        ]
        row, used = head, 0
        for text, role in parts:
            size = cell_width(text)
            if used and used + 2 + size <= room:
                row.append("  " if role == "dim" else " ")
                row.append_text(styled(text, role))
                used += 2 + size
                continue
            if used:
                yield row
                row = pad(styled(""), self.margin + column + 2)
            *full, row = hanging(row, text, self.width, role=role)
            yield from full
            used = cell_width(row.plain) - self.margin - column - 2
        yield row

    def _paragraph(self, text: str, role: str) -> list[Text]:
        body = clean(text, ascii_only=self.ascii_only)
        return [styled(f"  {row}", role) for row in wrap(body, max(self.width - 2, 8))]

    def _sign(self, sign: str) -> str:
        return sign.translate(ASCII) if self.ascii_only else sign
