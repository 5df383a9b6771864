"""%graph: the graph behind some tensors, on the screen or in a file."""

from __future__ import annotations

from gradrepl.graph.options import OPTIONS
from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.drawing import deliver, wish
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError


def _run(app: Host, arguments: Arguments) -> None:
    from gradrepl.session.session import SessionError

    wanted = wish(arguments.options or {})
    try:
        graph = app.session.graph(arguments.words)
    except SessionError as error:
        raise MagicError(str(error)) from error
    if not graph.nodes:
        app.say(gettext("there is no graph yet: no tensor here requires grad"))
        return
    deliver(graph, wanted, app.console, app.complain)


GRAPH = Magic(
    name="graph",
    usage="[NAME ...] [-o FILE] [OPTION ...]",
    summary=N_("draws the graph behind some tensors, or behind all of them"),
    run=_run,
    options=OPTIONS,
    words=(0, 1000),
    takes_names=True,
    details=N_(
        "A name may be a path: %graph params[0] model.weight. model or params alone means all that "
        "is inside"
    ),
)
