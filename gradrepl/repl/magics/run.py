"""%run: a script's statements, one by one, in this session."""

from __future__ import annotations

import tokenize
from pathlib import Path

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError


def _run(app: Host, arguments: Arguments) -> None:
    path = Path(arguments.words[0]).expanduser()
    try:
        with tokenize.open(path) as file:  # by the file's own coding line, as Python reads it
            source = file.read()
    except (SyntaxError, UnicodeDecodeError) as error:
        message = gettext("{path} cannot be read as Python text: {reason}")
        raise MagicError(message.format(path=path, reason=error)) from error
    code = app.feed(source, str(path), display=False, magics=False)
    if code:
        app.say(gettext("{path} ended with exit code {code}").format(path=path, code=code))


RUN = Magic(
    name="run",
    usage="FILE",
    summary=N_("runs a script's statements one by one in this session, under the lens"),
    run=_run,
    words=(1, 1),
)
