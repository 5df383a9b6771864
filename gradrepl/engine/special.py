"""`torch.special`: second names of functions that `torch` has, and a few of its own."""

from __future__ import annotations

from typing import Any

from gradrepl.engine import absent, ops

_NAMES = {
    "expit": "sigmoid", "psi": "digamma", "gammaln": "lgamma", "multigammaln": "mvlgamma",
    **{name: name for name in (
        "digamma", "erf", "erfc", "erfinv", "exp2", "expm1", "i0", "log1p", "log_softmax", "logit",
        "logsumexp", "polygamma", "sinc", "softmax", "xlogy",
    )},
    **{name: f"special_{name}" for name in (
        "entr", "erfcx", "i0e", "i1", "i1e", "log_ndtr", "ndtr", "ndtri", "round", "xlog1py",
    )},
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise absent.error("torch.special", name)
    called = f"special_{name}"
    rows = [
        row._replace(text=called + row.text.removeprefix(row.name))
        for row in ops.ROWS[_NAMES[name]]
        if row.function or row.name == called
    ]
    made = globals()[name] = ops._entry(called, rows, method=False)
    return made


def __dir__() -> list[str]:
    return sorted(_NAMES)
