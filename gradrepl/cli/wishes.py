"""What the options of `gradrepl graph` ask for, checked before the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.cli.arguments import UsageError
from gradrepl.graph.options import OPTIONS, OptionError
from gradrepl.graph.renderer import ExportError
from gradrepl.locale import gettext
from gradrepl.repl.magics.drawing import wish
from gradrepl.repl.magics.magic import MagicError

if TYPE_CHECKING:
    import argparse

    from gradrepl.repl.magics.drawing import Wish


def wished(options: argparse.Namespace) -> Wish:
    """What the options say of the picture.

    Raises:
        UsageError: where they contradict each other, or nothing can be written there.
    """
    _check_backward(options)
    try:
        given = {
            option.name: option.read(option.name, vars(options)[option.name])
            for option in OPTIONS
            if option.name in options
        }
        return wish(given, in_one_file=not options.backward)
    except (MagicError, OptionError) as error:
        raise UsageError(str(error)) from error


def _check_backward(options: argparse.Namespace) -> None:
    """Complains of what does not go together, before the program runs."""
    if options.animate and not (options.backward and "--output" in options):
        raise UsageError(
            gettext(
                "--animate makes a backward pass move; add --backward and -o FOLDER or FILE.svg"
            )
        )
    if not options.backward:
        return
    for flag in ("--depth", "--fold", "--no-fold", "--inline", "--legend"):
        if flag in options:
            message = gettext("{flag} does not go with --backward, which shows every step")
            raise UsageError(message.format(flag=flag))
    if "--output" in options:
        from gradrepl.graph.slideshow import check

        try:
            check(vars(options)["--output"], animate=options.animate)
        except ExportError as error:
            raise UsageError(str(error)) from error
