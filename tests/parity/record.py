"""Records what real PyTorch prints. Run it where the PyTorch of that release is installed.

python -m tests.parity.record                    every topic anew
python -m tests.parity.record creation hooks     these topics
python -m tests.parity.record --check            only says which recordings are out of date
python -m tests.parity.record --transcript FILE  prints a transcript's statements with new output
"""

import argparse
import importlib.metadata
import sys
from pathlib import Path

from tests.parity.prompt import play
from tests.parity.pycon import (
    END,
    MORE,
    PROMPT,
    Exchange,
    read_topic,
    read_transcript,
    write_transcript,
)

HERE = Path(__file__).parent
TOPICS = HERE / "topics"
RECORDED = HERE / "recorded"


def topics() -> tuple[str, ...]:
    """The topics' names, in alphabetical order."""
    return tuple(sorted(path.stem for path in TOPICS.glob("*.py")))


def recording(topic: str, release: str = "2.13.0") -> Path:
    """Where a topic's transcript lies."""
    return RECORDED / f"{topic}.torch-{release}.pycon"


def record(exchanges: tuple[Exchange, ...]) -> str:
    """The transcript that real PyTorch gives.

    Raises:
        ValueError: where an output could not be told from a prompt.
    """
    played = play(exchanges, "torch")
    for exchange in played:
        lines = exchange.output.splitlines(keepends=True)
        if any(line.startswith((PROMPT, MORE)) or line.rstrip("\n") == END for line in lines):
            message = f"line {exchange.line}: the output looks like a prompt:\n{exchange.output}"
            raise ValueError(message)
        if lines and not lines[-1].endswith("\n"):
            message = f"line {exchange.line}: the output does not end its line: {lines[-1]!r}"
            raise ValueError(message)
    return write_transcript(played)


def main() -> int:
    """The command line.

    Returns:
        The exit code: 1 when `--check` found a recording that is not what PyTorch prints.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.parity.record")
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(topics()))
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--transcript", type=Path, metavar="FILE")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")
    if options.transcript:
        sys.stdout.write(record(read_transcript(options.transcript.read_text(encoding="utf-8"))))
        return 0
    release = importlib.metadata.version("torch").partition("+")[0]
    stale = 0
    for topic in options.topics or topics():
        exchanges = read_topic((TOPICS / f"{topic}.py").read_text(encoding="utf-8"))
        text = record(exchanges)
        path = recording(topic, release)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            print(f"{topic}: {len(exchanges)} statements, unchanged")
            continue
        stale += 1
        if options.check:
            print(f"{topic}: out of date")
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"{topic}: {len(exchanges)} statements, recorded")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
