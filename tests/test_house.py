"""The rules of the house that no linter knows: rooms, libraries, sizes, names, documents, wheel."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import gradrepl
from gradrepl.repl.magics import MAGICS

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "gradrepl"
MODULES = tuple(sorted(PACKAGE.rglob("*.py")))
TESTS = tuple(
    path for path in sorted((ROOT / "tests").rglob("*.py")) if path.parent.name != "topics"
)

LONGEST = 400  # lines

LIBRARIES = {
    "numpy": ("gradrepl/engine/",),
    "graphviz": ("gradrepl/graph/dot.py", "gradrepl/graph/export.py"),
    "graphviz_pure": ("gradrepl/graph/export.py",),
    "rich": ("gradrepl/render/", "gradrepl/cli/", "gradrepl/repl/", "gradrepl/jupyter.py"),
    "pygments": ("gradrepl/render/", "gradrepl/repl/"),
    "prompt_toolkit": ("gradrepl/repl/",),
    "IPython": ("gradrepl/jupyter.py",),
    "markdown_it": ("gradrepl/lesson/",),
    "mdit_py_plugins": ("gradrepl/lesson/",),
    "yaml": ("gradrepl/lesson/",),
    "platformdirs": ("gradrepl/repl/", "gradrepl/cli/", "gradrepl/lesson/"),
    "torch": (),  # backend imports it by name, when it is asked for
    **dict.fromkeys(("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource"), ()),
}
"""Where a library may be imported; the last row is what only POSIX has."""

SLOW = frozenset({"numpy", "rich", "prompt_toolkit", "graphviz", "IPython", "torch", "yaml"})

MUTABLE = frozenset(
    {"Storage", "Tensor", "Node", "GraphTask", "Generator", "GradMode", "Session", "App"}
)

NAMELESS = frozenset({"util", "utils", "helper", "helpers", "misc", "common", "stuff"})

MACHINE = re.compile(r"(?<![\w.])/(?:root|work|farm|home/\w+|Users/\w+)/\w|[A-Z]:\\\\?Users\\")
INVENTED = re.compile(r"(?<![\w.])/(?:home|Users)/\w")
"""A home that a test made up."""


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def documents() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def test_import_contracts_hold() -> None:
    """The contracts stand in pyproject.toml; import-linter reads the whole import graph."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("library", LIBRARIES)
def test_one_library_a_room(library: str) -> None:
    users = {
        relative(path)
        for path in MODULES
        if any(name.partition(".")[0] == library for name in imports(path))
    }
    assert {user for user in users if not user.startswith(LIBRARIES[library])} == set()


@pytest.mark.parametrize("module", ["gradrepl", "gradrepl.cli", "gradrepl.session.parse"])
def test_importing_is_cheap(module: str) -> None:
    code = f"import {module}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT, encoding="utf-8"
    )
    assert SLOW & set(done.stdout.split()) == set()


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_fits_in_one_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST


def test_the_table_says_where_an_operation_stands() -> None:
    folder = PACKAGE / "engine" / "ops"
    told = ast.get_docstring(parsed(folder / "__init__.py")) or ""
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {name for name in files if not re.search(rf"\b{name}\b", told)} == set()


def test_names_say_something() -> None:
    # torch.utils and torch.nn.utils are PyTorch's names
    named_by_pytorch = ("gradrepl/engine/utils", "gradrepl/engine/nn/utils")
    folders = {
        path.parent.name for path in MODULES if not relative(path).startswith(named_by_pytorch)
    }
    assert NAMELESS & ({path.stem for path in [*MODULES, *TESTS]} | folders) == set()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_dataclasses_are_frozen(path: Path) -> None:
    loose = []
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.ClassDef) or node.name in MUTABLE:
            continue
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if "dataclass" not in ast.unparse(called):
                continue
            given = {word.arg for word in getattr(decorator, "keywords", [])}
            if not {"frozen", "slots"} <= given:
                loose.append(node.name)
    assert loose == []


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=relative)
def test_text_files_are_opened_as_utf8(path: Path) -> None:
    silent = []
    for node in ast.walk(parsed(path)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
        binary = any(
            isinstance(value, ast.Constant) and re.fullmatch(r"[rwax+]*b[rwax+]*", str(value.value))
            for value in node.args
        )
        stated = any(word.arg == "encoding" for word in node.keywords)
        if ast.unparse(function) in {"tokenize.open", "os.open"}:  # by its coding line; no text
            continue
        if name in {"open", "read_text", "write_text"} and not binary and not stated:
            silent.append(f"line {node.lineno}: {ast.unparse(function)}")
    assert silent == []


def test_no_path_of_one_machine() -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )
    if tracked.returncode != 0:
        pytest.skip("not a git checkout")
    found = []
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if name == "tests/test_house.py" or not path.is_file() or path.suffix in {".png", ".mo"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE.search(line) and not (name.startswith("tests/") and INVENTED.search(line)):
                found.append(f"{name}:{number}: {line.strip()}")
    assert found == []


def test_readme_names_every_magic() -> None:
    assert MAGICS
    assert [magic.name for magic in MAGICS if f"%{magic.name}" not in documents()] == []


def test_readme_maps_every_room() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert "engine" in rooms
    assert {room for room in rooms if not re.search(rf"\b{room}/", documents())} == set()


def test_readme_holds_the_two_commands() -> None:
    lines = documents().splitlines()
    assert "python -m pip install . && gradrepl" in lines
    assert "python -m pip install -e '.[dev]' && python -m pytest" in lines


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_documents_name_files_that_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:gradrepl|tests|lessons|assets|\.ci)/[\w./-]*)`", text))
    links = set(re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text))
    assert {name for name in named | links if not (ROOT / name).exists()} == set()


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = re.search(
        r"^## \[(\d[^]]*)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert newest is not None
    assert project["version"] == newest[1] == gradrepl.__version__


def test_the_wheel_ships_what_the_program_reads(tmp_path: Path) -> None:
    wheel = next(
        iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    )
    shipped = set(zipfile.ZipFile(wheel).namelist())
    source = {
        relative(path)
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    lessons = {f"gradrepl/_lessons/{path.name}" for path in (ROOT / "lessons").glob("*.md")}
    assert lessons
    assert (source | lessons) - shipped == set()
    assert {name for name in shipped if not name.startswith(("gradrepl/", "gradrepl-"))} == set()
    assert any(name.endswith("licenses/LICENSE") for name in shipped)
