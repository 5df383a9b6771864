"""What is kept for the next call does not grow with the calls."""

import pytest

import gradrepl.engine as torch


def forms(name):
    return getattr(torch, name).__globals__["FORMS"]


def test_forms_of_calls_are_kept_up_to_a_bound_and_work_on_after_it():
    x = torch.ones(2)
    kept = forms("add")
    for i in range(3 * kept.MOST):
        with pytest.raises(TypeError, match=r"add\(\)"):
            torch.add(x, **{f"no_{i}": 1})
        assert len(kept) <= kept.MOST
        assert torch.add(x, other=x, alpha=2).tolist() == [3.0, 3.0]


def test_a_form_is_compiled_once():
    x = torch.ones(2)
    torch.sub(x, other=x)
    kept = forms("sub")
    before = dict(kept)
    assert before
    torch.sub(x, other=x)
    assert dict(kept) == before
    assert all(kept[key] is form for key, form in before.items())
