"""Every family's cases: values, gradients, their gradients, names and errors against PyTorch's."""

import copy
import warnings

import pytest

import gradrepl.engine as torch
from tests.engine import slopes
from tests.engine.cases import FAMILIES, cases, recorded
from tests.engine.samples import INPUTS, observe
from tests.engine.test_ops import agree

EACH = [
    pytest.param(family, expression, id=f"{family}-{expression}")
    for family in FAMILIES
    for expression in cases(family)
]
RECORDED = {family: recorded(family) for family in FAMILIES}


@pytest.fixture(autouse=True)
def _quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


@pytest.mark.parametrize(("family", "expression"), EACH)
def test_a_case_gives_what_pytorch_gives(family, expression):
    assert expression in RECORDED[family], (
        "run, where PyTorch is: python -m tests.engine.record_ops"
    )
    want = copy.deepcopy(RECORDED[family][expression])
    agree(want, observe(torch, expression, whole=True), expression, tolerance(want))


def tolerance(want):
    """Half precision is computed in single by both, which need not round alike."""
    if "float16" in str(want.get("results", ())):
        return 2e-3
    return 1e-9 if is_double(want) else 2e-6


def is_double(want):
    results = str(want.get("results", ()))
    return not any(each in results for each in ("float32", "float16", "complex64"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("family", "expression"),
    [
        each
        for each in EACH
        if "gradients" in RECORDED[each.values[0]].get(each.values[1], ())
        and is_double(RECORDED[each.values[0]][each.values[1]])
    ],
)
def test_its_gradients_are_its_slopes(family, expression):
    """Along one direction: each row of the table has passed `gradcheck` and `gradgradcheck`."""
    want = RECORDED[family][expression]
    assert set(want["gradients"]) <= set(INPUTS)
    slopes.check_along(expression, list(want["gradients"]), twice="second" in want)
