# ruff: noqa: E501  # a sample is a sample
"""The same values elsewhere, in another dtype, or as Python's."""

ROWS = {
    "is_nonzero": "torch.is_nonzero(n)",
    "is_set_to": "x.is_set_to(x)",
    "is_conj": "x.is_conj()",
    "is_neg": "x.is_neg()",
    "resolve_conj": "x.resolve_conj()",
    "resolve_neg": "x.resolve_neg()",
}

CASES = (
    "x.to(torch.float32)", "x.to(torch.float64) is x", "x.to(torch.int64)", "torch.real(x.to(torch.complex128))", "x.to(torch.bool)", "x.to(y)", "x.to(i)",
    "x.to('cpu') is x", "x.to('cpu', torch.float16)", "x.to(torch.float64, copy=True)", "x.to(torch.float32, True, True)", "x.to(device='cpu', dtype=torch.int32)",
    "x.to(dtype=torch.float32)", "x.to(float)", "x.to(int)", "x.to(torch.device('cpu'))", "x.to()", "x.to('a')", "x.to(torch.float32, 'cpu')",
    "x.to(copy=True)", "x.to(memory_format=torch.contiguous_format)", "x.t().to(torch.float32).stride()", "x.t().to(torch.float32, memory_format=torch.contiguous_format).stride()",
    "x.to('cuda')", "x.to('cuda:0')", "x.cuda()", "x.cuda(0)", "x.cuda('cuda:0')", "x.cuda(device=0)", "x.cuda('cpu')", "x.cuda('a')", "x.cuda(foo=1)", "x.cuda(0, True)", "x.cuda(1.5)", "x.to(other=y)", "x.to(None)", "x.to(dtype=None)", "x.to('cpu', dtype='a')",
    "x.float()", "x.double() is x", "x.half()", "x.int()", "x.long()", "x.short()", "x.char()", "x.byte()", "x.bool()", "x.cfloat()", "torch.real(x.cdouble())",
    "i.float()", "i.bool()", "c.int()", "c.float()", "z.to(torch.complex64)", "i.to(torch.float32).requires_grad_()", "x.float(1)", "x.type_as(i)", "x.type_as(y) is x",
    "x.type()", "i.type()", "c.type()", "z.type()", "x.type(torch.float32)", "x.type('torch.FloatTensor')", "x.type(torch.FloatTensor)", "x.type('a')", "x.type(float)",
    "x.type(1)", "x.half().type()", "n.item()", "x.item()", "x[:0].item()", "x[0, 0].item()", "x[:1, :1].item()", "i[0, 0].item()", "c[0, 0].item()", "z[0].item()",
    "x.tolist()", "n.tolist()", "i.tolist()", "c.tolist()", "z.tolist()", "x[:0].tolist()", "x.float().tolist()", "x.half().tolist()", "x.numpy()", "x.detach().numpy().dtype.name",
    "x.numpy(force=True).tolist()", "i.numpy().tolist()", "n.detach().numpy().shape", "z.numpy().tolist()", "c.numpy().dtype.name",
    "float(n.detach())", "int(i[0, 0])", "bool(c[0, 0])", "complex(z[0])", "float(x)", "int(x)", "bool(x)", "bool(x[:0])", "float(z[0])", "int(n.detach())", "complex(x)",
    "len(x)", "len(n)", "list(v)[0]", "iter(n)", "[0, 1][i[0, 0] - 4]", "[0, 1][n]", "[0][c[0, 1]]", "hash(x) == id(x)", "2 in i", "n in x", "'a' in x", "None in x",
    "f'{n.detach():.2f}'", "f'{x.detach():.2f}'", "f'{i[0, 0]:>4}'", "x.clone()", "x.detach().requires_grad", "x.t().clone().stride()", "x.data.requires_grad",
    "x.clone().copy_(y)", "x.clone().copy_(v)", "x.clone().copy_(i)", "i.clone().copy_(x)", "x.clone().copy_(k)", "v.clone().copy_(x)", "x.clone().copy_(2)", "x.copy_(y)",
    "x.clone().fill_(n)", "x.clone().fill_(2)", "x.clone().fill_(v)", "x.clone().fill_('a')", "i.clone().fill_(2.7)", "i.clone().fill_(1j)", "x.clone().zero_()", "x.fill_(2)",
    "x.is_floating_point()", "z.is_complex()", "torch.is_floating_point(i)", "torch.is_complex(z)", "c.is_signed()", "x.element_size()", "x.nelement()", "torch.numel(x)",
    "x.dim()", "x.ndimension()", "x.size()", "x.size(-1)", "x.size(2)", "x.size('a')", "x.stride()", "x.stride(1)", "x.stride(2)", "x.t().stride()", "x[1].storage_offset()",
    "x.is_contiguous()", "x.t().is_contiguous()", "x.nbytes", "x.itemsize", "str(x.layout)", "str(x.device)", "str(x.dtype)", "x.is_cpu", "x.is_cuda", "x.get_device()",
)  # fmt: skip
