"""The lens in a notebook: `%load_ext gradrepl.jupyter`, then `%%lens` above a cell.

    %%lens [off|facts|full]

The cell's statements run one by one in the notebook's own namespace, and below each stands what the
prompt would show; in a browser the graph is a picture. The engine is real PyTorch where that is
installed, and gradrepl's own where it is not: `import torch` then gives that one.
"""

from __future__ import annotations

import builtins
import contextlib
import difflib
import importlib.util
import sys
from typing import TYPE_CHECKING, Any, Final, cast

from IPython.core.error import UsageError
from IPython.display import display

from gradrepl.backend import load
from gradrepl.locale import gettext
from gradrepl.render.console import make_console
from gradrepl.render.turn import turn_view
from gradrepl.session.picture import Picture
from gradrepl.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell
    from rich.console import Console

    from gradrepl.backend import Name
    from gradrepl.render.turn import Level
    from gradrepl.session.turn import Turn

_LEVELS: Final = ("off", "facts", "full")
_BROWSER_WIDTH: Final = 100
_SVG: Final = "image/svg+xml"
_CACHES: Final = ("In", "Out")
"""IPython's own names, through which every value ever shown can still be reached."""
_OPENED: Final[dict[int, Lens]] = {}
"""The lens of each shell that has loaded the extension."""


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Called by `%load_ext gradrepl.jupyter`."""
    lens = Lens(shell)

    def run_cell(line: str, cell: str) -> None:
        """Runs the cell under gradrepl's lens: %%lens [off|facts|full]."""
        lens.run(line, cell)

    shell.register_magic_function(run_cell, "cell", "lens")  # type: ignore[arg-type]  # a decorated method
    _OPENED[id(shell)] = lens


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Called by `%unload_ext gradrepl.jupyter`."""
    shell.magics_manager.magics["cell"].pop("lens", None)
    if (lens := _OPENED.pop(id(shell), None)) is not None:
        lens.session.close()


class CellError(Exception):
    """A statement of the cell raised: what stands below it. It holds texts alone, and no frame."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in the place of our own frames."""
        return self.text.splitlines()


class Lens:
    """The cell magic `%%lens`."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        backend = load(_engine())
        backend.install()
        self.session = Session(
            backend.torch, hidden=(backend.folder,), namespace=cast("dict[str, Any]", shell.user_ns)
        )

    def run(self, line: str, cell: str) -> None:
        """Runs a cell under the lens.

        Raises:
            CellError: where one of its statements raised; the statements after it do not run.
        """
        self.session.level = _level(line)
        source = str(self.shell.transform_cell(cell))  # type: ignore[no-untyped-call]
        with self._caches_aside():
            for turn in self.session.run(source):
                self._show(turn)

    def _show(self, turn: Turn) -> None:
        status = turn.outcome.status
        if status == "exit":
            raise SystemExit(turn.outcome.exit_code)
        view = turn_view(turn, level=self.session.level)
        if status != "ok":
            exception = turn.outcome.exception
            traceback = exception.traceback if exception is not None else status
            raise CellError(traceback + (self._text(view) if view is not None else ""))
        if view is None:
            return
        if self._in_browser and turn.graph is not None and self.session.level == "full":
            display(Picture(turn.graph))  # type: ignore[no-untyped-call]  # IPython's
            view = turn_view(turn, level="full", graph=False)
        if view is not None:
            self._console().print(view, soft_wrap=True)

    def _text(self, view: object) -> str:
        console = self._console()
        with console.capture() as text:
            console.print(view, soft_wrap=True)
        return text.get()

    def _console(self) -> Console:
        """For the stream of this very cell. A browser shows colours, and tells no width."""
        if self._in_browser:
            return make_console(color=True, width=_BROWSER_WIDTH)
        return make_console()

    @property
    def _in_browser(self) -> bool:
        formatter = self.shell.display_formatter
        return formatter is not None and _SVG in formatter.active_types

    @contextlib.contextmanager
    def _caches_aside(self) -> Iterator[None]:
        """Lends IPython's caches to `builtins`: the cell still finds them, the lens does not."""
        names = self.session.namespace
        lent = {name: names.pop(name) for name in _CACHES if name in names}
        for name, value in lent.items():
            setattr(builtins, name, value)
        try:
            yield
        finally:
            for name, value in lent.items():
                names.setdefault(name, value)
                delattr(builtins, name)


def _engine() -> Name:
    torch = sys.modules.get("torch")
    if torch is not None:
        return "numpy" if torch.__name__.startswith("gradrepl.") else "torch"
    return "torch" if importlib.util.find_spec("torch") is not None else "numpy"


def _level(line: str) -> Level:
    level = line.strip() or "full"
    if level not in _LEVELS:
        near = difflib.get_close_matches(level, _LEVELS, n=1) or _LEVELS
        message = gettext("%%lens has no level {name!r}; there are: {names}")
        raise UsageError(message.format(name=level, names=", ".join(near)))
    return cast("Level", level)
