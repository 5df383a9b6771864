"""Plays the recorded topics on an engine and lists every statement that prints something else.

python -m tests.parity.replay                       all topics on our engine
python -m tests.parity.replay hooks nodes --limit 5  the first differences of these topics
python -m tests.parity.replay --backend torch       real PyTorch against its own recordings
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.parity.prompt import play
from tests.parity.pycon import Exchange, read_topic, read_transcript, same
from tests.parity.record import TOPICS, recording, topics

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Difference:
    """A statement that did not print what PyTorch printed."""

    place: str
    """The topic's file and the statement's line."""
    source: str
    want: str
    got: str

    def __str__(self) -> str:
        return (
            f"{self.place}\n{_indented(self.source)}\n  want\n{_indented(self.want)}\n"
            f"  got\n{_indented(self.got)}\n"
        )


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in (text or "(nothing)").rstrip("\n").split("\n"))


def expected(topic: str) -> tuple[Exchange, ...]:
    """A topic's statements with what PyTorch printed, and the tolerances that the topic states.

    Raises:
        ValueError: where the topic was changed and not recorded again.
    """
    stated = read_topic((TOPICS / f"{topic}.py").read_text(encoding="utf-8"))
    recorded = read_transcript(recording(topic).read_text(encoding="utf-8"))
    if [exchange.source for exchange in stated] != [exchange.source for exchange in recorded]:
        message = (
            f"topics/{topic}.py and its recording hold different statements; run, where real "
            f"PyTorch is installed: python -m tests.parity.record {topic}"
        )
        raise ValueError(message)
    return tuple(
        replace(statement, output=record.output)
        for statement, record in zip(stated, recorded, strict=True)
    )


def differences(name: str, want: Sequence[Exchange], backend: str) -> tuple[Difference, ...]:
    """What a backend prints otherwise than recorded; of our engine, than its topic says."""
    found = []
    for wanted, played in zip(want, play(want, backend), strict=True):
        is_same = same(wanted.output, played.output, wanted.atol)
        known = wanted.differs and backend == "numpy"
        if is_same and known:
            stale = "the very same as PyTorch: take `# parity: differs` away\n"
            found.append(Difference(f"{name}:{wanted.line}", wanted.source, stale, played.output))
        elif not is_same and not known:
            place = f"{name}:{wanted.line}"
            found.append(Difference(place, wanted.source, wanted.output, played.output))
    return tuple(found)


def main() -> int:
    """The command line.

    Returns:
        The exit code: 1 when anything differs.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.parity.replay")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(topics()))
    parser.add_argument("--backend", default="numpy")
    parser.add_argument("--limit", type=int, default=1000, help="differences shown of a topic")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    counts = []
    for topic in options.topics or topics():
        want = expected(topic)
        try:
            found = differences(f"topics/{topic}.py", want, options.backend)
        except RuntimeError as died:
            print(f"{topic}: {died}")
            counts.append((topic, len(want), len(want)))
            continue
        print("\n".join(str(difference) for difference in found[: options.limit]))
        counts.append((topic, len(found), len(want)))
    for topic, bad, total in counts:
        print(f"{topic:22} {total - bad:4} of {total:4} the same")
    bad, total = sum(c[1] for c in counts), sum(c[2] for c in counts)
    print(f"{'all':22} {total - bad:4} of {total:4} the same")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
