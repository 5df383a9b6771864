"""`printing` against what PyTorch printed."""

import ast
import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from gradrepl.engine import printing
from tests.engine.record_printing import DATA, array_of, printed, varied

CASES = json.loads(DATA.read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def default_options() -> Iterator[None]:
    printing.set_printoptions(profile="default")
    yield
    printing.set_printoptions(profile="default")


def ours(case, node):
    printing.set_printoptions(profile="default")
    printing.set_printoptions(**case["options"])
    return printing.tensor_repr(
        array_of(case),
        dtype_name="torch." + case["dtype"],
        default_dtype="torch." + case["default"],
        requires_grad=bool(case["grad"]),
        grad_fn_name=node,
        prefix=case["prefix"],
    )


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_a_recorded_case_prints_the_same(case):
    assert ours(case, case["grad_fn"]) == case["text"]


@pytest.mark.torch
def test_new_cases_print_the_same_as_in_the_installed_pytorch():
    for case in varied(1, 400):
        text, node = printed(case)
        assert ours(case, node) == text, case


@given(arrays.arrays(np.int64, arrays.array_shapes(max_dims=4, max_side=5)))
def test_printed_integers_read_back_as_themselves(array):
    text = printing.tensor_repr(array, dtype_name="torch.int64")
    assert ast.literal_eval(text.removeprefix("tensor(").removesuffix(")")) == array.tolist()


@given(
    arrays.arrays(
        np.float64,
        arrays.array_shapes(max_dims=3, max_side=30),
        elements=st.floats(-1000, -0.001),  # zero, inf and nan do not count for the width
    ),
    st.integers(20, 200),
)
def test_no_line_is_longer_than_it_may_be(array, linewidth):
    printing.set_printoptions(profile="full", precision=2, linewidth=linewidth, sci_mode=True)
    text = printing.tensor_repr(array, dtype_name="torch.float64", default_dtype="torch.float64")
    longest = max(map(len, text.splitlines()))
    assert longest <= linewidth + array.ndim  # the closing brackets are not counted


@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_order_does_not_matter(order):
    array = np.array(np.arange(6).reshape(2, 3), order=order)
    assert printing.tensor_repr(array, dtype_name="torch.int64") == (
        "tensor([[0, 1, 2],\n        [3, 4, 5]])"
    )


def test_options_stay_until_they_are_set_again_but_sci_mode_does_not():
    printing.set_printoptions(precision=2, sci_mode=True)
    assert printing.get_printoptions() == printing.PrintOptions(precision=2, sci_mode=True)
    printing.set_printoptions(linewidth=40)
    assert printing.get_printoptions() == printing.PrintOptions(precision=2, linewidth=40)


def test_a_bad_precision_fails_when_it_is_used_as_in_pytorch():
    printing.set_printoptions(precision=-1)
    with pytest.raises(ValueError, match="Format specifier missing precision"):
        printing.tensor_repr(np.array([1.5]), dtype_name="torch.float64")
