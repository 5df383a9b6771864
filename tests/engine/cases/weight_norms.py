"""Weights as a direction and a length."""

ROWS = {
    "norm_except_dim": "torch.norm_except_dim(x, 2, 0)",
    "_weight_norm": "torch._weight_norm(x, p[:, :1].contiguous(), 0)",
    "_weight_norm_interface": "torch._weight_norm_interface(x, p[:, :1].contiguous(), 0)[0]",
}

CASES = (
    "torch._weight_norm(h, p[:1, :2, None], 1)",
    "torch._weight_norm(h, p[0, :1], -1)",
    "torch._weight_norm(x.float(), p[:, :1].float().contiguous())",
    "torch._weight_norm(i, i[:, :1])",
    "torch.norm_except_dim(x)",
    "torch.norm_except_dim(x, 2, 1)",
    "torch.norm_except_dim(x, 1, 0)",
    "torch.norm_except_dim(h, 2, 1)",
    "torch.norm_except_dim(h, 2, 2)",
    "torch.norm_except_dim(x, 2, 5)",
    "torch.nn.utils.parametrizations.weight_norm(torch.nn.Linear(3, 2).double())(x)",
)
