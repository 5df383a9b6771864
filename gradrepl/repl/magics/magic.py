"""What a magic is, and how its arguments are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from gradrepl.graph.options import Option, OptionError
from gradrepl.locale import gettext
from gradrepl.locale.suggestion import suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rich.console import Console, RenderableType

    from gradrepl.session.session import Session

_WORD = re.compile(r'"(?P<double>[^"]*)"(?=\s|$)|\'(?P<single>[^\']*)\'(?=\s|$)|(?P<plain>\S+)')


class Host(Protocol):
    """What a magic may use: the session, and the screen that it is on. `repl.app.App` is one."""

    session: Session
    console: Console

    @property
    def ascii_only(self) -> bool:
        """Whether the screen lacks what drawings are made of."""

    def say(self, *lines: RenderableType) -> None:
        """Prints lines."""

    def complain(self, message: str) -> None:
        """Prints what cannot be done."""

    def ask_key(self, question: str, answers: Mapping[str, str]) -> str | None:
        """Waits for a key, and returns what it means; None where nobody can be asked."""

    def feed(
        self,
        source: str,
        filename: str | None = None,
        *,
        display: bool = True,
        magics: bool = True,
    ) -> int | None:
        """Runs an input and shows its turns; an exit code, where it asked to leave."""


class MagicError(Exception):
    """A magic that cannot do what it was asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What stood behind a magic's name."""

    words: tuple[str, ...] = ()
    options: Mapping[str, Any] | None = None
    """By each option's last spelling what `Option.read` makes of its value."""

    def option(self, flag: str) -> Any:
        """An option's value, by its last spelling; None where it was not given."""
        return (self.options or {}).get(flag)


def _no_choices() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Magic:
    """A command of the prompt's own: `%graph loss -o loss.svg`."""

    name: str
    usage: str
    """What may stand behind the name: `[NAME ...] [-o FILE]`."""
    summary: str
    """A message id: one sentence."""
    run: Callable[[Host, Arguments], None]
    """Raises `MagicError`, or `OSError` for a file."""
    options: tuple[Option, ...] = ()
    words: tuple[int, int] = (0, 0)
    """How many words it takes, at least and at most."""
    takes_names: bool = False
    """Whether its words are names of the learner's."""
    choices: Callable[[], tuple[str, ...]] = _no_choices
    """The words that it takes, where they can be listed."""
    details: str = ""
    """A message id: what `%help NAME` says beyond the summary."""

    def option(self, flag: str) -> Option | None:
        """The option of that spelling."""
        return next((option for option in self.options if flag in option.flags), None)


def read_arguments(magic: Magic, text: str) -> Arguments:
    """Splits and checks what stands behind a magic's name. A backslash is an ordinary character.

    Raises:
        MagicError: for an unknown option (with the nearest one), a missing value, too few words or
            too many.
    """
    parts = [m["plain"] or m["double"] or m["single"] or "" for m in _WORD.finditer(text)]
    words: list[str] = []
    options: dict[str, Any] = {}
    while parts:
        part = parts.pop(0)
        if not part.startswith("-") or part == "-":
            words.append(part)
            continue
        flag, equals, value = part.partition("=")
        option = _known(magic, flag)
        if option.value and not equals:
            if not parts:
                message = gettext("{flag} wants a value: {flag} {value}")
                raise MagicError(message.format(flag=flag, value=option.value))
            value = parts.pop(0)
        if not option.value and equals:
            raise MagicError(gettext("{flag} takes no value").format(flag=flag))
        try:
            options[option.name] = option.read(flag, value if option.value else True)
        except OptionError as error:
            raise MagicError(str(error)) from error
    least, most = magic.words
    if not least <= len(words) <= most:
        raise MagicError(
            gettext("write it so: {usage}").format(usage=f"%{magic.name} {magic.usage}".strip())
        )
    return Arguments(tuple(words), options)


def unknown(message: str, name: str, known: Iterable[str], **values: str) -> str:
    """A sentence about a name that nobody knows, with the nearest one that is known, or all."""
    return gettext(message).format(name=name, **values) + suggestion(name, known)


def _known(magic: Magic, flag: str) -> Option:
    if (option := magic.option(flag)) is not None:
        return option
    flags = [flag for option in magic.options for flag in option.flags]
    if not flags:
        raise MagicError(gettext("%{magic} takes no options").format(magic=magic.name))
    sentence = gettext("%{magic} has no option {name!r}").format(magic=magic.name, name=flag)
    raise MagicError(sentence + suggestion(flag, flags, see=f"%help {magic.name}"))
