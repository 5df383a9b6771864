"""One picture a step of a backward pass: the same places in all of them, and more of it known.

The node that runs is marked, what a gradient goes along is thick, what is done is hollow, and a
gradient stands at its node from the step on in which it is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gradrepl.graph.canvas import clean, shorten
from gradrepl.graph.model import Edge, Graph, Node
from gradrepl.graph.motion import gradient_text, total_text
from gradrepl.graph.scene import DETAIL, MARGIN, Words
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from gradrepl.graph.model import Role
    from gradrepl.graph.motion import Motion
    from gradrepl.graph.scene import Box, Line, Point, Scene
    from gradrepl.observe.facts import NodeKey
    from gradrepl.observe.steps import Sent, Step

MOST: Final = 200
"""How many steps are made into pictures at most."""

_LEAF: Final = 2**64 - 1
_ROW: Final = 1.5 * DETAIL
_CELLS: Final = 96  # of a line below the picture
_LINES: Final = 5
_ARROW: Final = 7.0  # the length of an arrow


@dataclass(frozen=True, slots=True)
class Slides:
    """The pictures of a pass, and of what they are made."""

    scenes: tuple[Scene, ...]
    """One a step; all of one size."""
    last: Scene
    """With every gradient, and nothing marked, and no words below."""
    captions: tuple[tuple[Words, ...], ...]
    """What stands below each of them."""
    runs: tuple[str, ...]
    """Of each step the id of its node."""
    flows: tuple[frozenset[int], ...]
    """Of each step the lines, by number, along which it hands gradients back."""


def motion_graph(motion: Motion) -> Graph:
    """What was run, sources first: every node of the pass, with the gradient that it received."""
    ids = _ids(motion)
    steps = motion.steps.steps
    unseen = [key for key in ids if key not in {step.node for step in steps}]
    nodes = [_unseen(motion, key, ids[key]) for key in unseen]
    nodes += [_node(motion, step, ids[step.node]) for step in reversed(steps)]
    edges = [
        Edge(ids[sent.target], ids[step.node], sent.operand, sent.output)
        for step in reversed(steps)
        for sent in step.sent
    ]
    return Graph(tuple(nodes), tuple(edges))


def slides(motion: Motion, graph: Graph, scene: Scene) -> Slides:
    """The pictures of each step.

    Args:
        motion: the pass.
        graph: its `motion_graph`.
        scene: where that was laid out.
    """
    steps, ids = motion.steps.steps, _ids(motion)
    captions = [_caption(motion, number) for number in range(1, len(steps) + 1)]
    rows = max(map(len, captions), default=0)
    widest = max((one.width for lines in captions for one in lines), default=0.0)
    width = max(scene.width, widest + 2 * MARGIN)
    base = _moved(_gathered(scene), (width - scene.width) / 2)
    base = replace(base, width=width, height=scene.height + rows * _ROW + MARGIN)
    placed = tuple(_placed(lines, scene.height) for lines in captions)
    runs = tuple(ids[step.node] for step in steps)
    flows = tuple(
        frozenset(
            number
            for number, edge in enumerate(graph.edges)
            if edge.target == ids[step.node]
            and any(one.operand == edge.operand and one.gradient is not None for one in step.sent)
        )
        for step in steps
    )
    scenes = tuple(
        _scene(base, runs[: place + 1], flows[place], placed[place]) for place in range(len(steps))
    )
    return Slides(scenes, _finished(base, runs), placed, runs, flows)


def _ids(motion: Motion) -> dict[NodeKey, str]:
    keys = [step.node for step in motion.steps.steps]
    keys += [sent.target for step in motion.steps.steps for sent in step.sent]
    return {key: f"n{number}" for number, key in enumerate(dict.fromkeys(keys), 1)}


def _node(motion: Motion, step: Step, node_id: str) -> Node:
    names = motion.names.get(step.node, ())
    first = next((one for one in step.received if one is not None), None)
    shape, dtype = (None, None) if first is None else (first.shape, first.dtype)
    if step.kind == "leaf":
        grad = gradient_text(step.received) if step.total is None else total_text(step.total)
        label = names[0] if names else gettext("a leaf without a name")
        return Node(node_id, "leaf", label, names, shape, dtype, grad=grad)
    grad = gradient_text(step.received)
    note = gettext("it raised, and the pass ends here") if step.failed else None
    return Node(node_id, "operation", step.name, names, shape, dtype, grad=grad, note=note)


def _unseen(motion: Motion, key: NodeKey, node_id: str) -> Node:
    """What a gradient was sent to, and did not run."""
    names = motion.names.get(key, ())
    role: Role = "leaf" if key[1] == _LEAF else "operation"
    return Node(node_id, role, names[0] if names else gettext("did not run"), names)


def _caption(motion: Motion, number: int) -> list[Words]:
    """What happens in a step: where it stands, and where the gradients go."""
    step = motion.steps.steps[number - 1]
    by_node = {one.node: one for one in motion.steps.steps}
    own = ", ".join(motion.names.get(step.node, ())[:3])
    title = f"{number}/{len(motion.steps.steps)}  {step.name}" + (f"  {own}" if own else "")
    lines = [Words(_short(title), 0, 0, DETAIL, "", bold=True, anchor="start")]
    if step.total is not None:
        text = ".grad  " + total_text(step.total)
        lines.append(Words(_short(text), 0, 0, DETAIL, "grad", anchor="start"))
    for sent in step.sent[: _LINES - 1]:
        formula = f"{sent.formula} = " if sent.formula and sent.gradient else ""
        called = _called(motion, sent, by_node.get(sent.target))
        to = gettext("to {name}:").format(name=called)
        text = f"{to}  {formula}{gradient_text((sent.gradient,))}"
        lines.append(Words(_short(text), 0, 0, DETAIL, "detail", anchor="start"))
    return lines


def _called(motion: Motion, sent: Sent, target: Step | None) -> str:
    if target is not None and len(target.received) > 1:
        return f"{target.name}[{sent.output}]"
    names = motion.names.get(sent.target, ())
    return names[0] if names else "?" if target is None else target.name


def _short(text: str) -> str:
    return shorten(clean(text), _CELLS)


def _placed(lines: list[Words], top: float) -> tuple[Words, ...]:
    return tuple(
        replace(one, x=MARGIN, y=top + (number + 1) * _ROW) for number, one in enumerate(lines)
    )


def _scene(
    base: Scene, ran: tuple[str, ...], flows: frozenset[int], below: tuple[Words, ...]
) -> Scene:
    """The picture of the step that runs the last of these nodes."""
    *done, active = ran
    boxes = tuple(_box(box, active=box.id == active, done=box.id in done) for box in base.boxes)
    lines = tuple(back(one) if number in flows else one for number, one in enumerate(base.lines))
    return replace(base, boxes=boxes, lines=lines, words=(*base.words, *below))


def back(line: Line) -> Line:
    """The way of a gradient: the same line, in the other direction."""
    first, second = line.points[0], line.points[1]
    length = math.dist(first, second) or 1.0
    base = tuple(a + _ARROW * (b - a) / length for a, b in zip(first, second, strict=True))
    points = [*line.points[:0:-1], (base[0], base[1])]
    if line.tip is not None:  # the line ended at the base of its arrow
        points = [line.tip, line.tip, points[0], *points]
    return replace(line, points=tuple(points), tip=first, flows=True)


def _finished(base: Scene, ran: tuple[str, ...]) -> Scene:
    boxes = tuple(_box(box, active=False, done=box.id in ran) for box in base.boxes)
    return replace(base, boxes=boxes)


def _box(box: Box, *, active: bool, done: bool) -> Box:
    words = box.words
    if not (active or done):
        words = tuple(one for one in words if one.role != "grad")
    return replace(box, words=words, active=active, hollow=done)


def _gathered(scene: Scene) -> Scene:
    """The scene with every gradient inside its box's words, also where lanes set it beside."""
    beside = [one for one in scene.words if one.role == "grad"]
    boxes = tuple(
        replace(box, words=(*box.words, *(one for one in beside if abs(one.y - box.y) < DETAIL)))
        for box in scene.boxes
    )
    return replace(scene, boxes=boxes, words=tuple(w for w in scene.words if w not in beside))


def _moved(scene: Scene, right: float) -> Scene:
    def over(point: Point) -> Point:
        return point[0] + right, point[1]

    def line(one: Line) -> Line:
        bar = None if one.bar is None else (over(one.bar[0]), over(one.bar[1]))
        tip = None if one.tip is None else over(one.tip)
        return replace(one, points=tuple(map(over, one.points)), tip=tip, bar=bar)

    def words(all_words: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple(replace(one, x=one.x + right) for one in all_words)

    boxes = (replace(one, x=one.x + right, words=words(one.words)) for one in scene.boxes)
    return replace(
        scene,
        boxes=tuple(boxes),
        lines=tuple(map(line, scene.lines)),
        words=words(scene.words),
    )
