"""What our engine once got wrong without a word."""

import torch
import torch.nn.functional as F

# images without elements, kernels without elements
F.conv1d(torch.ones(1, 2, 5), torch.ones(3, 2, 0))
F.conv1d(torch.ones(2, 5), torch.ones(3, 2, 0), stride=2)
F.conv1d(torch.ones(1, 2, 5), torch.ones(3, 2, 0), dilation=2)
F.conv1d(torch.ones(1, 0, 5), torch.ones(3, 0, 1), torch.ones(3))
F.conv1d(torch.ones(0, 5), torch.ones(3, 0, 1))
F.conv1d(torch.ones(0, 2, 5), torch.ones(3, 2, 1).double())
F.conv1d(torch.ones(0, 2, 5).half(), torch.ones(3, 2, 1))
F.conv1d(torch.ones(0, 2, 5), torch.ones(3, 2, 1), torch.ones(3).double())
F.conv1d(torch.ones(0, 2, 5), torch.ones(3, 2, 7))
F.conv2d(torch.ones(1, 2, 5, 5), torch.ones(3, 2, 0, 2))
F.conv2d(torch.ones(1, 2, 5, 5), torch.ones(3, 2, 0, 0), padding="same")
F.conv2d(torch.ones(1, 2, 5, 5), torch.ones(3, 2, 0, 0), dilation=2)
F.conv2d(torch.ones(1, 2, 3, 3), torch.ones(4, 1, 0, 1), groups=2)
F.conv2d(torch.ones(1, 2, 3, 3), torch.ones(3, 2, 0, 1).double())
F.conv2d(torch.ones(0, 2, 3, 3).double(), torch.ones(4, 2, 0, 1).double())
F.conv2d(torch.ones(1, 0, 3, 3).double(), torch.ones(4, 0, 1, 1))
F.conv2d(torch.ones(0, 2, 3, 3).int(), torch.ones(4, 2, 1, 1).long())
F.conv2d(torch.ones(0, 2, 3, 3).bool(), torch.ones(4, 2, 1, 1).int())
F.conv2d(torch.ones(0, 2, 3, 3).cfloat(), torch.ones(4, 2, 1, 1))
F.conv2d(torch.ones(1, 0, 5, 5), torch.ones(3, 0, 2, 2)).stride()
F.conv_transpose1d(torch.ones(1, 2, 5), torch.ones(2, 3, 0))
F.conv_transpose1d(torch.ones(1, 2, 3), torch.ones(2, 0, 1))
F.conv_transpose2d(torch.ones(0, 2, 3, 3), torch.ones(2, 4, 0, 1))
F.conv_transpose3d(torch.ones(1, 2, 3, 3, 3), torch.ones(2, 3, 0, 1, 1))
F.conv3d(torch.ones(1, 2, 3, 3, 3), torch.ones(3, 2, 0, 1, 1))
torch.nn.Conv2d(0, 3, 1)(torch.ones(1, 0, 2, 2)).shape
x = torch.ones(0, 2, 4, requires_grad=True)
w = torch.ones(3, 2, 2, requires_grad=True)
b = torch.ones(3, requires_grad=True)
F.conv1d(x, w, b).sum().backward()
(x.grad, w.grad.shape, w.grad.sum(), b.grad)
b = torch.ones(3, requires_grad=True)
torch.autograd.grad(F.conv1d(torch.ones(1, 0, 5), torch.ones(3, 0, 1), b).sum(), b)

# the same bytes as another dtype
x = torch.arange(24, dtype=torch.float32)
x[1:7].view(torch.float64)
x[1:3].view(torch.complex64)
x.view(6, 4)[:, 1:3].view(torch.float64)
x.view(6, 4)[1:, 2:].view(torch.float64).storage_offset()
x.view(3, 8)[:, 2:6].view(torch.complex128)
x.view(2, 12)[:, :0].view(torch.float64).shape
x.view(2, 12)[:, ::2].view(torch.float64)
x.as_strided((2,), (2,), 1).view(torch.float64)
x.as_strided((2, 2), (3, 2), 2).view(torch.float64)
x[1:2].view(torch.int8).storage_offset()

