"""Which language is spoken, and that every message of ours is in its catalogue."""

import ast
import gettext
import io
from pathlib import Path

import pytest

from gradrepl import locale
from tests.locale import catalogue


@pytest.fixture(autouse=True)
def english_again():
    yield
    locale.use("en")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "zh-Hans-CN"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
        ({"LANGUAGE": "fr:zh_CN:en", "LANG": "en_US"}, "zh"),
        ({"LANGUAGE": "zh", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "zh"}, "zh"),
        ({}, "en"),
    ],
)
def test_detects_the_language_as_gettext_does(environ, language, monkeypatch):
    monkeypatch.setattr(locale, "_desktop", lambda: "")
    assert locale.detect(environ) == language


def test_windows_without_variables_follows_the_desktop(monkeypatch):
    monkeypatch.setattr(locale, "_desktop", lambda: "zh_CN")
    assert locale.detect({}) == "zh"
    assert locale.detect({"LANG": "fr_FR"}) == "en"


def test_use_and_gettext():
    message = next(iter(catalogue.messages()))
    assert locale.use("zh_CN.UTF-8") == "zh"
    assert locale.gettext(message) != message
    assert locale.gettext("nobody translated this") == "nobody translated this"
    assert locale.gettext("") == ""
    assert locale.use("klingon") == "en"
    assert locale.gettext(message) == message


def test_extraction_sees_every_way_of_writing_a_literal():
    source = 'gettext("a" " b")\nlocale.gettext("""c""")\nN_("d")\ngettext(variable)\nprint("no")\n'
    assert [message for message, _ in catalogue.marked(source)] == ["a b", "c", "d"]


@pytest.mark.parametrize("source", ['gettext(f"a {b}")', 'N_("a" + b)', 'gettext("%s" % b)'])
def test_an_id_that_is_put_together_is_refused(source):
    with pytest.raises(ValueError, match="one literal string"):
        list(catalogue.marked(source))


@pytest.mark.parametrize("path", catalogue.CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_message_is_translated_with_its_placeholders(path: Path):
    translated = {str(m.id): str(m.string) for m in catalogue.read(path) if m.id}
    wanted = catalogue.messages()
    assert wanted
    missing = {message: places for message, places in wanted.items() if not translated.get(message)}
    assert not missing, f"translate these in {path.name}: {missing}"
    assert set(translated) == set(wanted), "run: python -m tests.locale.catalogue"
    wrong = {
        message: text
        for message, text in translated.items()
        if catalogue.placeholders(message) != catalogue.placeholders(text)
    }
    assert not wrong


def table(compiled: bytes) -> dict[str, str]:
    """What a `.mo` holds, without its header, which names the version of Babel that wrote it."""
    texts = dict(gettext.GNUTranslations(io.BytesIO(compiled))._catalog)
    assert texts.pop("")
    return texts


@pytest.mark.parametrize("path", catalogue.CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_the_written_one(path: Path):
    assert table(path.with_suffix(".mo").read_bytes()) == table(catalogue.compiled(path))
    assert not any(message.fuzzy for message in catalogue.read(path) if message.id)


def test_explanations_mark_their_texts():
    """A rule's text that nobody marked would stay English for a Chinese reader."""
    bare = [
        f"{path.name}:{node.lineno}"
        for path in sorted((catalogue.PACKAGE / "lens" / "rules").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "Explanation"
        for keyword in node.keywords
        if keyword.arg in ("text", "fix")
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value
    ]
    assert not bare
