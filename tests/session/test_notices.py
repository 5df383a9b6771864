import sys

GRAD = "The .grad attribute of a Tensor that is not a leaf"


def test_once_for_a_text_at_a_line(typed):
    typed("import warnings")
    first, again = typed("warnings.warn('w')"), typed("warnings.warn('w')")
    assert [(w.category, w.message, w.line) for w in first.outcome.warnings] == [
        ("UserWarning", "w", 1)
    ]
    assert again.outcome.warnings == ()
    assert len(typed("\nwarnings.warn('w')").outcome.warnings) == 1
    assert first.outcome.stderr == "<input-2>:1: UserWarning: w\n  warnings.warn('w')\n"


def test_grad_of_a_non_leaf_warns_at_the_learners_line(typed):
    typed("a = torch.ones(2, requires_grad=True); b = a * 2")
    first, again = typed("b.grad"), typed("b.grad")
    assert [(w.filename, w.line) for w in first.outcome.warnings] == [("<input-2>", 1)]
    assert first.outcome.warnings[0].message.startswith(GRAD)
    assert again.outcome.warnings == ()


def test_the_lens_itself_warns_of_nothing(typed):
    turns = typed.all(
        "a = torch.ones(2, requires_grad=True)\nb = a * 2\nb.sum().backward()\n(b, a)"
    )
    assert [turn.outcome.warnings for turn in turns] == [()] * 4
    assert [turn.lens_error for turn in turns] == [None] * 4


def test_the_filters_are_the_learners(typed):
    typed("import warnings; warnings.simplefilter('error')")
    assert typed("warnings.warn('w')").outcome.exception.type == "UserWarning"
    typed("warnings.simplefilter('ignore')")
    assert typed("warnings.warn('w')").outcome.warnings == ()
    recording = (
        "with warnings.catch_warnings(record=True) as got:\n"
        "  warnings.simplefilter('always')\n"
        "  warnings.warn('kept')\n"
    )
    assert typed(recording).outcome.warnings == ()
    assert typed("str(got[0].message)").outcome.displayed == "'kept'"


def test_a_syntax_warning_once(typed):
    turns = typed.all("1 is 1\n2")
    assert [[w.category for w in turn.outcome.warnings] for turn in turns] == [
        ["SyntaxWarning"],
        [],
    ]


def test_where_a_warning_stood(typed):
    typed("def f():\n  import warnings\n  print('abc'); warnings.warn('w'); print('d')\n")
    outcome = typed("f()").outcome
    assert outcome.stdout == "abc\nd\n"
    assert [warning.position for warning in outcome.warnings] == [4]


def test_a_deprecation_in_main_is_shown(typed):
    typed("import warnings")
    assert len(typed("warnings.warn('old', DeprecationWarning)").outcome.warnings) == 1
    assert sys.modules["__main__"] is not None
