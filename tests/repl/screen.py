"""The real program in a real pseudo-terminal, and the screen that a learner would see."""

import os
import re
import sys
import time
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parents[2]
CTRL_C = "\x03"
CTRL_D = "\x04"
ENTER = "\r"
CURSOR_QUESTION = "\x1b[6n"


class Terminal:
    """Keys go in, rows come out."""

    def __init__(self, *arguments, width=80, height=24, **environ):
        self.screen = pyte.HistoryScreen(width, height, history=2000)
        self.stream = pyte.Stream(self.screen)
        self.process = pexpect.spawn(
            sys.executable,
            [
                "-m",
                "gradrepl",
                *arguments,
            ],
            cwd=ROOT,
            env=_environ(environ),
            dimensions=(height, width),
            encoding="utf-8",
            timeout=20,
        )
        self.process.delaybeforesend = None
        self.raw = ""

    def send(self, keys):
        self.process.send(keys)

    def resize(self, width, height):
        self.screen.resize(height, width)
        self.process.setwinsize(height, width)

    def rows(self):
        """What stands on the screen, without the blanks at the ends."""
        return [row.rstrip() for row in self.screen.display]

    def text(self):
        return "\n".join(self.rows()).rstrip()

    def wait_for(self, pattern, timeout=20.0):
        """Reads until the screen holds the pattern."""
        return self._wait(lambda: re.search(pattern, self.text(), re.MULTILINE), pattern, timeout)

    def wait_for_prompt(self, timeout=20.0):
        """Reads until the last row that is not empty is a bare prompt."""
        return self._wait(lambda: self._last_row() == ">>>", "a prompt", timeout)

    def run(self, source, timeout=20.0):
        """Types one line at a bare prompt, and waits for the next prompt; returns the screen."""
        self.send(source)
        self._wait(lambda: self._last_row() != ">>>", source, timeout)
        self.send(ENTER)
        self.wait_for_prompt(timeout)
        return self.text()

    def _last_row(self):
        return next((row for row in reversed(self.rows()) if row), "")

    def end(self, timeout=20.0):
        """Reads to the end, and returns the exit code."""
        deadline = time.monotonic() + timeout
        while self.process.isalive() and time.monotonic() < deadline:
            self._read()
        self._read()
        self.process.close()
        return self.process.exitstatus

    def close(self):
        self.process.close(force=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def _wait(self, condition, what, timeout):
        deadline = time.monotonic() + timeout
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what!r}; the screen:\n{self.text()}")
            self._read()
        return found

    def _read(self):
        try:
            text = self.process.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += text
        first, *others = text.split(CURSOR_QUESTION)
        self.stream.feed(first)
        for more in others:  # a terminal answers where its cursor stands
            self.process.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
            self.stream.feed(more)


def _environ(more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    standard = {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "LANGUAGE": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "default",
        "GRADREPL_HISTORY": "",
    }
    return kept | standard | more
