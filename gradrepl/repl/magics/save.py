"""%save: the session so far, as a script or as a transcript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gradrepl.graph.options import Option
from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError, unknown

if TYPE_CHECKING:
    from gradrepl.session.turn import Turn

SUFFIXES = (".py", ".pycon")


def _run(app: Host, arguments: Arguments) -> None:
    path = Path(arguments.words[0]).expanduser()
    if path.is_dir():
        raise MagicError(gettext("{path} is a folder; name a file in it").format(path=path))
    if path.suffix not in SUFFIXES:
        raise MagicError(unknown(N_("a session is not saved as {name!r}"), path.suffix, SUFFIXES))
    turns = app.session.history
    if not turns:
        raise MagicError(gettext("there is nothing to save yet"))
    force = arguments.option("--force") is not None
    text = script(turns) if path.suffix == ".py" else transcript(turns)
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        message = gettext("{path} exists; to write over it: %save --force {path}")
        raise MagicError(message.format(path=path)) from error
    message = gettext("wrote {count} statements to {path}")
    app.say(message.format(count=len(turns), path=path))


def script(turns: tuple[Turn, ...]) -> str:
    """The statements that ran to their end, as a script; the others as comments."""
    parts = []
    for turn in turns:
        source = turn.statement.source
        if turn.outcome.status != "ok":
            error = turn.outcome.exception
            reason = error.type if error is not None else turn.outcome.status
            source = "\n".join(f"# {line}".rstrip() for line in source.split("\n"))
            source += f"  # {reason}" if "\n" not in source else f"\n# {reason}"
        parts.append(source)
    return "\n".join(parts) + "\n"


def transcript(turns: tuple[Turn, ...]) -> str:
    """The statements and what each of them printed, with prompts."""
    from gradrepl.session.transcript import write

    return write(turns)


SAVE = Magic(
    name="save",
    usage="FILE [--force]",
    summary=N_("writes the session to a script (.py) or a transcript (.pycon)"),
    run=_run,
    options=(Option(("-f", "--force")),),
    words=(1, 1),
    details=N_(
        "A statement that failed becomes a comment in a script. --force writes over a file that "
        "exists."
    ),
)
