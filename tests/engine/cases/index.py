# ruff: noqa: E501  # a sample is a sample
"""Picking elements, and writing by indices and masks."""

ROWS = {
    "scatter.reduce": "torch.scatter(x, 0, to, y.detach(), reduce='add')",
    "scatter.value_reduce": "torch.scatter(x, 0, to, 2.0, reduce='multiply')",
    "scatter_reduce.two": "torch.scatter_reduce(x, 0, to, y, 'prod')",
    "index_fill.int_Tensor": "torch.index_fill(x, 1, at, n)",
    "index_reduce": "torch.index_reduce(x, 1, at, y[:, :2], 'prod')",
    "put": "x.put(torch.tensor([0, 4, 0]), v, True)",
    "masked_scatter": "torch.masked_scatter(x, c, y)",
    "select_scatter": "torch.select_scatter(x, k, 1, 2)",
    "slice_scatter": "torch.slice_scatter(x, y[:, :2], 1, 0, 3, 2)",
    "diagonal_scatter": "torch.diagonal_scatter(x, k)",
    "bucketize.Tensor": "torch.bucketize(x, w.sort()[0])",
    "bucketize.Scalar": "torch.bucketize(0.5, w.sort()[0])",
    "searchsorted.Tensor": "torch.searchsorted(w.sort()[0], x, right=True)",
    "searchsorted.Scalar": "torch.searchsorted(w.sort()[0], 0.5, side='right')",
}


def _assigned(places: tuple[str, ...]) -> tuple[str, ...]:
    """`x[place] = value`, as an expression."""
    return tuple(f"(lambda t: (t.__setitem__({place}), t)[1])(x.clone())" for place in places)


_REDUCTIONS = tuple(
    f"x.{call}, '{reduce}', include_self={include})"
    for call in ("scatter_reduce(0, to, y", "index_reduce(1, at, y[:, :2]")
    for reduce in ("prod", "mean", "amax", "amin")
    for include in (True, False)
)

