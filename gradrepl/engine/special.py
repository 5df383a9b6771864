"""`torch.special`: second names of functions that `torch` has, and a few of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gradrepl.engine import ops

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

_ABSENT = frozenset((
    "airy_ai", "bessel_j0", "bessel_j1", "bessel_y0", "bessel_y1", "gammainc", "gammaincc",
    "modified_bessel_i0", "modified_bessel_i1", "modified_bessel_k0", "modified_bessel_k1",
    "scaled_modified_bessel_k0", "scaled_modified_bessel_k1", "spherical_bessel_j0", "zeta",
    *(f"{shifted}chebyshev_polynomial_{kind}" for shifted in ("", "shifted_") for kind in "tuvw"),
    "hermite_polynomial_h", "hermite_polynomial_he", "laguerre_polynomial_l",
    "legendre_polynomial_p",
))  # fmt: skip
"""What PyTorch has and this engine leaves out."""


def __getattr__(name: str) -> Any:
    if name in _ABSENT:
        raise AttributeError(f"gradrepl has no torch.special.{name}")
    if name not in _NAMES:
        raise AttributeError(f"module 'torch.special' has no attribute '{name}'")
    called = f"special_{name}"
    rows = [
        replace(row, text=called + row.text.removeprefix(row.name))
        for row in ops.ROWS[_NAMES[name]]
        if row.function or row.name == called
    ]
    made = globals()[name] = ops._entry(called, rows, method=False)
    return made


def __dir__() -> list[str]:
    return sorted(_NAMES)
