"""The formula of a node, typed in as it is told, gives the gradient that the node computes."""

import pytest

from gradrepl import backend
from gradrepl.observe.formula import row_of, written
from gradrepl.observe.nodes import saved_values

torch = backend.load("numpy").torch

A = [[0.3, -0.7, 1.9], [0.2, 0.9, -0.4]]
B = [[1.5, 0.4, -0.6], [0.8, -1.1, 2.0]]

OPERATIONS = {
    "a + b": ["grad", "grad"],
    "a - b": ["grad", "-grad"],
    "a * b": ["grad * other", "grad * self"],
    "a * 3": ["grad * other", "grad * self"],
    "a / b": ["grad / other", None],
    "a ** 2": ["grad * (exponent * self ** (exponent - 1))"],
    "-a": ["-grad"],
    "a.exp()": ["grad * result"],
    "a.sin()": ["grad * cos(self)"],
    "a.tanh()": ["grad * (1 - result * result)"],
    "a.sigmoid()": [None],
    "a.relu()": ["where(result <= 0, 0, grad)"],
    "a.abs().sqrt()": ["grad / (2 * result)"],
    "a.abs().log()": ["grad / self"],
    "a.sum()": ["expand(grad, self.shape)"],
    "a.mean()": ["expand(grad / self.numel(), self.shape)"],
    "a.max()": ["grad * (self == result) / sum(self == result)"],
    "a @ b.T": ["grad @ mat2.T", "self.T @ grad"],
    "a.t()": ["grad.T"],
    "a.view(6)": ["grad.reshape(self.shape)"],
    "torch.where(a > 0, a, b)": [None, None],
    "a.clamp(min=0.0)": [None],
    "torch.softmax(a, 1)": [None],
    "torch.addmm(b @ b.T, a, b.T)": ["grad", "grad @ mat2.T", "mat1.T @ grad"],
}


def typed(torch, text, node, grad):
    """Runs a formula as a learner would, on the node's own saved values."""
    names = {"grad": grad, "expand": torch.broadcast_to, "zeros_like": torch.zeros_like}
    names["along"] = lambda x, dim: x.sum(dim, keepdim=True)
    names |= {name: getattr(torch, name) for name in ("where", "cos", "sum", "exp", "log")}
    for name in dir(type(node)):
        if name.startswith("_saved_"):
            names[name.removeprefix("_saved_")] = getattr(node, name)
    for shown, saved in (("self.shape", "self_sym_sizes"), ("self.numel()", "self_sym_numel")):
        text = text.replace(shown, saved)
    return eval(text, names)


@pytest.mark.parametrize("source", OPERATIONS)
def test_a_formula_gives_the_gradient(source):
    a, b = torch.tensor(A, requires_grad=True), torch.tensor(B, requires_grad=True)
    node = eval(source, {"a": a, "b": b, "torch": torch}).grad_fn
    known = {
        name.removeprefix("_saved_"): getattr(node, name)
        for name in dir(type(node))
        if name.startswith("_saved_")
    }
    rows = written(row_of(node, None), known, is_complex=False)
    shape = eval(source, {"a": a, "b": b, "torch": torch}).shape
    grad = torch.linspace(0.5, 2.0, max(1, shape.numel())).reshape(shape)
    given = node(grad)
    given = given if isinstance(given, tuple) else (given,)
    given += (None,) * (len(rows) - len(given))  # of operands that need none
    for row, wanted, real in zip(rows, OPERATIONS[source], given, strict=True):
        if wanted is not None:
            assert row.text == wanted
        if real is not None:
            assert (typed(torch, row.text, node, grad) - real).abs().max() < 1e-5, row.text


def test_a_branch_that_the_saved_numbers_decide_is_the_one_that_is_told():
    a, b = torch.tensor(A, requires_grad=True), torch.tensor(B, requires_grad=True)
    row = row_of(torch.sub(a, b, alpha=3).grad_fn, None)
    assert written(row, {"alpha": 3}, is_complex=False)[1].text == "-grad * alpha"
    assert written(row, {"alpha": 1}, is_complex=False)[1].text == "-grad"


def test_of_complex_numbers_the_conjugate_is_told():
    row = row_of((torch.tensor(A, requires_grad=True) * 2).grad_fn, None)
    assert written(row, {}, is_complex=True)[0].text == "grad * conj(other)"


def test_a_node_of_no_table_has_none():
    x = torch.ones(1, requires_grad=True)
    assert row_of(x.expand(2).grad_fn.next_functions[0][0], backend.Backend.rows) is None


@pytest.mark.torch
@pytest.mark.parametrize("source", OPERATIONS)
def test_real_pytorch_s_nodes_have_the_formulas_of_the_table(source):
    """By name and by what they save; and the formula gives what PyTorch computes."""
    real = backend.load("torch").torch
    a, b = real.tensor(A, requires_grad=True), real.tensor(B, requires_grad=True)
    result = eval(source, {"a": a, "b": b, "torch": real})
    node = result.grad_fn
    rows = written(row_of(node, backend.Backend.rows), dict(saved_values(node)), is_complex=False)
    grad = real.linspace(0.5, 2.0, max(1, result.numel())).reshape(result.shape)
    given = node(grad)
    given = given if isinstance(given, tuple) else (given,)
    compared = 0
    for row, computed in zip(rows, given, strict=True):
        if computed is not None:
            compared += 1
            assert (typed(real, row.text, node, grad) - computed).abs().max() < 1e-5, row.text
    assert compared


def test_every_formula_of_the_table_can_be_told():
    """By its own expression, or by its name: nothing stray, nothing of how memory is laid out."""
    engine = torch.ones(1, requires_grad=True).exp().grad_fn
    rows = {type(engine).row}
    for operation in OPERATIONS:
        a, b = torch.tensor(A, requires_grad=True), torch.tensor(B, requires_grad=True)
        rows.add(type(eval(operation, {"a": a, "b": b, "torch": torch}).grad_fn).row)
    assert len(rows) > 15
    for row in rows:
        kind = type("Node", (), {"row": row})
        for formula in written(row_of(kind(), None), {}, is_complex=False):
            assert len(formula.text) <= 120
            assert "_sym_" not in formula.text
            compile(formula.text, "<formula>", "eval")
