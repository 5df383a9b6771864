"""gradrepl's own words in the reader's language; never PyTorch's, which stay as on the web.

The English text is the message id: `gettext("no tensor is called {name!r}").format(name=name)`
translates first and fills in afterwards. `N_("...")` only marks a text that is translated later,
where it is shown. Catalogues are GNU gettext's, `zh_CN/LC_MESSAGES/gradrepl.po`, and the compiled
`.mo` beside it is what runs.
`python -m tests.locale.catalogue` refreshes both from the code.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LANGUAGES = ("en", "zh")

_FOLDERS: dict[str, str] = {"zh": "zh_CN"}  # English needs no catalogue: its texts are the ids
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_language: str | None = None
_translate: Callable[[str], str] | None = None


def N_(message: str) -> str:  # noqa: N802  # gettext's customary name for "mark, translate later"
    """Marks a message id for the catalogue and returns it unchanged."""
    return message


def gettext(message: str) -> str:
    """The message in the language in use; the message itself where it has no translation."""
    if _language is None:
        use(None)
    if _translate is None or not message:  # gettext keeps the catalogue's header under ""
        return message
    return _translate(message)


def use(language: str | None) -> str:
    """Speaks a language from here on, and returns which.

    Args:
        language: one of `LANGUAGES`, or a locale's name (`zh_CN.UTF-8`); None asks `detect`. One
            that we do not speak means English.
    """
    global _language, _translate  # noqa: PLW0603  # the language is the process's
    _language = (_known(language) or "en") if language else detect()
    _translate = _catalogue(_language)
    return _language


def current() -> str:
    """The language in use: one of `LANGUAGES`."""
    return _language if _language is not None else use(None)


def detect(environ: Mapping[str, str] | None = None) -> str:
    """The reader's language, by what GNU gettext looks at, and on Windows by the desktop's."""
    environ = os.environ if environ is None else environ
    locale = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    if locale in ("C", "POSIX"):
        return "en"
    for candidate in (*environ.get("LANGUAGE", "").split(":"), locale):
        if language := _known(candidate):
            return language
    return "en" if locale else _known(_desktop()) or "en"


def _known(locale: str) -> str | None:
    prefix = locale.replace("-", "_").partition(".")[0].partition("@")[0].partition("_")[0].lower()
    return prefix if prefix in LANGUAGES else None


def _desktop() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415  # Windows only
    import locale  # noqa: PLC0415

    identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
    return locale.windows_locale.get(identifier, "")


def _catalogue(language: str) -> Callable[[str], str] | None:
    folder = _FOLDERS.get(language)
    if folder is None:
        return None
    from gettext import GNUTranslations  # noqa: PLC0415  # English pays nothing for it

    path = Path(__file__).parent / folder / "LC_MESSAGES" / "gradrepl.mo"
    try:
        with path.open("rb") as file:
            return GNUTranslations(file).gettext
    except OSError:
        return None  # English is better than no prompt
