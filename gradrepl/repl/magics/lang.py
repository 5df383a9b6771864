"""%lang: the language of gradrepl's own words."""

from __future__ import annotations

from gradrepl import locale
from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError, unknown


def _run(app: Host, arguments: Arguments) -> None:
    if arguments.words:
        language = arguments.words[0]
        if language not in locale.LANGUAGES:
            raise MagicError(unknown(N_("no catalogue for {name!r}"), language, locale.LANGUAGES))
        locale.use(language)
    app.say(gettext("gradrepl speaks English"))


LANG = Magic(
    name="lang",
    usage="[en|zh]",
    summary=N_("sets the language of the explanations; PyTorch's own texts stay English"),
    run=_run,
    words=(0, 1),
    choices=lambda: locale.LANGUAGES,
)
