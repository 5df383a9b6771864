"""Reads a drawing back into edges, from nothing but its characters. Shares no code with the views.

It knows what a reader is told: a line leads on where an arm of a character meets an arm of the
next one; a vertical line that interrupts a horizontal one passes over it; in lanes a horizontal
line that several lanes bend into ends in the node right below it. Labels are such as `n7`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Edges = dict[str, list[tuple[str, str]]]
"""By target: source and style of each edge, in operand order."""

LABEL = re.compile(r"n\d+(?: […~] n\d+)?")
N, E, S, W = (-1, 0), (0, 1), (1, 0), (0, -1)
ARMS = {
    **{char: {N, S} for char in "│┊✂|:%"},
    **{char: {E, W} for char in "─╌-."},
    "╰": {N, E}, "╭": {S, E}, "╮": {S, W}, "╯": {N, W},
    "├": {N, S, E}, "┤": {N, S, W}, "┬": {E, S, W}, "┴": {N, E, W}, "┼": {N, E, S, W},
    "╵": {N}, "╷": {S}, "╶": {E}, "╴": {W},
}  # fmt: skip
UPRIGHT = set("│┊✂|:%")
DASHED = set("┊✂╌:%.")
SYMBOLS = set("◆◇●◌◉#=*!@")
OPPOSITE = {N: S, S: N, E: W, W: E}

Place = tuple[int, int]


class Unreadable(AssertionError):
    """The drawing leads nowhere, or to two places at once."""


def step(place: Place, way: Place) -> Place:
    return place[0] + way[0], place[1] + way[1]


@dataclass
class Sheet:
    """The characters of the lines alone, labels taken out."""

    cells: dict[Place, str]
    ports: set[Place]
    """Where a `+` of the ASCII drawing belongs to a node and still leads on."""

    def char(self, place: Place) -> str:
        return self.cells.get(place, " ")

    def arms(self, place: Place) -> set[Place]:
        char = self.char(place)
        return self._plus_arms(place) if char == "+" else ARMS.get(char, set())

    def _plus_arms(self, place: Place) -> set[Place]:
        """Of a `+`, whose arms only its surroundings tell."""
        arms = set()
        for way in (N, S):
            beside = step(place, way)
            if self.char(beside) in UPRIGHT | SYMBOLS | set("+vV") or beside in self.ports:
                arms.add(way)
        for way in (E, W):
            beside = step(place, way)
            while self.char(beside) in UPRIGHT:
                beside = step(beside, way)
            if self.char(beside) in "-.+" and self.char(beside) != " ":
                arms.add(way)
        return arms

    def along(self, place: Place, way: Place) -> Place:
        """The next place of a line, over what passes over it."""
        beside = step(place, way)
        while way in (E, W) and self.char(beside) in UPRIGHT:
            beside = step(beside, way)
        return beside

    def net(self, start: Place) -> set[Place]:
        """Everything that a line is joined to."""
        found, waiting = {start}, [start]
        while waiting:
            place = waiting.pop()
            for way in self.arms(place):
                beside = self.along(place, way)
                if OPPOSITE[way] in self.arms(beside) and beside not in found:
                    found.add(beside)
                    waiting.append(beside)
        return found


def read_lanes(text: str) -> Edges:
    """The edges of a lanes drawing."""
    nodes: dict[Place, str] = {}
    orders: dict[str, list[int]] = {}
    cells: dict[Place, str] = {}
    for y, row in enumerate(text.split("\n")):
        label = LABEL.search(row)
        for x, char in enumerate(row[: label.start()] if label else row):
            if char != " ":
                cells[y, x] = char
            if label and char in SYMBOLS:
                nodes[y, x] = label[0]
        told = re.search(r"operands ([\d,]+)", row)
        if label and told:
            orders[label[0]] = [int(number) for number in told[1].split(",")]
    sheet = Sheet(cells, set())
    edges: Edges = {}
    for place, label_text in nodes.items():
        arrivals = [
            _source_of_lane(sheet, nodes, start) for start in _lanes_into(sheet, nodes, place)
        ]
        if label_text in orders:
            order = orders[label_text]
            arrivals = [arrivals[order.index(n)] for n in range(1, len(order) + 1)]
        edges[label_text] = arrivals
    return edges


def _lanes_into(sheet: Sheet, nodes: dict[Place, str], place: Place) -> list[Place]:
    """Where to go up from, for each lane that arrives at a node; from left to right."""
    above = step(place, N)
    if above in nodes:
        return [above]
    if S not in sheet.arms(above):
        return []
    if not sheet.arms(above) & {E, W}:
        return [above]
    return [joint for joint in _trunk(sheet, above) if N in sheet.arms(joint)]


def _trunk(sheet: Sheet, place: Place) -> list[Place]:
    """The places of a horizontal line, from left to right."""
    found = [place]
    for way in (W, E):
        at = place
        while way in sheet.arms(at):
            beside = sheet.along(at, way)
            if OPPOSITE[way] not in sheet.arms(beside):
                raise Unreadable(f"a line from {at} ends in the open at {beside}")
            found.append(beside)
            at = beside
    return sorted(found, key=lambda joint: joint[1])


def _source_of_lane(sheet: Sheet, nodes: dict[Place, str], at: Place) -> tuple[str, str]:
    dashed = False
    while at not in nodes:
        dashed |= sheet.char(at) in DASHED
        if N not in sheet.arms(at):
            stubs = [joint for joint in _trunk(sheet, at) if N in sheet.arms(joint)]
            if len(stubs) != 1:
                raise Unreadable(f"the line at {at} comes from {len(stubs)} lanes")
            at = stubs[0]
        at = step(at, N)
        if at not in nodes and S not in sheet.arms(at):
            raise Unreadable(f"a lane ends in the open at {at}")
    return nodes[at], "severed" if dashed else "solid"


SIDES = set("│║┃╎|:")
CORNERS = set("┌┐└┘╔╗╚╝┏┓┗┛╭╮╰╯+")
HEADS = {"▾": "solid", "v": "solid", "▿": "severed", "V": "severed"}


@dataclass
class Box:
    label: str
    top: int
    bottom: int
    left: int
    right: int

    def holds(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


def read_boxes(text: str) -> Edges:
    """The edges of a boxes drawing."""
    rows = text.split("\n")
    boxes = [_box(rows, y, match) for y, row in enumerate(rows) for match in LABEL.finditer(row)]
    cells = {
        (y, x): char
        for y, row in enumerate(rows)
        for x, char in enumerate(row)
        if char != " " and not any(box.holds((y, x)) for box in boxes)
    }
    ports = {
        (box.bottom, x): box.label
        for box in boxes
        for x in range(box.left + 1, box.right)
        if rows[box.bottom][x] in "┬╤┯+"
    }
    sheet = Sheet(cells, set(ports))
    edges: Edges = {}
    for box in boxes:
        edges[box.label] = []
        for x in range(box.left, box.right + 1):
            head = (box.top - 1, x)
            if sheet.char(head) in HEADS:
                source = _source_of_head(sheet, ports, head)
                edges[box.label].append((source, HEADS[sheet.char(head)]))
    return edges


def _source_of_head(sheet: Sheet, ports: dict[Place, str], head: Place) -> str:
    above = step(head, N)
    if above in ports:
        return ports[above]
    if S not in sheet.arms(above):
        raise Unreadable(f"nothing leads to the arrowhead at {head}")
    tops = {step(place, N) for place in sheet.net(above) if N in sheet.arms(place)}
    sources = [ports[place] for place in tops if place in ports]
    if len(sources) != 1:
        raise Unreadable(f"the arrowhead at {head} comes from {sources}")
    return sources[0]


def _box(rows: list[str], y: int, match: re.Match[str]) -> Box:
    left, right = match.start(), match.end()
    while rows[y][left] not in SIDES:
        left -= 1
    while rows[y][right] not in SIDES:
        right += 1
    top, bottom = y, y
    while rows[top][left] not in CORNERS:
        top -= 1
    while rows[bottom][left] not in CORNERS:
        bottom += 1
    return Box(match[0], top, bottom, left, right)
