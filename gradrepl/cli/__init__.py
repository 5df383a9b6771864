"""The front door: arguments -> backend -> session -> a front end.

arguments.py  what the command line says
program.py    FILE, `-c`, `-m` and standard input, as Python sets them up
run.py        a program, statement by statement, the lens between its own lines; the prompt
graph.py      `gradrepl graph`
lesson.py     `gradrepl lesson` and `gradrepl learn`

What is slow to import is imported where it is used: `gradrepl --version` waits for none of it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the number of SIGINT, as a shell has it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program, and returns its exit code."""
    try:
        code = _main(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except KeyboardInterrupt:  # between two statements, or before the first
        print("KeyboardInterrupt", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader has gone (`| head`): nothing is wrong, and nobody listens
        _let_go_of_stdout()
        return 1
    return code


def _main(argv: list[str]) -> int:
    from gradrepl.cli.arguments import UsageError, parse

    try:
        options = parse(argv)
        return _act(options.action)(options)
    except UsageError as error:
        print(f"gradrepl: {error}", file=sys.stderr)
        return 2


def _act(action: str) -> Callable[[argparse.Namespace], int]:
    """What does it; imported only now."""
    if action.startswith("lesson ") or action == "learn":
        from gradrepl.cli import lesson

        return {
            "lesson list": lesson.lesson_list,
            "lesson check": lesson.lesson_check,
            "learn": lesson.learn,
        }[action]
    if action == "graph":
        from gradrepl.cli.graph import draw_graph

        return draw_graph
    from gradrepl.cli.run import open_prompt, run_program

    return open_prompt if action == "prompt" else run_program


def _let_go_of_stdout() -> None:
    """So that Python's own last flush does not complain."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
