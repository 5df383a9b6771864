"""The prompt's own commands, one file each. A new one is a file here and its name in `MAGICS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.backend import BACKEND
from gradrepl.repl.magics.backward import BACKWARD
from gradrepl.repl.magics.graph import GRAPH
from gradrepl.repl.magics.help import HELP
from gradrepl.repl.magics.lang import LANG
from gradrepl.repl.magics.lens import LENS
from gradrepl.repl.magics.magic import Arguments, Magic, MagicError, read_arguments, unknown
from gradrepl.repl.magics.reset import RESET
from gradrepl.repl.magics.run import RUN
from gradrepl.repl.magics.save import SAVE
from gradrepl.repl.magics.theme import THEME
from gradrepl.repl.magics.who import WHO
from gradrepl.repl.magics.why import WHY

if TYPE_CHECKING:
    from gradrepl.repl.magics.magic import Host
    from gradrepl.session.turn import MagicCall

MAGICS: tuple[Magic, ...] = (
    HELP,
    LENS,
    GRAPH,
    BACKWARD,
    WHO,
    WHY,
    RUN,
    SAVE,
    RESET,
    LANG,
    THEME,
    BACKEND,
)


def run_magic(app: Host, call: MagicCall) -> bool:
    """Runs a magic, and returns whether it did what it was asked. A fault becomes one line."""
    try:
        magic = find_magic(call.name)
        if call.arguments in ("-h", "--help"):
            HELP.run(app, Arguments((magic.name,)))
        else:
            magic.run(app, read_arguments(magic, call.arguments))
    except MagicError as error:
        app.complain(str(error))
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        app.complain(f"{place}{error.strerror or error}")
    except KeyboardInterrupt:
        app.complain(gettext("%{magic} was interrupted").format(magic=call.name))
    except Exception as error:  # noqa: BLE001  # the prompt outlives every fault of its own
        fault = f"{type(error).__name__}: {error}"
        app.complain(gettext("%{magic} failed: {error}").format(magic=call.name, error=fault))
    else:
        return True
    return False


def find_magic(name: str) -> Magic:
    """The magic of that name, with or without its `%`.

    Raises:
        MagicError: with the nearest name.
    """
    bare = name.removeprefix("%")
    for magic in MAGICS:
        if magic.name == bare:
            return magic
    known = [f"%{magic.name}" for magic in MAGICS]
    raise MagicError(unknown(N_("there is no magic {name!r}"), f"%{bare}", known))
