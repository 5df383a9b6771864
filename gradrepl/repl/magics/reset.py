"""%reset: an empty namespace."""

from __future__ import annotations

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic


def _run(app: Host, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
    app.session.reset()
    app.say(gettext("all names are gone, and the grad mode is as at the start"))


RESET = Magic(
    name="reset",
    usage="",
    summary=N_("forgets every name and starts afresh"),
    run=_run,
)
