# ruff: noqa: E501  # a sample is a sample
"""Products of matrices, vectors and batches, and sums with products."""

ROWS = {
    "addmm.both_first": "torch.addmm(2, s, 3, x, y.T)",
    "addmm.beta_first": "torch.addmm(2, s, x, y.T)",
    "addmm.both": "s.addmm(2, 3, x, y.T)",
    "addmm.beta": "s.addmm(2, x, y.T)",
    "addmv.both_first": "torch.addmv(2, k, 3, x, v)",
    "addmv.beta_first": "torch.addmv(2, k, x, v)",
    "addmv.both": "k.addmv(2, 3, x, v)",
    "addmv.beta": "k.addmv(2, x, v)",
    "addr.both_first": "torch.addr(2, x, 3, k, v)",
    "addr.beta_first": "torch.addr(2, x, k, v)",
    "addr.both": "x.addr(2, 3, k, v)",
    "addr.beta": "x.addr(2, k, v)",
    "addbmm.both_first": "torch.addbmm(2, s, 3, h, h)",
    "addbmm.beta_first": "torch.addbmm(2, s, h, h)",
    "addbmm.both": "s.addbmm(2, 3, h, h)",
    "addbmm.beta": "s.addbmm(2, h, h)",
    "baddbmm.both_first": "torch.baddbmm(2, h, 3, h, h)",
    "baddbmm.beta_first": "torch.baddbmm(2, h, h, h)",
    "baddbmm.both": "h.baddbmm(2, 3, h, h)",
    "baddbmm.beta": "h.baddbmm(2, h, h)",
    "addbmm": "torch.addbmm(s, h, h, beta=2, alpha=3)",
    "_cdist_forward": "torch.cdist(x, y)",
    "cdist": "torch.cdist(x, y, p=3.0)",
    "_euclidean_dist": "torch.cdist(x, y, compute_mode='use_mm_for_euclid_dist')",
    "_cdist_backward": "torch.autograd.grad(torch.cdist(x, y, 1.0).sum(), x, create_graph=True)[0]",
}

_PAIRS = (
    "h, h", "h, k", "k, h", "h, s", "s, h", "h, h[0]", "h, x", "x.T, h", "h[None], h", "h.detach(), s", "s, h.detach()", "h, s.detach()",
    "s.detach(), h", "h[:, None], h", "h[None], s", "h[None], k", "k, h[None]", "h.transpose(0, 1), s", "h.mT, h", "h, h.mT", "h.expand(3, 2, 2, 2), h",
    "x, y.T", "x.T, y", "x, v", "k, x", "v, w", "x[:0], y.T", "h[:0], s", "h[:0], h[:0]", "x[:, :0], y.T[:0]", "v[:0], w[:0]", "x[:, :0], v[:0]",
    "h[:, :0], s", "h[:, :, :0], h[:, :0]", "h[:, :, :0], v[:0]",
    "h, v", "v, h", "h, y", "y.T[:, :1], h", "h, torch.ones(3, 2, 2)", "h, torch.ones(2, 3, 2)", "h.float(), h", "h, s.float()", "h.float(), k", "k.float(), h",
    "x, w[:2]", "v, k", "x, x", "k, y.T", "v, w.float()", "x, v.float()", "x.float(), v", "v.float(), x.T", "x, y.T.float()", "i, j.T", "i, j[0]", "j[0], i[0]", "c, c.T",
    "n, v", "h, n", "x, 2", "h.half(), h.half()", "x.half(), y.T.half()", "h[0].bool(), h[0].bool()", "i[None], j.T[None]", "h.bool(), h.bool()", "z, z", "s.detach() + 0j, z",
)  # fmt: skip

_Z = "torch.complex(s, h[0])"
_W = "torch.complex(h[1], s)"

