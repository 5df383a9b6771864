"""The magics: what each does, and what each says when it cannot."""

import pytest

from gradrepl import locale
from gradrepl.repl.completer import offer
from gradrepl.repl.magics import MAGICS
from gradrepl.repl.magics.magic import MagicError, read_arguments

GRAPH = next(magic for magic in MAGICS if magic.name == "graph")


def test_every_magic_has_its_help(app):
    text = app.type("%help")
    for magic in MAGICS:
        assert f"%{magic.name}" in text
        assert magic.summary
        assert f"%{magic.name} {magic.usage}".strip() in app.type(f"%help {magic.name}")
    assert len({magic.name for magic in MAGICS}) == len(MAGICS)


def test_every_option_stands_in_the_usage_or_is_explained(app):
    for magic in MAGICS:
        text = app.type(f"%help {magic.name}")
        assert app.type(f"%{magic.name} --help") == text
        for option in magic.options:
            if option.summary:
                assert "[OPTION ...]" in magic.usage
                assert option.summary.split()[0] in text
            assert any(flag in text for flag in option.flags)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("%hlep", "there is no magic '%hlep'; did you mean '%help'?\n"),
        ("%xyzzy", "there is no magic '%xyzzy'; there are: %help, %lens, %graph,"),
        ("%help nothing", "there is no magic '%nothing'"),
        ("%lens fll", "the lens has no level 'fll'; did you mean 'full'?\n"),
        ("%lens 5", "the lens has no level '5'; there are: off, facts, full\n"),
        ("%lens off full", "write it so: %lens [off|facts|full]\n"),
        ("%who -a", "%who takes no options\n"),
        ("%graph --stile boxes", "%graph has no option '--stile'; did you mean '--style'?\n"),
        ("%graph --bogus", "%graph has no option '--bogus'; see %help graph\n"),
        (
            "%graph loss*2",
            "loss*2 is an expression, and a graph is drawn of names; ",
        ),
        (
            "%graph loss * 2",
            "loss * 2 is an expression, and a graph is drawn of names; ",
        ),
        ("%graph loss[0]", "loss[0] is an expression, and a graph is drawn of names; give it one"),
        ("%graph 1+1", "no tensor is called '1+1'; there are: loss\n"),
        ("%graph loss,lss", "no tensor is called 'lss'; did you mean "),
        ("%graph --style boxs", "--style cannot be 'boxs'; did you mean 'boxes'?\n"),
        ("%graph -o", "-o wants a value: -o FILE\n"),
        ("%graph --show value", "--show cannot be 'value'; did you mean 'values'?\n"),
        ("%graph --show grads,shape", "--show cannot be 'shape'; did you mean 'shapes'?\n"),
        ("%graph --show=", "--show cannot be ''; there are: values, grads, saved, versions,"),
        ("%graph --depth 0", "--depth wants a whole number from 1 to 100,000, not '0'\n"),
        ("%graph --depth two", "--depth wants a whole number from 1 to 100,000, not 'two'\n"),
        ("%graph --dpi 9999", "--dpi wants a whole number from 20 to 1,200, not '9999'\n"),
        ("%graph --fold=3", "--fold takes no value\n"),
        ("%graph --fold --no-fold", "--fold and --no-fold contradict each other; give one of them"),
        ("%graph --dpi 90", "--dpi is for pictures; add -o FILE or --inline\n"),
        ("%graph --theme drak -o x.svg", "--theme cannot be 'drak'; did you mean 'dark'?\n"),
        ("%graph -o x.jpg", "x.jpg: no format is called .jpg;"),
        ("%graph -o .svg", ".svg is a format without a name: picture.svg\n"),
        ("%graph loss --inline", "the output is no terminal, so it shows no picture; write a file"),
        ("%graph loss --unfold nope", "--unfold: nothing in this graph is called 'nope'\n"),
        ("%graph loss --lane loss,nope", "--lane: nothing in this graph is called 'nope'\n"),
        ("%graph lss", "no tensor is called 'lss'; did you mean "),
        ("%run", "write it so: %run FILE\n"),
        ("%run /no/such.py", "/no/such.py: No such file or directory\n"),
        ("%save", "write it so: %save FILE [--force]\n"),
        ("%save x.txt", "a session is not saved as '.txt'"),
        ("%save .", ". is a folder; name a file in it\n"),
        ("%save x", "a session is not saved as ''; there are: .py, .pycon\n"),
        ("%save /no/such/x.py", "/no/such/x.py: No such file or directory\n"),
        ("%lang fr", "no catalogue for 'fr'; there are: en, zh\n"),
    ],
)
def test_what_cannot_be_done_is_one_clear_message(app, typed, said):
    app.type("loss = torch.ones(1)")
    text = app.type(typed)
    assert text.startswith(said)
    assert text.count("\n") == 1


