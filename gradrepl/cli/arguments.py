"""What the command line says.

As with `python`, everything behind FILE, `-c CODE` and `-m MODULE` belongs to the program that is
run. So the options before it are cut off first, and argparse sees only those.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gradrepl import __version__, locale
from gradrepl.locale import N_, gettext
from gradrepl.locale.suggestion import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


COMMANDS = ("graph", "learn", "lesson")
BACKENDS = ("numpy", "torch")
LENS = ("off", "facts", "full")
TERMINAL_THEMES = ("auto", "dark", "light", "safe", "none")
_VALUED = ("--lens", "--backend", "--lang", "--release", "--color", "--theme")


class UsageError(Exception):
    """A command line that cannot be followed; the message says what would."""


class _Parser(argparse.ArgumentParser):
    """Reports the nearest name and not the whole usage, and never guesses an abbreviation."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
            formatter_class=_Help,
            exit_on_error=False,
            **settings,
        )
        self._positionals.title = gettext("what is run")
        self._optionals.title = gettext("options")
        self._option_string_actions["-h"].help = gettext("show this help and exit")

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)

    def read(self, words: Sequence[str], into: argparse.Namespace) -> None:
        """Reads words into a namespace that has the defaults already.

        Raises:
            UsageError: for one that is not known, with the nearest that is.
        """
        try:
            _, unknown = self.parse_known_args(words, into)
        except argparse.ArgumentError as error:
            raise UsageError(self._complaint(error)) from error
        if unknown:
            flags = list(self._option_string_actions)
            if not unknown[0].startswith("-"):
                message = gettext("{name!r} is one word too many; see {command} --help")
                raise UsageError(message.format(name=unknown[0], command=self.prog))
            name = unknown[0].partition("=")[0]
            sentence = gettext("there is no option {name!r}").format(name=name)
            raise UsageError(sentence + suggestion(name, flags, see=f"{self.prog} --help"))

    def _complaint(self, error: argparse.ArgumentError) -> str:
        """In our own words, where argparse has any of its own."""
        flag = (error.argument_name or "").rpartition("/")[2]
        action = self._option_string_actions.get(flag)
        if action is not None and error.message == "expected one argument":
            message = gettext("{flag} wants a value: {flag} {value}")
            return message.format(flag=flag, value=action.metavar)
        return f"{flag}: {error.message}" if flag else error.message


class _Help(argparse.RawDescriptionHelpFormatter):
    """What `--help` prints, in the language that is spoken."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or gettext("usage: "))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The options, the action among them: `prompt`, `stdin`, `file`, `code`, `module` or a command.

    Raises:
        UsageError: with a message that says what would do.
        SystemExit: after `--help` and `--version`.
    """
    _speak(argv)
    words, rest = _split(argv)
    options = argparse.Namespace(
        lens="full",
        backend="numpy",
        lang=None,
        release=None,
        color="auto",
        terminal_theme=None,
        arguments=[],
    )
    _main_parser().read(words, options)
    _choose_theme(options)
    if not rest:
        options.action = "prompt" if _is_interactive() else "stdin"
        options.arguments = [""]
    elif rest[0][:2] in ("-c", "-m"):
        _read_text_option(rest, options)
    elif rest[0] == "-":
        options.action = "stdin"
        options.arguments = rest
    elif rest[0] in COMMANDS:
        _read_command(rest, options)
    else:
        options.action = "file"
        options.arguments = rest
    return options


def _choose_theme(options: argparse.Namespace) -> None:
    """The terminal's theme, by `--theme` or else by `GRADREPL_THEME`."""
    wanted = os.environ.get("GRADREPL_THEME")
    if options.terminal_theme is not None:
        from gradrepl.render import theme

        theme.use(options.terminal_theme)
    elif wanted and wanted not in TERMINAL_THEMES:
        message = gettext("GRADREPL_THEME cannot be {name!r}")
        raise UsageError(nearest(message, wanted, TERMINAL_THEMES))


def color(options: argparse.Namespace) -> bool | None:
    """What `render.console.make_console` wants to know."""
    return {"auto": None, "always": True, "never": False}[options.color]


def nearest(message: str, name: str, known: Iterable[str]) -> str:
    """A sentence about an unknown name, with the nearest one that is known, or all of them."""
    return message.format(name=name) + suggestion(name, known)


def _speak(argv: Sequence[str]) -> None:
    """Finds `--lang` first: what is said of the other options is said in that language."""
    language = None
    for index, word in enumerate(argv):
        if word.startswith("--lang="):
            language = word.partition("=")[2]
        elif word == "--lang" and index + 1 < len(argv):
            language = argv[index + 1]
        elif word in ("-c", "-m"):
            break
    locale.use(language if language in locale.LANGUAGES else None)


