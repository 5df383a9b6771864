"""The player, pure: every way through a lesson."""

from hypothesis import given
from hypothesis import strategies as st

from gradrepl.lesson import player
from gradrepl.lesson.player import Asked, Done, Place, Predicted, Tried, advance, beat, start_of
from gradrepl.lesson.predict import Judgement
from gradrepl.lesson.replay import Attempt
from tests.lesson.conftest import lesson_of

TEXT = "::: zh\n文\n:::\n\n::: en\ntext\n:::\n\n"
LESSON = lesson_of(
    "```pycon setup\n>>> 0\n```\n\n"
    + TEXT
    + "```pycon example\n>>> 1\n>>> 2\n```\n\n"
    + "```pycon predict\n>>> 3\n>>> 4\n```\n\n"
    + "## 二 · Two {#two}\n\n"
    + "```pycon task\n>>> x\n>>> y\n```\n\n```pycon solution\n>>> x = y = 1\n```\n\n"
    + "```pycon wrong\n>>> x = 1\n```\n\n" + TEXT.replace("text", "y too")
    + TEXT.replace("zh", "hint zh").replace("en", "hint en").replace("text", "first")
    + TEXT.replace("zh", "hint zh").replace("en", "hint en").replace("text", "second")
    + "## 三 · Three {#three}\n\n"
)  # fmt: skip
START = Attempt("", (False, False))
HALF = Attempt("", (True, False))
SOLVED = Attempt("", (True, True))
TASK = Place(1, 0)
RIGHT = Predicted(Judgement("4", "4", right=True))


def kinds(place: Place) -> list[str]:
    """What a learner meets who does everything that is asked."""
    met = []
    while True:
        now = beat(LESSON, place)
        met.append(type(now).__name__)
        match now:
            case player.End():
                return met
            case player.Predicting():
                move = advance(LESSON, place, RIGHT)
            case player.Solving():
                move = advance(LESSON, place, Tried(SOLVED, START, ()))
            case _:
                move = advance(LESSON, place, Done())
        assert move.place != place
        assert not move.afresh
        place = move.place


def test_straight_through():
    assert kinds(Place()) == [
        "Heading", "Running", "Reading", "Running", "Running", "Predicting",
        "Heading", "Solving",
        "Heading", "End",
    ]  # fmt: skip


def test_setup_runs_unasked():
    now = beat(LESSON, Place(0, 0))
    assert isinstance(now, player.Running)
    assert now.unasked
    now = beat(LESSON, Place(0, 2, 1))
    assert isinstance(now, player.Running)
    assert (now.example.source, now.unasked) == ("2\n", False)


def test_predictions():
    place = Place(0, 3)
    assert advance(LESSON, place, RIGHT).feedback == "right"
    other = advance(LESSON, place, Predicted(Judgement("5", "4", right=False)))
    assert (other.feedback, other.place) == ("otherwise", Place(1))


def test_tasks():
    solved = advance(LESSON, TASK, Tried(SOLVED, START, (HALF,)))
    assert (solved.feedback, solved.place) == ("solved", Place(2))
    known = advance(LESSON, TASK, Tried(HALF, START, (HALF,)))
    assert (known.feedback, known.place) == ("not-yet", TASK)
    assert known.prose is not None
    assert known.prose.en == "y too"
    raised = advance(LESSON, TASK, Tried(Attempt("KeyError", HALF.met), START, (HALF,)))
    assert (raised.feedback, raised.prose) == ("not-yet", None)
    nothing = advance(LESSON, TASK, Tried(START, START, (START,)))
    assert (nothing.feedback, nothing.prose) == ("not-yet", None)


def test_hints_come_one_at_a_time():
    first = advance(LESSON, TASK, Asked("hint"))
    second = advance(LESSON, first.place, Asked("hint"))
    third = advance(LESSON, second.place, Asked("hint"))
    assert [move.prose and move.prose.en for move in (first, second, third)] == [
        "first", "second", None,
    ]  # fmt: skip
    assert third.feedback == "no-hint"
    assert beat(LESSON, third.place) == beat(LESSON, TASK)


def test_back_and_skip_ask_for_a_fresh_session():
    assert advance(LESSON, TASK, Asked("back")) == player.Move(Place(0), afresh=True)
    assert advance(LESSON, TASK, Asked("skip")) == player.Move(Place(2), afresh=True)
    at_start = advance(LESSON, Place(0, 2), Asked("back"))
    assert (at_start.place, at_start.feedback) == (Place(), "at-start")


@given(st.lists(st.sampled_from(["hint", "skip", "back", "do"]), max_size=30))
def test_no_way_leads_out_of_the_lesson(events: list[str]):
    place = Place()
    for word in events:
        now = beat(LESSON, place)
        if isinstance(now, player.End):
            break
        if word == "do":
            match now:
                case player.Predicting():
                    event = RIGHT
                case player.Solving():
                    event = Tried(SOLVED, START, ())
                case _:
                    event = Done()
        else:
            event = Asked(word)
        place = advance(LESSON, place, event).place
    assert 0 <= place.step <= len(LESSON.steps)
    assert kinds(place)[-1] == "End"


def test_resuming_is_by_id():
    assert start_of(LESSON, "two") == Place(1)
    assert start_of(LESSON, "gone") == Place()
    assert start_of(LESSON, "") == Place()
