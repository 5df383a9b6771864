"""%who: every tensor that can be reached by a name."""

from __future__ import annotations

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic


def _run(app: Host, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
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
