"""%theme: the colours of everything that is printed."""

from __future__ import annotations

from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError, unknown


def _names() -> tuple[str, ...]:
    from gradrepl.render.theme import THEMES

    return THEMES


def _run(app: Host, arguments: Arguments) -> None:
    from gradrepl.render import theme

    if arguments.words:
        wanted = arguments.words[0]
        name = next((one for one in theme.THEMES if one == wanted), None)
        if name is None:
            raise MagicError(unknown(N_("no theme is called {name!r}"), wanted, theme.THEMES))
        theme.use(name)
        app.console.push_theme(theme.styles(name, app.console.color_system))
    app.say(gettext("the theme is {name}").format(name=theme.current()))


THEME = Magic(
    name="theme",
    usage="[auto|dark|light|safe|none]",
    summary=N_("sets the colours: of the terminal's own, or for a dark or a light ground"),
    run=_run,
    words=(0, 1),
    choices=_names,
    details=N_(
        "safe is for eyes that do not tell red from green, none has no colours. NO_COLOR and "
        "GRADREPL_THEME are heeded"
    ),
)
