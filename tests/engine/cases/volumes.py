# ruff: noqa: E501  # a sample is a sample
"""Volumes: convolution, pooling and frames in three dimensions; norms over windows, shuffled channels."""

V = "(torch.arange(64.0).double().view(1, 1, 4, 4, 4).cos() * n)"
S = "(torch.arange(24.0).double().view(1, 4, 6).sin() * n + k[0])"
C = "(torch.arange(36.0).double().view(1, 4, 3, 3).sin() * n + k[1])"

CASES = (
    f"F.max_pool3d({V}, 2)", f"F.max_pool3d({V}, 2, return_indices=True)", f"F.max_pool3d({V}, (2, 3, 2), 1, (1, 1, 0), 1)",
    f"F.max_pool3d({V}, 3, 2, 1, ceil_mode=True)", f"F.max_pool3d({V}[0], 2)", f"F.max_pool3d({V}[0, 0], 2)", f"F.max_pool3d({V}, 9)",
    f"F.max_pool3d({V}, 2, padding=2)", f"F.max_pool3d({V}, (2, 2))", f"F.max_pool3d({V}, 2, (1, 1))", f"F.max_pool3d({V}.detach().long(), 2)",
    f"F.max_pool3d({V}.detach() > 0, 2)", f"F.max_pool3d({V}, 2, 0)", f"F.max_pool3d({V}, 2, dilation=0)", f"F.max_pool3d({V}, 2, dilation=2, stride=1)",
    f"F.max_pool3d({V}[:0], 2)", f"F.max_pool3d({V}.float(), 2)", f"torch.max_pool3d({V}, 2, 1)", f"F.max_pool3d({V}.detach().half(), 2)",
    f"F.max_pool3d({V}.detach() * torch.tensor(float('nan')), 2)",
    f"F.avg_pool3d({V}, 2)", f"F.avg_pool3d({V}, 3, 2, 1)", f"F.avg_pool3d({V}, 3, 2, 1, count_include_pad=False)", f"F.avg_pool3d({V}, 3, 2, 1, ceil_mode=True)",
    f"F.avg_pool3d({V}, 2, divisor_override=3)", f"F.avg_pool3d({V}[0], (1, 2, 4))", f"F.avg_pool3d({V}[0, 0], 2)", f"F.avg_pool3d({V}, 9)",
    f"F.avg_pool3d({V}, 2, padding=2)", f"F.avg_pool3d({V}, (2, 2))", f"F.avg_pool3d({V}.detach().long(), 2)", f"F.avg_pool3d({V}, 2, divisor_override=0)",
    f"F.avg_pool3d({V}, 2, 0)", f"F.avg_pool3d({V}.float(), 2)",
    f"F.adaptive_avg_pool3d({V}, 2)", f"F.adaptive_avg_pool3d({V}, (3, None, 1))", f"F.adaptive_avg_pool3d({V}, 1)", f"F.adaptive_avg_pool3d({V}[0], 3)",
    f"F.adaptive_avg_pool3d({V}, -1)", f"F.adaptive_avg_pool3d({V}.detach().long(), 2)", f"F.adaptive_avg_pool3d({V}, (1, 2))",
    f"F.adaptive_max_pool3d({V}, 2)", f"F.adaptive_max_pool3d({V}, (3, None, 1), return_indices=True)", f"F.adaptive_max_pool3d({V}[0, 0], 1)",
    f"F.adaptive_max_pool3d({V}.detach().long(), 2)", f"F.adaptive_max_pool3d({V}, (1, 2))",
    f"torch.nn.ReflectionPad3d(1)({V})", f"torch.nn.ReplicationPad3d((1, 1, 0, 0, 2, 1))({V})", f"torch.nn.CircularPad3d(1)({V})",
    f"torch.nn.ZeroPad3d(1)({V})", f"torch.nn.ConstantPad3d((0, 1, 0, 1, 1, 0), 2.5)({V})", f"torch.nn.InstanceNorm3d(1).double()({V})",
    "torch.nn.InstanceNorm3d(1)(torch.ones(4))", f"torch.nn.AvgPool3d(2, 1)({V})", f"torch.nn.AdaptiveMaxPool3d(2)({V})",
    # norms and channels
    f"F.local_response_norm({C}, 2)", f"F.local_response_norm({C}, 3, alpha=0.1, beta=0.5, k=2.0)", f"F.local_response_norm({S}, 5, 0.5)",
    f"F.local_response_norm({V}, 2)", "F.local_response_norm(v, 2)", f"torch.nn.LocalResponseNorm(5)({C})", f"F.local_response_norm({C}[:0], 2)",
    f"F.lp_pool1d({S}, 2, 2)", f"F.lp_pool1d({S}, 3.0, 2, stride=1)", f"F.lp_pool2d({C}, 2.0, 2)", f"F.lp_pool2d({C}, 1, (2, 3), stride=1, ceil_mode=True)",
    f"F.lp_pool3d({V}, 2, 2)", f"torch.nn.LPPool2d(2, (2, 3))({C})", "F.lp_pool1d(v, 2, 2)",
    f"torch.channel_shuffle({S}, 2)", f"F.channel_shuffle({C}, 4)", f"torch.nn.ChannelShuffle(2)({S}.float())", f"torch.channel_shuffle({S}, 3)",
    "torch.channel_shuffle(x, 1)", f"torch.channel_shuffle({S}, 0)", f"torch.channel_shuffle({S}, 1.5)", "torch.channel_shuffle(i.view(1, 2, 3), 2)",
)  # fmt: skip

ROWS = {
    "max_pool3d": f"torch.max_pool3d({V}, 2)",
    "max_pool3d_with_indices": f"F.max_pool3d({V}, 2, 1, return_indices=True)",
    "_max_pool3d_with_indices": f"F.max_pool3d({V}, 2)",
    "_max_pool3d_backward": f"torch.autograd.grad((F.max_pool3d({V}, 2) * y[0, 0] * n).sum(), n, create_graph=True)[0]",
    "avg_pool3d": f"F.avg_pool3d({V}, 2)",
    "_avg_pool3d": f"F.avg_pool3d({V}, 2, 1)",
    "_avg_pool3d_backward": f"torch.autograd.grad((F.avg_pool3d({V}, 2) ** 2).sum(), n, create_graph=True)[0]",
    "adaptive_avg_pool3d": f"F.adaptive_avg_pool3d({V}, 2)",
    "_adaptive_avg_pool3d": f"F.adaptive_avg_pool3d({V}, 3)",
    "_adaptive_avg_pool3d_backward": f"torch.autograd.grad((F.adaptive_avg_pool3d({V}, 3) ** 2).sum(), n, create_graph=True)[0]",
    "adaptive_max_pool3d": f"F.adaptive_max_pool3d({V}, 2, return_indices=True)",
    "_adaptive_max_pool3d_backward": f"torch.autograd.grad((F.adaptive_max_pool3d({V}, 2) * y[0, 0] * n).sum(), n, create_graph=True)[0]",
    "channel_shuffle": f"torch.channel_shuffle({S}, 2)",
}  # fmt: skip
