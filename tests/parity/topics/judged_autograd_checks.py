torch.manual_seed(0)
from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
from torch.autograd.functional import jacobian, hessian
from torch.autograd.graph import disable_saved_tensors_hooks
x = torch.tensor([0., 1.])
f = lambda x: x.exp()
g = lambda x: x.exp().sum()
jacobian(f, x, vectorize=True, strict=True)
jacobian(f, x, strategy="forward-mode", strict=True)
jacobian(f, x, strategy="forward-mode", create_graph=True)
jacobian(f, x, strategy="foo", strict=True, vectorize=True)
hessian(g, x, vectorize=True, strict=True)
hessian(g, x, outer_jacobian_strategy="foo")
hessian(g, x, outer_jacobian_strategy="forward-mode")
hessian(g, x, outer_jacobian_strategy="forward-mode", strict=True)
with disable_saved_tensors_hooks(3): pass
with disable_saved_tensors_hooks(None): pass
disable_saved_tensors_hooks("a")
from torch.autograd import gradcheck, gradgradcheck
x = torch.ones(2, dtype=torch.float64, requires_grad=True)
class N(Function):
    @staticmethod
    def forward(ctx, x): ctx.set_materialize_grads(False); return x * 2
    @staticmethod
    def backward(ctx, g): return g * 2
gradcheck(N.apply, x)
class N2(Function):
    @staticmethod
    def forward(ctx, x): ctx.set_materialize_grads(False); return x * 2
    @staticmethod
    def backward(ctx, g):
        if g is None: raise RuntimeError("no grad")
        return g * 2
gradcheck(N2.apply, x)
gradcheck(N2.apply, x, check_undefined_grad=False)
class N3(Function):
    @staticmethod
    def forward(ctx, x): ctx.set_materialize_grads(False); return x * 2, x * 3
    @staticmethod
    def backward(ctx, g, h):
        if g is None and h is None: return None
        if g is None or h is None: return torch.ones(2, dtype=torch.float64)
        return g * 2 + h * 3
gradcheck(N3.apply, x)
class N4(Function):
    @staticmethod
    def forward(ctx, x): return x * 2, x * 3
    @staticmethod
    def backward(ctx, g, h):
        print(g, h)
        return g * 2 + h * 3
gradcheck(N4.apply, x)
n = [0]
def count(x): n[0] += 1; return x.sin(), x.cos()
gradcheck(count, x); n
n[0] = 0; gradgradcheck(count, x); n
n[0] = 0; gradcheck(lambda a: (count(a)[0], a * (1 + 2j)), x); n
gradcheck(lambda a: a + torch.randn(2, dtype=torch.float64), x)
class R(Function):
    @staticmethod
    def forward(ctx, x): return x.clone()
    @staticmethod
    def backward(ctx, g): return g + torch.randn_like(g) * .1
gradcheck(R.apply, x, nondet_tol=10.)
torch.rand(1)
gradgradcheck(torch.sin, x); torch.rand(1)
gradcheck(torch.sin, x.detach())
gradcheck(lambda x, y: x.sin(), (x, x.detach()))
gradcheck(lambda x, y: x.sin(), (x, 3))
gradcheck(lambda x, y: x.sin(), (x, x * 2))
gradcheck(lambda x, k=2: x * k, x)
gradcheck(lambda x: x.sin(), x, eps=0)
gradcheck(lambda x: x.long(), x)
gradcheck(torch.floor, x * 1.5)
gradcheck(F.relu, torch.tensor([0., 1.], dtype=torch.float64, requires_grad=True))
gradcheck(nn.Linear(2, 2).double(), x)
gradcheck(nn.Linear(2, 2), x)
