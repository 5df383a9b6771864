"""Reads a drawing back into edges, from nothing but its characters. Shares no code with the views.

It knows what a reader is told: a line leads on where an arm of a character meets an arm of the
next one; a vertical line that interrupts a horizontal one passes over it; in lanes a horizontal
line that several lanes bend into ends in the node right below it. Labels are such as `n7`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Edges = dict[str, list[tuple[str, str, int]]]
"""By target, in operand order: source, style and output of each edge."""

LABEL = re.compile(r"n\d++(?!\[)")
"""Of a folded chain `n3 … n8` the first is enough: nothing else is called so."""
TAKEN = re.compile(r"(?:(\d+):)?n\d+\[(\d+)\]")
USED = re.compile(r"(\d+)([←✂╌<%.])#(\d+)")
MADE = re.compile(r"[→>]#(\d+)")
ORDER = re.compile(r"operands ([\d,]+)")
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
SYMBOLS = set("◆◇●○◌◉#=*o!@")
LINES = set("│┊✂|:%─╌-.╰╭╮╯├┤┬┴┼╵╷╶╴+ ") | SYMBOLS
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


@dataclass
class Row:
    """A node of a lanes drawing, and the words that stand at it."""

    label: str
    words: str


def read_lanes(text: str) -> Edges:
    """The edges of a lanes drawing, hidden lanes included."""
    nodes: dict[Place, str] = {}
    cells: dict[Place, str] = {}
    told: list[Row] = []
    text = re.sub(r"(^|\n)[⋮:] (hidden lanes|and \d)(.|\n)*", "", text)
    for y, row in enumerate(text.split("\n")):
        left = next((x for x, char in enumerate(row) if char not in LINES), len(row))
        label = LABEL.match(row, left)
        if label is None and row.startswith("operands", left - 1):  # that `o` is no symbol
            left -= 1
        if label:
            told.append(Row(label[0], ""))
        if told:
            told[-1].words += " " + row[label.end() if label else left :]
        for x, char in enumerate(row[:left]):
            if char == "+" and row[x - 1 : x] in SYMBOLS:
                continue  # a node that is new
            if char != " ":
                cells[y, x] = char
            if label and char in SYMBOLS:
                nodes[y, x] = label[0]
    sheet = Sheet(cells, set())
    hidden = {number: row.label for row in told for number in MADE.findall(row.words)}
    lanes = {
        label: [_source_of_lane(sheet, nodes, at) for at in _lanes_into(sheet, nodes, place)]
        for place, label in nodes.items()
    }
    return {row.label: _operands(row, lanes[row.label], hidden) for row in told}


def _operands(
    row: Row, lanes: list[tuple[str, str]], hidden: dict[str, str]
) -> list[tuple[str, str, int]]:
    """What arrives along lanes and what is told by number, in operand order."""
    arrivals = {
        int(place): (hidden[number], "solid" if link in "←<" else "severed")
        for place, link, number in USED.findall(row.words)
    }
    count = len(lanes) + len(arrivals)
    free = [place for place in range(1, count + 1) if place not in arrivals]
    if order := ORDER.search(row.words):
        assert sorted(map(int, order[1].split(","))) == free
        free = [int(number) for number in order[1].split(",")]
    arrivals.update(zip(free, lanes, strict=True))
    return _with_outputs([arrivals[place] for place in range(1, count + 1)], row.words)


def _with_outputs(arrivals: list[tuple[str, str]], words: str) -> list[tuple[str, str, int]]:
    outputs = {int(place or 1): int(output) for place, output in TAKEN.findall(words)}
    return [(*arrival, outputs.get(place, 0)) for place, arrival in enumerate(arrivals, 1)]


def read_chain(text: str) -> Edges:
    """The edges of a chain, in which the next node always stands right of the last."""
    parts = re.split(r" (──|--|╌╌[✂╌▷]*|\.\.[%.>]*) ", text)
    labels = [LABEL.search(part)[0] for part in parts[::2]]  # type: ignore[index]  # else it fails
    edges: Edges = {labels[0]: []}
    for source, target, link, words in zip(
        labels, labels[1:], parts[1::2], parts[2::2], strict=False
    ):
        style = "solid" if link in ("──", "--") else "severed"
        edges[target] = _with_outputs([(source, style)], words)
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
    heads = re.compile(f"(?<=[{''.join(SYMBOLS)}][ +]){LABEL.pattern}")
    boxes = [_box(rows, y, match) for y, row in enumerate(rows) for match in heads.finditer(row)]
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
        arrivals = []
        for x in range(box.left, box.right + 1):
            head = (box.top - 1, x)
            if sheet.char(head) in HEADS:
                source = _source_of_head(sheet, ports, head)
                arrivals.append((source, HEADS[sheet.char(head)]))
        words = " ".join(row[box.left : box.right] for row in rows[box.top : box.bottom])
        edges[box.label] = _with_outputs(arrivals, words)
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
