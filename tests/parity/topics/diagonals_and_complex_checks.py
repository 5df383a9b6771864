# gradcheck of complex functions, and what is written through a diagonal
import torch
from torch.autograd import gradcheck, gradgradcheck
g = torch.tensor([1., 2.], requires_grad=True)
z = torch.zeros(2, 3)
d = z.diagonal(1)
d.storage_offset(), d.stride(), d.data_ptr() - z.data_ptr()
d.copy_(g)
z
z.grad_fn
d.grad_fn
(z * torch.arange(6.).view(2, 3)).sum().backward()
g.grad
w = torch.ones(3, 3, requires_grad=True) * 2
w.diagonal(-1).mul_(g)
w
w.sum().backward()
g.grad
w = torch.zeros(3, 3)
w.diagonal(1)[1:] += g[:1]
w
w.sum().backward()
g.grad
x = torch.arange(12.).view(3, 4).requires_grad_()
h = torch.ones(3, requires_grad=True)
r, = torch.autograd.grad(x.diagonal(1), x, h, create_graph=True)
r
r.grad_fn.next_functions
r.grad_fn._saved_offset, r.grad_fn._saved_dim1, r.grad_fn._saved_dim2
torch.autograd.grad((r * x.detach()).sum(), h)
h = torch.ones(4, requires_grad=True)
r, = torch.autograd.grad(x[1], x, h, create_graph=True)
r
r.grad_fn._saved_dim, r.grad_fn._saved_index
torch.autograd.grad((r * x.detach()).sum(), h)
h = torch.ones(2, 4, requires_grad=True)
r, = torch.autograd.grad(x[1:], x, h, create_graph=True)
r
r.grad_fn._saved_start, r.grad_fn._saved_end, r.grad_fn._saved_step
torch.autograd.grad((r * x.detach()).sum(), h)
y = x.diagonal()[1:].expand(2, 2)
h = torch.ones_like(y).requires_grad_()
r, = torch.autograd.grad(y, x, h, create_graph=True)
r
torch.autograd.grad((r * x.detach()).sum(), h)
z = torch.tensor([1+2j, -0.5+1j], dtype=torch.complex128, requires_grad=True)
gradcheck(lambda z: z * z, z)
gradgradcheck(lambda z: z * z, z)
gradcheck(torch.abs, z), gradgradcheck(torch.abs, z)
gradcheck(lambda z: (z.real, z.conj() * 2), (z,))
gradcheck(torch.view_as_real, z), gradcheck(torch.angle, z)
class Half(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, grad):
        x, = ctx.saved_tensors
        return grad * x
gradcheck(Half.apply, z)
gradcheck(Half.apply, z, raise_exception=False)
class Turned(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        return z * (2 + 1j), z.real.clone()
    @staticmethod
    def backward(ctx, g, h):
        return g * (2 - 1j) + h * 1j
gradcheck(Turned.apply, z)
x = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
gradcheck(lambda x: torch.complex(x, x * x), x), gradgradcheck(torch.polar, (x, x))
gradcheck(lambda x, z: x * z, (x, z)), gradgradcheck(lambda x, z: x * z, (x, z))
gradcheck(lambda z: z.detach(), z)
gradcheck(torch.exp, torch.tensor([1+2j], requires_grad=True))
