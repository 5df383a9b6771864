"""%backend: which engine runs the statements."""

from __future__ import annotations

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic


def _run(app: Host, arguments: Arguments) -> None:  # noqa: ARG001  # every magic is called alike
    torch = app.session.torch
    release = str(getattr(torch, "__version__", "?"))
    if torch.__name__ == "torch":
        message = gettext("real PyTorch {release}")
    else:
        message = gettext("gradrepl's own engine in numpy, which speaks as PyTorch {release} does")
    app.say(message.format(release=release))
    app.say(gettext("to choose the other one, start again: gradrepl --backend numpy|torch"))


BACKEND = Magic(
    name="backend",
    usage="",
    summary=N_("tells which engine runs the statements"),
    run=_run,
)
