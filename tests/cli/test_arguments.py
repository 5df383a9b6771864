import pytest

from gradrepl import __version__
from gradrepl.cli.arguments import UsageError, color, parse
from gradrepl.cli.wishes import wished


@pytest.mark.parametrize(
    ("argv", "action", "arguments"),
    [
        (["x.py", "--lens", "off"], "file", ["x.py", "--lens", "off"]),
        (["--lens", "off", "x.py", "-c", "1"], "file", ["x.py", "-c", "1"]),
        (["--lens=off", "--", "-x.py", "a"], "file", ["-x.py", "a"]),
        (["-c", "1", "--lens", "off"], "code", ["-c", "--lens", "off"]),
        (["-cprint(1)", "a"], "code", ["-c", "a"]),
        (["--color", "never", "-m", "mod", "-x"], "module", ["-m", "-x"]),
        (["-", "a"], "stdin", ["-", "a"]),
        ([], "stdin", [""]),
        (["./graph"], "file", ["./graph"]),
    ],
)
def test_where_the_options_end(argv, action, arguments):
    options = parse(argv)
    assert (options.action, options.arguments) == (action, arguments)


def test_options_stand_before_and_behind_a_command():
    options = parse(["--lang", "zh", "graph", "f.py", "a", "--of", "w", "-o", "x.svg", "--of", "b"])
    assert (options.action, options.file, options.program_arguments) == ("graph", "f.py", ["a"])
    assert (options.names, options.lang) == (["w", "b"], "zh")
    wish = wished(options)
    assert (str(wish.output), wish.inline) == ("x.svg", False)
    options = parse(["learn", "000a", "--lang=en"])
    assert (options.action, options.name, options.lang) == ("learn", "000a", "en")
    options = parse(["lesson", "check", "a.md", "b.md", "--release", "1.7.1"])
    assert (options.action, len(options.paths), options.release) == ("lesson check", 2, "1.7.1")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--lnes", "off"], "there is no option '--lnes'; did you mean '--lens'?"),
        (["--lens", "ful", "x.py"], "did you mean 'full'?"),
        (["--lens"], "--lens wants a value: --lens off|facts|full"),
        (["-c"], "-c wants CODE"),
        (["-m"], "-m wants MODULE"),
        (["graph"], "gradrepl graph FILE"),
        (["graph", "f.py", "--ouput", "x"], "did you mean '--output'?"),
        (
            ["graph", "f.py", "--of", "a", "b"],
            "'b' is one word too many; see gradrepl graph --help",
        ),
        (["learn"], "gradrepl learn NAME"),
        (["lesson", "chek"], "did you mean 'check'?"),
        (["lesson", "list", "--colour", "auto"], "did you mean '--color'?"),
        (["-x"], "there is no option '-x'"),
    ],
)
def test_what_cannot_be_followed(argv, said):
    with pytest.raises(UsageError) as error:
        parse(argv)
    assert said in str(error.value)


def test_colour():
    assert [color(parse(["--color", word, "x"])) for word in ("auto", "always", "never")] == [
        None,
        True,
        False,
    ]


def test_version_and_help(gradrepl):
    done = gradrepl("--version")
    assert (done.returncode, done.stdout) == (0, f"gradrepl {__version__}\n")
    done = gradrepl("--help")
    assert done.returncode == 0
    assert "gradrepl graph FILE" in done.stdout
    assert gradrepl("lesson").returncode == 2


def test_the_version_waits_for_nothing():
    code = (
        "import sys\nfrom gradrepl.cli import main\n"
        "try: main(['--version'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'rich', 'prompt_toolkit', 'torch'} & set(sys.modules)))"
    )
    import subprocess
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
