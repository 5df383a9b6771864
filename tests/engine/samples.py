# ruff: noqa: E501  # a sample is a sample
"""What every row of the table of operations is tried on: calls, written out, that real PyTorch runs as well.

A row is known by its name and overload. Where nothing is said about it here, its schema says what to call it with.
"""

from __future__ import annotations

import functools
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradrepl.engine import ops
from tests.engine import cases
from tests.engine.cases import FAMILIES, samples

if TYPE_CHECKING:
    from gradrepl.engine.table import Op

RECORDED = Path(__file__).parent / "data" / "ops.json"

INPUTS = {
    "x": [[0.7, -1.3, 2.1], [1.9, 0.4, -0.6]],
    "y": [[1.2, 0.8, -0.5], [-1.1, 2.3, 0.9]],
    "p": [[0.3, 1.4, 2.2], [0.9, 1.7, 0.5]],  # positive
    "u": [[0.2, 0.55, 0.71], [0.35, 0.83, 0.46]],  # between 0 and 1
    "v": [0.6, -1.2, 1.7],
    "w": [1.1, 0.3, -0.8],
    "k": [0.9, -0.7],
    "s": [[2.1, 0.4], [-0.3, 1.6]],
    "n": 0.8,
    "h": [[[0.5, -1.0], [1.5, 0.25]], [[-0.75, 2.0], [0.1, -0.4]]],
}
"""Differentiable, in double precision."""

OTHERS = {
    "i": "torch.tensor([[4, -3, 7], [2, 5, -1]])",
    "j": "torch.tensor([[1, 2, 0], [3, 1, 2]])",
    "c": "torch.tensor([[True, False, True], [False, True, True]])",
    "z": "torch.tensor([1 + 2j, -0.5 + 1j], dtype=torch.complex128)",
    "at": "torch.tensor([1, 0])",
    "to": "torch.tensor([[0, 1, 1], [1, 0, 0]])",
}

