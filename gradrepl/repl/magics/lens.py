"""%lens: how much is shown after every statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError, unknown

if TYPE_CHECKING:
    from gradrepl.render.turn import Level

LEVELS = ("off", "facts", "full")


def _run(app: Host, arguments: Arguments) -> None:
    if arguments.words:
        level = arguments.words[0]
        if level not in LEVELS:
            raise MagicError(unknown(N_("the lens has no level {name!r}"), level, LEVELS))
        app.session.level = cast("Level", level)
    app.say(gettext("the lens is at: {level}").format(level=app.session.level))


HELP = N_(
    "off shows nothing; facts shows what each touched tensor is and what changed; full adds the "
    "graph and the explanations."
)

LENS = Magic(
    name="lens",
    usage="[off|facts|full]",
    summary=N_("sets how much is shown after every statement, or tells it"),
    run=_run,
    words=(0, 1),
    choices=lambda: LEVELS,
    details=HELP,
)
