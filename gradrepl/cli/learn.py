"""One learner, one lesson: shows what stands there, reads what the learner does with it."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from gradrepl.lesson import player
from gradrepl.lesson.player import COMMANDS, Asked, Done, Event, Move, Predicted, Tried
from gradrepl.lesson.predict import judge
from gradrepl.lesson.progress import load, save
from gradrepl.lesson.replay import attempt, before_task, main_line, play, same_code
from gradrepl.lesson.suspense import gives_away, question
from gradrepl.locale import gettext
from gradrepl.render.console import is_terminal
from gradrepl.render.help import help_lines
from gradrepl.render.lesson import code_lines, prose_lines, step_line
from gradrepl.render.text import styled
from gradrepl.render.turn import turn_view
from gradrepl.repl.app import App, make_prompt, tell_plain
from gradrepl.repl.settings import Settings
from gradrepl.repl.validator import ready
from gradrepl.session.parse import strip_prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from rich.console import Console, RenderableType

    from gradrepl.lesson.model import Code, Example, Language, Lesson, Step
    from gradrepl.lesson.replay import Attempt, SessionFactory
    from gradrepl.repl.prompt import Prompt
    from gradrepl.session.turn import Turn


class _Leave(Exception):  # noqa: N818  # a way out, no error
    """The learner leaves."""


class Sitting:
    """Goes through a lesson until its end, or until the learner leaves."""

    def __init__(
        self,
        lesson: Lesson,
        session_factory: SessionFactory,
        *,
        console: Console,
        errors: Console,
        language: Language,
        folder: Path,
    ) -> None:
        """A sitting.

        Args:
            lesson: what is learnt.
            session_factory: makes fresh sessions, whose output appears at once.
            console: where everything is shown.
            errors: where tracebacks are shown.
            language: that of the prose.
            folder: where the progress is kept.
        """
        self._lesson = lesson
        self._make = session_factory
        self._console = console
        self._errors = errors
        self._language = language
        self._folder = folder
        self._can_save = True
        self._progress = load(lesson.id, folder)
        self._place = player.start_of(lesson, self._progress.step)
        self._app: App | None = None
        self._prompt: Prompt | None = None
        self._untouched: Attempt | None = None
        """What the state said about the task before the learner began with it."""
        self._strayed = False
        """Whether the learner ran code that the lesson does not know of."""
        self._withheld: list[tuple[Example, Turn]] = []
        """What the lens would have said about a question to come."""

    def run(self) -> int:
        """Teaches; the exit code is 0 however far the learner came."""
        if isinstance(sys.stdin, io.TextIOWrapper):  # bytes that are no text become a SyntaxError
            sys.stdin.reconfigure(errors="backslashreplace")
        self._greet()
        self._prompt = make_prompt(Settings(), self._namespace)
        try:
            self._afresh()
            while not isinstance(player.beat(self._lesson, self._place), player.End):
                self._beat()
            self._finish()
        except (_Leave, EOFError):
            message = gettext("Your place is kept: gradrepl learn {name} goes on from here.")
            self._say("", message.format(name=self._lesson.id))
        finally:
            self._close()
        return 0

    # The course of the lesson.

    def _greet(self) -> None:
        self._say(styled(self._lesson.title.text(self._language), "heading"))
        if self._place.step:
            message = gettext("You are back at step {number}; back leads to the one before it.")
            self._say(message.format(number=self._place.step + 1))
        self._help()

    def _beat(self) -> None:
        """One beat: shown, done, and where it leads."""
        before = self._place
        try:
            event = self._present(player.beat(self._lesson, before))
        except KeyboardInterrupt:  # what was typed is gone, the place is not
            self._say("")
            return
        move = player.advance(self._lesson, before, event)
        self._tell(event, move)
        self._place = move.place
        if move.place.step != before.step or move.afresh:
            self._withheld.clear()
        if move.place.step != before.step and not isinstance(event, Asked):
            self._progress = self._progress.finished(self._lesson.steps[before.step].id)
        if move.afresh or (move.place.step != before.step and self._strayed):
            self._afresh()

    def _present(self, beat: player.Beat) -> Event:
        match beat:
            case player.Heading(step, number, total):
                self._progress = self._progress.at(step.id)
                self._keep()
                self._say("", step_line(step, number, total, self._language))
                return Done()
            case player.Reading(prose):
                self._say("", *self._prose(prose.text(self._language)))
                return Done()
            case player.Running(example, unasked):
                return self._running(example, unasked=unasked)
            case player.Predicting(code):
                return self._predicting(code)
            case player.Solving(step, task):
                return self._solving(step, task)
            case player.End():
                return Done()
            case _:
                assert_never(beat)

    def _afresh(self) -> None:
        """A new session, in the state that the lesson's own code has where this step opens."""
        self._close()
        self._strayed = False
        if self._place.step >= len(self._lesson.steps):
            return
        self._app = App(self._make(), console=self._console, errors=self._errors)
        step = self._lesson.steps[self._place.step]
        with _silence():
            for _ in play(self._app.session, main_line(self._lesson, until=step)):
                pass

    def _close(self) -> None:
        self._untouched = None
        if self._app is not None:
            self._app.session.close()
            self._app = None

    def _finish(self) -> None:
        self._progress = self._progress.at("")
        self._keep()
        message = gettext("That was the last step of {name}.")
        self._say("", message.format(name=self._lesson.id))

    def _keep(self) -> None:
        if not self._can_save:
            return
        try:
            save(self._progress, self._folder)
        except OSError as error:
            self._can_save = False
            message = gettext("your progress cannot be kept in {folder}: {error}")
            text = message.format(folder=self._folder, error=error.strerror or error)
            self._errors.print(styled(text, "error"), soft_wrap=True)

    # What the learner does.

    def _running(self, example: Example, *, unasked: bool) -> Event:
        while True:
            self._say("", *code_lines((example,)))
            typed = "" if unasked else self._read(gettext("Enter runs it: "))
            if isinstance(typed, Asked):
                return typed
            if not typed.strip() or same_code(typed, example.source):
                self._run(example.source, example)
                return Done()
            self._strayed = True
            self._run(typed)

    def _predicting(self, code: Code) -> Event:
        self._say("", *code_lines(code.examples))
        answer: str | Asked = ""
        while not isinstance(answer, Asked) and not answer.strip():
            answer = self._read(gettext("What will it print? "), code=False)
            if isinstance(answer, str) and not answer.strip():
                self._say(
                    gettext(
                        "Commit to an answer first: what it prints, nothing, or error. "
                        "Or skip the step."
                    )
                )
        if isinstance(answer, Asked):
            return answer
        turns = [turn for example in code.examples for turn in self._run(example.source)]
        return Predicted(judge(answer, turns[-1:]))

    def _solving(self, step: Step, task: Code) -> Event:
        if self._untouched is None:
            self._untouched = attempt(self._session_app().session, task)
            self._say("", gettext("It is solved when all of this is true:"))
            self._conditions(task, self._untouched)
        typed = self._read(">>> ")
        if isinstance(typed, Asked):
            if typed.command == "skip" and step.solution is not None:
                self._say("", gettext("One solution:"), *code_lines(step.solution.examples))
            return typed
        self._strayed = True
        tried = attempt(self._session_app().session, task, self._run(typed))
        unknown = tried.solved or tried == self._untouched
        wrong = tuple(self._wrong(step, task)) if not unknown else ()
        return Tried(tried, self._untouched, wrong)

    def _wrong(self, step: Step, task: Code) -> Iterator[Attempt]:
        """What the step's own wrong attempts leave behind, each tried in a session of its own."""
        for wrong in step.wrong:
            session = self._make()
            try:
                with _silence():
                    for _ in play(session, before_task(self._lesson, step)):
                        pass
                    turns = [turn for _, turns in play(session, (wrong.code,)) for turn in turns]
                yield attempt(session, task, turns)
            finally:
                session.close()

    def _run(self, source: str, example: Example | None = None) -> tuple[Turn, ...]:
        """Runs an input and shows each turn: the lens opens here, or after a question to come.

        Args:
            source: what is run.
            example: the lesson's, where that is what is run.

        Raises:
            _Leave: where the learner's code ends the program.
        """
        app = self._session_app()
        turns = []
        for turn in app.session.run(source):
            asked = None if example is None else question(self._lesson, self._place)
            if example is not None and asked is not None and gives_away(turn, asked):
                self._withhold(app, example, turn)
            else:
                app.show(turn)
            turns.append(turn)
        if turns and turns[-1].outcome.status == "exit":
            raise _Leave
        return tuple(turns)

    def _namespace(self) -> Mapping[str, object]:
        """The names that Tab completes."""
        return {} if self._app is None else self._app.session.namespace

    def _withhold(self, app: App, example: Example, turn: Turn) -> None:
        """Shows a turn without the lens, which would answer what is about to be asked."""
        app.show(replace(turn, touched=(), changes=(), explanations=(), graph=None))
        if not self._withheld:
            self._say(styled(gettext("(The lens opens after your answer.)"), "dim"))
        self._withheld.append((example, turn))

    def _disclose(self) -> None:
        """Opens the lens on what came before a question that has been answered."""
        for number, (example, turn) in enumerate(self._withheld):
            if number == 0:
                self._say("", gettext("What the lens saw before:"))
            view = turn_view(turn, level=self._session_app().session.level)
            if view is not None:
                self._say("", *code_lines((example,)), view)
        self._withheld.clear()

    def _session_app(self) -> App:
        if self._app is None:
            self._app = App(self._make(), console=self._console, errors=self._errors)
        return self._app

    def _read(self, prompt: str, *, code: bool = True) -> str | Asked:
        """What was typed: text, or a command that the player answers.

        Raises:
            _Leave: for `quit`.
            EOFError, KeyboardInterrupt: as `input` does.
        """
        while True:
            typed = self._line(prompt, code=code)
            command = COMMANDS.get(typed.strip().casefold())
            if command is None:
                break
            if command == "quit":
                raise _Leave
            if command != "help":
                return Asked(command)
            self._help()
        lines = [typed]
        while self._prompt is None and code and not ready(strip_prompts("\n".join(lines))):
            try:
                lines.append(self._line("... ", code=True))
            except EOFError:
                break
        return strip_prompts("\n".join(lines)) if code else typed

    def _line(self, prompt: str, *, code: bool) -> str:
        """One line; where nobody sees it being typed it is shown, so that the whole can be read.

        Where the prompt is the usual one, and reads code, it may be many.
        """
        shown = prompt.encode(self._console.encoding, "replace").decode(self._console.encoding)
        sys.stdout.flush()
        if self._prompt is not None:
            try:
                return self._prompt.read(shown) if code else self._prompt.ask(shown)
            except EOFError:
                raise
            except Exception as error:  # noqa: BLE001  # what it cannot read, `input` may
                tell_plain(error)
                self._prompt = None
        try:
            if is_terminal(sys.stdin):
                return input(shown)
            sys.stdout.write(shown)
            typed = input()
        except (RuntimeError, ValueError) as error:  # standard input is closed, or there is none
            raise EOFError from error
        self._say(typed)
        return typed

    # What the learner is told.

    def _say(self, *rows: RenderableType) -> None:
        for row in rows:
            self._console.print(row, soft_wrap=True)

    def _prose(self, markdown: str) -> list[RenderableType]:
        return [*prose_lines(markdown, self._console.width, marked=self._console.no_color)]

    def _help(self) -> None:
        entries = (
            (gettext("Enter"), gettext("run the example; or type code of your own")),
            ("hint", gettext("show a hint")),
            ("skip", gettext("go on to the next step")),
            ("back", gettext("go back to the step before")),
            ("quit", gettext("leave; the lesson goes on from the same step next time")),
        )
        self._say(*help_lines(entries, self._console.width))

    def _conditions(self, task: Code, state: Attempt) -> None:
        for example, holds in zip(task.examples, state.met, strict=True):
            word = gettext("yes") if holds else gettext("not yet")
            self._say(styled(f"  {example.source.strip()}   {word}", "" if holds else "dim"))

    def _tell(self, event: Event, move: Move) -> None:
        match move.feedback:
            case "solved":
                self._say("", styled(gettext("Solved."), "fix"))
            case "right":
                self._say("", styled(gettext("As you said."), "fix"))
            case "otherwise" if isinstance(event, Predicted):
                message = gettext("You said {answer}.").format(answer=event.judgement.answer)
                self._say("", styled(message, "caution"))
            case "not-yet" if isinstance(event, Tried) and event.attempt != event.start:
                self._say("", styled(gettext("Not yet."), "caution"))
                if isinstance(beat := player.beat(self._lesson, move.place), player.Solving):
                    self._conditions(beat.task, event.attempt)
            case "no-hint":
                self._say(gettext("There is no further hint."))
            case "at-start":
                self._say(gettext("This is the first step."))
            case _:
                pass
        if isinstance(event, Predicted):
            self._disclose()
        if move.prose is not None:
            self._say("", *self._prose(move.prose.text(self._language)))


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """What the lesson replays for itself is not shown."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
