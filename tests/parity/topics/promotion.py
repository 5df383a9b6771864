i = torch.tensor([1, 2])
f = torch.tensor([1., 2.])
d = torch.tensor([1., 2.], dtype=torch.float64)
h = torch.tensor([1., 2.], dtype=torch.float16)
b = torch.tensor([True, False])
u = torch.tensor([1, 2], dtype=torch.uint8)
s = torch.tensor([1, 2], dtype=torch.int32)
(i + f).dtype, (f + d).dtype, (h + f).dtype, (b + i).dtype, (b + f).dtype
(u + i).dtype, (s + i).dtype, (u + s).dtype, (u + b).dtype, (h + i).dtype
(i + 1).dtype, (i + 1.).dtype, (f + 1).dtype, (d + 1.).dtype, (h + 1.).dtype
(b + 1).dtype, (b + 1.).dtype, (b + True).dtype, (u + 300).dtype, (u + 1.5).dtype
u + 300
i + True
i / i
i / 2
(i / 2).dtype, (u / u).dtype, (b / b).dtype, (d / 2).dtype
i // 2
(i // 2.).dtype
i * 2.5
i ** 2, i ** 2.
(i ** 0.5).dtype
(f + torch.tensor(1., dtype=torch.float64)).dtype
(f + torch.tensor([1.], dtype=torch.float64)).dtype
(i + torch.tensor(1.)).dtype
(i + torch.tensor(1., dtype=torch.float64)).dtype
(torch.tensor(1) + torch.tensor(1.)).dtype
(torch.tensor(1., dtype=torch.float64) + torch.tensor([1.])).dtype
(torch.tensor(1., dtype=torch.float64) + torch.tensor(1.)).dtype
(h * torch.tensor(2.)).dtype
(s + torch.tensor(1)).dtype
(u + torch.tensor(300)).dtype
(f + 1j).dtype
torch.result_type(i, f), torch.result_type(f, 1), torch.result_type(i, 1.)
torch.promote_types(torch.int32, torch.float16)
torch.can_cast(torch.float32, torch.int64), torch.can_cast(torch.int64, torch.float32)
i.float(), i.double(), f.int(), f.long(), f.bool(), f.half()
f.to(torch.int64)
f.to(torch.float32) is f
f.to("cpu") is f
f.to(d).dtype
f.type(torch.float64)
f.type()
i.type(), b.type(), d.type()
f.type_as(i)
f.to(dtype=torch.float64)
f.to("float64")
f.to(float)
f.to(int)
f.dtype, i.dtype, b.dtype, u.dtype
f.dtype == torch.float32, f.dtype is torch.float, torch.float64 is torch.double, torch.int64 is torch.long
f.dtype.is_floating_point, i.dtype.is_floating_point
f.is_floating_point(), torch.is_floating_point(i)
f.dtype.itemsize, d.element_size(), f.nbytes
torch.finfo(torch.float32)
torch.finfo(torch.float32).eps
torch.iinfo(torch.int64).max
torch.get_default_dtype()
torch.set_default_dtype(torch.float64)
torch.tensor(1.)
torch.tensor([1., 2.]).dtype, torch.zeros(1).dtype, torch.tensor(1).dtype
f
torch.set_default_dtype(torch.float32)
torch.set_default_dtype(torch.int64)
torch.set_default_dtype("float32")
x = torch.tensor([1., 2.], requires_grad=True)
y = x.double()
y
y.grad_fn
(y * 2).sum().backward()
x.grad
x.grad.dtype
x.to(torch.float64).grad_fn
x.half()
x.long()
x.long().requires_grad
x.bool()
(x + i).grad_fn
x * d
(x * d).sum().backward()
x.grad, x.grad.dtype
x.to(torch.float32) is x
x.float() is x
(x > 1).float().requires_grad
torch.tensor(2) * x
torch.tensor(2, dtype=torch.float64) * x
i == f
i < 1.5
b == 1
torch.max(i, f)
torch.where(b, i, f)
torch.cat([i, f])
torch.stack([i, f])
i.sum().dtype, b.sum().dtype, u.sum().dtype, f.sum().dtype, h.sum().dtype
i.exp().dtype, b.sin().dtype, u.sqrt().dtype
torch.tensor([200], dtype=torch.uint8) + torch.tensor([100], dtype=torch.uint8)
torch.tensor([127], dtype=torch.int8) + 1
torch.tensor(2 ** 31 - 1, dtype=torch.int32) + 1
torch.tensor(2 ** 24 + 1.)
torch.tensor([1e-10, 1.], dtype=torch.float16)
torch.tensor([70000.], dtype=torch.float16)
