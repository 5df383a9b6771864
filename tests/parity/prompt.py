"""Runs statements one after another as a CPython prompt does, and tells what each one printed.

    python -m tests.parity.prompt BACKEND < statements.json > outputs.json

A process of its own, so that seeds, modes, "once" warnings and `import torch` are those of a fresh
prompt. The code is the same for real PyTorch and for our engine, and knows no room of ours but
`backend`.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.parity.pycon import Exchange

ROOT = Path(__file__).parents[2]

TIMEOUT = 120  # seconds, for one topic

SAME_EVERY_TIME = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}

ADDRESS = re.compile(r"0x[0-9a-fA-F]{6,}")
FRAME = re.compile(r'  File "(?!<stdin>)[^"]*", line \d+, in .*\n(?:    .*\n)*')
"""A frame of the library's or of the runner's own, in a traceback that a warning quotes."""
TRIGGERED = re.compile(r"\(Triggered internally at [^)]*\)")

PYTHON_FILTERS = (  # what CPython starts with
    ("default", DeprecationWarning, "__main__"),
    ("ignore", DeprecationWarning, ""),
    ("ignore", PendingDeprecationWarning, ""),
    ("ignore", ImportWarning, ""),
    ("ignore", ResourceWarning, ""),
)


def run(sources: Iterable[str], namespace: dict[str, object]) -> list[str]:
    """What each statement printed: stdout, warnings and the exception, in the order they came."""
    outputs: list[str] = []
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for action, category, module in reversed(PYTHON_FILTERS):
            warnings.filterwarnings(action, category=category, module=module)
        for source in sources:
            screen = io.StringIO()
            warnings.showwarning = _warning_writer(screen)
            with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
                try:
                    exec(compile(source + "\n", "<stdin>", "single"), namespace)  # a prompt
                except Exception as error:  # a prompt prints whatever was raised
                    screen.write(_traceback(error))
            outputs.append(normalise(screen.getvalue()))
    return outputs


def _warning_writer(screen: io.StringIO) -> Callable[..., None]:
    def write(message: Warning | str, category: type[Warning], *place: object) -> None:
        filename, line = place[:2]
        shown = f"{filename}:{line}" if filename == "<stdin>" else "<torch>"
        screen.write(f"{shown}: {category.__name__}: {message}\n")

    return write


def _traceback(error: Exception) -> str:
    """As the prompt prints it, less the frames, and less suggestions: they differ by Python."""
    cls = type(error)
    name = cls.__qualname__
    if cls.__module__ not in {"builtins", "__main__"}:
        name = f"{cls.__module__}.{name}"
    text = str(error)
    return f"Traceback (most recent call last):\n  ...\n{name}{': ' if text else ''}{text}\n"


def normalise(text: str) -> str:
    """Cuts what is another one in every process."""
    text = FRAME.sub("", ADDRESS.sub("0x...", text))
    return TRIGGERED.sub("(Triggered internally at ...)", text)


def play(exchanges: Sequence[Exchange], backend: str) -> tuple[Exchange, ...]:
    """The same statements with what a fresh prompt on this backend prints for them.

    Raises:
        RuntimeError: where the process died, with what it said last.
    """
    done = subprocess.run(  # this file, under this Python
        [sys.executable, "-m", "tests.parity.prompt", backend],
        input=json.dumps([exchange.source for exchange in exchanges]),
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env=os.environ | SAME_EVERY_TIME,
        timeout=TIMEOUT,
    )
    if done.returncode != 0:
        message = f"the prompt ended with code {done.returncode}:\n{done.stderr[-4000:]}"
        raise RuntimeError(message)
    outputs = json.loads(done.stdout)
    return tuple(
        Exchange(exchange.source, output, exchange.line, exchange.atol)
        for exchange, output in zip(exchanges, outputs, strict=True)
    )


def main() -> None:
    """Reads a JSON list of statements and prints a JSON list of outputs."""
    sources = json.load(sys.stdin)
    if sys.argv[1] == "torch":
        import torch
    else:
        from gradrepl import backend

        ours = backend.load(sys.argv[1])
        ours.install()
        torch = ours.torch
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    namespace = vars(module)
    namespace["torch"] = torch
    json.dump(run(sources, namespace), sys.stdout)


if __name__ == "__main__":
    main()
