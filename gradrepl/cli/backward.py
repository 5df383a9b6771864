"""`gradrepl graph FILE --backward`: the steps of a backward pass, told or as pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.cli.arguments import UsageError, color
from gradrepl.locale import gettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from gradrepl.graph.motion import Motion
    from gradrepl.session.session import Session


def show_backward(
    opened: Session, options: argparse.Namespace, complain: Callable[[str], object]
) -> int:
    """Shows the pass that the program ran last, or that of a tensor; returns the exit code.

    Raises:
        UsageError: where there is none.
    """
    from gradrepl.render.console import is_ascii, make_console
    from gradrepl.render.motion import MotionLines
    from gradrepl.repl.magics.backward import save_slides, what_to_do
    from gradrepl.repl.magics.drawing import painted
    from gradrepl.repl.magics.magic import MagicError

    motion = _motion(opened, options)
    console = make_console(color=color(options))
    if "--output" in options:
        try:
            save_slides(
                motion,
                vars(options)["--output"],
                animate=options.animate,
                wanted=options.wish,
                say=lambda text: console.print(text, soft_wrap=True),
                warn=complain,
            )
        except MagicError as error:
            raise UsageError(str(error)) from error
    elif motion.steps.steps:
        lines = MotionLines(motion, console.width, ascii_only=is_ascii(console.encoding))
        with painted(console, options.wish.theme):
            for text in lines.all():
                console.print(text, soft_wrap=True)
    if motion.steps.error is None:
        return 0
    complain(motion.steps.error)
    complain(what_to_do(motion))
    return 1


def _motion(opened: Session, options: argparse.Namespace) -> Motion:
    """The pass to show: of the tensor that is asked for, else the one that ran last."""
    from gradrepl.session.session import SessionError

    last, names = opened.recorded, options.names
    if len(names) > 1:
        raise UsageError(gettext("--backward begins at one tensor; give --of once"))
    if last is not None and (not names or names[0] == last.root):
        return last
    if not names and not (names := _candidates(opened)):
        message = gettext(
            "{path} calls no backward(), and leaves no tensor of one number with a history; name "
            "one with --of NAME"
        )
        raise UsageError(message.format(path=options.file))
    try:
        return opened.motion(names[-1])
    except SessionError as error:
        raise UsageError(str(error)) from error


def _candidates(opened: Session) -> list[str]:
    """The names of tensors of one number that have a history, the newest last."""
    scalars = {
        facts.key: facts.grad_fn[1]
        for facts in opened.snapshot.tensors
        if facts.grad_fn is not None and facts.shape in ((), (1,))
    }
    names = [(scalars[key], name) for name, key in opened.snapshot.names if key in scalars]
    return [name for _, name in sorted(names)]