def test_lens(app):
    assert app.type("%lens") == "the lens is at: full\n"
    assert app.type("%lens off") == "the lens is at: off\n"
    assert app.type("a = torch.ones(1)") == ""
    assert app.type("%lens facts") == "the lens is at: facts\n"
    assert app.type("b = a + 1") == "  b  float32 (1,)   no grad         leaf\n"


def test_graph_on_the_screen(app):
    assert app.type("%graph") == "there is no graph yet: no tensor here requires grad\n"
    app.type("a = torch.ones(1, requires_grad=True)\nb = a * 2")
    assert app.type("%graph") == app.type("%graph b") != ""
    assert "MulBackward0" in app.type("%graph b --style=lanes")
    assert app.type("%graph b -s lanes") != app.type("%graph b -s boxes")


@pytest.mark.parametrize("typed", ["%graph a b", "%graph a,b", "%graph a, b", "%graph b,,a"])
def test_graph_of_several_names(app, typed):
    app.type("a = torch.ones(1, requires_grad=True)")
    app.type("b = torch.ones(2, requires_grad=True)\nc = a + b")
    drawn = app.type(typed)
    assert "◆ a" in drawn
    assert "◆ b" in drawn
    assert "AddBackward0" not in drawn


def test_a_name_with_a_comma_in_it(app):
    app.type("d = {'a,b': torch.ones(3, requires_grad=True)}")
    assert "d['a,b']" in app.type("%graph d['a,b']")


def test_graph_in_a_file(app, tmp_path):
    app.type("a = torch.ones(1, requires_grad=True)\nb = a * 2")
    path = tmp_path / "图 1.dot"
    assert app.type(f'%graph b -o "{path}"').replace("\n", "") == f"wrote {path}"
    assert "MulBackward0" in path.read_text(encoding="utf-8")
    assert app.type(f"%graph b -o {tmp_path}/no/such.svg").count("\n") == 1
    assert "svg" in app.type(f"%graph b -o {tmp_path}/x.sgv")


def test_graph_in_a_file_that_lacks_glyphs(app, tmp_path, monkeypatch):
    monkeypatch.setattr("gradrepl.graph.renderer.system_dot", lambda: None)
    monkeypatch.setattr("gradrepl.graph.renderer.converter", lambda: None)
    app.type("权重 = torch.ones(1, requires_grad=True)\nb = 权重 * 2")
    text = app.type(f"%graph b -o {tmp_path}/x.png").replace("\n", " ")
    assert "no font for 权重 was found" in text
    assert (tmp_path / "x.png").is_file()
    assert "no font" not in app.type(f"%graph b -o {tmp_path}/x.svg")


def test_who(app):
    assert app.type("%who") == "no name leads to a tensor yet\n"
    app.type("a = torch.ones(2, requires_grad=True)\nalias = a\nc = [torch.zeros(())]")
    assert app.type("%who") == (
        "  a, alias  float32 (2,)   requires_grad   leaf      grad None   [1., 1.]\n"
        "  c[0]      float32 ()     no grad         leaf      0.\n"
    )


def test_why_repeats_what_was_kept_back(app):
    assert app.type("%why") == "nothing so far wanted an explanation\n"
    app.type("a = torch.ones(1)\n%lens facts")
    app.type("a.backward()")
    text = app.type("%why")
    assert text.startswith("  2: a.backward()\n")
    assert "  why" in text
    app.type("%lens off")
    assert app.type("%why").startswith("the lens is off")


