"""%graph: the graph behind some tensors, on the screen or in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError, Option

if TYPE_CHECKING:
    from gradrepl.graph.draw import Style

STYLES = ("auto", "chain", "boxes", "lanes")


def _run(app: Host, arguments: Arguments) -> None:
    from gradrepl.session.session import SessionError

    try:
        graph = app.session.graph(arguments.words)
    except SessionError as error:
        raise MagicError(str(error)) from error
    if not graph.nodes:
        app.say(gettext("there is no graph yet: no tensor here requires grad"))
        return
    output = arguments.option("--output")
    if output is None:
        from gradrepl.render.graph import graph_view

        app.say(graph_view(graph, style=cast("Style", arguments.option("--style") or "auto")))
        return
    from gradrepl.graph.export import ExportError, export

    try:
        path = export(graph, Path(output).expanduser(), warn=app.complain)
    except ExportError as error:
        raise MagicError(str(error)) from error
    app.say(gettext("wrote {path}").format(path=path))


GRAPH = Magic(
    name="graph",
    usage="[NAME ...] [-o FILE] [--style auto|chain|boxes|lanes]",
    summary=N_("draws the graph behind some tensors, or behind all of them"),
    run=_run,
    options=(
        Option(("-o", "--output"), "FILE"),
        Option(("-s", "--style"), "STYLE", STYLES),
    ),
    words=(0, 1000),
    takes_names=True,
    details=N_(
        "-o writes a picture instead, by the file's suffix: .svg, .png, .dot, or .pdf where a "
        "renderer for it is installed. A name may be a path: %graph params[0] model.weight"
    ),
)
