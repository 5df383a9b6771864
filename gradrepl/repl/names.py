"""What can be typed next, found by looking and never by calling.

Asking a tensor for `.T`, or any object for a property, runs code: it makes graph nodes, warns, or
prints. So a dotted name is walked through dictionaries alone, and the walk ends at the first
property or other getter.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NOTHING = object()
_TAIL = re.compile(r"(?P<path>[^\W\d]\w*(?:\.\w+|\[[^\[\]]*\])*)\.(?P<word>\w*)$")
_WORD = re.compile(r"[^\W\d]\w*$")
_KEY = re.compile(r"(?P<path>[^\W\d]\w*(?:\.\w+|\[[^\[\]]*\])*)\[(?P<word>['\"]?[^'\"\[\]]*)$")
_IMPORT = re.compile(r"^\s*(?:import|from)\s+(?:.*,\s*)?(?P<word>[\w.]*)$")
_FROM = re.compile(r"^\s*from\s+(?P<module>[\w.]+)\s+import\s+(?:.*,\s*)?\(?(?P<word>\w*)$")
_LITERALS = re.compile(
    r"""[A-Za-z]{0,2}(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\#[^\n]*\n""",
    re.DOTALL,
)
_OPEN = re.compile(r"[\"'#]")
_CONTAINERS = (dict, list, tuple)
_MODULE_PARTS = ("_parameters", "_buffers", "_modules")
"""Where a `torch.nn.Module` keeps what `module.name` reads through `__getattr__`."""


def complete(before: str, namespace: Mapping[str, object]) -> tuple[int, list[str]]:
    """The word that is being typed, and what it may become.

    Args:
        before: everything typed up to the cursor.
        namespace: the learner's names.

    Returns:
        how many characters of `before` the word takes, and the candidates, sorted; private ones
        only where the word begins with an underscore.
    """
    line = before.rpartition("\n")[2]
    if match := _FROM.match(line):
        module = sys.modules.get(match["module"], namespace.get(match["module"]))
        return _matching(match["word"], attributes(module) if module is not None else ())
    if match := _IMPORT.match(line):
        return _matching(match["word"], _modules(match["word"]))
    if match := _KEY.search(line):
        return _matching(match["word"], _keys(find(match["path"], namespace), match["word"]))
    if _in_literal(before):
        return 0, []
    if match := _TAIL.search(line):
        found = find(match["path"], namespace)
        return _matching(match["word"], () if found is NOTHING else attributes(found))
    if (match := _WORD.search(line)) and not line[: match.start()].endswith("."):
        return _matching(match[0], {*namespace, *dir(builtins), *keyword.kwlist})
    return 0, []


def find(path: str, namespace: Mapping[str, object]) -> object:
    """The object that a dotted path stands for; `NOTHING` where only running code could tell."""
    try:
        return _walk(ast.parse(path, mode="eval").body, namespace)
    except (SyntaxError, ValueError, RecursionError):
        return NOTHING


def attributes(value: object) -> set[str]:
    """The names after the dot, without asking the object: its `__dir__` is code too.

    A module's is asked, which says what the module would import or make when it is used.
    """
    found: set[Any] = set(_own(value))  # a __dict__ may hold other keys than names
    if _is(value, types.ModuleType) and callable(listed := _own(value).get("__dir__")):
        found.update(listed())
    for kind in (value, type(value)):
        if _is(kind, type):
            for base in type.__dict__["__mro__"].__get__(kind):
                found.update(type.__dict__["__dict__"].__get__(base))
    for part in _MODULE_PARTS:
        inside = _own(value).get(part)
        if isinstance(inside, dict):
            found.update(inside)
    return {name for name in found if _is(name, str) and name.isidentifier()}


def _walk(tree: ast.expr, namespace: Mapping[str, object]) -> object:
    match tree:
        case ast.Name(id=name):
            value = namespace.get(name, NOTHING)
            return getattr(builtins, name, NOTHING) if value is NOTHING else value
        case ast.Attribute(value=inner, attr=name):
            owner = _walk(inner, namespace)
            return NOTHING if owner is NOTHING else _attribute(owner, name)
        case ast.Subscript(value=inner, slice=ast.Constant(value=int() | str() as key)):
            owner = _walk(inner, namespace)
            if type(owner) not in _CONTAINERS:  # a subclass may run code
                return NOTHING
            try:
                return owner[key]  # type: ignore[index]  # one of _CONTAINERS
            except (LookupError, TypeError):
                return NOTHING
        case _:
            return NOTHING


def _attribute(owner: object, name: str) -> object:
    for part in _MODULE_PARTS:
        inside = _own(owner).get(part)
        if isinstance(inside, dict) and name in inside:
            return inside[name]
    if _is(owner, types.ModuleType) and name not in _own(owner):
        return sys.modules.get(f"{_own(owner).get('__name__')}.{name}", NOTHING)
    try:
        value = inspect.getattr_static(owner, name)
    except Exception:  # noqa: BLE001  # an odd metaclass; there is nothing to offer
        return NOTHING
    if _is(value, staticmethod, classmethod):
        return value.__func__
    if _is(value, types.FunctionType, type, types.ModuleType):
        return value
    getter = inspect.getattr_static(type(value), "__get__", None)
    return value if getter is None else NOTHING


def _is(value: object, *kinds: type) -> bool:
    """As `isinstance`, without asking the value for its `__class__`."""
    return issubclass(type(value), kinds)


def _own(value: object) -> Mapping[str, object]:
    """The instance's own dictionary, read past any `__getattribute__`."""
    if _is(value, type):
        return {}
    try:
        own = object.__getattribute__(value, "__dict__")
    except Exception:  # noqa: BLE001  # it has none, or guards it
        return {}
    return own if type(own) is dict else {}


def _keys(value: object, word: str) -> Iterator[str]:
    if type(value) is dict:
        quote = word[:1] if word[:1] in ("'", '"') else "'"
        for key in value:
            if _is(key, str) and quote not in key and key.isprintable():
                yield f"{quote}{key}{quote}"


def _modules(word: str) -> set[str]:
    """Names of modules; below a package only those that are loaded."""
    package = word.rpartition(".")[0]
    loaded = {name for name in list(sys.modules) if name.rpartition(".")[0] == package}
    return loaded if package else {*loaded, *sys.stdlib_module_names, "torch"}


def _matching(word: str, candidates: Iterable[str]) -> tuple[int, list[str]]:
    hidden = not word.startswith("_")
    found = {
        name
        for name in candidates
        if name.startswith(word) and not (hidden and name.startswith("_"))
    }
    return len(word), sorted(found)


def _in_literal(before: str) -> bool:
    """Whether the cursor stands in a string or a comment."""
    return _OPEN.search(_LITERALS.sub(" ", before)) is not None
