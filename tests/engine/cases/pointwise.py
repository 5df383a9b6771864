"""Arithmetic and functions of one or two numbers, element by element."""

ROWS = {
    "_add_number": "torch.autograd.grad((x.log1p() * y).sum(), x, create_graph=True)[0]",
    "_sub_number": "torch.autograd.grad(((p + 1).acosh() * y).sum(), p, create_graph=True)[0]",
    "_mul_number": "torch.autograd.grad((p.sqrt() * y).sum(), p, create_graph=True)[0]",
    "_div_number": "torch.autograd.grad((x * y).mean() ** 2, x, create_graph=True)[0]",
    "erfinv": "torch.erfinv(u)",
    "gcd": "torch.gcd(i, j)",
    "lcm": "torch.lcm(i, j)",
    "square_": "x.clone().square_()",
    "float_power_.Tensor": "p.clone().float_power_(y)",
    "float_power_.Scalar": "p.clone().float_power_(1.5)",
}

CASES = (
    "x.clone().sin_()",
    "x.clone().mul_(y)",
    "x.clone().mul_(x)",
    "p.clone().div_(y)",
    "x.clone().eq_(y)",
    "x.clone().lt_(0.5)",
    "x.clone().asinh_()",
    "(p + 1).acosh_()",
    "u.clone().atanh_()",
    "torch.lerp(x, y, u)",
    "torch.mean(x) ** 3",
)
