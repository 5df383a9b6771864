"""When Enter runs, and how far the next line stands in."""

import pytest

from gradrepl.repl.validator import is_magic, next_indent, ready


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", True),
        ("a = 1", True),
        ("for i in x:", False),
        ("for i in x:\n    f(i)", False),
        ("for i in x:\n    f(i)\n", True),
        ("for i in x:\n    f(i)\n    ", True),
        ("f(1,", False),
        ("'''open", False),
        ("x = \\", False),
        ("@property", False),
        ("a = )", True),
        ("if x:\n    1\nelse:", False),
        ("%graph a", True),
        ("%nonsense (", True),
        ("with torch.no_grad():\n    c = b + 2\n\nd = 1", True),
    ],
)
def test_ready(text, runs):
    assert ready(text) is runs


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("for i in x:", 4),
        ("    if i:  # why", 8),
        ("x = {1: 2}", 0),
        ("    y = 1", 4),
        ("        return y", 4),
        ("    pass", 0),
        ("returned = 1", 0),
        ("", 0),
    ],
)
def test_next_indent(line, indent):
    assert next_indent(line) == " " * indent


def test_is_magic():
    assert is_magic("%who")
    assert is_magic("  %graph a")
    assert not is_magic("a % b")
    assert not is_magic("%who\n%why")
