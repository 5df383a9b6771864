# ruff: noqa: E501  # a case is a case
"""Activations: plain, in place, at their kinks and ends, in every dtype, and called wrongly."""

_ALL = (
    "relu", "relu6", "elu", "selu", "celu", "gelu", "silu", "mish", "softplus", "softsign", "hardtanh", "hardsigmoid",
    "hardswish", "tanhshrink", "softshrink", "hardshrink", "logsigmoid", "rrelu", "leaky_relu", "sigmoid", "tanh",
)  # fmt: skip
_IN_PLACE = (
    "relu", "relu6", "elu", "selu", "celu", "silu", "mish", "hardtanh", "hardsigmoid", "hardswish", "rrelu", "leaky_relu",
)  # fmt: skip
_ODD = (
    "torch.tensor([])",
    "torch.tensor(-0.5)",
    "x.float()",
    "x.half()",
    "i",
    "c",
    "i.to(torch.uint8)",
)
_ENDS = tuple(
    f"torch.tensor([float('nan'), float('inf'), -float('inf'), -0.0, 0.0, 100.0, -100.0]{dtype})"
    for dtype in ("", ", dtype=torch.float64")
)

_ACTIVATIONS = (
    *(f"F.{name}({x})" for name in _ALL for x in ("x", "n", *_ODD)),
    *(
        f"F.{name}({x})" for name in _ALL for x in _ENDS if name != "gelu" or "float64" in x
    ),  # its infinities hang on the size
    *(f"F.{name}(z)" for name in _ALL if name not in ("softsign", "tanhshrink")),
    *(f"F.{name}(x.clone(), inplace=True)" for name in _IN_PLACE),
    *(f"F.{name}(x, inplace=True)" for name in _IN_PLACE),
    *(f"F.{name}(i.clone(), inplace=True)" for name in _IN_PLACE),
    *(f"F.{name}([1.0])" for name in _ALL),
    *(f"F.{name}()" for name in _ALL),
)

_PARAMETERS = (
    "F.elu(x, 0.7)", "F.elu(x, alpha=2)", "F.elu(x, -0.5)", "F.elu_(x.clone(), 0.3)", "F.elu_(x.clone(), -1.0).sum().backward()",
    "F.elu(x, 'a')", "F.elu(x.clone(), 0.3, True) * y", "F.celu(x, 0.7)", "F.celu(x, alpha=-2.0)", "F.celu(x, 0)",
    "F.celu(x.clone(), 0.7, True)", "torch.celu(x)", "torch.celu_(x.clone(), 2)", "F.celu_(x.clone())", "torch.celu(x, 'a')",
    "torch.selu(x)", "torch.selu_(x.clone())", "F.selu_(x.clone())", "torch.selu(x, 1)", "torch.selu(3.0)",
    "F.gelu(x, approximate='tanh')", "F.gelu(x, approximate='foo')", "F.gelu(x, 'tanh')", "F.gelu(x.float(), approximate='tanh')",
    "F.softplus(x, 2, 1)", "F.softplus(x, beta=0.5, threshold=0.3)", "F.softplus(x, beta='a')", "F.softplus(x, 1, 2, 3)",
    "F.hardtanh(x, -0.5, 0.75)", "F.hardtanh(x, 1, -1)", "F.hardtanh(i, -0.5, 2.5)", "F.hardtanh(i.to(torch.uint8), 0, 3)",
    "F.hardtanh_(x.clone())", "F.hardtanh_(x.clone(), -2, 2)", "F.hardtanh(x, 'a', 1)",
    "F.softshrink(x, 0.3)", "F.softshrink(x, -1)", "F.softshrink(x.float(), -1.5)", "F.softshrink(i, -1)", "F.softshrink(x, 'a')",
    "F.hardshrink(x, 0.65)", "F.hardshrink(x, -1)", "torch.hardshrink(x)", "x.hardshrink(0.65)", "x.hardshrink(lambd=1)", "x.hardshrink('a')",
    "F.threshold(x, 0.5, 20.0)", "F.threshold(x.clone(), 0.5, 20, inplace=True)", "F.threshold(x, 0.5)", "F.threshold(x)",
    "F.threshold(i, 1, 2.5)", "F.threshold(i, 0.9, 2.5)", "F.threshold(c, 1, 2)", "F.threshold(x.float(), 0, 1)", "F.threshold(x, 'a', 1)",
    "torch.threshold(x, 0.5, -1)", "torch.threshold_(x.clone(), 0.5, -1)", "F.threshold_(x.clone(), 0, 1) * y",
    "F.leaky_relu(x, 0.2)", "F.leaky_relu(x, -0.2)", "F.leaky_relu_(x.clone(), 0.3)", "F.leaky_relu_(x.clone(), -0.3).sum().backward()",
    "F.leaky_relu(x, True)", "F.leaky_relu(x, 'a')",
    "F.prelu(x, n)", "F.prelu(x, v)", "F.prelu(h, k)", "F.prelu(v, torch.tensor([0.2], dtype=torch.float64))", "x.prelu(w)", "torch.prelu(x, w)",
    "F.prelu(n, torch.tensor([0.2], dtype=torch.float64))", "F.prelu(x, k)", "F.prelu(x, y)", "F.prelu(x, v.float())", "F.prelu(n, v)",
    "F.prelu(v, w)", "F.prelu(x, 0.2)", "torch.prelu(x)", "F.prelu(i, torch.tensor([1]))", "F.prelu(x.half(), v.half())",
    "F.prelu(x[:0], v)", "F.prelu(x, torch.ones(1, 1, dtype=torch.float64))",
    "F.rrelu(x, 0.1, 0.3)", "F.rrelu(x, 0.5, 0.1)", "F.rrelu(x, training=True)", "F.rrelu(x.float(), 0.2, 0.6, True)", "F.rrelu(x.half(), training=True)",
    "F.rrelu(x.clone(), training=True, inplace=True)", "torch.rrelu(x)", "torch.rrelu_(x.clone())", "F.rrelu_(x.clone(), 0.1, 0.2, True)",
    "F.rrelu(i, training=True)", "F.rrelu(x, 'a')", "F.rrelu(x, 0.2, 0.2, True)",
    "F.glu(h)", "F.glu(h, 0)", "F.glu(h, dim=-2)", "F.glu(x)", "F.glu(x, 0)", "F.glu(n)", "F.glu(x, 5)", "F.glu(h.float())", "F.glu(h.half(), 1)",
    "F.glu(i, 0)", "F.glu(x, 'a')", "F.glu(torch.zeros(2, 0))",
    "F.logsigmoid(x, 1)", "F.relu6(x, x)", "F.silu(x, y)", "F.hardsigmoid(x) * y",
)  # fmt: skip

