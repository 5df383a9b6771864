"""Names that PyTorch gives to operations that have one already: the second name, and the first.

`divide` has `div`'s overloads in an order of its own.
"""

SECOND_NAMES = (
    ("subtract", "sub"), ("multiply", "mul"), ("divide", "div.Tensor_mode"), ("divide", "div.Tensor"),
    ("true_divide", "div.Tensor"), ("clip", "clamp"), ("greater", "gt"), ("greater_equal", "ge"),
    ("less", "lt"), ("less_equal", "le"), ("not_equal", "ne"), ("arctan2", "atan2"),
    ("negative", "neg"), ("absolute", "abs"), ("arcsin", "asin"), ("arccos", "acos"),
    ("arctan", "atan"), ("arcsinh", "asinh"), ("arccosh", "acosh"), ("arctanh", "atanh"),
    ("fix", "trunc"), ("concat", "cat"), ("concatenate", "cat"), ("swapaxes", "transpose"),
    ("swapdims", "transpose"), ("moveaxis", "movedim"), ("row_stack", "vstack"), ("ger", "outer"),
)  # fmt: skip
