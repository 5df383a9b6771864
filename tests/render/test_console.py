"""What kind of console a stream gets, and that tracebacks keep every character."""

import io

import pytest
from rich.text import Text

from gradrepl.render.console import PIPE_WIDTH, is_ascii, is_terminal, make_console
from gradrepl.render.help import help_lines
from gradrepl.render.text import wrap
from gradrepl.render.traceback import traceback_text


class Terminal(io.StringIO):
    def isatty(self):
        return True


def coloured(stream, **settings):
    make_console(stream, **settings).print(Text("x", style="gradrepl.error"))
    return "\x1b[" in stream.getvalue()


@pytest.mark.parametrize(
    ("environ", "color", "expected"),
    [
        ({"TERM": "xterm-256color"}, None, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, None, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, None, True),
        ({"TERM": "dumb"}, None, False),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, True),
        ({"TERM": "dumb"}, True, True),
    ],
)
def test_colours_on_a_terminal(environ, color, expected):
    assert coloured(Terminal(), environ=environ, color=color) is expected


def test_no_colours_in_a_pipe_unless_asked_for():
    assert not coloured(io.StringIO(), environ={"TERM": "xterm"})
    assert not coloured(io.StringIO(), environ={"TERM": "xterm", "FORCE_COLOR": "1"})
    assert coloured(io.StringIO(), environ={}, color=True)


@pytest.mark.parametrize(
    ("environ", "width"),
    [({}, 80), ({"COLUMNS": "120"}, 120), ({"COLUMNS": "wide"}, 80), ({"COLUMNS": "3"}, 20)],
)
def test_the_width_of_a_pipe(environ, width):
    assert make_console(io.StringIO(), environ=environ).width == width
    assert PIPE_WIDTH == 80


def test_a_stream_that_cannot_say_is_no_terminal():
    closed = io.StringIO()
    closed.close()
    assert not is_terminal(closed)
    assert not is_terminal(object())


def test_what_an_encoding_lacks_goes_out_as_an_escape():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    make_console(stream).print(Text("中 ✂ \udc80"))
    stream.flush()
    assert stream.buffer.getvalue().decode("gbk") == "中 \\u2702 \\udc80\n"


@pytest.mark.parametrize(
    ("encoding", "ascii_only"),
    [("utf-8", False), ("ascii", True), ("gbk", True), (None, True), ("no-such", True)],
)
def test_which_encodings_have_the_signs(encoding, ascii_only):
    assert is_ascii(encoding) is ascii_only


TRACEBACK = """\
Traceback (most recent call last):
  File "<input-4>", line 1, in <module>
    f([red]x[/red])
    ~~^^^^^^^^^^^^^
  File "/home/用户/a.py", line 12, in f
RuntimeError: one of the variables needed for gradient computation has been modified by an in-place
and a second line
"""
GROUP = """\
  + Exception Group Traceback (most recent call last):
  |   File "<input-1>", line 1, in <module>
  | ExceptionGroup: two (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: a
    +------------------------------------
"""


@pytest.mark.parametrize("text", [TRACEBACK, GROUP, "KeyboardInterrupt\n", "\n", "odd"])
def test_a_traceback_keeps_its_characters(text):
    stream = io.StringIO()
    make_console(stream, width=40).print(traceback_text(text), soft_wrap=True)
    assert stream.getvalue() == text.removesuffix("\n") + "\n"


def test_a_traceback_is_coloured_and_harmless():
    view = traceback_text('  File "x.py", line 3, in f\nValueError: \x1b[2J\u202e\n')
    assert "\x1b" not in view.plain
    assert "\\x1b[2J\\u202e" in view.plain
    styles = {view.plain[span.start : span.end]: str(span.style) for span in view.spans}
    assert styles['"x.py"'] == styles["3"] == "gradrepl.place"
    assert styles["ValueError"] == "gradrepl.error"


def test_help_stands_in_two_columns_or_one_below_the_other():
    entries = [("%who", "lists tensors"), ("%graph [NAME ...]", "draws a graph of some of them")]
    wide = [row.plain.rstrip() for row in help_lines(entries, 80)]
    assert wide == [
        "  %who               lists tensors",
        "  %graph [NAME ...]  draws a graph of some of them",
    ]
    narrow = [row.plain.rstrip() for row in help_lines(entries, 30)]
    assert narrow == [
        "  %who  lists tensors",
        "  %graph [NAME ...]",
        "        draws a graph of some",
        "        of them",
    ]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("计算图，叶子。", 8, ["计算图，", "叶子。"]),
        ("计算图，叶子。", 7, ["计算", "图，叶", "子。"]),
        ("用backward()反向", 12, ["用backward()", "反向"]),
        ("甲（注）", 6, ["甲", "（注）"]),
        ("so when `a = b` ran", 14, ["so when", "`a = b` ran"]),
        ("`c = b + 2 * d`", 12, ["`c = b + 2 *", "d`"]),
    ],
)
def test_wrap(text, width, rows):
    assert wrap(text, width) == rows
