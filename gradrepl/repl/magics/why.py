"""%why: what the lens said last, once more."""

from __future__ import annotations

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic


def _run(app: Host, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
    from gradrepl.graph.canvas import shorten
    from gradrepl.render.explanation import explanation_lines
    from gradrepl.render.text import styled

    if app.session.level == "off":
        app.say(gettext("the lens is off and has not looked; %lens facts looks and says little"))
        return
    turn = next((turn for turn in reversed(app.session.history) if turn.explanations), None)
    if turn is None:
        app.say(gettext("nothing so far wanted an explanation"))
        return
    first = turn.statement.source.partition("\n")[0]
    room = app.console.width - 8
    app.say(styled(f"  {turn.number}: {shorten(first, room)}", "dim"))
    app.say(*explanation_lines(turn.explanations, app.console.width))


WHY = Magic(
    name="why",
    usage="",
    summary=N_("repeats the last explanation, also one that %lens facts kept back"),
    run=_run,
)
