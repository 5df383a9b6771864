# ruff: noqa: E501  # a sample is a sample
"""Random numbers of more kinds, windows for signals, slopes on a grid, memory of others."""


def seeded(expression: str, seed: int = 3) -> str:
    return f"(torch.manual_seed({seed}), {expression})[1]"


CASES = (
    *(
        seeded(f"torch.empty(({size}), dtype=torch.{dtype}).{call}")
        for call in ("cauchy_()", "cauchy_(1, 2.5)", "log_normal_()", "log_normal_(0, 0.5)", "geometric_(0.3)", "geometric_(p=0.9)")
        for size, dtype in (("3,", "float32"), ("20,", "float64"), ("2, 3", "float16"))
    ),
    seeded("torch.empty(3, 2).t().cauchy_()"),
    seeded("torch.empty(5, dtype=torch.int64).geometric_(0.3)"),
    seeded("torch.empty(0).cauchy_()"),
    "torch.empty(3).cauchy_(generator=torch.Generator().manual_seed(5))",
    "torch.ones(3).cauchy_(0, 0)", "torch.ones(3).cauchy_(0, -1)", "torch.ones(3).long().cauchy_()", "z.clone().cauchy_()",
    "torch.ones(3).log_normal_(0, 0)", "torch.ones(3).long().log_normal_()", "z.clone().log_normal_()",
    "torch.ones(3).geometric_(0)", "torch.ones(3).geometric_(1)", "torch.ones(3).geometric_(2)", "torch.ones(3).geometric_()",
    "torch.ones(3).bool().geometric_(0.5)", "z.clone().geometric_(0.5)", "x.cauchy_()",
    seeded("torch.poisson(torch.tensor([0.5, 3, 20, 100, 0, 9.99, 10]))"),
    seeded("torch.poisson(torch.full((3, 3), 4.0, dtype=torch.float64))"),
    seeded("torch.poisson(torch.full((4,), 3.0).half())"),
    seeded("torch.poisson(p * 10)"),
    "torch.poisson(-p)", "torch.poisson(i)", "torch.poisson(3)", "torch.poisson(z)", "torch.poisson(torch.empty(0))",
    *(
        f"torch.{name}_window({how})"
        for name in ("hann", "hamming", "blackman", "bartlett", "kaiser")
        for how in ("5", "4, False", "1", "0", "6, periodic=True, dtype=torch.float64", "-1", "3, dtype=torch.int64", "2.5", "17", "4, dtype=torch.float16", "4, dtype=torch.complex64", "2, False", "3, requires_grad=True")
    ),
    "torch.hamming_window(5, True, 0.5)", "torch.hamming_window(5, True, 0.5, 0.3)", "torch.hamming_window(5, alpha=0.3)",
    "torch.hamming_window(5, False, alpha=0.3, beta=0.6, dtype=torch.float64)",
    "torch.kaiser_window(5, True, 3.0)", "torch.kaiser_window(5, beta=3.0)", "torch.kaiser_window(5, False, beta=3.0)",
    # slopes
    "torch.gradient(v ** 2)", "torch.gradient(x, dim=1)", "torch.gradient(v ** 2, spacing=2.0)", "torch.gradient(h, dim=(0, -1), spacing=0.5)",
    "torch.gradient(v, spacing=(torch.tensor([0.0, 1.0, 3.0], dtype=torch.float64),))", "torch.gradient(v ** 3, edge_order=2)",
    "torch.gradient(v, spacing=(torch.tensor([0.0, 1.0, 3.0], dtype=torch.float64),), edge_order=2)",
    "torch.gradient(x, spacing=[2.0, 3.0])", "torch.gradient(torch.ones(1))", "torch.gradient(i)", "torch.gradient(x, dim=5)",
    "torch.gradient(v, edge_order=3)", "torch.gradient(x, spacing=[1.0])", "torch.gradient(x, dim=(0, 0))", "torch.gradient(x, edge_order=2)",
    # memory of others, places
    "torch.frombuffer(bytearray(b'\\x01\\x00\\x02\\x00'), dtype=torch.int16)", "torch.frombuffer(b'abcd', dtype=torch.uint8, offset=1, count=2)",
    "torch.frombuffer(bytearray(4), dtype=torch.float32, requires_grad=True)", "torch.frombuffer(bytearray(4))",
    "torch.frombuffer(bytearray(4), dtype=torch.int64)", "torch.frombuffer(bytearray(4), dtype=torch.uint8, count=9)",
    "torch.frombuffer(bytearray(4), dtype=torch.uint8, offset=9)", "torch.frombuffer(bytearray(), dtype=torch.uint8)",
    "torch.frombuffer(bytearray(4), dtype=torch.uint8, count=0)", "torch.frombuffer(3, dtype=torch.uint8)",
    "torch.unravel_index(torch.tensor([1, 5]), (2, 3))", "torch.unravel_index(torch.tensor(5), (2, 3))", "torch.unravel_index(torch.tensor([7]), (2, 3))",
    "torch.unravel_index(x, (2, 3))", "torch.unravel_index(torch.tensor([1]), 4)", "torch.unravel_index(torch.tensor([1]), (2, -1))",
    "torch.unravel_index(3, (2, 3))", "torch.unravel_index(torch.tensor([1]), (2.0, 3))",
)  # fmt: skip

ROWS = {
    **{name: seeded(f"x.clone().{name}_()") for name in ("cauchy", "log_normal")},
    "geometric": seeded("x.clone().geometric_(0.3)"),
    "poisson": seeded("torch.poisson(p)"),
    **{f"{name}_window": f"torch.{name}_window(5)" for name in ("hann", "hamming", "blackman", "bartlett", "kaiser")},
    **{f"{name}_window.periodic": f"torch.{name}_window(5, False)" for name in ("hann", "hamming", "blackman", "bartlett", "kaiser")},
    "hamming_window.periodic_alpha": "torch.hamming_window(5, False, 0.4)",
    "hamming_window.periodic_alpha_beta": "torch.hamming_window(5, False, 0.4, 0.3)",
    "kaiser_window.beta": "torch.kaiser_window(5, False, 3.0)",
}  # fmt: skip