CALLS: dict[str, str] = {
    # arithmetic
    "add.Tensor": "torch.add(x, v, alpha=2)",
    "sub.Tensor": "torch.sub(x, y, alpha=3)",
    "rsub.Tensor": "torch.rsub(x, v)",
    "rsub.Scalar": "3 - x",
    "div.Tensor_mode": "torch.div(x, y, rounding_mode='floor')",
    "div.Scalar_mode": "torch.div(x, 1.5, rounding_mode='floor')",
    "remainder.Scalar_Tensor": "torch.remainder(5, p)",
    "_number_remainder": "5 % p",
    "pow.Tensor_Tensor": "torch.pow(p, y)",
    "pow.Scalar": "torch.pow(2, x)",
    "pow.Tensor_Scalar": "torch.pow(x, 3)",
    "float_power.Tensor_Tensor": "torch.float_power(p, y)",
    "float_power.Scalar": "torch.float_power(2, x)",
    "float_power.Tensor_Scalar": "torch.float_power(x, 3)",
    "clamp.Tensor": "torch.clamp(x, y, p)",
    "clamp": "torch.clamp(x, -0.5, 1.0)",
    "xlogy": "torch.xlogy(x, p)",
    "lerp.Scalar": "torch.lerp(x, y, 0.3)",
    "lerp.Tensor": "torch.lerp(x, y, u)",
    "addcmul": "torch.addcmul(x, y, p, value=2)",
    "addcdiv": "torch.addcdiv(x, y, p, value=2)",
    "where": "torch.where(c)",
    "where.self": "torch.where(c, x, v)",
    "where.ScalarSelf": "torch.where(c, 2, x)",
    "where.ScalarOther": "torch.where(c, x, 2.5)",
    "where.Scalar": "torch.where(c, 1, 2)",
    "where.method": "x.where(c, y)",
    "where.method_Scalar": "x.where(c, 0)",
    "add.Scalar_deprecated": "x.add(2, y)",
    "sub.Scalar_deprecated": "x.sub(2, y)",
    "isclose": "torch.isclose(x, x + 1e-9)",
    **{
        f"bitwise_{name}.{kind}": f"torch.bitwise_{name}(i, {other})"
        for name in ("and", "or", "xor", "left_shift", "right_shift")
        for kind, other in (("Tensor", "j"), ("Scalar", "2"))
    },
    # functions of one number
    **{name: f"torch.{name}(p)" for name in ("sqrt", "rsqrt", "log", "log2", "log10", "log1p", "lgamma", "digamma")},
    **{name: f"torch.{name}(u)" for name in ("asin", "acos", "atanh")},
    "acosh": "torch.acosh(p + 1)",
    "polygamma": "torch.polygamma(2, p)",
    "logit": "torch.logit(u, eps=0.25)",
    "bitwise_not": "torch.bitwise_not(i)",
    "round.decimals": "torch.round(x, decimals=1)",
    "_tanh_backward": "torch.autograd.grad(torch.tanh(x).sum(), x, create_graph=True)[0]",
    "_sigmoid_backward": "torch.autograd.grad(torch.sigmoid(x).sum(), x, create_graph=True)[0]",
    "_threshold_backward": "torch.autograd.grad((torch.relu(x) * y).sum(), x, create_graph=True)[0]",
    "nan_to_num": "torch.nan_to_num(x)",
    "conj": "x.conj()",
    # reductions
    **{f"{name}.{kind}": f"torch.{name}(x, {how})" for name, kind, how in (
        ("sum", "dim_IntList", "1"), ("mean", "dim", "0, keepdim=True"), ("prod", "dim_int", "1"), ("max", "dim", "1"),
        ("min", "dim", "0"), ("max", "other", "y"), ("min", "other", "y"), ("all", "dim", "1"), ("any", "dim", "1"),
    )},
    "amax": "torch.amax(x, 1)", "amin": "torch.amin(x, (0, 1))", "argmax": "torch.argmax(x, 1)", "argmin": "torch.argmin(x)",
    "cumsum": "torch.cumsum(x, 1)", "cumprod": "torch.cumprod(x, 1)",
    "logcumsumexp": "torch.logcumsumexp(x, 1)", "logsumexp": "torch.logsumexp(x, 1)",
    **{f"{name}{kind}": f"torch.{name}(x{how})" for name in ("var", "std", "var_mean", "std_mean") for kind, how in (
        ("", ", False"), (".dim", ", 1, True"), (".correction", ", 1, correction=0"),
    )},
    "nansum": "torch.nansum(x, 1)", "nanmean": "torch.nanmean(x, 1)",
    "linalg_vector_norm": "torch.linalg.vector_norm(x, 3, 1)",
    "dist": "torch.dist(x, y, 3)",
    "norm": "x.norm(1.5, 1)",
    "sum_to_size": "x.sum_to_size((1, 3))",
    # order
    "sort": "torch.sort(x, 1, True)", "sort.stable": "torch.sort(x, stable=True, dim=0)",
    "argsort": "torch.argsort(x)", "argsort.stable": "torch.argsort(x, stable=True)",
    "topk": "torch.topk(x, 2)", "kthvalue": "torch.kthvalue(x, 2)", "median.dim": "torch.median(x, 1)",
    "cummax": "torch.cummax(x, 1)", "cummin": "torch.cummin(x, 1)", "aminmax": "torch.aminmax(x, dim=1)",
    "unique": "torch.unique(j, return_inverse=True, return_counts=True)",
    "unique_consecutive": "torch.unique_consecutive(torch.tensor([1, 1, 2, 1]), return_counts=True)",
    "bincount": "torch.bincount(torch.tensor([1, 1, 3]))",
    # shapes
    "reshape": "x.t().reshape(6)", "view.dtype": "torch.ones(2).view(torch.int32)", "view": "x.view(3, 2)",
    "_reshape_alias": "x.t().reshape(3, 1, 2)",
    "_unsafe_view": "x.t().reshape(6)", "view_as": "x.view_as(p.t().contiguous())", "reshape_as": "x.reshape_as(p.t())",
    "expand": "v.expand(2, 3)", "expand_as": "v.expand_as(x)", "broadcast_to": "torch.broadcast_to(v, (2, 3))",
    "transpose.int": "torch.transpose(x, 0, 1)", "permute": "h.permute(2, 0, 1)", "movedim.intlist": "torch.movedim(h, 0, 2)",
    "unsqueeze": "x.unsqueeze(1)", "squeeze": "x.unsqueeze(1).squeeze()", "squeeze.dim": "x.unsqueeze(1).squeeze(1)",
    "squeeze.dims": "x.unsqueeze(1).squeeze((0, 1))", "contiguous": "x.t().contiguous()",
    "as_strided": "torch.as_strided(x, (2, 2), (1, 2))", "unfold": "x.unfold(1, 2, 1)",
    "_unfold_backward": "torch.autograd.grad((x.unfold(1, 2, 1) * v[:2]).sum(), x, create_graph=True)[0]",
    "unflatten.int": "x.unflatten(1, (3, 1))", "resize_": "torch.ones(2, 3).resize_(2)",
    "select.int": "x.select(1, -1)", "_slice": "x[:, 0:3:2]", "narrow": "x.narrow(1, 1, 2)", "unbind.int": "x.unbind(1)",
    "split": "x.split(2, 1)", "_split": "x.split(2, 1)", "split_with_sizes": "x.split([1, 2], 1)",
    "tensor_split.sections": "torch.tensor_split(x, 2, 1)", "tensor_split.indices": "torch.tensor_split(x, (1,), 1)",
    "chunk": "x.chunk(2, 1)", "cat": "torch.cat([x, y], 1)", "stack": "torch.stack([x, y], 1)",
    **{name: f"torch.{name}([v, w])" for name in ("hstack", "vstack", "dstack", "column_stack")},
    **{f"atleast_{d}d.Sequence": f"torch.atleast_{d}d([v, n])" for d in (1, 2, 3)},
    **{f"atleast_{d}d": f"torch.atleast_{d}d(v)" for d in (1, 2, 3)},
    "broadcast_tensors": "torch.broadcast_tensors(v, x)", "meshgrid.indexing": "torch.meshgrid(v, k, indexing='ij')",
    "cartesian_prod": "torch.cartesian_prod(v, k)", "repeat": "x.repeat(2, 2)", "tile": "torch.tile(x, (2,))",
    "flip": "torch.flip(x, (0, 1))", "diagonal": "x.diagonal(1)", "_diagonal_copy": "torch.diag(x)",
    "diag_embed": "torch.diag_embed(x)", "diag": "torch.diag(v, 1)", "roll": "torch.roll(x, 1, 1)", "rot90": "torch.rot90(x)",
    "adjoint": "x.adjoint()",
    "repeat_interleave.self_Tensor": "torch.repeat_interleave(x, torch.tensor([2, 1]), 0)",
    "repeat_interleave.self_int": "torch.repeat_interleave(x, 2, 1)",
    "tril": "torch.tril(x, 1)", "triu": "torch.triu(x)", "fliplr": "torch.fliplr(x)", "flipud": "torch.flipud(x)",
    "_scatter_region": "torch.autograd.grad((torch.as_strided(x, (2, 2), (1, 2)) ** 2).sum(), x, create_graph=True)[0]",
    "_gather_region": "torch.autograd.grad((torch.as_strided(x, (2, 2), (1, 2)) ** 3).sum(), x, create_graph=True)[0]",
    "view_as_real": "torch.view_as_real(torch.complex(x, y))", "view_as_complex": "torch.view_as_complex(h)",
    "real": "torch.real(torch.complex(x, y) * z[0])", "imag": "torch.imag(torch.complex(x, y) * z[0])",
    # picking
    "_index": "x[at, at]", "index_put": "x.index_put((at, at), k, True)", "gather": "torch.gather(x, 1, j[:, :2] % 3)",
    "take": "torch.take(x, torch.tensor([5, 0, 0]))", "take_along_dim": "torch.take_along_dim(x, to, 1)",
    "scatter.src": "torch.scatter(x, 0, to, y)", "scatter.value": "torch.scatter(x, 0, to, 2.0)",
    "scatter_add": "torch.scatter_add(x, 0, to, y)", "index_select": "torch.index_select(x, 1, at)",
    "index_fill.int_Scalar": "torch.index_fill(x, 1, at, 5.0)", "index_add": "torch.index_add(x, 1, at, y[:, :2], alpha=2)",
    "index_copy": "torch.index_copy(x, 1, at, y[:, :2])", "masked_fill.Scalar": "torch.masked_fill(x, c, 2)",
    "masked_fill.Tensor": "torch.masked_fill(x, c, n)", "masked_select": "torch.masked_select(x, c)",
    "argwhere": "torch.argwhere(c)", "nonzero": "torch.nonzero(c)",
    # products
    "mm": "torch.mm(x, y.t())", "mm.dtype": "torch.mm(x, y.t(), torch.float64)", "mv": "torch.mv(x, v)", "dot": "torch.dot(v, w)",
    "vdot": "torch.vdot(v, w)", "bmm": "torch.bmm(h, h)", "bmm.dtype": "torch.bmm(h, h, torch.float64)",
    "addmm": "torch.addmm(k, x, y.t(), beta=2, alpha=3)", "addmm.dtype": "torch.addmm(k, x, y.t(), torch.float64)",
    "addr": "torch.addr(x, k, v, alpha=2)", "addmv": "torch.addmv(k, x, v, beta=2, alpha=3)",
    "baddbmm": "torch.baddbmm(h, h, h, beta=2, alpha=3)", "baddbmm.dtype": "torch.baddbmm(h, h, h, torch.float64)",
    "inverse": "torch.inverse(s)", "det": "torch.det(s)", "linalg_solve": "torch.linalg.solve(s, k)",
    "linalg_cross": "torch.linalg.cross(v, w)", "matmul": "torch.matmul(h, k)", "outer": "torch.outer(v, k)",
    "inner": "torch.inner(x, v)", "kron": "torch.kron(x, k)", "matrix_power": "torch.matrix_power(s, 3)",
    "tensordot": "torch.tensordot(x, y, ([1], [1]))", "cross": "torch.cross(v, w, dim=0)",
    "einsum": "torch.einsum('ij,kj->ik', x, y)", "trace": "torch.trace(x)",
    # elsewhere
    "clone": "x.clone()", "_to_copy": "x.to(torch.float64, copy=True)", "alias": "x[...]", "detach": "x.detach()", "detach_": "x.clone().detach_()",
    "to.device": "x.to('cpu')", "to.dtype": "x.to(torch.float32)", "to.other": "x.to(torch.ones(1))",
    "type_as": "x.type_as(torch.ones(1))", "type": "x.type()", "cpu": "x.cpu()", "cuda": "x.cuda()",
    **{name: f"x.{name}()" for name in (
        "float", "double", "half", "int", "long", "short", "char", "byte", "bool", "cfloat", "cdouble",
    )},
    "copy": "x.clone().copy_(v)", "zero": "torch.zero_(x.clone())", "fill.Tensor": "torch.fill(x, n)", "fill.Scalar": "torch.fill(x, 3)",
    **{f"{name}": f"(torch.manual_seed(3), x.clone().{name}_())[1]" for name in ("normal", "uniform", "exponential", "random")},
    "bernoulli.float": "(torch.manual_seed(3), x.clone().bernoulli_(0.3))[1]",
    "bernoulli.Tensor": "(torch.manual_seed(3), x.clone().bernoulli_(u.detach()))[1]",
    "random.from": "(torch.manual_seed(3), x.clone().random_(2, 9))[1]", "random.to": "(torch.manual_seed(3), x.clone().random_(9))[1]",
    # from nothing
    "tensor": "torch.tensor([[1, 2.5], [3, 4]])", "complex": "torch.complex(x, y)", "polar": "torch.polar(p, x)",
    "asarray": "torch.asarray([1, 2])", "as_tensor": "torch.as_tensor([1.5])", "zeros": "torch.zeros(2, 3)", "ones": "torch.ones(2)",
    "full": "torch.full((2,), 7)", "empty": "torch.empty(2, 3).shape",
    **{f"{name}{kind}": f"torch.{name}({size}{extra})" for name, size in (
        ("rand", "3"), ("randn", "3"), ("randperm", "5"), ("randint", "9, (4,)"),
    ) for kind, extra in (("", ""), (".generator", ", generator=torch.Generator().manual_seed(5)"))},
    "randint.low": "torch.randint(3, 9, (4,))", "randint.low_generator": "torch.randint(3, 9, (4,), generator=torch.Generator().manual_seed(5))",
    "arange": "torch.arange(4)", "arange.start": "torch.arange(1, 4.5)", "arange.start_step": "torch.arange(1, 2, 0.25)",
    "linspace": "torch.linspace(0, 1, 4)", "linspace.Tensor_Tensor": "torch.linspace(torch.tensor(0.), torch.tensor(1.), 3)",
    "linspace.Scalar_Tensor": "torch.linspace(0, torch.tensor(1.), 3)", "linspace.Tensor_Scalar": "torch.linspace(torch.tensor(0.), 1, 3)",
    "range": "torch.range(1, 3)", "scalar_tensor": "torch.scalar_tensor(3)", "tril_indices": "torch.tril_indices(3, 2)",
    "triu_indices": "torch.triu_indices(3, 2)", "logspace": "torch.logspace(0, 2, 3)", "eye": "torch.eye(3)", "eye.m": "torch.eye(2, 3)",
    "normal.Tensor_Tensor": "(torch.manual_seed(3), torch.normal(x, p))[1]", "normal.Tensor_float": "(torch.manual_seed(3), torch.normal(x, 2.0))[1]",
    "normal.float_Tensor": "(torch.manual_seed(3), torch.normal(1.0, p))[1]", "normal.float_float": "torch.normal(1.0, 2.0, (3,))",
    **{f"{name}_like": f"torch.{name}_like(x)" for name in ("zeros", "ones", "rand", "randn")},
    "empty_like": "torch.empty_like(x).shape", "full_like": "torch.full_like(x, 4)", "randint_like": "torch.randint_like(x, 9)",
    "randint_like.low": "torch.randint_like(x, 3, 9)", "bernoulli": "torch.bernoulli(u)",
    "multinomial": "torch.multinomial(u, 5, True)", "new.size": "x.new(2).shape", "new.data": "torch.ones(1).new([1, 2])",
    "new_zeros": "x.new_zeros(2)", "new_ones": "x.new_ones(2)", "new_empty": "x.new_empty(2).shape", "new_full": "x.new_full((2,), 3)",
    "new_tensor": "x.new_tensor([1, 2])",
    # neural networks
    "linear": "torch.nn.functional.linear(x, y, k)", "softmax.int": "torch.softmax(x, 1)", "_softmax": "x.softmax(0)",
    "log_softmax.int": "torch.log_softmax(x, 1)", "_log_softmax": "x.log_softmax(0)",
    "leaky_relu": "torch.nn.functional.leaky_relu(x, 0.2)", "gelu": "torch.nn.functional.gelu(x)",
    **{name: f"torch.nn.functional.{name}(x, y)" for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")},
    "binary_cross_entropy": "torch.nn.functional.binary_cross_entropy(u, c.double())",
    "binary_cross_entropy_with_logits": "torch.nn.functional.binary_cross_entropy_with_logits(x, c.double())",
    "_nll_loss": "torch.nn.functional.nll_loss(x, at)", "nll_loss_nd": "torch.nn.functional.nll_loss(x, at)",
    "_nll_loss2d": "torch.nn.functional.nll_loss(h, torch.tensor([[0, 1], [1, 0]]))",
    "cross_entropy_loss": "torch.nn.functional.cross_entropy(x, at)",
    # conversions
    "item": "n.item()", "tolist": "x.tolist()", "numpy": "x.detach().numpy().tolist()", "size": "(x.size(), x.size(1))",
    "stride": "x.stride()", "data_ptr": "x.data_ptr() == x.data_ptr()", "untyped_storage": "x.untyped_storage().nbytes()",
    "is_same_size": "x.is_same_size(y)", "requires_grad_": "torch.ones(2).requires_grad_()",
}  # fmt: skip
"""By name and overload."""


def key(row: Op) -> str:
    return row.text.partition("(")[0]


@functools.cache
def _samples() -> dict[str, str]:
    return {name: text for family in FAMILIES for name, text in samples(family).items()}


def call(row: Op) -> str:
    """The expression that a row is tried by."""
    found = CALLS.get(key(row)) or _samples().get(key(row))
    if found is not None:
        return found
    taken = [a for a in row.schema.arguments if not a.has_default]
    values = []
    for place, argument in enumerate(taken):
        if argument.is_tensor and not argument.listed:
            values.append("xyp"[place])
        elif argument.type == "Scalar":
            values.append("1.5")
        else:
            raise LookupError(f"no sample for {row.text}: add one to CALLS")
    first, *rest = values
    where = "torch" if row.function else first
    return f"{where}.{row.name}({', '.join(values if row.function else rest)})"


def in_place_call(row: Op) -> str:
    """The twin's expression, on a copy of what the row works on."""
    text = call(row)
    at = text.rfind(f".{row.name}(")
    if at < 0:
        return ""
    before, inner = text[:at], text[at + len(row.name) + 2 :]
    if not before.startswith("torch"):
        return f"({before}).clone().{row.name}_({inner}"
    first, comma, rest = inner.partition(", ")
    copy = f"({first if comma else first[:-1]}).clone()"
    if before == "torch" and not row.method:
        return f"torch.{row.name}_({copy}{comma}{rest}{'' if comma else ')'}"
    if before == "torch":
        return f"{copy}.{row.name}_({rest or ')'}"
    return f"{before}.{row.name}({copy}, {rest[:-1] + ', ' if comma else ''}inplace=True)"


def inputs(torch: Any) -> dict[str, Any]:
    """Fresh tensors by name."""
    found = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in INPUTS.items()
    }
    found |= {name: eval(text, {"torch": torch}) for name, text in OTHERS.items()}
    return found | {"F": torch.nn.functional}


