"""What is to be run, set up as `python` would: source, `__main__`, `sys.argv`, `sys.path`."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from gradrepl.cli.arguments import COMMANDS, UsageError, nearest
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Program:
    """A source and what Python puts around it."""

    source: str
    filename: str
    """What tracebacks call it."""
    argv: tuple[str, ...]
    folder: str | None
    """What `sys.path` begins with; None to leave it alone."""
    main: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What `__main__` holds beside the usual."""
    is_typed: bool = False
    """Whether it came in place of a learner's typing: values are displayed, and `%` lines are
    magics.
    """


def from_file(path: str, arguments: Sequence[str]) -> Program:
    """`gradrepl FILE`: also a folder with a `__main__.py` in it.

    Raises:
        UsageError: where there is no such file, or it cannot be read as Python text.
    """
    file = Path(path)
    folder = file.absolute() if file.is_dir() else Path(os.path.realpath(path)).parent
    if file.is_dir():
        file /= "__main__.py"
        if not file.is_file():
            message = gettext("{path} is a folder, and there is no __main__.py in it")
            raise UsageError(message.format(path=path))
    source = read_source(file, path)
    place = str(file.absolute())
    main = {
        "__file__": place,
        "__cached__": None,
        "__loader__": importlib.machinery.SourceFileLoader("__main__", place),
    }
    return Program(source, place, (path, *arguments), str(folder), main)


def from_code(code: str, arguments: Sequence[str]) -> Program:
    """`gradrepl -c CODE`."""
    return Program(code, "<string>", ("-c", *arguments), "")


def from_stdin(arguments: Sequence[str]) -> Program:
    """What stands in the pipe.

    Raises:
        UsageError: where there is none, or it is no text.
    """
    stdin = sys.stdin
    if stdin is None:
        raise UsageError(gettext("standard input is closed; name a FILE, or use -c CODE"))
    data: bytes | str
    try:
        data = stdin.buffer.read() if hasattr(stdin, "buffer") else stdin.read()
    except OSError as error:
        message = gettext("standard input cannot be read: {reason}")
        raise UsageError(message.format(reason=error.strerror)) from error
    source = data if isinstance(data, str) else _decoded(data, "<stdin>")
    return Program(source, "<stdin>", tuple(arguments), "", is_typed=True)


def from_module(name: str, arguments: Sequence[str]) -> Program:
    """`gradrepl -m MODULE`: a module, or a package's `__main__`.

    Raises:
        UsageError: where there is none, or it has no source.
    """
    folder = os.getcwd()  # noqa: PTH109  # `sys.path` holds strings
    if not sys.flags.safe_path:
        sys.path.insert(0, folder)  # before the search: it is the place where it begins
    try:
        spec = _find(name)
    finally:
        if not sys.flags.safe_path:
            sys.path.remove(folder)
    loader = spec.loader
    get_source = getattr(loader, "get_source", None)  # only some kinds of loaders have it
    source = None if get_source is None else get_source(spec.name)
    if source is None or spec.origin is None:
        message = gettext("module {name} has no Python source that could be run")
        raise UsageError(message.format(name=name))
    main = {
        "__file__": spec.origin,
        "__cached__": spec.cached,
        "__loader__": loader,
        "__package__": spec.parent,
        "__spec__": spec,
    }
    return Program(source, spec.origin, (spec.origin, *arguments), folder, main)


def read_source(file: Path, named: str) -> str:
    """A file's text, decoded as its first lines say.

    Raises:
        UsageError: with the nearest file's name where there is none; with the place of what is no
            text.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise UsageError(_missing(named)) from None
    except OSError as error:
        message = gettext("{path} cannot be read: {reason}")
        raise UsageError(message.format(path=named, reason=error.strerror)) from error
    return _decoded(data, named)


def _decoded(data: bytes, named: str) -> str:
    try:
        return importlib.util.decode_source(data)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = gettext(
            "{path}, line {line}: byte 0x{byte:02x} is no {encoding} text. Save the file as UTF-8, "
            "or say on its first line what it is: # -*- coding: ... -*-"
        )
        raise UsageError(
            message.format(
                path=named, line=line, byte=data[error.start], encoding=error.encoding.upper()
            )
        ) from error
    except SyntaxError as error:  # a coding line that names no encoding
        message = gettext("{path} cannot be read as Python text: {reason}")
        raise UsageError(message.format(path=named, reason=error.msg)) from error


def _missing(named: str) -> str:
    message = gettext("there is no file {name!r}")
    folder = os.path.dirname(named)  # noqa: PTH120  # as it was typed
    if folder and not Path(folder).is_dir():
        return message.format(name=named)
    known = [] if folder else list(COMMANDS)
    try:
        there = sorted(entry for entry in os.listdir(folder or ".") if not entry.startswith("."))  # noqa: PTH208  # names are wanted
    except OSError:
        there = []
    known += [str(Path(folder) / entry) if folder else entry for entry in there]
    sentence = nearest(message, named, known)
    return sentence if "?" in sentence else message.format(name=named)


def _find(name: str) -> importlib.machinery.ModuleSpec:
    if name.startswith("."):
        raise UsageError(gettext("-m wants a module's full name, not {name!r}").format(name=name))
    try:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            main = importlib.util.find_spec(f"{name}.__main__")
            if main is None:
                message = gettext("{name} is a package, and there is no __main__ module in it")
                raise UsageError(message.format(name=name))
            return main
    except (ImportError, ValueError) as error:  # a parent that cannot be imported; an odd name
        message = gettext("module {name} cannot be found: {reason}")
        raise UsageError(message.format(name=name, reason=error)) from error
    if spec is None:
        raise UsageError(gettext("there is no module {name!r}").format(name=name))
    return spec
