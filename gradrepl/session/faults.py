"""What a session was asked for and cannot give."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import TYPE_CHECKING

from gradrepl.graph.canvas import clean
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class SessionError(Exception):
    """Something that a session was asked for and cannot give; the message says what to do."""


def unknown(name: str, known: Sequence[str]) -> SessionError:
    """That no tensor has this name, with those that come near."""
    if nearest := get_close_matches(name, known, 3):
        message = gettext("no tensor is called {name!r}; did you mean {nearest}?")
        return SessionError(message.format(name=name, nearest=" / ".join(nearest)))
    if known:
        message = gettext("no tensor is called {name!r}; there are: {names}")
        return SessionError(message.format(name=name, names=", ".join(known[:8])))
    message = gettext("no tensor is called {name!r}: there is no tensor yet")
    return SessionError(message.format(name=name))


def single(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """The names one by one, also those that were typed as `y,w`.

    Raises:
        SessionError: where there is an expression among them, which has no name yet.
    """
    given, known = list(names), frozenset(known)
    split = [
        part
        for name in given
        for part in ([name] if name in known else filter(None, name.replace(" ", "").split(",")))
    ]
    if not all(part in known or part.isidentifier() for part in split):
        for text in (*given, " ".join(given)):
            if text not in known and _is_expression(text, known):
                message = gettext(
                    "{text} is an expression, and a graph is drawn of names; give it one, as in "
                    "{name} = {text}, and draw {name}"
                )
                name = next(one for one in ("y", "z", "out", "result", text) if one not in known)
                raise SessionError(message.format(text=clean(text), name=name))
    return split


def _is_expression(text: str, known: Collection[str]) -> bool:
    """Whether it computes something, of a tensor that has a name: `w * 2`, `w[0]`, `w.sum()`."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if isinstance(tree, ast.Name | ast.Tuple | ast.Constant):
        return False
    within = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}
    return not within.isdisjoint(known)
