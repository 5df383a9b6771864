"""Arithmetic and functions of one or two numbers, element by element."""

ROWS = {
    "i0": "torch.i0(x)",
    "isin.Tensor_Tensor": "torch.isin(i, j)",
    "isin.Scalar_Tensor": "torch.isin(2, j, invert=True)",
    "isin.Tensor_Scalar": "torch.isin(j, 2)",
    "mvlgamma": "torch.mvlgamma(p + 3, 2)",
    **{
        f"special_{name}": f"torch.special.{name}(x)"
        for name in ("i0e", "i1", "i1e", "erfcx", "log_ndtr", "ndtr", "round")
    },
    "special_entr": "torch.special.entr(p)",
    "special_ndtri": "torch.special.ndtri(u)",
    "special_xlog1py": "torch.special.xlog1py(x, p)",
    "divide.Scalar_mode": "torch.divide(x, 0.61, rounding_mode='floor')",
    "divide_.Scalar_mode": "x.clone().divide_(0.61, rounding_mode='floor')",
    "polygamma.method": "p.polygamma(2)",
    "_conj_physical": "torch.view_as_real(torch.conj_physical(torch.complex(x, y)))",
    "conj_physical_": "(torch.complex(x, y) * 1).conj_physical_().real",
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
        f"{name}.Scalar_deprecated_by_name": f"torch.{name}(x, 2, {others})"
        for name, others in (("add", "y"), ("sub", "y"), ("addcmul", "y, p"), ("addcdiv", "y, p"))
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

COMPLEX = (
    *(
        f"torch.view_as_real(torch.{name}(torch.complex(x, y)))"
        for name in (
            "sgn",
            "sqrt",
            "rsqrt",
            "exp",
            "log",
            "log2",
            "log10",
            "log1p",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "acosh",
            "atanh",
            "sigmoid",
            "reciprocal",
            "square",
            "sinc",
            "neg",
            "expm1",
            "exp2",
            "conj_physical",
        )
    ),
    *(f"torch.{name}(torch.complex(x, y))" for name in ("abs", "angle", "real", "imag")),
    *(
        f"torch.view_as_real(torch.{name}(torch.complex(x, y), torch.complex(p, u)))"
        for name in (
            "add",
            "sub",
            "mul",
            "div",
            "pow",
            "logaddexp",
            "float_power",
        )
    ),
    "torch.view_as_real(torch.pow(p, 1 + 2j))",
    "torch.view_as_real(torch.pow(-2.5, torch.complex(x, y)))",
    "torch.lerp(torch.complex(x, y), torch.complex(p, u), torch.complex(y, x)).abs()",
    "torch.addcmul(torch.complex(x, y), torch.complex(p, u), torch.complex(y, x)).abs()",
    "torch.addcdiv(torch.complex(x, y), torch.complex(p, u), torch.complex(y, p)).abs()",
    "torch.view_as_real(torch.complex(x, y).prod(1))",
    "torch.view_as_real(torch.complex(x, y).cumsum(1))",
    "torch.view_as_real(torch.complex(x, y).cumprod(1))",
    "torch.view_as_real(torch.complex(x, y).mean(0))",
    "torch.complex(x, y).var(1)",
    "torch.complex(x, y).norm()",
    "torch.complex(x, y).norm(3, 1)",
    "torch.view_as_real(torch.complex(x, y).logsumexp(1))",
)

DTYPES = (
    *(
        f"torch.{name}({given})"
        for given in ("i", "c", "z")
        for name in (
            "neg",
            "abs",
            "sign",
            "sgn",
            "reciprocal",
            "sqrt",
            "exp",
            "log1p",
            "sin",
            "atan",
            "tanh",
            "sigmoid",
            "erf",
            "erfinv",
            "sinc",
            "angle",
            "lgamma",
            "floor",
            "round",
            "frac",
            "square",
            "logit",
            "bitwise_not",
            "logical_not",
            "isnan",
            "isposinf",
            "signbit",
            "deg2rad",
            "relu",
        )
    ),
    *(
        f"torch.{name}({given}, {given})"
        for given in ("i", "c", "z")
        for name in (
            "add",
            "sub",
            "mul",
            "div",
            "floor_divide",
            "remainder",
            "fmod",
            "pow",
            "float_power",
            "atan2",
            "maximum",
            "fmin",
            "hypot",
            "copysign",
            "logaddexp",
            "logaddexp2",
            "eq",
            "lt",
            "xlogy",
            "heaviside",
            "bitwise_or",
            "gcd",
            "ldexp",
            "nextafter",
            "clamp_min",
            "clamp",
        )
    ),
    *(
        f"torch.{name}(x.float(), v.float())"
        for name in ("div", "pow", "hypot", "copysign", "fmod")
    ),
    *(
        f"torch.{name}(x.detach().half())"
        for name in ("sinc", "sigmoid", "sum", "mean", "var", "exp", "erf")
    ),
    "torch.sign(torch.tensor([1., float('nan'), -0.]))",
    "torch.sum(j, dtype=torch.bool)",
    "torch.sum(j, dtype=torch.int32)",
    "torch.prod(j.to(torch.int8), 0, dtype=torch.int8)",
    "torch.cumsum(j, 0, dtype=torch.int8)",
    "torch.round(i, decimals=1)",
    "torch.addcdiv(i, i, i)",
    "torch.lerp(i, i, 0.5)",
    "torch.add(c, c, alpha=1.5)",
    "torch.polygamma(1, j)",
)

SPECIAL = (
    *(
        f"torch.special.{name}(p)"
        for name in (
            "expit",
            "psi",
            "gammaln",
            "digamma",
            "erf",
            "exp2",
            "log1p",
            "sinc",
            "i0",
        )
    ),
    "torch.special.expit('p')",
    "torch.special.softmax(x, 1)",
    "torch.special.logsumexp(x, 1)",
    "torch.special.multigammaln(p + 3, 2)",
    "torch.special.i0(torch.tensor([0., 3., -70., 700.], dtype=torch.float64))",
    "torch.special.i1e(torch.tensor([0., 3., -70., 700.], dtype=torch.float64))",
    "torch.special.erfcx(torch.tensor([-30., -2., 40.], dtype=torch.float64))",
    "torch.special.log_ndtr(torch.tensor([-40., -2., 9.], dtype=torch.float64))",
    "torch.special.entr(torch.tensor([-1., 0., 2.]))",
    "torch.special.ndtri(torch.tensor([0., 0.3, 1., 2.], dtype=torch.float64))",
    "torch.special.foo",
    "torch.mvlgamma(p, 0)",
)

CASES = (
    *SPECIAL,
    *COMPLEX,
    *DTYPES,
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