# a mapped function sees no numbers
x = torch.arange(6.0).view(2, 3)
z = torch.zeros(3)
torch.vmap(lambda r: r.sum().item())(x)
torch.vmap(lambda r: r if r.sum() > 0 else -r)(x)
torch.vmap(lambda r: float(r.sum()))(x)
torch.vmap(lambda r: float(r))(x)
torch.vmap(lambda r: r * 2 if x.sum() > 0 else r)(x)
torch.vmap(lambda r: r * x.sum().item())(x)
torch.vmap(lambda r: r.tolist())(x)
torch.vmap(lambda r: r.numpy())(x)
torch.vmap(lambda r: [1, 2, 3][r[0].long()])(x)
torch.vmap(lambda r: max(r[0], r[1]))(x)
torch.vmap(lambda r: 1.0 in r)(x)
torch.vmap(lambda r: f"{r.sum():.2f}")(x)
torch.vmap(lambda r: r[r > 1])(x)
torch.vmap(lambda r: r.nonzero())(x)
torch.vmap(lambda r: torch.where(r > 1))(x)
torch.vmap(lambda r: torch.where(r > 1, r, 0))(x)
torch.vmap(lambda r: torch.unique(r))(x)
torch.vmap(lambda r: torch.masked_select(r, r > 1))(x)
torch.vmap(lambda r: torch.equal(r, r))(x)
torch.vmap(lambda r: torch.allclose(r, r))(x)
torch.vmap(lambda r: torch.full((3,), r[0]))(x)
torch.vmap(lambda r: torch.tensor([r[0], r[1]]))(x)
torch.vmap(lambda r: z.copy_(r))(x)
torch.vmap(lambda r: z.add_(r))(x)
torch.vmap(lambda r: z.__setitem__(0, r[0]))(x)
torch.vmap(lambda r: torch.vmap(lambda q: q.item())(r))(x)
torch.vmap(torch.func.grad(lambda r: r.sum() if r.sum() > 0 else -r.sum()))(x)
torch.vmap(lambda r: torch.func.grad(lambda q: q.sum().exp())(r).sum().item())(x)
torch.vmap(lambda r, q: q if q.sum() > 0 else r, in_dims=(0, None))(x, x[0])
torch.vmap(lambda r: r.requires_grad_())(x)
torch.vmap(lambda r: r.sum().backward())(x)
torch.func.grad(lambda r: r.sum() if r.sum() > 0 else -r.sum())(x)

# a conjugate is a view
z = torch.tensor([1 + 2j, 3 - 4j])
c = z.conj()
(c, c.is_conj(), z.is_conj(), c.data_ptr() == z.data_ptr(), c._base is z)
(c.conj().is_conj(), c.clone().is_conj(), c.contiguous() is c, c.detach().is_conj(), c.resolve_conj().is_conj())
(c.imag, c.imag.is_neg(), c.imag.storage_offset(), c.imag.resolve_neg().is_neg())
torch.view_as_real(c)
c.numpy()
c.imag.numpy()
c.view(torch.float32)
c.numpy(force=True)
c[0] = 5 + 1j
z
c.imag.add_(1)
z
(z._version, c._version)
z.copy_(c)
m = torch.tensor([[1 + 1j, 2], [3j, 4 - 1j]])
(m.H, m.H.is_conj(), m.adjoint().is_conj(), m.mH.stride(), m.H._base is m)
m.H[0, 1] = 9 + 9j
m
m.conj().conj_physical_()
m
(m.H @ m).is_conj()
(torch._neg_view(m.conj()), torch._neg_view(m).is_neg())
torch.add(z, 1, out=c)
z
a = torch.tensor([1 + 2j, 3 - 4j], requires_grad=True)
b = a.conj()
(b, b.imag.grad_fn, b.resolve_conj().grad_fn)
b.mul_(2)
q = a * 1
w = q.conj()
w.mul_(2j)
(q, w)
torch.autograd.grad(q.abs().sum(), a, retain_graph=True)
torch.autograd.grad(w.abs().sum(), a)
q = a * 1
w = q.conj()[0:1]
w.mul_(3j)
(q, w.is_conj())
torch.autograd.grad(q.abs().sum(), a)
q = a * 1
w = q.conj()
p = w * w
w.mul_(2)
p.sum().abs().backward()
l = z.conj().requires_grad_()
l.data.fill_(1j)
(z, l, l._version)
with torch.inference_mode():
    q = z.conj()

q.mul_(2)

# memory is laid out in PyTorch's order
x = torch.arange(6.0).view(2, 3).t()
y = torch.ones(3, 2)
(x.double() + y).stride()
(y.double() + x).stride()
torch.complex(x, y).stride()
torch.polar(x, y).abs().stride()
torch.addcdiv(x, y, y).stride()
x.gather(0, x.long() * 0).is_contiguous()
x.isclose(y).stride()
F.one_hot(x.long()).stride()
x.renorm(2, 0, 1.0).stride()
F.binary_cross_entropy_with_logits(y, x, reduction="none").stride()
torch.kron(x, x).stride()
torch.kron(x, x).sum()
torch.kron(x[0], x)