_SOFTMAX = (
    *(f"F.{name}(x, {dim})" for name in ("softmax", "log_softmax", "softmin") for dim in (0, 1, -1, 2, "'a'", "dim=-2")),
    *(f"F.{name}({x}, dim={dim})" for name in ("softmax", "log_softmax", "softmin")
      for x, dim in (("h", 1), ("n", 0), ("x[:0]", 1), ("x[:0]", 0), ("x.float()", 1), ("x.half()", 1), ("i", 1), ("i", 0), ("c", 0), ("z", 0))),
    *(f"F.{name}({x})" for name in ("softmax", "log_softmax", "softmin") for x in ("x", "v", "h", "n", "[1.0]")),
    *(f"F.{name}({x}, 1, dtype={dtype})" for name in ("softmax", "log_softmax", "softmin")
      for x, dtype in (("x", "torch.float32"), ("i", "torch.float64"), ("x", 3))),
    "torch.softmax(x, dim=0, dtype=torch.float32)", "x.softmax(-1)", "x.log_softmax(1)", "torch.log_softmax(x, 7)", "torch.softmax(x)",
    "torch.softmax(torch.tensor([float('inf'), 1.0]), 0)", "torch.log_softmax(torch.tensor([-float('inf'), 1.0]), 0)",
    "F.gumbel_softmax(x)", "F.gumbel_softmax(x.float(), hard=True)", "F.gumbel_softmax(x, tau=0.5, dim=0)", "F.gumbel_softmax(x.float(), 2, True, dim=0)",
    "F.gumbel_softmax(i)", "F.gumbel_softmax(x, dim=3)", "F.gumbel_softmax(x, eps=1)",
)  # fmt: skip

CASES = (*_ACTIVATIONS, *_PARAMETERS, *_SOFTMAX)


def _slope(call: str) -> str:
    return f"torch.autograd.grad(({call} * y).sum(), x, create_graph=True)[0]"


ROWS = {
    **{name: f"torch.nn.functional.{name}(x)" for name in ("hardtanh", "relu6", "hardsigmoid", "hardswish", "softshrink", "elu", "softplus", "silu", "mish")},
    "relu6_": "F.relu6(x.clone(), inplace=True)", "selu_": "torch.selu_(x.clone())", "rrelu_": "torch.rrelu_(x.clone())",
    "threshold": "torch.threshold(x, 0.5, 1.5)", "log_sigmoid": "F.logsigmoid(x)", "glu": "F.glu(h)", "prelu": "torch.prelu(x, v)",
    "_log_sigmoid_forward": "F.logsigmoid(y)", "_prelu_kernel": "F.prelu(x, w)", "_rrelu_with_noise": "F.rrelu(x, 0.1, 0.3, True)",
    "_softmax_backward_data": _slope("x.softmax(1)"), "_log_softmax_backward_data": _slope("x.log_softmax(1)"),
    "_leaky_relu_backward": _slope("F.leaky_relu(x, 0.2)"), "_rrelu_with_noise_backward": _slope("F.rrelu(x)"),
    "_prelu_kernel_backward": _slope("F.prelu(x, v)"),
    "_prelu_weight_backward": "torch.autograd.grad((F.prelu(x, v) * y).sum(), v, create_graph=True)[0]",
    "_hardtanh_backward": _slope("F.hardtanh(x)"), "_hardsigmoid_backward": _slope("F.hardsigmoid(x)"),
    "_hardswish_backward": _slope("F.hardswish(x)"), "_hardshrink_backward": _slope("F.hardshrink(x)"),
    "_softshrink_backward": _slope("F.softshrink(x)"), "_elu_backward": _slope("F.elu(x, 0.7)"), "_softplus_backward": _slope("F.softplus(x, 2)"),
    "_log_sigmoid_backward": _slope("F.logsigmoid(x)"), "_gelu_backward": _slope("F.gelu(x)"),
    "_glu_backward": "torch.autograd.grad((F.glu(h) * k[:, None, None]).sum(), h, create_graph=True)[0]",
}  # fmt: skip
