"""The real program, as a shell starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def gradrepl(tmp_path):
    """Runs `gradrepl ARGUMENTS...` in an empty folder; stdout, stderr and returncode."""

    def run(*arguments, typed="", env=(), cwd=tmp_path):
        return subprocess.run(
            [sys.executable, "-m", "gradrepl", *map(str, arguments)],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            cwd=cwd,
            env=environment(dict(env)),
            timeout=120,
            check=False,
        )

    return run


def environment(more):
    """English, no colours asked for, nothing of the developer's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "COLUMNS", "LANGUAGE", "LC_ALL", "PYTHONWARNINGS"}
    }
    own = {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "PYTHONUTF8": "1", "TERM": "xterm-256color"}
    return {**kept, **own, **more}


@pytest.fixture
def script(tmp_path):
    """Writes a script into the folder."""

    def write(text, name="script.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
