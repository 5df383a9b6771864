"""Arithmetic and functions of one or two numbers, element by element."""

ROWS = {
    "copysign.Scalar": "torch.copysign(x, -1.5)",
    "xlogy.Tensor": "torch.xlogy(x, p)",
    "xlogy.Scalar_Self": "torch.xlogy(2.5, p)",
    "xlogy.Scalar_Other": "torch.xlogy(x, 1.5)",
    **{
        f"bitwise_{name}.Scalar_Tensor": f"torch.bitwise_{name}(9, j)"
        for name in ("and", "or", "xor", "left_shift", "right_shift")
    },
    **{
        f"{name}{twin}.Scalar_deprecated": f"{target}.{name}{twin}(2, {others})"
        for name, others in (("add", "y"), ("sub", "y"), ("addcmul", "y, p"), ("addcdiv", "y, p"))
        for twin, target in (("", "x"), ("_", "x.clone()"))
    },
    **{
        f"{name}{twin}.Scalar": f"{target}.{name}{twin}(1.5)"
        for name in ("subtract", "multiply", "divide", "true_divide", "floor_divide")
        for twin, target in (("", "x"), ("_", "x.clone()"))
    },
    "div_.Scalar_mode": "x.clone().div_(0.61, rounding_mode='trunc')",
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
