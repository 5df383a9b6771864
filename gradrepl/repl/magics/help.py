"""%help: the commands, or one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic

if TYPE_CHECKING:
    from gradrepl.graph.options import Option

_KEYS = (
    ("Enter", N_("runs what stands there, or opens another line while something is still open")),
    ("Alt-Enter", N_("runs it as it stands")),
    ("Tab", N_("completes a name; a second Tab goes on to the next one")),
    ("Ctrl-C", N_("clears the line, or interrupts what is running")),
    ("Ctrl-D", N_("leaves, at an empty line")),
)


def _run(app: Host, arguments: Arguments) -> None:
    from gradrepl.render.help import help_lines
    from gradrepl.repl.magics import MAGICS, find_magic

    if arguments.words:
        magic = find_magic(arguments.words[0])
        app.say(*help_lines([(_typed(magic), gettext(magic.summary))], app.console.width))
        options = [
            (_spelled(option), gettext(option.summary))
            for option in magic.options
            if option.summary
        ]
        app.say(*help_lines(options, app.console.width))
        if magic.details:
            app.say(*help_lines([("", gettext(magic.details))], app.console.width))
        return
    entries = [(_typed(magic), gettext(magic.summary)) for magic in MAGICS]
    keys = [(key, gettext(does)) for key, does in _KEYS]
    app.say(*help_lines([*entries, *keys], app.console.width))


def _typed(magic: Magic) -> str:
    return f"%{magic.name} {magic.usage}".rstrip()


def _spelled(option: Option) -> str:
    return f"{', '.join(option.flags)} {option.typed()}".rstrip()


def _names() -> tuple[str, ...]:
    from gradrepl.repl.magics import MAGICS

    return tuple(magic.name for magic in MAGICS)


HELP = Magic(
    name="help",
    usage="[NAME]",
    summary=N_("shows the commands and the keys, or what one command does"),
    run=_run,
    words=(0, 1),
    choices=_names,
)
