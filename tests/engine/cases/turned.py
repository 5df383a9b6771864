"""Views that are conjugated or negated as they are read."""

ROWS = {
    "_conj": "torch.conj(torch.complex(x, y)).real",
    "_neg_view": "torch._neg_view(x) * y",
}

_Q = "torch.complex(x, y)"


def _after(view: str, write: str) -> str:
    """What base and view are, once the view was written into."""
    return (
        f"(lambda q: (lambda t: ({write}, [q.real * y, q.imag * p, t * 2])[1])({view}))({_Q} * 1)"
    )


CASES = (
    f"{_Q}.conj()",
    f"{_Q}.conj().imag",
    f"{_Q}.conj().imag * x",
    f"{_Q}.conj().conj().imag",
    f"{_Q}.conj().resolve_conj()",
    f"{_Q}.conj().imag.resolve_neg()",
    f"{_Q}.conj()[0].abs()",
    f"{_Q}.H.abs()",
    f"{_Q}.mH @ {_Q}",
    f"{_Q}.conj().t().contiguous()",
    f"{_Q}.conj().as_strided((2, 2), (1, 2)).angle()",
    f"{_Q}.conj().expand(2, 2, 3).sum(0)",
    f"torch.view_as_real({_Q}.conj())",
    f"torch.view_as_real({_Q}.conj().resolve_conj())",
    f"{_Q}.conj().view(torch.float64)",
    f"{_Q}.conj().imag.view(torch.int64)",
    f"{_Q}.detach().conj().numpy()",
    f"{_Q}.detach().conj().imag.numpy()",
    f"({_Q}.conj().is_conj(), {_Q}.conj().imag.is_neg(), {_Q}.conj().clone().is_conj())",
    f"torch._neg_view({_Q}).real",
    f"torch._neg_view({_Q}.conj()).imag",
    f"torch._neg_view(torch._neg_view({_Q})).is_neg()",
    f"torch.conj_physical({_Q}.conj()).imag",
    f"torch._conj_physical({_Q}.conj()).imag",
    _after("q.conj()", "t.mul_(2j)"),
    _after("q.conj()", "t.mul_(y)"),
    _after("q.conj()", "t.zero_()"),
    _after("q.conj()", "t.copy_(x)"),
    _after("q.conj()[0]", "t.mul_(2j)"),
    _after("q.conj()[:, 1:]", "t.mul_(v[1:])"),
    _after("q.H", "t.mul_(y.T)"),
    _after("q.conj().imag", "t.mul_(3)"),
    _after("q.conj().real", "t.mul_(x)"),
    _after("q.conj().imag[1]", "t.copy_(v)"),
    _after("torch._neg_view(q)", "t.mul_(2j)"),
    _after("torch._neg_view(q.real)", "t.mul_(2)"),
    _after("q.conj()", "q.mul_(2j)"),
    _after("q.conj()", "t.__setitem__((0, 1), 5 + 1j)"),
    _after("q.conj()", "t.index_add_(0, at, torch.complex(y, x))"),
    _after("q.conj().conj()", "t.mul_(2j)"),
    f"(lambda q: (q.conj().mul_(2), q)[1])({_Q})",
    "(lambda q: (q.conj().mul_(2), q)[1])(z.clone().requires_grad_())",
    "(lambda q: (q.conj().fill_(1 + 2j), q)[1:])(z.clone())",
    "(lambda q: (q.detach().fill_(1 + 2j), q)[1:])(z.clone().conj())",
    "(lambda q: (q.data.fill_(1 + 2j), q)[1:])(z.clone().conj())",
    "z.conj().storage_offset(), z[1:].conj().storage_offset(), z.conj().data_ptr() == z.data_ptr()",
    "z.conj()._base is z, z.conj().is_set_to(z), z.conj().conj().is_set_to(z)",
)
