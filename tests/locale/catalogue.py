"""The message ids in the code, and the catalogues that must hold them all.

    python -m tests.locale.catalogue

merges what the code asks for into every `.po` (new messages come untranslated, those that went are
dropped), and compiles the `.mo` that runs. Babel reads and writes both formats; it is needed here
and nowhere in the program.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "gradrepl"
CATALOGUES = (PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "gradrepl.po",)
MARKERS = frozenset({"gettext", "N_", "_"})

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moves would change the file on every run
HEADER = "# gradrepl's own words. Refresh with: python -m tests.locale.catalogue"


def messages(package: Path = PACKAGE) -> dict[str, list[tuple[str, int]]]:
    """Every message id in the code, with the places (file, line) that ask for it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package.parent).as_posix()
        for message, line in marked(path.read_text(encoding="utf-8")):
            found.setdefault(message, []).append((place, line))
    return found


def marked(source: str) -> Iterator[tuple[str, int]]:
    """The marked literals of one file. An f-string can never be a message id, and is refused."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[first, *_]):
                if name not in MARKERS:
                    continue
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value, node.lineno
                elif isinstance(first, ast.JoinedStr | ast.BinOp):
                    what = f"line {node.lineno}: a message id must be one literal string"
                    raise ValueError(what)  # noqa: TRY004  # the text is at fault, no type
            case _:
                pass


def placeholders(message: str) -> frozenset[str]:
    """What `.format` fills in: `name`, `shape!r`, `count:,`."""
    fields = string.Formatter().parse(message)
    return frozenset(
        f"{name}{f'!{conversion}' if conversion else ''}{f':{spec}' if spec else ''}"
        for _, name, spec, conversion in fields
        if name is not None
    )


def read(path: Path) -> Catalog:
    """A `.po`, as a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(path: Path) -> bytes:
    """The `.mo` of a `.po`."""
    buffer = io.BytesIO()
    write_mo(buffer, read(path))
    return buffer.getvalue()


def refresh(path: Path) -> tuple[str, ...]:
    """Brings one catalogue up to the code; returns the messages that still want a translation."""
    catalog = read(path) if path.exists() else Catalog(locale=path.parts[-3])
    kept = {message.id: message.string for message in catalog if message.id}
    fresh = Catalog(
        locale=path.parts[-3],
        project="gradrepl",
        version="0.1",
        msgid_bugs_address="the issue tracker",
        header_comment=HEADER,
        creation_date=EPOCH,
        revision_date=EPOCH,
        last_translator="The gradrepl authors",
        language_team="zh_CN",
        fuzzy=False,
    )
    for message, places in messages().items():
        files = sorted({place for place, _ in places})
        fresh.add(message, kept.get(message, ""), locations=[(file, 0) for file in files])
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=100, include_lineno=False, sort_by_file=True)
    path.with_suffix(".mo").write_bytes(compiled(path))
    return tuple(str(message.id) for message in fresh if message.id and not message.string)


def main() -> int:
    """Refreshes every catalogue; the exit code is 1 while a translation is missing."""
    missing = {path: refresh(path) for path in CATALOGUES}
    for path, wanted in missing.items():
        print(f"{path}: {len(wanted)} without a translation")
        for message in wanted:
            print(f"  {message}")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
