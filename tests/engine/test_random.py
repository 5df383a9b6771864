"""`random` against the numbers that PyTorch drew."""

import builtins
import functools
import json
import math
import threading
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradrepl.engine import random
from gradrepl.engine.random import Generator
from gradrepl.engine.tensor import wrap
from tests.engine.record_random import (
    DATA,
    LIMIT,
    arguments_of,
    drawn_by_torch,
    recorded,
    state_digest,
    summary,
    varied,
)

SEQUENCES = json.loads(DATA.read_text(encoding="utf-8"))
BY_C_LIBRARY = ("exponential", "normal", "randn")
"""Other C libraries than the recording's may round their logarithms and cosines otherwise."""


def replay(sequence):
    generator = Generator().manual_seed(sequence["seed"])
    for number, each in enumerate(sequence["steps"]):
        if "error" in each:
            refuses(each, generator)
            continue
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            drawn = draw(each, generator)
        assert [str(warning.message) for warning in caught] == each["warned"]
        assert drawn.dtype == each["dtype"]
        assert drawn.shape == tuple(each["shape"])
        where = f"step {number}: {each['call']} {each['dtype']} {each['shape']}"
        if each["call"] in BY_C_LIBRARY and drawn.size <= LIMIT and each["dtype"] != "float32":
            real = np.dtype(each["dtype"]).type(0).real.dtype
            ours, theirs = (np.array(v, real) for v in (summary(drawn), each["drawn"]))
            np.testing.assert_array_almost_equal_nulp(ours, theirs, nulp=4)
        else:
            assert summary(drawn) == each["drawn"], where
        assert state_digest(generator.snapshot()) == each["state"], where


def refuses(each, generator):
    special = {
        "manual_seed": lambda: random.manual_seed(each["arguments"]["seed"]),
        "Generator.manual_seed": lambda: generator.manual_seed(each["arguments"]["seed"]),
        "Generator.set_state": lambda: generator.set_state(
            wrap(np.zeros(each["shape"], each["dtype"]))
        ),
    }
    kind, text = each["error"]
    with pytest.raises(getattr(builtins, kind)) as caught:
        special.get(each["call"], lambda: draw(each, generator))()
    assert str(caught.value) == text


def draw(each, generator):
    return getattr(random, each["call"])(**arguments_of(each), generator=generator)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=range(len(SEQUENCES)))
def test_a_recorded_sequence_is_drawn_again(sequence):
    replay(sequence)


@pytest.mark.torch
def test_new_sequences_are_what_the_installed_pytorch_draws():
    for seed, steps in varied(1, 40):
        replay(recorded(seed, steps))


@pytest.mark.torch
def test_a_million_normals_are_exact():
    each = {"call": "randn", "dtype": "float32", "shape": [1000003], "arguments": {}}
    sequence = recorded(7, [each])
    replay(sequence)
    assert drawn_by_torch(each).shape == (1000003,)


@given(st.integers(-(2**63), 2**64 - 1), st.integers(0, 2000), st.integers(0, 40))
def test_a_state_goes_on_where_it_was_taken(seed, skipped, count):
    generator = Generator().manual_seed(seed)
    random.rand((skipped,), generator=generator)
    random.randn((count % 5,), generator=generator)
    copy = Generator().set_state(generator.get_state())
    assert copy.initial_seed() == seed % 2**64
    for function in (random.randn, random.rand):
        ours = function((count,), generator=generator)
        assert np.array_equal(ours, function((count,), generator=copy))
    assert np.array_equal(copy.snapshot(), generator.snapshot())
    assert np.array_equal(generator.clone_state().snapshot(), generator.snapshot())


@given(st.integers(0, 300), st.integers(0, 2**64 - 1))
def test_randperm_is_the_loop_of_swaps(n, seed):
    expected = list(range(n))
    draws = Generator().manual_seed(seed).draw32(max(n - 1, 0)).tolist()
    for place, drawn in enumerate(draws):
        partner = place + drawn % (n - place)
        expected[place], expected[partner] = expected[partner], expected[place]
    generator = Generator().manual_seed(seed)
    assert random.randperm(n, generator=generator).tolist() == expected


@given(
    st.integers(-(2**63), 2**63 - 2),
    st.integers(1, 2**62),
    st.sampled_from(["int64", "float64", "float32"]),
)
@pytest.mark.filterwarnings("ignore:(from|to - 1) is out of bounds")
def test_randint_stays_in_its_bounds(low, span, dtype):
    high, kind = min(low + span, 2**63 - 1), np.dtype(dtype)
    try:
        values = random.randint(low, high, (50,), dtype, Generator())
    except RuntimeError as error:  # the dtype has no such number
        assert "casted to dtype" in str(error)  # noqa: PT017  # most bounds raise nothing
        return
    assert all(kind.type(low) <= value <= kind.type(high - 1) for value in values)


@pytest.mark.torch
def test_a_strided_tensor_is_filled_in_the_order_of_its_memory():
    import torch

    for make in (
        lambda: torch.zeros(4, 6),
        lambda: torch.zeros(4, 6).t(),
        lambda: torch.zeros(4, 6)[:, ::2],
        lambda: torch.zeros(2, 3, 4).permute(2, 0, 1),
        lambda: torch.zeros(2, 3, 4).permute(1, 2, 0)[:, 1:3],
        lambda: torch.zeros(5, 1, 2).transpose(0, 1),
        lambda: torch.zeros(()),
    ):
        theirs = make()
        array = make().numpy()
        generator = Generator().manual_seed(0)
        torch.manual_seed(0)
        theirs.uniform_()
        draw = functools.partial(random.rand, generator=generator)
        assert np.array_equal(random.filled(array, draw), theirs.numpy())
        theirs.normal_()
        contiguous = theirs.is_contiguous()
        draw = functools.partial(random.normal, generator=generator, contiguous=contiguous)
        assert np.array_equal(random.filled(array, draw), theirs.numpy())


def test_uniform_never_gives_its_upper_bound():
    values = random.uniform((10000,), 1.0, 1.0 + 2**-22, generator=Generator())
    assert set(values.tolist()) == {1.0, 1.0 + 2**-23}


def test_infinite_and_overflowing_normals_warn_of_nothing():
    generator = Generator()
    for std in (math.inf, 1e300, 65504.0):
        for dtype in ("float16", "float32", "float64"):
            for shape in ((3,), (20,)):
                assert random.normal(shape, 0.0, std, dtype, generator).shape == shape


def test_a_warning_points_at_the_callers_line():
    with pytest.warns(UserWarning, match="out of bounds") as caught:
        random.randint(0, 2**25, (2,), "float32")
    assert caught[0].filename == __file__


def test_manual_seed_returns_the_default_generator_and_repeats():
    assert random.manual_seed(3) is random.default_generator
    first = random.rand((5,))
    random.manual_seed("3")
    assert np.array_equal(random.rand((5,)), first)
    assert random.initial_seed() == 3


def test_seed_starts_anew():
    assert random.seed() == random.initial_seed()
    assert random.seed() != random.seed()


def test_a_generator_looks_like_pytorchs():
    assert repr(Generator()).startswith("<torch._C.Generator object at 0x")
    assert Generator().initial_seed() == 67280421310721


def test_threads_share_a_generator_without_losing_draws():
    generator = Generator().manual_seed(0)
    drawn = []

    def work():
        for _ in range(50):
            drawn.extend(random.rand((4,), generator=generator).tolist())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    expected = random.rand((800,), generator=Generator().manual_seed(0))
    assert sorted(drawn) == sorted(expected.tolist())