CASES = (
    "x.mm()", "x.mm(v, 1, 2)", "x.addmm()", "h.bmm()", "h.baddbmm()", "torch.tensordot(x)", "torch.cdist()", "torch.cdist(x)", "torch.cdist(x, x, foo=1)",
    *(f"torch.matmul({each})" for each in _PAIRS),
    *(f"({a}) @ ({b})" for a, b in (("h", "h"), ("x", "y.T"), ("x", "v"), ("k", "x"), ("h", "k"), ("x", "x"), ("i", "j.T"), ("x", "2"), ("2", "x"))),
    "x.__rmatmul__(s)", "torch.matmul(x)", "torch.matmul(x, y.T, v)", "torch.matmul(input=x, other=v)", "torch.matmul(tensor=x, other=v)",
    *(f"torch.mm({each})" for each in ("x, y.T", "x.T, y", "v, s", "x, v", "h, s", "x, x", "x, s.float()", "v, s.float()", "x, y.T.float()", "i, j.T", "c, c.T", "x[:0], y.T", "x", "x, 2", "x.half(), y.T.half()")),
    *(f"torch.mv({each})" for each in ("x, v", "x, x", "v, v", "x, k", "x, v.float()", "x, k.float()", "n, v", "h, k", "i, j[0]", "c, c[0]", "x[:0], v", "x.half(), v.half()", "x.T, k")),
    *(f"torch.{name}({each})" for name in ("dot", "vdot") for each in ("v, w", "v, x", "x, x", "v, k", "v, w.float()", "i[0], j[0]", "c[0], c[0]", "v[:0], w[:0]", "z, z", "z, k", "v.half(), w.half()")),
    *(f"torch.bmm({each})" for each in ("h, h", "h.mT, h", "h, s", "s, h", "h, h.float()", "h, torch.ones(3, 2, 2)", "h, torch.ones(2, 3, 2)", "i[None], j.T[None]", "c[None], c.T[None]", "h[:0], h[:0]", "v, v")),
    *(f"torch.addmm({each})" for each in (
        "s, x, y.T", "k, x, y.T", "n, x, y.T", "s, x, x", "s, v, s", "s, s, v", "s.float(), s, s", "s, s, s.float()", "s, s.float(), s", "v, s, s", "h, s, s", "s, h, s",
        "i[:, :2], i, j.T", "s, x, y.T, beta=0", "s, x, y.T, alpha=0.5", "s, x, y.T, beta=2, alpha=-1", "1, s, s", "s, s", "i[:, :2], i, j.T, beta=0.5", "i[:, :2], i, j.T, alpha=1.5",
        "c[:, :2], c, c.T", "x[:0], x[:0, :2], y", "s, x[:, :0], y.T[:0]",
    )),
    "s.addmm(x, y.T)", "s.clone().addmm_(x, y.T)", "s.clone().addmv_(s, k)", "k.clone().addmv_(x, v, alpha=2)",
    *(f"torch.addmv({each})" for each in ("k, x, v", "k, x, k", "v, x, v", "s, s, k", "k, k, k", "k, x.float(), v", "n, x, v", "k[:1], x, v", "k, x, v, beta=2, alpha=3", "i[:, 0], i, j[0]", "c[:, 0], c, c[0]")),
    *(f"torch.addr({each})" for each in ("s, k, k", "x, k, v", "v, k, v", "n, k, v", "s, v, v", "s, s, k", "x, k, v.float()", "x.detach().float(), k, v", "x, k, v, beta=2, alpha=3", "i, j[:, 0], j[0]", "i, j[:, 0], j[0], beta=0.5", "i, j[:, 0], j[0], alpha=0.5")),
    *(f"torch.baddbmm({each})" for each in ("h, h, h", "s, h, h", "k, h, h", "n, h, h", "v, h, h", "h, s, h", "h, h, s", "h, h, torch.ones(2, 3, 2)", "h, h, torch.ones(3, 2, 2)", "h.float(), h, h", "h, h, h.float()", "h, h, h, beta=0", "h, h, h, beta=2, alpha=0.5", "i[None, :, :2], i[None], j.T[None]")),
    *(f"torch.addbmm({each})" for each in ("s, h, h", "k, h, h", "n, h, h", "v, h, h", "h, h, h", "s, h, s", "s, s, h", "s, h, h.float()", "s.float(), h, h", "s, h, torch.ones(2, 3, 2)", "s, h, torch.ones(3, 2, 2)", "s, h, h, beta=0", "s, h, h, alpha=0.5", "i[:, :2], i[None], j.T[None]", "s, h[:0], h[:0]", "s, h", "c[:, :2], c[None], c.T[None]")),
    "s.addbmm(h, h)", "s.addbmm(h)", "torch.addmv(k, x)", "torch.addr(s, k)", "torch.addmv(k, x, 1)", "s.clone().addbmm_(h, h)", "s.baddbmm(h, h)", "h.clone().baddbmm_(h, h)",
    *(f"torch.outer({each})" for each in ("v, k", "v, s", "s, v", "i[0], v", "v[:0], k", "z, k.detach()")), "v.ger(k)", "torch.ger(v, w)",
    *(f"torch.inner({each})" for each in ("v, w", "x, y", "x, v", "n, v", "v, x", "v, k", "x, k", "v, x.float()", "h, k", "h, s", "n, n", "i, j", "v, n", "h, h", "x.T, s")),
    *(f"torch.kron({each})" for each in ("x, k", "x, s", "v, k", "n, x", "v, h", "x, i", "h, x", "x[:0], s", "i, j", "z, k.detach()")), "x.T.kron(s)",
    *(f"torch.trace({each})" for each in ("x", "s", "v", "h", "i", "c", "x[:0]", "x.half()", "x.T")),
    *(f"torch.cross({each})" for each in ("v, w", "x, y", "x, y, dim=1", "x, y, dim=0", "x.T, y.T", "k, k", "x, v", "v, w.float()", "v, j[0]", "i, j", "x, y[:1]", "x, s", "x, y, dim=2", "x.T @ y, x.T @ x")),
    *(f"torch.tensordot({each})" for each in (
        "x, y, 2", "x, y.T, 1", "x, y, 0", "x, y", "x, y.T", "x, y, -1", "x, y, 3", "x, y, ([1], [1])", "x, y, ([0], [0])", "x, y, ([0, 1], [0, 1])", "x, y, ([1, 0], [1, 0])", "x, y, ([0, 1], [1, 0])",
        "h, s, ([1, 2], [0, 1])", "h, h, ([0, 2], [0, 1])", "x, s, ([0], [0])", "x, s, ([1], [0])", "x, y, ([1], [0, 1])", "x, y, ([1, 1], [0, 1])", "x, y, ([5], [0])", "x, y, 'a'", "x, y, 1.5", "x, y, (1, 0)",
        "x, y.float(), 2", "x, torch.tensor([[1], [1]])", "x, y, torch.tensor([[1], [1]])", "v, w, 1", "x, y[:1], ([0], [0])", "i, j, 2", "x, y, dims=[[1], [1]]", "h, k, 1",
    )),
    *(f"torch.cdist({each})" for each in (
        "x, y", "x, y, 1", "x, y, 1.0", "x, y, p=0", "x, y, p=float('inf')", "x, y, 3", "x, y, p=1.5", "x, y, 0.5", "h, h * 2 + 1", "h, x[:, :2]", "x[:, :2], h", "v, w", "x, y.float()", "i, j", "x, h", "x, y, -1",
        "x, y, compute_mode='use_mm_for_euclid_dist'", "x, y, 2, 'use_mm_for_euclid_dist_if_necessary'", "x, y, 2, 'donot_use_mm_for_euclid_dist'", "x, y, 1, 'use_mm_for_euclid_dist'", "x, y, compute_mode='foo'",
        "x[:0], y", "x, y[:0]", "x[:, :0], y[:, :0]", "h, torch.ones(3, 2, 2)", "x.half(), y.half()", "x.float(), y.float()", "x, 1", "x, y, 'a'", "x.repeat(14, 1) + torch.arange(28.)[:, None], y",
    )),
    "torch.cdist(x.detach(), x.detach())",
    # complex
    *(f"torch.view_as_real({each})" for each in (
        f"{_Z} @ {_W}", f"torch.mm({_Z}, {_W})", f"torch.mv({_Z}, {_W}[0])", f"torch.dot({_Z}[0], {_W}[0])", f"torch.vdot({_Z}[0], {_W}[0])", f"torch.bmm({_Z}[None], {_W}[None])",
        f"torch.addmm({_Z}, {_Z}, {_W}, beta=2, alpha=1j)", f"torch.addmv({_Z}[0], {_Z}, {_W}[1], beta=1j, alpha=2)", f"torch.outer({_Z}[0], {_W}[1])", f"torch.inner({_Z}, {_W})", f"torch.kron({_Z}, {_W})",
        f"torch.trace({_Z})", "torch.cross(torch.complex(x, y), torch.complex(y, x))", f"torch.addr({_Z}, {_Z}[0], {_W}[0])", f"torch.baddbmm({_Z}[None], {_Z}[None], {_W}[None], alpha=1j)",
        f"torch.tensordot({_Z}, {_W}, 1)", f"torch.einsum('ij,jk', {_Z}, {_W})", f"{_Z} @ {_W}[0]", f"torch.addbmm({_Z}, {_Z}[None], {_W}[None], beta=1j)",
    )),
)  # fmt: skip
