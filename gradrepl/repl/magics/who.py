"""%who: every tensor that can be reached by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Magic

if TYPE_CHECKING:
    from gradrepl.repl.app import App


def _run(app: App, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
    from gradrepl.render.facts import snapshot_lines

    lines = snapshot_lines(app.session.snapshot, app.console.width, ascii_only=app.ascii_only)
    if lines:
        app.say(*lines)
    else:
        app.say(gettext("no name leads to a tensor yet"))


WHO = Magic(
    name="who",
    usage="",
    summary=N_("lists every tensor that a name leads to, with its values"),
    run=_run,
)
