"""%backend: which engine runs the statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Magic

if TYPE_CHECKING:
    from gradrepl.repl.app import App


def _run(app: App, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
    release = str(getattr(app.session.torch, "__version__", "?"))
    message = gettext("{backend}, which speaks as PyTorch {release} does")
    if app.settings.backend == "torch":
        message = gettext("real PyTorch {release}")
    app.say(message.format(backend=app.settings.backend, release=release))
    app.say(gettext("To choose another one, start again: gradrepl --backend numpy|torch"))


BACKEND = Magic(
    name="backend",
    usage="",
    summary=N_("tells which engine runs the statements"),
    run=_run,
)