def test_run(app, tmp_path):
    path = tmp_path / "脚本.py"
    path.write_text("x = torch.ones(1)\nx\nprint(__name__)\n", encoding="utf-8")
    text = app.type(f"%run {path}")
    assert text.endswith("__main__\n")
    assert "tensor(" not in text
    assert app.type("x") != ""
    path.write_text("import sys\nsys.exit(3)\nprint('never')\n", encoding="utf-8")
    assert "ended with exit code 3" in app.type(f"%run {path}").replace("\n", " ")
    assert app.code is None
    path.write_text("1/0\n", encoding="utf-8")
    assert f'File "{path}", line 1' in app.type(f"%run {path}")
    path.write_bytes(b"x = '\xff'\n")
    assert "cannot be read as Python text" in app.type(f"%run {path}")


def test_save_as_a_script(app, tmp_path):
    app.type("a = torch.ones(1)\nif True:\n    b = 2\n")
    app.type("1/0")
    app.type("def f():\n    return )")
    path = tmp_path / "s.py"
    app.type(f"%save {path}")
    assert path.read_text(encoding="utf-8") == (
        "a = torch.ones(1)\n"
        "if True:\n    b = 2\n"
        "# 1/0  # ZeroDivisionError\n"
        "# def f():\n#     return )\n# SyntaxError\n"
    )
    compile(path.read_text(encoding="utf-8"), "s.py", "exec")


def test_save_writes_over_nothing_unless_told(app, tmp_path):
    path = tmp_path / "s.py"
    app.type("a = 1")
    app.type(f"%save {path}")
    app.type("b = 2")
    assert "--force" in app.type(f"%save {path}")
    assert path.read_text(encoding="utf-8") == "a = 1\n"
    app.type(f"%save -f {path}")
    assert path.read_text(encoding="utf-8") == "a = 1\nb = 2\n"


def test_save_as_a_transcript(app, tmp_path):
    app.type("a = 1\na + 1")
    path = tmp_path / "s.pycon"
    app.type(f"%save {path}")
    assert path.read_text(encoding="utf-8") == ">>> a = 1\n>>> a + 1\n2\n"


def test_nothing_to_save(app, tmp_path):
    assert app.type(f"%save {tmp_path}/s.py") == "there is nothing to save yet\n"


def test_reset(app):
    app.type("a = 1\n" + "torch.set_grad_enabled(False)")
    app.type("%reset")
    assert "NameError" in app.type("a")
    app.session.namespace["torch"] = app.session.torch
    assert app.type("torch.is_grad_enabled()") == "True\n"


def test_lang(app):
    assert "English" in app.type("%lang")
    assert "中文" in app.type("%lang zh")
    assert locale.current() == "zh"
    assert app.type("%lang en") == "gradrepl speaks English\n"


def test_backend(app):
    assert str(app.session.torch.__version__) in app.type("%backend")


def test_a_fault_in_a_magic_is_one_line(app, monkeypatch):
    monkeypatch.setattr(app.session, "graph", lambda _: 1 / 0)
    assert app.type("%graph") == "%graph failed: ZeroDivisionError: division by zero\n"


@pytest.mark.parametrize(
    ("text", "words", "options"),
    [
        ("", (), {}),
        ("a b", ("a", "b"), {}),
        ("a -o 'my file.svg'", ("a",), {"--output": "my file.svg"}),
        ("-o C:\\x\\y.svg d['w']", ("d['w']",), {"--output": "C:\\x\\y.svg"}),
        ("--output=x.svg", (), {"--output": "x.svg"}),
        ("--style lanes 权重", ("权重",), {"--style": "lanes"}),
    ],
)
def test_arguments(text, words, options):
    read = read_arguments(GRAPH, text)
    assert (read.words, read.options) == (words, options)


def test_a_wrong_choice_is_refused():
    with pytest.raises(MagicError, match="boxes"):
        read_arguments(GRAPH, "--style box")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("%", [magic.name for magic in MAGICS]),
        ("%gr", ["graph"]),
        ("%lens ", ["off", "facts", "full"]),
        ("%lens f", ["facts", "full"]),
        ("%graph --f", ["--fold"]),
        ("%graph --the", ["--theme"]),
        ("%graph --style b", ["boxes"]),
        ("%graph lo", ["loss", "low"]),
        ("%graph d['", ["'w'"]),
        ("%help w", ["who", "why"]),
        ("%nothing x", []),
        ("%who x", []),
    ],
)
def test_tab(typed, offered):
    names = {"loss": 1, "low": 2, "d": {"w": 1}}
    assert offer(typed, names)[1] == offered
