"""%backward: the backward pass of a tensor, step by step."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gradrepl.graph.options import Option
from gradrepl.graph.palette import THEMES
from gradrepl.locale import N_, gettext
from gradrepl.repl.magics.drawing import painted, wish
from gradrepl.repl.magics.magic import Arguments, Host, Magic, MagicError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gradrepl.graph.motion import Motion
    from gradrepl.repl.magics.drawing import Wish

_ANSWERS = {"enter": "next", " ": "next", "c": "continue", "q": "quit", "escape": "quit"}


def _run(app: Host, arguments: Arguments) -> None:
    from gradrepl.session.session import SessionError

    keep = arguments.option("--keep") is not None
    gradient = arguments.option("--gradient")
    try:
        motion = app.session.motion(arguments.words[0], gradient, keep=keep)
    except SessionError as error:
        raise MagicError(str(error)) from error
    output = arguments.option("--output")
    if output is not None:
        save_slides(
            motion,
            output,
            animate=arguments.option("--animate") is not None,
            wanted=wish(arguments.options or {}, in_one_file=False),
            say=app.say,
            warn=app.complain,
        )
    else:
        theme = wish(arguments.options or {}, in_one_file=False).theme
        with painted(app.console, theme):
            _show(app, motion, stepping=arguments.option("--step") is not None)
    if motion.steps.error is not None:
        app.complain(motion.steps.error)
        raise MagicError(what_to_do(motion))


def save_slides(
    motion: Motion,
    output: str,
    *,
    animate: bool,
    wanted: Wish,
    say: Callable[[str], object],
    warn: Callable[[str], object],
) -> None:
    """Writes the pictures of a pass, and says where.

    Raises:
        MagicError: where they cannot be written.
    """
    from gradrepl.graph.canvas import clean
    from gradrepl.graph.export import ExportError
    from gradrepl.graph.slideshow import show

    if not motion.steps.steps:
        return
    home = os.path.expanduser(output)  # noqa: PTH111  # a path would lose the slash at its end
    try:
        written = show(motion, home, animate=animate, view=wanted.view, look=wanted.look, warn=warn)
    except ExportError as error:
        raise MagicError(str(error)) from error
    first, last = clean(str(written[0])), clean(str(written[-1]))
    if len(written) == 1:
        say(gettext("wrote {path}").format(path=first))
    else:
        message = gettext("wrote {count} pictures, {first} to {last}")
        say(message.format(count=len(written), first=first, last=last))


def _show(app: Host, motion: Motion, *, stepping: bool) -> None:
    from gradrepl.render.motion import MotionLines

    if not motion.steps.steps:
        return
    lines = MotionLines(motion, app.console.width, ascii_only=app.ascii_only)
    app.say(*lines.opening())
    for number in range(1, lines.count + 1):
        app.say(*lines.step(number))
        if stepping and number < lines.count:
            try:
                answer = app.ask_key(_question(number, lines.count), _ANSWERS) or "continue"
            except EOFError:  # Ctrl-D
                answer = "quit"
            stepping = answer == "next"
            if answer == "quit":
                app.say(_stopped(motion, number))
                return
    app.say(*lines.closing())


def _question(number: int, count: int) -> str:
    text = gettext("  {number} of {count}   Enter: the next step   c: all the rest   q: stop ")
    return text.format(number=number, count=count)


def _stopped(motion: Motion, number: int) -> str:
    if motion.steps.kept:
        return gettext(
            "  stopped after step {number}; backward() itself has run to its end"
        ).format(number=number)
    return gettext("  stopped after step {number}; nothing was changed").format(number=number)


_ADVICE = (
    (
        "does not require grad and does not have a grad_fn",
        N_(
            "{root} has no graph behind it: no floating point tensor that requires grad went into "
            "it, or it was made where nothing is recorded. %why and %graph tell where it was cut"
        ),
    ),
    (
        "can be implicitly created only for",
        N_(
            "{root} holds several numbers: reduce it to one, as in {root}.sum(), or say what flows "
            "in: %backward {root} --gradient torch.ones_like({root})"
        ),
    ),
    (
        "Mismatch in shape",
        N_("what flows in has to have the shape of {root}: --gradient torch.ones_like({root})"),
    ),
    (
        "backward through the graph a second time",
        N_(
            "the graph behind {root} was freed by a backward() before: compute {root} again, or "
            "pass retain_graph=True to that backward()"
        ),
    ),
    (
        "modified by an inplace operation",
        N_(
            "a value that the graph had saved was changed in place since; %graph {root} marks "
            "which one"
        ),
    ),
)
_OTHERWISE = N_("{root}.backward() would end here, with these words")


def what_to_do(motion: Motion) -> str:
    """One sentence about what ended a pass early."""
    error = motion.steps.error or ""
    message = next((advice for words, advice in _ADVICE if words in error), _OTHERWISE)
    return gettext(message).format(root=motion.root)


BACKWARD = Magic(
    name="backward",
    usage="LOSS [--step] [--gradient TENSOR] [--keep] [-o FOLDER] [--animate] [--theme THEME]",
    summary=N_("walks the backward pass step by step, and changes nothing"),
    run=_run,
    options=(
        Option(("-s", "--step")),
        Option(("-g", "--gradient"), "TENSOR"),
        Option(("-k", "--keep")),
        Option(("-o", "--output"), "FOLDER"),
        Option(("-a", "--animate")),
        Option(("--theme",), "THEME", THEMES),
    ),
    words=(1, 1),
    takes_names=True,
    details=N_(
        "In the engine's own order: what each node receives, its formula, what it hands on, and "
        "what a leaf's .grad would become. --step waits after each step: Enter goes on, c shows "
        "all the rest, q stops. --gradient says what flows into a tensor of several numbers. "
        "--keep does what LOSS.backward() does. Your hooks and Functions run, as in backward(). -o "
        "writes one picture a step into a folder, or as walk-01.png for -o walk.png; with "
        "--animate one SVG that moves, too: -o walk.svg --animate writes that alone."
    ),
)
