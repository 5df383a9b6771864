import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradrepl.session.parse import is_complete, parse, strip_prompts
from gradrepl.session.turn import MagicCall, Statement


@pytest.mark.parametrize(
    "source",
    [
        "", "  ", "# c", "x = 1", "x = 1;", "a = 1\nb = 2", "if 1:\n  pass\n", "if 1: pass\n",
        "if 1:\n  pass\ny = 1", "for i in x:\n  i\n  ", "%who", "%graph 'x", "a = 1\n%who\n",
        "x +", "x = 'abc", "def f(:", "\x00", "x = (1))", "with a:\n  b\n\n", "print('%d')",
    ],
)  # fmt: skip
def test_enter_runs_it(source):
    assert is_complete(source)


@pytest.mark.parametrize(
    "source",
    [
        "x = (", "x = '''a", "x = '''\n%s\n", "def f():", "@d", "@d\n", "x = \\", "if 1: pass",
        "if 1:\n  pass", "class A: ...", "try:\n  x\n", "if 1:\n  x\nelse:", "a = 1\nb = (",
        "x = (4\n% 3", "def f():\n  '''a\n\n", "with a:\n  b = (1,\n", "match x:",
    ],
)  # fmt: skip
def test_enter_goes_on(source):
    assert not is_complete(source)


def test_looking_whether_it_is_complete_warns_of_nothing(recwarn):
    assert is_complete("'\\d' is 1")
    assert not recwarn.list


def test_statements_and_magics_in_order():
    source = "a = 1  # why\n%graph a -o 'x\nb = (5\n% 3)\n@d\ndef f(): pass\nc = 'é'; d=2; e"
    assert [
        (item.source, item.line, item.end_line)
        if isinstance(item, Statement)
        else (item.name, item.arguments, item.line)
        for item in parse(source, "f")
    ] == [
        ("a = 1  # why", 1, 1),
        ("graph", "a -o 'x", 2),
        ("b = (5\n% 3)", 3, 4),
        ("@d\ndef f(): pass", 5, 6),
        ("c = 'é'", 7, 7),
        ("d=2", 7, 7),
        ("e", 7, 7),
    ]


def test_a_percent_in_a_string_or_a_bracket_is_no_magic():
    assert not any(isinstance(i, MagicCall) for i in parse("x = '''\n%who\n'''\n(4\n%x)", "f"))
    assert parse("%who\nx = '''\n%lens\n'''", "f")[0] == MagicCall("who", "", 1)


@pytest.mark.parametrize("source", ["%", "% 3", "x = 1\n%%lens", "%who\nx = = 1", " %who"])
def test_what_is_neither_python_nor_a_magic(source):
    with pytest.raises(SyntaxError):
        parse(source, "f")


def test_error_lines_count_magic_lines():
    with pytest.raises(SyntaxError) as error:
        parse("%who\n%lens off\nx = = 1", "f")
    assert error.value.lineno == 3


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_newlines(newline):
    items = parse(newline.join(["if 1:", "  a", "b"]), "f")
    assert [item.source for item in items] == ["if 1:\n  a", "b"]


@pytest.mark.parametrize(
    ("pasted", "source"),
    [
        (">>> a = 1\n>>> a\n1\n", "a = 1\na\n"),
        ("  >>> for i in a:\n  ...     b\n  ...\n  3", "for i in a:\n    b\n"),
        ("In [1]: a = 1\n\nIn [12]: for i in a:\n   ...:     b\n   ...: \nOut[2]: 3\n",
         "a = 1\nfor i in a:\n    b\n\n"),
        ("a = '''\n>>> b\n'''", "a = '''\n>>> b\n'''"),
        ("x = 1\n", "x = 1\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_pasted_prompts(pasted, source):
    assert strip_prompts(pasted) == source


@given(st.text(alphabet="%ab=1('\"\\ \n:#é", max_size=40))
def test_any_text_is_complete_or_not_and_parses_or_says_why(source):
    assert is_complete(source) in {True, False}
    try:
        items = parse(source, "f")
    except (SyntaxError, ValueError):
        return
    assert [item.line for item in items] == sorted(item.line for item in items)
