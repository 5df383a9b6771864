"""Operands of unlike shapes and dtypes."""

CASES = (
    "x * v",
    "x * n",
    "x[:, :1] + x[:1]",
    "x / v[None, :, None]",
    "x + i",
    "i / 2",
    "i / j",
    "x * torch.zeros(2, 0, 1)",
    "x[:0] * v",
    "x[:0].sum(0) + v",
    "x + y[:, :2]",
    "x @ y",
)
