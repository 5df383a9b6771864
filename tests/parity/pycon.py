"""The two text formats: a topic holds statements, a transcript also what each one printed."""

import ast
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

PROMPT = ">>> "
MORE = "... "
END = "..."

DIRECTIVE = re.compile(
    r"# parity: (?:atol=(?P<atol>[0-9.e+-]+)|(?P<differs>differs)) \((?P<reason>.+)\)$"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One statement at a prompt, and what was printed before the next prompt."""

    source: str
    """Without prompts, ending without a newline."""
    output: str = ""
    """Empty, or whole lines."""
    line: int = 0
    """Where the statement starts in its file, from 1."""
    atol: float = 0.0
    """How far printed numbers may be off. Stated in the topic, with its reason, and 0 otherwise."""
    differs: bool = False
    """Whether our engine is known to print something else: stated in the topic, with its reason. It
    is an error when it does not.
    """


def read_topic(text: str) -> tuple[Exchange, ...]:
    """The statements of a topic, in order.

    A comment `# parity: atol=1e-4 (why)` on a line of its own lets the numbers that the next
    statement prints differ by that much. Before the first statement and followed by a blank line
    it holds for all. A comment `# parity: differs (why)` says that the next statement is known to
    print something else on our engine.

    Raises:
        ValueError: where the file is not one that a prompt could be fed with.
    """
    lines = text.splitlines()
    exchanges: list[Exchange] = []
    everywhere = 0.0
    free = 0  # the first line that belongs to no statement yet
    for start, end in _spans(text):
        here = 0.0
        differs = False
        for at in range(free, start):
            if lines[at].startswith("# parity:"):
                directive = _directive(lines[at], at + 1)
                differs = differs or directive["differs"] is not None
                atol = float(directive["atol"] or 0)
                if not exchanges and not lines[at + 1].strip():
                    everywhere = atol
                else:
                    here = atol
        source = "\n".join(lines[start:end])
        if any(not line.strip() for line in lines[start:end]):
            message = f"line {start + 1}: a blank line inside a statement would end it at a prompt"
            raise ValueError(message)
        exchanges.append(
            Exchange(source, line=start + 1, atol=max(here, everywhere), differs=differs)
        )
        free = end
    return tuple(exchanges)


def _directive(line: str, number: int) -> re.Match[str]:
    match = DIRECTIVE.match(line)
    if match is None:
        message = (
            f"line {number}: expected `# parity: atol=NUMBER (why)` or `# parity: differs (why)`, "
            f"found {line!r}"
        )
        raise ValueError(message)
    return match


def _spans(text: str) -> list[tuple[int, int]]:
    """The lines of each statement, from 0, end excluded; `a = 1; b = 2` is one input."""
    spans: list[tuple[int, int]] = []
    for node in ast.parse(text).body:
        decorators = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
        end = node.end_lineno or node.lineno
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def read_transcript(text: str) -> tuple[Exchange, ...]:
    """The exchanges of a transcript; `write_transcript` gives the same text again."""
    exchanges: list[tuple[int, list[str], list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(PROMPT):
            exchanges.append((number, [line.removeprefix(PROMPT)], []))
            continue
        if not exchanges:
            message = f"line {number}: a transcript starts with a prompt, not with {line!r}"
            raise ValueError(message)
        _, source, output = exchanges[-1]
        if not output and line.startswith(MORE):
            source.append(line.removeprefix(MORE))
        elif output or line != END:
            output.append(line + "\n")
    return tuple(
        Exchange("\n".join(source), "".join(output), number) for number, source, output in exchanges
    )


def write_transcript(exchanges: Sequence[Exchange]) -> str:
    """Prompts, statements and output, as they stand on a screen."""
    parts: list[str] = []
    for exchange in exchanges:
        first, *rest = exchange.source.split("\n")
        parts.append(f"{PROMPT}{first}\n")
        parts.extend(f"{MORE}{line}\n" for line in rest)
        if is_compound(exchange.source):
            parts.append(f"{END}\n")
        parts.append(exchange.output)
    return "".join(parts)


def is_compound(source: str) -> bool:
    """Whether a prompt waits for an empty line before it runs this."""
    return hasattr(ast.parse(source).body[-1], "body")


NUMBER = re.compile(r"(?<![\w.])-?(?:\d+\.?\d*(?:e[+-]?\d+)?|inf|nan)", re.IGNORECASE)


PUNCTUATION = re.compile(r"[][(){}:,\s]+")
SUGGESTION = re.compile(r"\. Did you mean '\w+'\?$", re.MULTILINE)


def as_python_3_11(want: str, got: str) -> tuple[str, str]:
    """Both outputs without what Python itself has changed since the one that recorded.

    3.12 shows an `OrderedDict` as a dictionary, not as a list of pairs; 3.13 makes suggestions for
    keywords that are not known.
    """
    if "Did you mean" not in want:
        got = SUGGESTION.sub("", got)
    if "OrderedDict(" in want:
        want, got = PUNCTUATION.sub(" ", want), PUNCTUATION.sub(" ", got)
    return want, got


def same(want: str, got: str, atol: float = 0.0) -> bool:
    """Whether two outputs agree to the character; with a tolerance, in all but the last digits."""
    if want != got and sys.version_info >= (3, 12):
        want, got = as_python_3_11(want, got)
    if want == got or atol == 0:
        return want == got
    if NUMBER.sub("#", want).split() != NUMBER.sub("#", got).split():
        return False
    pairs = zip(NUMBER.findall(want), NUMBER.findall(got), strict=True)
    return all(a == b or abs(float(a) - float(b)) <= atol for a, b in pairs)