def rows() -> tuple[Op, ...]:
    return ops.OPS


# --- what is looked at -----------------------------------------------------------------------------------------------


def observe(torch: Any, expression: str, *, whole: bool = False) -> dict[str, Any]:
    """Values, gradients and second gradients, and how the graph names and keeps them, as plain data.

    `whole` keeps an error's text as it is, not its beginning alone.
    """
    torch.manual_seed(0)
    given = inputs(torch)
    try:
        result = eval(expression, {"torch": torch, **given})
    except (
        RuntimeError,
        TypeError,
        IndexError,
        ValueError,
        AssertionError,
        AttributeError,
    ) as error:
        text = str(error) if whole else str(error).partition("\n")[0][:80]
        return {"error": type(error).__name__, "text": text}
    tensors = flat(torch, result)
    found: dict[str, Any] = {"results": [describe(torch, each) for each in tensors]}
    total = weighted(torch, tensors)
    if total is None:
        return found
    leaves = {name: given[name] for name in INPUTS}
    try:
        first = torch.autograd.grad(
            total, list(leaves.values()), create_graph=True, allow_unused=True
        )
    except RuntimeError as error:
        return found | {"backward": str(error)}
    grads = {name: g for name, g in zip(leaves, first, strict=True) if g is not None}
    found["gradients"] = {name: plain((g + 0.0).detach().tolist()) for name, g in grads.items()}
    again = weighted(torch, list(grads.values()))
    if again is not None:
        try:
            second = torch.autograd.grad(again, list(leaves.values()), allow_unused=True)
        except RuntimeError as error:
            return found | {"backward again": str(error)}
        # zeros may be computed or left out, and are where rounding errors are
        found["second"] = {
            name: plain(g.tolist())
            for name, g in zip(leaves, second, strict=True)
            if g is not None and (g + 0.0).abs().max().item() > 1e-12
        }
    return {name: value for name, value in found.items() if name != "second" or value}


