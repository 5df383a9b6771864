# ruff: noqa: E501  # a sample is a sample
"""Tensors from nothing, and from Python's values."""

ROWS = {
    **{
        f"{name}_like.generator": f"torch.{name}_like(x, generator=torch.Generator().manual_seed(5))"
        for name in ("rand", "randn")
    },
    **{
        f"randint_like.{kind}generator": f"torch.randint_like(x, {given}, generator=torch.Generator().manual_seed(5))"
        for kind, given in (("", "9"), ("low_", "3, 9"), ("Tensor_", "torch.tensor(9)"))
    },
    "randint_like.Tensor": "torch.randint_like(x, torch.tensor(9))",
    "bernoulli.p": "torch.bernoulli(x.detach(), 0.3)",
    "logspace.Tensor_Tensor": "torch.logspace(torch.tensor(0.0), torch.tensor(1.0), 3)",
    "logspace.Scalar_Tensor": "torch.logspace(0, torch.tensor(1.0), 3)",
    "logspace.Tensor_Scalar": "torch.logspace(torch.tensor(0.0), 1, 3)",
    "empty_strided": "torch.empty_strided((2, 3), (1, 2)).stride()",
    "new_empty_strided": "x.new_empty_strided((2, 3), (1, 2)).stride()",
}

CASES = (
    "torch.zeros(2, 3)", "torch.zeros(())", "torch.zeros(0)", "torch.zeros([2, 0])", "torch.zeros(2, dtype=torch.int8)", "torch.zeros(2, dtype=float)",
    "torch.zeros(-1)", "torch.zeros(3, -1)", "torch.ones(3, -1)", "torch.empty(3, -1)", "torch.full((3, -1), 1)", "torch.rand(3, -1)", "torch.randn(-2)", "torch.randint(5, (-1,))",
    "torch.zeros(2.5)", "torch.zeros('a')", "torch.zeros(2, 'a')", "torch.zeros((2, 'a'))", "torch.zeros((2, 1.5))", "torch.zeros(None)", "torch.zeros(torch.tensor(2))",
    "torch.zeros(2, device='cpu')", "torch.zeros(2, device='cuda')", "torch.zeros(2, device='nope')", "torch.zeros(2, layout=torch.strided)", "torch.zeros(2, requires_grad=True)",
    "torch.zeros(2, dtype=torch.int64, requires_grad=True)", "torch.zeros(2, dtype='a')", "torch.zeros(2, dtype=int)", "torch.zeros(2, dtype=bool)", "torch.zeros(size=(2,))",
    "torch.ones(2, dtype=torch.complex64)", "torch.ones(2, dtype=torch.bool)", "torch.full((2,), 1)", "torch.full((2,), 1.0)", "torch.full((2,), True)", "torch.full((2,), 1j)",
    "torch.full((2,), 1.5, dtype=torch.int64)", "torch.full((), 3)", "torch.full(2, 3)", "torch.full((2,), 'a')", "torch.full((2,), 300, dtype=torch.uint8)", "torch.full((2,), n.detach())",
    "torch.full((2,), float('inf'), dtype=torch.int32)", "torch.arange(5)", "torch.arange(1, 5)", "torch.arange(1, 5, 2)", "torch.arange(5.0)", "torch.arange(0, 1, 0.3)", "torch.arange(5, 0, -2)",
    "torch.arange(5, 0)", "torch.arange(0, 5, 0)", "torch.arange(3, dtype=torch.float64)", "torch.arange(0)", "torch.arange('a')", "torch.arange(float('inf'))", "torch.arange(float('nan'))",
    "torch.arange(3, requires_grad=True)", "torch.arange(3.0, requires_grad=True)", "torch.arange(start=1, end=4)", "torch.arange(1, 4, step=2)", "torch.arange(torch.tensor(3))", "torch.arange(1j)",
    "torch.arange(3, dtype=torch.bool)", "torch.arange(True)", "torch.arange(2.5, dtype=torch.int64)", "torch.arange(0, 2, 0.5, dtype=torch.int64)",
    "torch.linspace(0, 1, 5)", "torch.linspace(0, 1, 1)", "torch.linspace(0, 1, 0)", "torch.linspace(0, 1, -1)", "torch.linspace(0, 10, 4, dtype=torch.int64)", "torch.linspace(1, 0, 3)", "torch.linspace(0, 1, 2.5)",
    "torch.linspace(0, 1)", "torch.linspace(0, 1j, 3)", "torch.logspace(0, 2, 3)", "torch.logspace(0, 2, 3, base=2)", "torch.logspace(0, 2, 0)", "torch.logspace(0, 1, -1)", "torch.logspace(0, 2, 3, dtype=torch.int64)",
    "torch.eye(2)", "torch.eye(2, 3)", "torch.eye(0)", "torch.eye(-1)", "torch.eye(2, -1)", "torch.eye(2, dtype=torch.bool)", "torch.eye(2.5)", "torch.tril_indices(3, 3)", "torch.triu_indices(2, 3, 1)", "torch.tril_indices(-1, 2)",
    "torch.scalar_tensor(2)", "torch.scalar_tensor(2, dtype=torch.int64)", "torch.scalar_tensor(1j)", "torch.range(1, 3)", "torch.empty_strided((2,), (1, 1))", "torch.empty(2, 3).shape", "str(torch.empty((), dtype=torch.int64).dtype)",
    "torch.zeros_like(x)", "torch.ones_like(i)", "torch.zeros_like(x, dtype=torch.int32)", "torch.full_like(x, 2)", "torch.full_like(i, 2.7)", "torch.full_like(i, 1j)", "torch.full_like(c, 2)", "torch.empty_like(x).shape",
    "torch.zeros_like(x.t()).stride()", "torch.zeros_like(x.t(), memory_format=torch.contiguous_format).stride()", "torch.zeros_like(x, requires_grad=True).requires_grad", "torch.zeros_like(2)", "torch.zeros_like([1, 2])",
    "torch.ones_like(x, 1)", "torch.ones_like(x, device='cpu')", "torch.rand_like(x)", "torch.rand_like(i)", "torch.randn_like(x.t())", "torch.randint_like(x, 5)", "torch.randint_like(x, 2, 5)", "torch.rand_like(x, dtype=torch.float32)",
    "x.new_zeros(2)", "x.new_zeros((2, 1))", "i.new_ones(2)", "i.new_ones(2, dtype=torch.float32)", "x.new_full((2,), 3)", "i.new_full((2,), 2.5)", "str(x.new_empty(2).dtype)", "x.new_tensor([1, 2])", "i.new_tensor([1.5, 2])",
    "x.new_tensor(3)", "x.new_tensor([1], requires_grad=True).requires_grad", "x.new_tensor('a')", "x.new_zeros(-1)", "x.new_zeros('a')", "x.new_tensor([1], dtype=torch.int64)", "x.new(2).shape", "x.new([1, 2])",
    "torch.tensor([1, 2])", "torch.tensor([1, 2.0])", "torch.tensor([True, 2])", "torch.tensor([1, 1j])", "torch.tensor([[1], [2]])", "torch.tensor([])", "torch.tensor([[]])", "torch.tensor(())", "torch.tensor([[], []])",
    "torch.tensor([[1, 2], [3]])", "torch.tensor([[1], 2])", "torch.tensor([1, [2]])", "torch.tensor([[[1]], [[2, 3]]])", "torch.tensor([n.detach(), n.detach()])", "torch.tensor([v.detach(), v.detach()])", "torch.tensor([[n.detach()], [2]])",
    "torch.tensor('a')", "torch.tensor(['a'])", "torch.tensor([None])", "torch.tensor(None)", "torch.tensor([1, None])", "torch.tensor([1, 'a'])", "torch.tensor({1, 2})", "torch.tensor({'a': 1})", "torch.tensor(object)",
    "torch.tensor(len)", "torch.tensor(range(3))", "torch.tensor((1, (2,)))", "torch.tensor(b'ab')", "torch.tensor([b'a'])", "torch.tensor(2**63)", "torch.tensor([2**63])", "torch.tensor(-2**63)", "torch.tensor(2.0**70)",
    "torch.tensor(1e400)", "torch.tensor(1e40)", "torch.tensor(1e300, dtype=torch.float64)", "torch.tensor(300, dtype=torch.uint8)", "torch.tensor(-1, dtype=torch.uint8)", "torch.tensor(200, dtype=torch.int8)", "torch.tensor([200], dtype=torch.int8)",
    "torch.tensor(1.7, dtype=torch.int64)", "torch.tensor(float('nan'), dtype=torch.int64)", "torch.tensor(float('inf'), dtype=torch.int64)", "torch.tensor(1j, dtype=torch.float32)", "torch.tensor([1j], dtype=torch.int64)", "torch.tensor(1j)",
    "torch.tensor([1], dtype=torch.bool)", "torch.tensor([0.5, 0], dtype=torch.bool)", "torch.tensor('1', dtype=torch.int64)", "torch.tensor(70000.0, dtype=torch.float16)", "torch.tensor([1, 2], dtype=torch.float16)",
    "torch.tensor([1.0], requires_grad=True)", "torch.tensor([1], requires_grad=True)", "torch.tensor(1, 2)", "torch.tensor()", "torch.tensor([1], foo=1)", "torch.tensor(data=[1, 2])", "torch.tensor([1], device='cuda')", "torch.tensor([1], dtype=float)",
    "torch.tensor([1], dtype='float')", "torch.tensor([1], pin_memory=False)", "torch.as_tensor([1, 2])", "torch.as_tensor(x) is x", "torch.as_tensor(x, dtype=torch.float32)", "torch.as_tensor('a')", "torch.as_tensor(3.5)", "torch.as_tensor([[1, 2], [3]])",
    "torch.asarray([1, 2])", "torch.asarray(x) is x", "torch.asarray(x, copy=True) is x", "torch.asarray(x, copy=False) is x", "torch.asarray(x, dtype=torch.float32, copy=False)", "torch.asarray([1], copy=False)", "torch.asarray(2.5)", "torch.asarray(x, requires_grad=True)",
    "torch.asarray('a')", "torch.asarray([1.5], dtype=torch.int64)", "torch.from_numpy([1])", "torch.from_numpy(x)", "torch.from_numpy(x.detach().numpy())", "torch.from_numpy(x.detach().numpy().T).stride()", "torch.from_numpy(x.detach().numpy()[::-1])",
    "torch.from_numpy(x.detach().numpy()[::2]).stride()", "torch.from_numpy(x.detach().numpy().astype('U'))", "torch.from_numpy(x.detach().numpy().astype(object))", "torch.tensor(x.detach().numpy())", "torch.tensor(x.detach().numpy().astype('f2'))",
    "torch.tensor(x.detach().numpy()[0, 0])", "torch.tensor([x.detach().numpy()[0, 0], 1])", "torch.tensor([i.numpy()[0, 0], 1])", "torch.tensor([i.numpy()[0, 0]])", "torch.tensor(x.detach().numpy().astype('f4')[0, 0])", "torch.tensor(list(x.detach().numpy()))",
    "torch.tensor(x.detach().numpy().astype('U'))", "torch.tensor(x.detach().numpy().astype(object))", "torch.as_tensor(x.detach().numpy()[::-1])", "torch.tensor(x.detach().numpy()[::-1])", "torch.tensor(i.numpy() > 2)", "torch.tensor(z.numpy())",
    "torch.Tensor(2, 3).shape", "torch.Tensor([1, 2])", "torch.Tensor(2.5)", "torch.Tensor([[1], [2, 3]])", "torch.Tensor('a')", "torch.Tensor(i)", "torch.FloatTensor([1, 2])", "torch.LongTensor([1.5])", "torch.LongTensor(2).shape", "torch.BoolTensor([1, 0])",
    "torch.view_as_real(torch.complex(x, y))", "torch.complex(x.detach(), i)", "torch.polar(x.detach(), i)", "torch.polar(x.detach(), x.detach().float())",
    "torch.view_as_real(torch.complex(torch.tensor([float('inf'), 1.0]), torch.tensor([1.0, -float('inf')])))",
    "torch.zeros(2, layout='a')", "torch.zeros_like(x, memory_format=3)", "x.clone(memory_format='a')", "x.float(memory_format=1)", "torch.layout()", "torch.memory_format('a')",
    "torch.rand_like(x, 3)", "torch.randn_like()", "torch.randint_like(x, torch.tensor([3, 4]))", "torch.randint_like(x)", "torch.logspace()", "torch.bernoulli(x.detach(), 1.5)", "x.detach().bernoulli('a')",
    "torch.can_cast(torch.int64, torch.float32)", "torch.can_cast(1, 2)", "torch.promote_types(1, 2)", "str(torch.promote_types(torch.int8, torch.uint8))",
    "(torch.max(x), torch.broadcast_shapes((2, 1), (3,)))[1]", "torch.broadcast_shapes(2.5)", "torch.broadcast_shapes(x, x)", "torch.broadcast_shapes((2, -1))", "torch.broadcast_shapes((2, 3), (4,))", "torch.broadcast_shapes(2, [3, 1])", "torch.view_as_real(torch.polar(p, x))", "torch.complex(i, i)",
)  # fmt: skip