CASES = (
    "torch.index_put(x, [1], v)", "x.index_put([1], v)", "torch.index_put(x, (at, 2), v)", "torch.index_put_(x.clone(), (0, 1), v)",
    # brackets
    "x[0]", "x[-1]", "x[0, 1]", "x[:, 1]", "x[0:1]", "x[:]", "x[::2]", "x[:, ::2]", "x[...]", "x[..., 0]", "x[0, ...]",
    "x[None]", "x[:, None]", "x[..., None]", "x[0, None, 1]", "x[()]", "n[()]", "n[...]", "n[None]", "n[None, ...]", "n[0]",
    "n[:]", "n[0, 0]", "n[1]", "x[5]", "x[-3]", "x[0, 3]", "x[0, 0, 0]", "x[..., 0, 0, 0]", "x[::-1]", "x[::0]", "x[1:0]", "x[5:]",
    "x[1.5]", "x['a']", "x[{}]", "x[0, 'a']", "x[0, 1.5]", "x[..., ...]", "x[at]", "x[at, at]", "x[:, at]", "x[at, :]", "x[at, 0]",
    "x[0, at]", "x[at[:, None], at]", "x[at, None]", "x[None, at]", "x[..., at]", "h[at, :, at]", "h[:, at, at]", "h[at, at, at]",
    "h[at, 1, at]", "h[0, :, at]", "h[:, at[:, None], at]", "h[at, ..., at]", "h[None, at, :, at]", "x[[0, 1]]", "x[[0, 1], [1, 2]]",
    "x[[[0, 1], [1, 0]]]", "x[[0]]", "x[[]]", "x[:, []]", "x[(0, 1)]", "x[[True, False]]", "x[[True, False], [0]]",
    "x[c]", "x[c, None]", "x[:, c[0]]", "x[c[:, 0]]", "x[c[:, 0], 1]", "x[c[:, 0], at[:1]]", "h[:, c[:, :2]]", "x[c[:, :2]]", "x[c[0]]",
    "x[torch.tensor(True)]", "x[torch.tensor(False)]", "x[True]", "x[False]", "x[True, 0]", "x[None, True]", "n[True]", "n[False]",
    "x[torch.tensor(0)]", "x[torch.tensor([0])]", "x[torch.tensor(-1)]", "x[torch.tensor(5)]", "x[at + 1]", "x[at - 3]", "x[:, at + 2]",
    "x[at.int()]", "x[at.short()]", "x[at.to(torch.uint8)]", "x[at.float()]", "x[at, at, at]", "x[at, j]", "x[at, torch.tensor([0, 1, 2])]",
    "x[at[:0]]", "x[:, at[:0]]", "x[torch.zeros(2, 0, dtype=torch.int64)]", "x[:0][at[:0]]", "x[:0][at]", "x[range(2)]", "x[range(1, 2)]",
    "x[slice(None), slice(1, None)]", "x[torch.tensor(0):torch.tensor(1)]", "i[at]", "c[at]", "z[at]", "z[at] * 1",
    "x.float()[at]", "x[at][:, at]", "x[0][at]", "x.t()[at]", "x.expand(2, 2, 3)[at]", "x[..., :, None]", "x[..., None, :]", "x[None, ..., 0]",
    # assignments
    *_assigned((
        "0, 5.0", "(0, 1), 5.0", "slice(None), 5.0", "..., n", "0, v", "(slice(None), 0), k", "slice(0, 1), v", "at, v", "at, y",
        "(at, at), k", "(slice(None), at), k", "(slice(None), at), k[:, None]", "c, 0.0", "c, v[:1]", "c, torch.tensor([1., 2., 3., 4.])",
        "c, torch.tensor([1.0, 2.0, 3.0, 4.0]).double()", "c, v", "c[0], v", "(slice(None), c[0]), k[:, None]", "(c[:, 0], 1), n", "None, v", "(None, 0), v", "[0, 1], y",
        "[True, False], v", "True, v", "False, v", "(), 2", "..., v", "0, 'a'", "0, None", "0, [1, 2, 3]", "5, 1", "(0, 0, 0), 1", "0, k",
        "at, k", "(at, at), v", "at + 1, 0", "0, v.detach().float()", "at, v.float()", "c, n.detach().float()", "(0, 0), i[0, 0]", "0, i[0]", "at, i[:, :3]",
        "0, True", "0, 1j", "slice(None, None, 2), y[:1]", "slice(None, None, -1), 0", "slice(2, None), 0", "slice(2, None), v", "1.5, 0",
        "'a', 0", "(0, ...), v", "(..., 0), k", "(at, slice(0, 1)), k[:, None]", "at[:0], 0", "at[:0], v", "torch.zeros(2, 3), 0", "0, torch.zeros(1, 1, 3)",
        "slice(None), torch.zeros(1, 2, 3)", "0, torch.zeros(2, 3)", "torch.tensor(0), v", "torch.tensor(True), v", "(torch.tensor(0), at), k",
    )),
    "(lambda t: (t.__setitem__(0, 2.7), t)[1])(i.clone())", "(lambda t: (t.__setitem__(0, x[0].detach()), t)[1])(i.clone())",
    "(lambda t: (t.__setitem__(at, x.detach()), t)[1])(i.clone())", "(lambda t: (t.__setitem__(c, 2.7), t)[1])(i.clone())",
    "(lambda t: (t.__setitem__(c, 1j), t)[1])(i.clone())", "(lambda t: (t.__setitem__((), 3), t)[1])(n.clone())",
    "(lambda t: (t.__setitem__(0, 3), t)[1])(n.clone())", "x.__setitem__(0, 1)", "(lambda t: (t.__setitem__(0, 3), t)[1])(v.expand(2, 3))",
    # gather and scatter
    "x.gather(1, to)", "x.gather(0, to)", "x.gather(1, to[:1])", "x.gather(1, to.int())", "x.gather(1, to[:0])", "n.gather(0, torch.tensor(0))",
    "n.gather(0, torch.tensor([0, 0]))", "k.gather(0, torch.tensor(1))", "x.gather(1, to.float())", "x.gather(1, to + 2)", "x.gather(2, to)",
    "x.gather(1, to[0])", "i.gather(1, to)", "c.gather(1, to)", "z.gather(0, at)", "x.scatter(0, to, y)", "x.scatter(1, to[:, :1], y)",
    "x.scatter(0, to, 2)", "x.scatter(0, to, y.float())", "i.scatter(0, to, 2.5)", "n.scatter(0, torch.tensor(0), 2.0)", "x.clone().scatter_(0, to, y)",
    "x.clone().scatter_(0, to, 1.0)", "x.scatter_add(0, to, y)", "x.scatter_add(1, to, y)", "x.clone().scatter_add_(1, to, y)", "n.scatter_add(0, at[1:], k[:1])",
    "i.scatter_add(0, to, j)", "x.scatter_add(0, to, y[:1])", "x.scatter_add(0, to[:1, :2], y)",
    "x.scatter_reduce(0, to, y, 'sum')", "x.scatter_reduce(0, to, y, 'sum', include_self=False)", *_REDUCTIONS,
    "i.scatter_reduce(0, to, j, 'mean')", "c.scatter_reduce(0, to, ~c, 'prod')", "x.float().scatter_reduce(0, to, y.float(), 'amax')",
    "x.scatter_reduce(0, to[:0], y, 'sum')", "x.scatter_reduce(0, to, x * 0, 'prod')", "x.clone().scatter_reduce_(0, to, y, 'prod')",
    "(x * c).scatter_reduce(0, to, y, 'prod')", "x.scatter_reduce(1, to, y * c, 'prod')",
    # whole slices
    "x.index_select(0, at)", "x.index_select(1, at)", "x.index_select(-1, at[:0])", "x.index_select(0, torch.tensor(1))", "n.index_select(0, torch.tensor([0]))",
    "x.index_select(1, at.float())", "x.index_select(1, at + 2)", "x.index_select(0, to)", "i.index_select(0, at)", "x.index_add(1, at, y[:, :2])",
    "x.index_add(1, at, y[:, :2], alpha=-2)", "x.index_add(0, torch.tensor([0, 0]), y)", "n.index_add(0, torch.tensor(0), n)", "x.clone().index_add_(0, at, y)",
    "i.index_add(0, at, j, alpha=2)", "x.index_add(1, at, y)", "x.index_copy(1, at, y[:, :2])", "x.index_copy(0, at, y)", "n.index_copy(0, torch.tensor(0), k[0])",
    "x.clone().index_copy_(0, at, y)", "x.index_fill(1, at, 2)", "x.index_fill(1, at, n)", "x.clone().index_fill_(0, at, n)", "x.clone().index_fill_(0, at, 3.5)",
    "i.index_fill(0, at, 2.5)", "x.index_fill(0, torch.tensor(1), 0)", "x.clone().index_reduce_(0, at, y, 'amax')",
    # the flattened tensor
    "x.take(to)", "x.take(torch.tensor(5))", "x.take(torch.tensor([-1, 0, 0]))", "x.t().take(to)", "x.take(at[:0])", "x.take(torch.tensor([6]))", "i.take(to)",
    "x.put(at, k)", "x.put(at, k, True)", "x.put(torch.tensor([0, 0]), k, accumulate=True)", "x.put(torch.tensor([[4, 1, 0]]), v[None])", "x.clone().put_(at, k)", "x.t().put(at, k)",
    "x.put(torch.tensor([-7]), k[:1])", "torch.take_along_dim(x, to, 1)", "torch.take_along_dim(x, to, 0)", "torch.take_along_dim(x, to)",
    "torch.take_along_dim(x, to[:1], 1)", "torch.take_along_dim(x[:, :1], to, 0)", "torch.take_along_dim(x, x.argsort(1), 1)", "torch.take_along_dim(x, to[0], 1)",
    # masks
    "x.masked_fill(c, 2)", "x.masked_fill(c, n)", "x.masked_fill(c, v)", "v.masked_fill(c, 2)", "x.masked_fill(c[0], 2)", "i.masked_fill(c, 2.5)", "x.masked_fill(i, 2)", "x.masked_fill(z, 2)", "x.masked_fill(x + 0j, 2)", "v.masked_fill(z, n)",
    "x.clone().masked_fill_(c, 2)", "x.clone().masked_fill_(c, n)", "v.clone().masked_fill_(c, 2)", "x.masked_fill(c[:, :2], 2)", "x.masked_fill(c, 1j)",
    "x.masked_select(c)", "v.masked_select(c)", "x.masked_select(c[0])", "x.masked_select(i)", "n.masked_select(torch.tensor(True))", "i.masked_select(c)",
    "x.masked_select(c[:, :2])", "x.masked_scatter(c, y)", "x.masked_scatter(c[0], y)", "x.masked_scatter(c, v)", "v.masked_scatter(c, y)", "x.masked_scatter(i, y)",
    "x.clone().masked_scatter_(c, y)", "x.masked_scatter(c, i)", "i.masked_scatter(c, j)",
    "torch.nonzero(i > 2)", "torch.nonzero(c, as_tuple=True)", "torch.nonzero(n)", "torch.nonzero(x[:0])", "torch.argwhere(c)", "torch.where(c)", "c.nonzero().stride()",
    # a part of a copy
    "x.select_scatter(v, 0, 1)", "x.select_scatter(k, 1, -1)", "x.select_scatter(v, 0, 2)", "x.select_scatter(k, 0, 1)", "x.select_scatter(v.detach().float(), 0, 1)",
    "x.slice_scatter(y[:, :2], 1, 0, 3, 2)", "x.slice_scatter(y[:1], 0, -1)", "x.slice_scatter(y)", "x.slice_scatter(y[:, :2], 1)", "x.slice_scatter(y, step=-1)",
    "x.diagonal_scatter(k)", "x.diagonal_scatter(k, 1)", "h.diagonal_scatter(s, 0, 1, 2)", "x.diagonal_scatter(v)", "i.diagonal_scatter(at)",
    "x.index_put((at,), v)", "x.index_put((at, at), k, accumulate=True)", "x.index_put((c,), n)", "x.index_put((at, at), v)", "x.clone().index_put_((at,), y)",
    "x.index_put((at, at, at), n)", "x.index_put((at,), v.float())",
    # places in a sorted sequence
    "torch.bucketize(x, torch.tensor([0.0, 1.0, 2.0]))", "torch.bucketize(i, torch.tensor([0, 2, 4]), right=True)", "torch.bucketize(2, torch.tensor([0, 2, 4]))",
    "torch.bucketize(x, x)", "torch.searchsorted(torch.tensor([0.0, 1.0]), x)", "torch.searchsorted(j.sort(1)[0], i)", "torch.searchsorted(j.sort(1)[0], i[0])",
    "torch.searchsorted(torch.tensor([0, 2, 4]), 2, side='right')", "torch.searchsorted(torch.tensor([4, 0, 2]), i, sorter=torch.tensor([1, 2, 0]))",
    "torch.searchsorted(torch.tensor([0, 2, 4]), 2, out_int32=True)", "torch.is_nonzero(n)", "torch.is_nonzero(x)", "x.is_set_to(x)",
)  # fmt: skip