# slopes of shrunk complex numbers
z = torch.tensor([[1 + 2j, 3 - 1j], [0.5j, 2]], requires_grad=True)
torch.autograd.grad(z.renorm(2, 0, 1.0).abs().sum(), z)
torch.autograd.grad(z.renorm(1, 1, 1.5).real.sum(), z)
torch.autograd.grad(z.renorm(3, 0, 1.0).imag.sum(), z)

# which mistake is told first
torch.ones(1).expand(3).uniform_(2, 1)
torch.ones(3).long().uniform_(2, 1)
torch.ones(1).expand(3).bernoulli_(2)
torch.ones(3).bernoulli_(torch.ones(2))
torch.ones(3).bernoulli_(torch.ones(2, 3))
torch.normal(torch.ones(2), -1.5)
torch.normal(torch.ones(2).long(), -1.0)
F.embedding(torch.tensor([0, 1]), torch.ones(3), max_norm=1.0)
F.embedding(torch.tensor([5.0, 1]), torch.ones(3), max_norm=1.0)
F.embedding(torch.tensor([0, 5]), torch.ones(3, 2), max_norm=1.0)
F.embedding(torch.tensor([0.0, 1]), torch.ones(3, 2), max_norm=1.0)
F.embedding(torch.tensor([0, 1]), torch.ones(3, 2).long(), max_norm=1.0)
q = torch.ones(1, 2, 3)
F.scaled_dot_product_attention(q.long(), q.long(), q.long(), torch.ones(2, 2).bool())
F.scaled_dot_product_attention(q.byte(), q.byte(), q.byte(), torch.ones(2, 2).bool())
F.scaled_dot_product_attention(q.bool(), q.bool(), q.bool(), torch.ones(2, 2).bool())

# gradients of what is linear know their input, too
x = torch.arange(16.0).view(1, 1, 4, 4).requires_grad_()
w = torch.ones(1, 1, 2, 2, requires_grad=True)
b = torch.ones(1, requires_grad=True)
torch.autograd.grad(F.avg_pool2d(x, 2).sum(), x, create_graph=True)[0].grad_fn
torch.autograd.grad(F.max_pool2d(x, 2).sum(), x, create_graph=True)[0].requires_grad
torch.autograd.grad(F.pad(x, (1, 1, 1, 1), mode="reflect").sum(), x, create_graph=True)[0].grad_fn
torch.autograd.grad(F.conv2d(x, w, b).sum(), b, create_graph=True)[0].grad_fn
torch.autograd.grad(F.conv2d(x, w).sum(), x, create_graph=True)[0].grad_fn.next_functions
s = torch.tensor([[2.0, 1.0], [0.0, 3.0]], requires_grad=True)
torch.autograd.grad(torch.linalg.solve(s, torch.ones(2)).sum(), s, create_graph=True)[0].grad_fn.next_functions

# calls that are wrong in two ways
x = torch.ones(2, 3)
i = x.long()
v = torch.ones(3)
x.chunk(0, 9)
x.chunk(3, 9)
F.layer_norm(x, (2,), v.long())
F.layer_norm(x, (3,), torch.ones(2).double())
F.layer_norm(x, (2,), v, v.double())
F.layer_norm(i, (2,), v.long())
torch.linalg.norm(i, "x")
torch.linalg.matrix_norm(v.long(), "x")
torch.linalg.matrix_norm(i, 7)
torch.linalg.matrix_norm(i, 2, (5, 6))
torch.arange(5, 1, dtype=torch.bool)
torch.arange(0, 1, 0, dtype=torch.cfloat)
torch.tensor([1, "a"], dtype=torch.bool)
torch.tensor([1, "a"], dtype=torch.cfloat)
torch.tensor([1, None], dtype=torch.bool)
i.softmax(5)
torch.mm(x, v.long())
torch.gather(x, 5, v)
x.index_add(5, torch.tensor([9]), i)
x.masked_fill(i, v)
x.topk(-1, 0)
i.quantile(2.0, 9)
F.cross_entropy(x, torch.tensor([9, 1]), weight=v.double())
F.linear(x, v.long())
F.dropout(i, 2.0)
F.glu(i, 9)
torch.linalg.inv(i)
i.add_(x.view(3, 2))
x[5] = "a"
torch.linalg.norm(torch.ones(2, requires_grad=True)).grad_fn._saved_ord