def flat(torch: Any, result: Any) -> list[Any]:
    if (
        isinstance(result, (tuple, list))
        and result
        and all(isinstance(r, torch.Tensor) for r in result)
    ):
        return list(result)
    return [result]


def weighted(torch: Any, tensors: list[Any]) -> Any:
    """A number that depends differently on every element."""
    total = None
    for each in tensors:
        if isinstance(each, torch.Tensor) and each.requires_grad:
            real = (
                torch.view_as_real(each.resolve_conj())
                if each.is_complex() and hasattr(torch, "view_as_real")
                else each
            )
            if real.is_complex():
                real = real.real + 2 * real.imag
                weights = 1.0
            else:
                count = real.numel()
                weights = torch.tensor(
                    [math.cos(3.0 * i) + 1.5 for i in range(count)], dtype=real.dtype
                )
                weights = weights.reshape(real.shape)
            part = (real * weights).sum()
            total = part if total is None else total + part
    return total


def describe(torch: Any, value: Any) -> Any:
    if not isinstance(value, torch.Tensor):
        return {"value": plain(list(value) if isinstance(value, tuple) else value)}
    node = value.grad_fn
    return {
        "dtype": str(value.dtype),
        "shape": list(value.shape),
        "values": plain(value.detach().tolist()),
        "requires_grad": value.requires_grad,
        "node": None if node is None else type(node).__name__,
        "saved": [] if node is None else sorted(n for n in dir(node) if n.startswith("_saved_")),
    }


def plain(value: Any) -> Any:
    """JSON's own types."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, complex):
        return [value.real, value.imag]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def recorded() -> dict[str, Any]:
    """What PyTorch made of the rows' samples."""
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    for family in FAMILIES:
        found |= cases.recorded(family)
    return found