def _split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The options, and everything from the first word that is none."""
    index = 0
    while index < len(argv):
        word = argv[index]
        if word == "--":
            return list(argv[:index]), list(argv[index + 1 :])
        if word == "-" or not word.startswith("-") or word[:2] in ("-c", "-m"):
            break
        index += 2 if word in _VALUED else 1
    return list(argv[:index]), list(argv[index:])


def _is_interactive() -> bool:
    """Whether somebody types and somebody reads."""
    return all(
        stream is not None and not stream.closed and stream.isatty()
        for stream in (sys.stdin, sys.stdout)
    )


def _read_text_option(rest: list[str], options: argparse.Namespace) -> None:
    """`-c CODE` and `-m MODULE`, also written as one word."""
    flag, glued = rest[0][:2], rest[0][2:]
    if glued:
        rest = [flag, glued, *rest[1:]]
    what = "CODE" if flag == "-c" else "MODULE"
    if len(rest) < 2:
        raise UsageError(gettext("{flag} wants {what} behind it").format(flag=flag, what=what))
    options.action = "code" if flag == "-c" else "module"
    options.target = rest[1]
    options.arguments = [flag, *rest[2:]]


def _read_command(rest: list[str], options: argparse.Namespace) -> None:
    command, words = rest[0], rest[1:]
    if command == "graph":
        options.action = "graph"
        options.names, options.backward, options.animate = [], False, False
        _graph_parser().read(words, options)
        _require(options.file, "gradrepl graph FILE")
    elif command == "learn":
        options.action = "learn"
        _learn_parser().read(words, options)
        _require(options.name, "gradrepl learn NAME")
    else:
        _read_lesson_command(words, options)


def _read_lesson_command(words: list[str], options: argparse.Namespace) -> None:
    verbs = ("list", "check")
    if words and words[0] in verbs:
        options.action = f"lesson {words[0]}"
        options.paths = []
        _lesson_parser(words[0]).read(words[1:], options)
    elif not words or words[0] in ("-h", "--help"):
        print(gettext(_LESSON_USAGE))
        raise SystemExit(0 if words else 2)
    else:
        message = gettext("there is no command 'gradrepl lesson {name}'")
        raise UsageError(nearest(message, words[0], verbs))


_LESSON_USAGE = N_(
    "usage: gradrepl lesson list\n"
    "       gradrepl lesson check [PATH ...]\n\n"
    "list shows the lessons; check replays every example of the lessons, or of the files\n"
    "given, and compares what it prints."
)
_USAGE = N_(
    "gradrepl [OPTION ...] [FILE | -c CODE | -m MODULE | -] [ARGUMENT ...]\n"
    "       gradrepl graph FILE [--of NAME] ... [-o PICTURE] [OPTION ...]\n"
    "       gradrepl lesson list | lesson check [PATH ...]\n"
    "       gradrepl learn NAME"
)
_DESCRIPTION = N_(
    "A Python prompt that shows what autograd is doing. Without a FILE it opens the prompt;\n"
    "at the end of a pipe it runs what it is given. What stands behind FILE, CODE or MODULE\n"
    "is the program's."
)


def _main_parser() -> _Parser:
    parser = _Parser(
        prog="gradrepl",
        usage=gettext(_USAGE),
        description=gettext(_DESCRIPTION),
        epilog=gettext("A file that is named like a command is run with a path: gradrepl ./graph"),
        parents=[_common()],
    )
    _add_choice(
        parser,
        "--theme",
        TERMINAL_THEMES,
        gettext("the terminal's colours; safe is for eyes that do not tell red from green (auto)"),
        into="terminal_theme",
    )
    parser.add_argument("-V", "--version", action="version", version=f"gradrepl {__version__}")
    return parser


def _graph_parser() -> _Parser:
    parser = _Parser(
        prog="gradrepl graph",
        description=gettext(
            "Runs FILE and draws the graph of the tensor that backward() was called on last, or\n"
            "else of those touched last. What FILE prints goes to standard error, so that the\n"
            "drawing stands alone."
        ),
        parents=[_common()],
    )
    parser.add_argument("file", nargs="?", metavar="FILE", default=None)
    from gradrepl.graph.options import OPTIONS

    for option in OPTIONS:
        about: dict[str, Any] = {"dest": option.name, "help": gettext(option.summary)}
        if option.value:
            about["metavar"] = option.typed()
        else:
            about |= {"action": "store_const", "const": True}
        parser.add_argument(*option.flags, **about)
    parser.add_argument(
        "--of",
        dest="names",
        action="append",
        metavar="NAME",
        help=gettext("draw the graph behind this tensor; may be given several times"),
    )
    parser.add_argument(
        "--backward",
        action="store_true",
        help=gettext("tell the steps of the last backward(); with -o FOLDER, one picture a step"),
    )
    parser.add_argument(
        "--animate",
        action="store_true",
        help=gettext("with --backward and -o, also one SVG that moves"),
    )
    parser.add_argument("program_arguments", nargs="*", metavar="ARGUMENT", default=[])
    return parser


def _lesson_parser(verb: str) -> _Parser:
    parser = _Parser(prog=f"gradrepl lesson {verb}", parents=[_common()])
    if verb == "check":
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", default=[],
            help=gettext("lesson files; without one, every lesson that was installed"),
        )  # fmt: skip
    return parser


def _learn_parser() -> _Parser:
    parser = _Parser(prog="gradrepl learn", parents=[_common()])
    parser.add_argument(
        "name",
        nargs="?",
        metavar="NAME",
        default=None,
        help=gettext("a lesson's name; 'gradrepl lesson list' shows them"),
    )
    return parser


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _add_choice(common, "--lens", LENS, gettext("how much is shown after each statement (full)"))
    _add_choice(common, "--backend", BACKENDS, gettext("our own engine, or real PyTorch (numpy)"))
    _add_choice(common, "--lang", locale.LANGUAGES, gettext("gradrepl's own language"))
    common.add_argument(
        "--release", metavar="X", help=gettext("speak as this PyTorch release does (2.13.0)")
    )
    _add_choice(common, "--color", ("auto", "always", "never"), gettext("colours (auto)"))
    return common


def _add_choice(
    parser: argparse.ArgumentParser,
    flag: str,
    choices: Sequence[str],
    explained: str,
    *,
    into: str | None = None,
) -> None:
    def one_of(word: str) -> str:
        if word not in choices:
            raise argparse.ArgumentTypeError(nearest(gettext("not {name!r}"), word, choices))
        return word

    dest = into or flag.removeprefix("--")
    parser.add_argument(flag, type=one_of, metavar="|".join(choices), help=explained, dest=dest)


def _require(value: object, usage: str) -> None:
    if value is None:
        raise UsageError(gettext("something is missing: {usage}").format(usage=usage))
