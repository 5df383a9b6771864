"""The front matter of a lesson: YAML, read strictly."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, cast

import yaml

from gradrepl.lesson.model import Header, LessonError, Prose
from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYS = ("id", "title", "release", "order", "teaches", "source")

_ID = re.compile(r"[0-9a-z][0-9a-z_.-]*")
_RELEASE = re.compile(r"\d+\.\d+\.\d+")


def nearest(name: str, known: Sequence[str]) -> str:
    """A sentence that names what was probably meant, or all that is known."""
    found = difflib.get_close_matches(name, known, n=1)
    if found:
        return gettext("Did you mean {name}?").format(name=repr(found[0]))
    return gettext("Known here: {names}.").format(names=", ".join(known))


def read_header(text: str, path: Path) -> Header:
    """Reads the YAML between the two `---` lines that open the file.

    Raises:
        LessonError: for YAML that does not parse, and for missing, unknown or malformed keys.
    """
    return _Reader(text, path).header()


class _Reader:
    """Keeps what every complaint needs: the path, and the line that a key stands on."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.values = self._load()

    def _load(self) -> dict[str, object]:
        try:
            values = yaml.safe_load(self.text)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or str(error)
            raise LessonError(
                self.path,
                (mark.line if mark else 0) + 2,
                gettext("the front matter is not YAML: {problem}.").format(problem=problem),
                gettext("Write one `key: value` a line, and quote a value that holds `: ` or `#`."),
            ) from error
        if not isinstance(values, dict):
            raise LessonError(
                self.path,
                1,
                gettext("the front matter holds no keys."),
                gettext("Write between the two `---` lines: {keys}.").format(keys=", ".join(KEYS)),
            )
        for key in values:
            if key not in KEYS:
                raise self._error(
                    str(key),
                    gettext("the front matter has an unknown key {key}.").format(key=repr(key)),
                    nearest(str(key), KEYS),
                )
        return cast("dict[str, object]", values)

    def _line(self, key: str) -> int:
        for number, line in enumerate(self.text.splitlines(), start=2):
            if re.match(rf"[\"']?{re.escape(key)}[\"']?\s*:", line):
                return number
        return 1

    def _error(self, key: str, what: str, what_to_do: str) -> LessonError:
        return LessonError(self.path, self._line(key), what, what_to_do)

    def _get(self, key: str, example: str) -> object:
        if self.values.get(key) is None:
            raise self._error(
                key,
                gettext("the front matter has no {key}.").format(key=repr(key)),
                gettext("Add: {example}").format(example=example),
            )
        return self.values[key]

    def _malformed(self, key: str, example: str) -> LessonError:
        return self._error(
            key,
            gettext("{key} is {value}.").format(key=repr(key), value=repr(self.values[key])),
            gettext("Write it like this: {example}").format(example=example),
        )

    def _id(self) -> str:
        example = "id: 005-hooks"
        value = self._get("id", example)
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise self._malformed("id", example)
        return value

    def _title(self) -> Prose:
        example = "title: {zh: 钩子, en: Hooks}"
        value = self._get("title", example)
        if not isinstance(value, dict) or not all(
            isinstance(value.get(language), str) and value[language].strip()
            for language in ("zh", "en")
        ):
            raise self._malformed("title", example)
        return Prose(value["zh"].strip(), value["en"].strip(), self._line("title"))

    def _strings(self, key: str, example: str) -> tuple[str, ...]:
        value = self._get(key, example)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._malformed(key, example)
        return tuple(value)

    def _release(self) -> tuple[str, ...]:
        example = 'release: ["2.13.0", "1.7.1"]'
        releases = self._strings("release", example)
        if not releases or not all(_RELEASE.fullmatch(release) for release in releases):
            raise self._malformed("release", example)
        return releases

    def _order(self) -> int:
        example = "order: 5"
        value = self._get("order", example)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._malformed("order", example)
        return value

    def _source(self) -> str:
        value = self.values.get("source")
        if value is not None and not isinstance(value, str):
            raise self._malformed("source", 'source: "a note by Tyan, PyTorch 1.5.0"')
        return (value or "").strip()

    def header(self) -> Header:
        """Every key, in the order in which complaints are most useful."""
        return Header(
            self._id(),
            self._title(),
            self._release(),
            self._order(),
            self._strings("teaches", "teaches: [severed-by-no-grad]"),
            self._source(),
        )
