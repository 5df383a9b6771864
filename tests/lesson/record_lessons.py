"""Records what real PyTorch answers to every example of a lesson, and writes it into the lesson.

    python -m tests.lesson.record_lessons [--check] [PATH...]

Needs real PyTorch in the release that the lesson is written for. A real `python -i` reads the
examples as a learner would type them, so answers, warnings (once a place) and tracebacks are those
of a CPython prompt; frames are cut to `...`, addresses to `0x...`. Answers of older releases
(`output release=...`) are left as they are: they were recorded once, on those releases
(tests/lesson/transcripts/README.md). No answer is ever typed by hand.
"""

from __future__ import annotations

import argparse
import codeop
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gradrepl.lesson.channels import normalise
from gradrepl.lesson.replay import before_task, main_line
from gradrepl.lesson.source import find, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gradrepl.lesson.model import Code, Example, Lesson

MARK = "\x1d"
HEADER = "Traceback (most recent call last):"


def ask(sources: Sequence[str]) -> list[str]:
    """Types the sources at one fresh CPython prompt; gives the answer to each."""
    typed = f"import sys; sys.ps1 = {MARK!r}; sys.ps2 = ''\n" + "".join(map(keys, sources))
    environ = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-i", "-q", "-u", "-X", "utf8"],
        input=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
        env=environ,
    )
    answers = done.stdout.split(MARK)[1:-1]
    if len(answers) != len(sources):
        raise RuntimeError(f"{len(sources)} examples, {len(answers)} answers:\n{done.stdout}")
    return [cut(answer) for answer in answers]


def keys(source: str) -> str:
    """What to type: a compound statement ends at an empty line."""
    source = source.rstrip("\n")
    try:
        incomplete = codeop.compile_command(source) is None
    except SyntaxError:  # the prompt shows it
        incomplete = False
    return source + ("\n\n" if incomplete else "\n")


def cut(answer: str) -> str:
    """Leaves out what differs from one machine to the next."""
    if not answer:
        return ""
    kept: list[str] = []
    inside = False
    for line in normalise(answer).removesuffix("\n").split("\n"):
        if line == HEADER:
            inside = True
            kept += [line, "  ..."]
        elif not (inside and line.startswith(" ")):
            inside = False
            kept.append(line or "<BLANKLINE>")
    return "".join(f"{line}\n" for line in kept)


def record(lesson: Lesson) -> dict[int, str]:
    """What real PyTorch answers, by the line that an example starts on."""
    answers = _record(main_line(lesson))
    for step in lesson.steps:
        for wrong in step.wrong:
            found = _record((*before_task(lesson, step), wrong.code))
            answers |= {example.line: found[example.line] for example in wrong.code.examples}
    return answers


def _record(codes: Iterable[Code]) -> Mapping[int, str]:
    examples: list[Example] = [example for code in codes for example in code.examples]
    return dict(zip((e.line for e in examples), ask([e.source for e in examples]), strict=True))


def rewrite(lesson: Lesson, answers: Mapping[int, str]) -> str:
    """The lesson's text with the answers in place."""
    lines = lesson.path.read_text(encoding="utf-8").splitlines(keepends=True)
    examples = [example for code in lesson.codes() for example in code.examples]
    for example in sorted(examples, key=lambda example: -example.line):
        if example.line in answers:
            first = example.line - 1 + example.text.count("\n")
            lines[first : example.end_line] = [answers[example.line]]
    return "".join(lines)


def main() -> int:
    """Records, or with `--check` only says whether anything would change."""
    import torch

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit code 1 if something would"
    )
    options = parser.parse_args()
    changed = 0
    for path in options.paths or find():
        lesson = read(path)
        if torch.__version__.partition("+")[0] != lesson.release[0]:
            print(f"{path} is written for PyTorch {lesson.release[0]}; this is {torch.__version__}")
            return 2
        text = rewrite(lesson, record(lesson))
        if text != path.read_text(encoding="utf-8"):
            changed += 1
            print(f"{path}: {'would change' if options.check else 'recorded'}")
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
