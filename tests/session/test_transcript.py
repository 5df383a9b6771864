from hypothesis import given
from hypothesis import strategies as st

from gradrepl.session.transcript import Entry, read, text, write

STATEMENTS = st.sampled_from(
    [
        "x = 1", "print('a')", "with a:\n  b = 1", "for i in x:\n    i\n\n    j", "f(\n  1,\n)",
        "s = '''\n\n  a\n'''", "@d\ndef f(): pass", "if 1:\n  a\nelse:\n  b", "try: x\nexcept: y",
        "...",
    ]
)  # fmt: skip
LINES = st.text(
    alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12
).filter(lambda line: not line.startswith(">>>"))
OUTPUTS = st.lists(LINES, max_size=3).map(lambda lines: "".join(f"{line}\n" for line in lines))


def plain(output):
    """Whether it cannot be taken for more of the statement: it does not begin with an ellipsis."""
    return not output.startswith("...")


@given(st.lists(st.builds(Entry, STATEMENTS, OUTPUTS.filter(plain)), max_size=5))
def test_there_and_back(entries):
    assert list(read(text(entries))) == entries


def test_a_printed_ellipsis():
    entries = (Entry("print('... x')", "... x\n"), Entry("for i in r: i", "... y\n"))
    assert read(text(entries)) == entries


def test_a_session(typed):
    typed.all("x = 1\nfor i in range(2):\n  i\n")
    typed("import warnings; print('a'); warnings.warn('w'); print('b', end='')")
    typed("1 / 0")
    assert write(typed.session.history) == (
        ">>> x = 1\n"
        ">>> for i in range(2):\n...   i\n...\n0\n1\n"
        ">>> import warnings\n"
        ">>> print('a')\na\n"
        ">>> warnings.warn('w')\n<input-2>:1: UserWarning: w\n"
        ">>> print('b', end='')\nb\n"
        ">>> 1 / 0\n"
        "Traceback (most recent call last):\n"
        '  File "<input-3>", line 1, in <module>\n'
        "    1 / 0\n    ~~^~~\n"
        "ZeroDivisionError: division by zero\n"
    )


def test_warnings_stand_where_they_came(typed):
    typed("def f():\n  print('a')\n  import warnings; warnings.warn('w')\n  print('b')\n")
    typed("f()")
    assert write(typed.session.history).splitlines()[-3:] == [
        "a",
        "<input-1>:3: UserWarning: w",
        "b",
    ]


def test_odd_transcripts():
    assert read("") == ()
    assert read("no prompt\n") == ()
    assert read(">>> a\n1") == (Entry("a", "1\n"),)
    assert read(">>>\n>>> x = = 1\nerror\n") == (Entry("", ""), Entry("x = = 1", "error\n"))
