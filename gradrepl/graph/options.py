"""What can be asked of a picture: one list for `%graph`, `gradrepl graph FILE` and `draw()`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gradrepl.graph.canvas import clean, shorten
from gradrepl.graph.palette import THEMES
from gradrepl.graph.view import PARTS, STYLES, USUAL, View
from gradrepl.locale import N_, gettext
from gradrepl.locale.suggestion import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 40  # cells of a value in a message


class OptionError(ValueError):
    """A value that an option cannot have; the message says what it can."""


@dataclass(frozen=True, slots=True)
class Option:
    """`-o FILE`, or a flag without a value."""

    flags: tuple[str, ...]
    """All spellings, the one that it is known by last: `("-o", "--output")`."""
    value: str = ""
    """What the usage line calls its value; empty for a flag."""
    choices: tuple[str, ...] = ()
    """The only values it takes; empty where it takes any."""
    several: bool = False
    """Whether it takes several values, with commas between them."""
    between: tuple[int, int] | None = None
    """The least and the greatest number that it takes, where its value is a whole number."""
    summary: str = ""
    """A message id: what it does, in a few words."""

    @property
    def name(self) -> str:
        """The spelling that it is known by."""
        return self.flags[-1]

    @property
    def argument(self) -> str:
        """What Python calls it: `no_fold`."""
        return self.name.lstrip("-").replace("-", "_")

    def read(self, called: str, given: object) -> Any:
        """Its value: a number, a tuple of texts, one text, or for a flag whether it is set.

        Args:
            called: what a message calls it: the spelling that was used, an argument's name.
            given: a text as it was typed, or in Python that which the text would stand for.

        Raises:
            OptionError: where it cannot have that value; the message says what it can have.
        """
        if not self.value:
            return self._flag(called, given)
        if self.between is not None:
            return self._number(called, given)
        if self.several:
            return tuple(self._word(called, one) for one in self._words(called, given))
        return self._word(called, given)

    def _flag(self, called: str, given: object) -> bool:
        if type(given) is not bool:
            message = gettext("{flag} wants True or False, not {value}")
            raise OptionError(message.format(flag=called, value=told(given)))
        return given

    def _number(self, called: str, given: object) -> int:
        least, most = self.between or (0, 0)
        number = given if type(given) is int else None
        if isinstance(given, str) and given.isdecimal() and given.isascii():
            number = int(given[:9])
        if number is None or not least <= number <= most:
            message = gettext("{flag} wants a whole number from {least} to {most:,}, not {value}")
            values = {"flag": called, "least": least, "most": most, "value": told(given)}
            raise OptionError(message.format(**values))
        return number

    def _words(self, called: str, given: object) -> Iterable[object]:
        if isinstance(given, str):
            return given.split(",") if self.choices else filter(None, given.split(","))
        if isinstance(given, Iterable):
            return given
        message = gettext("{flag} wants {names}, as one text or as a list of texts, not {value}")
        names = ",".join(self.choices) or self.value
        raise OptionError(message.format(flag=called, names=names, value=told(given)))

    def _word(self, called: str, given: object) -> str:
        if isinstance(given, str) and (not self.choices or given in self.choices):
            return given
        if not isinstance(given, str) and not self.choices:
            message = gettext("{flag} wants a text, not {value}")
            raise OptionError(message.format(flag=called, value=told(given)))
        sentence = gettext("{flag} cannot be {value}").format(flag=called, value=told(given))
        near = given if isinstance(given, str) else ""
        raise OptionError(sentence + suggestion(near, self.choices))

    def typed(self) -> str:
        """How a help shows its value: `FILE`, `boxes|lanes`; empty for a flag."""
        return "|".join(self.choices) if self.choices and not self.several else self.value


OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        ("-o", "--output"),
        "FILE",
        summary=N_("write a picture, by its suffix: .svg, .png, .pdf, .dot or .json"),
    ),
    Option(
        ("-s", "--style"),
        "STYLE",
        STYLES,
        summary=N_("boxes show the layers, lanes the order in which it ran"),
    ),
    Option(
        ("--show",),
        "values,grads,saved,versions,shapes",
        PARTS,
        several=True,
        summary=N_("what is said of each node; usually grads,saved,shapes"),
    ),
    Option(
        ("--depth",),
        "N",
        between=(1, 100_000),
        summary=N_("go back at most N operations"),
    ),
    Option(("--fold",), summary=N_("tell repeats as one, also in a small graph")),
    Option(("--no-fold",), summary=N_("draw every node, however many there are")),
    Option(
        ("--unfold",),
        "NAME,...",
        several=True,
        summary=N_("show these whole: a module, a tensor, an operation's name"),
    ),
    Option(
        ("--lane",),
        "NAME,...",
        several=True,
        summary=N_("in a narrow terminal, give these values a lane before others"),
    ),
    Option(("--theme",), "THEME", THEMES, summary=N_("the colours; print is black on white")),
    Option(
        ("--dpi",),
        "N",
        between=(20, 1200),
        summary=N_("a PNG's dots to an inch; usually 144"),
    ),
    Option(("--legend",), summary=N_("say what the shapes and signs mean")),
    Option(("--inline",), summary=N_("show the picture in the terminal itself, where it can")),
)


def view(values: Mapping[str, Any]) -> View:
    """How a graph is to be looked at, by the values of options as `Option.read` gives them."""
    return View(
        values.get("--style", "auto"),
        frozenset(values.get("--show", USUAL)),
        values.get("--depth"),
        False if values.get("--no-fold") else values.get("--fold"),
        frozenset(values.get("--unfold", ())),
        frozenset(values.get("--lane", ())),
        legend=values.get("--legend", False),
    )


def told(value: object) -> str:
    """A value as a message shows it: one line, and no code of a learner's class runs."""
    if type(value) in (str, int, float, bool, type(None)):
        return shorten(clean(repr(value)), _LONGEST)
    return gettext("something of type {kind}").format(kind=clean(type(value).__name__))
