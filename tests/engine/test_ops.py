"""Every row of the table: values, gradients and graph against PyTorch's, and its laws."""

import contextlib
import copy
import warnings

import pytest

import gradrepl.engine as torch
from gradrepl.engine import ops
from tests.engine import slopes
from tests.engine.samples import (
    INPUTS,
    call,
    flat,
    in_place_call,
    inputs,
    key,
    observe,
    recorded,
    weighted,
)

RECORDED = recorded()

ROWS = [pytest.param(row, id=row.text.partition("(")[0]) for row in ops.OPS]
TWINS = [pytest.param(row, id=f"{key(row)}_") for row in ops.OPS if row.in_place]

ROUGH = {"torch.normal(x.detach(), p.detach())": 1e-6}
"""Tolerances of what PyTorch computes in other steps."""


SAVED_OTHERWISE = {
    "det": "no LU factors: numpy gives none",
    "linalg_solve": "same",
    "_scatter_region": "the place of a view in its base, counted in bytes",
    "_gather_region": "same",
    **{
        f"_{family}_norm_{of}": "the shape in which the input is seen, which PyTorch works out anew"
        for family in ("layer", "batch")
        for of in ("input", "weight", "bias")
    },
    "_sum_over_images": "the shape alone: PyTorch has one node for all three gradients",
    "_mkldnn_rnn_layer": "what it was given, once: PyTorch keeps work space, too",
    "_weigh": "what the one map needs: PyTorch has one node for all three gradients",
}
"""Rows whose nodes keep something else than PyTorch's, and why."""


@pytest.fixture(autouse=True)
def _quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


def agree(want, got, where, tolerance):
    """Compares plain data, numbers within a tolerance."""
    if isinstance(want, dict):
        assert sorted(want) == sorted(got), where
        for name, value in want.items():
            agree(value, got[name], f"{where}.{name}", tolerance)
    elif isinstance(want, list):
        assert len(want) == len(got), where
        for at, value in enumerate(want):
            agree(value, got[at], f"{where}[{at}]", tolerance)
    elif isinstance(want, float):
        assert got == pytest.approx(want, rel=tolerance, abs=tolerance), where
    else:
        assert got == want, where


@pytest.mark.parametrize("row", ROWS)
def test_a_row_gives_what_pytorch_gives(row):
    expression = call(row)
    assert expression in RECORDED, "run, where PyTorch is: python -m tests.engine.record_ops"
    want = copy.deepcopy(RECORDED[expression])
    single = any(
        each.get("dtype") in ("torch.float32", "torch.float16") for each in want.get("results", ())
    )
    tolerance = ROUGH.get(expression, 2e-6 if single else 1e-9)
    got = observe(torch, expression)
    if key(row) in SAVED_OTHERWISE:
        for each in (*want["results"], *got["results"]):
            each["saved"] = []
    agree(want, got, expression, tolerance)


def evaluated(expression, given):
    torch.manual_seed(0)
    return eval(expression, {"torch": torch, **given})


WRONG_IN_PYTORCH = {
    f"_{family}_norm_{of}": "PyTorch's third derivative of it is no slope, and ours is PyTorch's"
    for family in ("layer", "batch")
    for of in ("input", "weight")
} | dict.fromkeys(
    (
        "embedding_bag", "embedding_bag.padding_idx", "_embedding_bag", "_embedding_bag_backward",
        "_embedding_bag_samples_backward",
    ),
    "PyTorch has no second derivative of it, nor have we",
) | dict.fromkeys(
    ("_weight_norm", "_weight_norm_interface"),
    "PyTorch's second derivative takes the norms for constants, and ours is PyTorch's",
)  # fmt: skip
"""Rows on which `gradgradcheck` fails here and there alike."""


@pytest.mark.once
@pytest.mark.parametrize("row", [each for each in ROWS if each.values[0].composite])
def test_the_gradient_of_a_composed_row_is_its_slope(row):
    want = RECORDED[call(row)]
    if want.get("gradients") and differing_by_steps(row):
        check_slopes(row)


@pytest.mark.once
@pytest.mark.parametrize("row", [each for each in ROWS if each.values[0].given])
def test_its_gradient_is_its_slope(row, monkeypatch):
    """`gradcheck` and `gradgradcheck`, in which the row's own node must run."""
    want = RECORDED[call(row)]
    if "backward" in want:  # PyTorch's own node refuses, and so does ours: `test_a_row_gives...`
        assert "not implemented" in want["backward"]
        return
    ran = []
    node = ops.node_of(row)
    for form in ("apply", "apply_tensors"):
        monkeypatch.setattr(node, form, counted(getattr(node, form), ran))
    if differing_by_steps(row):
        assert want["gradients"]
        check_slopes(row)
    else:
        weighted(torch, flat(torch, evaluated(call(row), inputs(torch)))).backward()
    assert ran


def counted(function, ran):
    def counting(*args):
        ran.append(function)
        return function(*args)

    return counting


def check_slopes(row):
    want = RECORDED[call(row)]
    slopes.check(
        call(row),
        list(want["gradients"]),
        twice="backward again" not in want and key(row) not in WRONG_IN_PYTORCH,
        single="float32" in str(want["results"]) or "complex64" in str(want["results"]),
    )


def differentiated(*nodes):
    """Whether PyTorch has derivatives for all of these."""
    none = ("NotImplemented", "AsinhBackward1", "AcoshBackward1", "AtanhBackward1")
    return not any(each.__name__ in none for each in nodes)


def differing_by_steps(row):
    """Whether its number follows a small step: not what draws anew, and not half precision."""
    results = str(RECORDED[call(row)].get("results"))
    drawn = "manual_seed" in call(row) or "bernoulli" in call(row)
    return not drawn and "float16" not in results


@pytest.mark.parametrize("row", TWINS)
def test_its_twin_in_place_is_the_same(row):
    expression = in_place_call(row)
    if not expression:  # the sample is the twin itself, or reaches the row by another name
        assert f"{row.name}_(" in call(row) or row.name not in call(row)
        return
    given = inputs(torch)
    plain = evaluated(call(row), given)
    written = None
    with contextlib.suppress(RuntimeError):  # a result that does not fit is refused
        written = evaluated(expression, given)
    if written is None:
        with pytest.raises(
            RuntimeError, match=r"can't be cast|doesn't match the broadcast|Bad in-place"
        ):
            evaluated(expression, inputs(torch))
        return
    assert written.detach().numpy() == pytest.approx(
        plain.detach().to(written.dtype).numpy(), nan_ok=True
    )
    assert written._version >= 1
    if plain.requires_grad and differentiated(type(plain.grad_fn), type(written.grad_fn)):
        leaves = [given[name] for name in INPUTS]
        pair = [
            torch.autograd.grad(weighted(torch, [each]), leaves, allow_unused=True)
            for each in (plain, written)
        ]
        for left, right in zip(*pair, strict=True):
            assert (left is None) == (right is None)
            assert left is None or left.numpy() == pytest.approx(right.numpy())


def test_no_row_is_written_twice():
    names = [key(row) for row in ops.OPS]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_functions_of_the_package_outlive_operations_of_builtin_names():
    """`torch.max` becomes a global of the package, not to be mistaken for Python's."""
    for name in ("max", "min", "any", "all", "sum", "abs", "range", "round", "pow"):
        getattr(torch, name)
    assert torch.broadcast_shapes((2, 1), (3,)) == (2, 3)
    assert torch.result_type(torch.ones(1), 2) is torch.float32
    assert "max" in dir(torch)
    assert torch.typename(torch.ones(1)) == "torch.FloatTensor"
