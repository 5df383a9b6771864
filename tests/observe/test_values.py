import pytest

from gradrepl.observe import values

SHOWN = [
    ("tensor(2.5)", "2.5000"),
    ("tensor(3)", "3"),
    ("tensor(True)", "True"),
    ("tensor([1.1])", "[1.1000]"),
    ("tensor([[1., 2.], [3., 4.]])", "[[1., 2.], [3., 4.]]"),
    ("tensor([-1., 0.25])", "[-1.0000, 0.2500]"),
    (
        "tensor([[0.5, -0.25], [2., 3.]], dtype=torch.float64)",
        "[[0.5000, -0.2500], [2.0000, 3.0000]]",
    ),
    ("zeros(0)", "[]"),
    ("zeros(2, 0)", "[]"),
    ("ones(13)", "[1., 1., 1., ...]"),
    ("arange(100)", "[0, 1, 2, ...]"),
    ("ones(20, 1)", "[[1.], ...]"),
    ("ones(1, 20)", "[[1., 1., 1., ...]]"),
    ("ones(2, 3, 4)", "[[[1., 1., 1., ...], ...], ...]"),
    ("full((20,), 0.1)", "[0.1000, 0.1000, 0.1000, ...]"),
    ("full((20,), 1e-9)", "[1.0000e-09, 1.0000e-09, 1.0000e-09, ...]"),
    ("full((20,), float('nan'))", "[nan, nan, nan, ...]"),
]


@pytest.mark.parametrize(("source", "text"), SHOWN)
def test_on_one_line(torch, source, text):
    assert values.printed(eval(f"torch.{source}", {"torch": torch})) == text


def test_digests_tell_values_apart(torch):
    made = [torch.tensor([1.0]), torch.tensor([2.0]), torch.tensor([float("nan")])]
    assert len({values.digest(one) for one in made}) == 3
    assert values.digest(torch.tensor([1.0])) == values.digest(
        torch.tensor([1.0], requires_grad=True)
    )
    assert values.digest(torch.zeros(values.LARGEST_DIGEST)) is not None
    assert values.digest(torch.zeros(values.LARGEST_DIGEST + 1)) is None


def test_what_is_no_tensor_at_all():
    assert (values.digest(3), values.printed("a"), values.summary(None)) == (None, "", "")
