torch.manual_seed(0)
from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
x = torch.tensor([1., 2.], requires_grad=True)
y = x.exp(); s = y.grad_fn._raw_saved_result; y.sum().backward()
s.data
s.unpack_hook
s.unpack()
s.register_hooks(lambda t: t, lambda t: t)
y = x.sin(); s = y.grad_fn._raw_saved_self; s.data is x, s.unpack() is x, s.unpack_hook
s.register_hooks(lambda t: t)
s.register_hooks(3, 4)
y = x * 3; s = y.grad_fn._raw_saved_self; s.data, s.unpack(), s.unpack_hook
s.register_hooks(lambda t: t, lambda t: t)
s = torch.cat([x, x]).grad_fn
class F1(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x, None); return x * 2
    @staticmethod
    def backward(ctx, g): return g
y = F1.apply(x); a, b = y.grad_fn._raw_saved_tensors; a.data is x, b.data, b.unpack()
y.sum().backward()
x = torch.ones(2, 2, requires_grad=True)
c = torch.ones(2, 2)
y = x.index_add(0, torch.tensor([0, 0]), c); y.sum().backward(); y.sum().backward()
y = x.scatter(0, torch.tensor([[0, 0]]), c); y.sum().backward(); y.sum().backward()
y = x.index_copy(0, torch.tensor([0]), c[:1]); y.sum().backward(); y.sum().backward()
y = c.index_add(0, torch.tensor([0, 0]), x); y.sum().backward(); y.sum().backward()
y = torch.addmm(x, c, c); y.sum().backward(); y.sum().backward()
y = torch.lerp(x, c, 0.5); y.sum().backward(); y.sum().backward()
y = torch.addcmul(x, c, c); y.sum().backward(); y.sum().backward()
y = torch.where(c > 0, x, c); y.sum().backward(); y.sum().backward()
y = F.linear(c, c, x[0]); y.sum().backward(); y.sum().backward()
y = x / c; y.sum().backward(); y.sum().backward()
y = x.masked_fill(c > 0, 1.); y.sum().backward(); y.sum().backward()
y = c.masked_fill(c > 0, x[0, 0]); y.sum().backward(); y.sum().backward()
y = torch.baddbmm(x[None], c[None], c[None]); y.sum().backward(); y.sum().backward()
y = x.index_put((torch.tensor([0]),), c[0]); y.sum().backward(); y.sum().backward()
y = torch.addcdiv(x, c, c); y.sum().backward(); y.sum().backward()
y = x.masked_scatter(c > 0, c); y.sum().backward(); y.sum().backward()
y = torch.addmv(x[0], c, c[0]); y.sum().backward(); y.sum().backward()
y = torch.addr(x, c[0], c[0]); y.sum().backward(); y.sum().backward()
y = x.atan2(c); y.sum().backward(); y.sum().backward()
z = x * 1; torch.func.grad(lambda q: q.add_(1).sum())(z)
torch.func.grad(lambda q: q[0].add_(1).sum())(z)
z
torch.func.grad(lambda q: q.add_(1).sum())(x)
torch.func.grad(lambda q: q.clone().add_(1).sum())(x)
torch.func.grad(lambda q: q.clone()[0].add_(q[1]).sum())(z)
torch.func.grad(lambda q: (q * 2).mul_(q).sum())(z)
def ng(q):
    with torch.no_grad(): q.add_(1)
    return q.sum()
torch.func.grad(ng)(c.clone())
torch.func.vjp(lambda q: q.mul_(2), z)
torch.func.jacrev(lambda q: q.mul_(2))(z)
z, x
torch.func.grad(lambda q: torch.func.grad(lambda p: p.add_(1).sum())(q * 2).sum())(z)
with torch.autograd.graph.saved_tensors_hooks(lambda t: print("pack", t) or t, lambda t: print("unpack") or t): y = checkpoint(lambda a, b: (a * b).sin(), x, c, use_reentrant=False)
y.sum().backward()
with torch.autograd.graph.save_on_cpu(): y = checkpoint(lambda a: a.sin(), x, use_reentrant=False)
x.grad = None; y.sum().backward(); x.grad
with torch.autograd.graph.saved_tensors_hooks(lambda t: t * 2, lambda t: t): y = checkpoint(lambda a: a ** 2, x, use_reentrant=False)
x.grad = None; y.sum().backward(); x.grad
from torch.autograd.graph import saved_tensors_hooks
x = torch.tensor([1., 2.], requires_grad=True)
log = []
class Pk:
    def __init__(self, t): self.t = t.detach().clone(); log.append("pack")
def un(p): log.append("unpack"); return p.t
with saved_tensors_hooks(Pk, un): y = (x * x).exp().sum()
log; log.clear()
y.backward(retain_graph=True); log; log.clear()
y.backward(); x.grad
with saved_tensors_hooks(Pk, un): y = x ** 2; z = y.view(2) * 3; w = torch.stack([y, z]).prod()
log.clear(); torch.autograd.grad(w, x, create_graph=True)
log.clear(); g, = torch.autograd.grad(w, x); log
with saved_tensors_hooks(lambda t: t.grad_fn, lambda v: x): y = x.exp(); y.grad_fn._raw_saved_result.data
with saved_tensors_hooks(lambda t: (t.requires_grad, t.is_leaf, t is x), lambda v: x): y = x.sin(); y.grad_fn._raw_saved_self.data
with saved_tensors_hooks(lambda t: (t.requires_grad, t.is_leaf, t._version), lambda v: x): y = x * x.detach(); y.grad_fn._raw_saved_self.data, y.grad_fn._raw_saved_other.data
with saved_tensors_hooks(lambda t: t, lambda t: t): y = x.exp(); y.mul_(2)
y.sum().backward()
with saved_tensors_hooks(lambda t: t.clone(), lambda t: t): y = x.exp(); y.mul_(2)
x.grad = None; y.sum().backward(); x.grad
with saved_tensors_hooks(lambda t: t.half(), lambda t: t.float()): y = x.exp() * 3.3
x.grad = None; y.sum().backward(); x.grad
with saved_tensors_hooks(lambda t: t, lambda t: t[:1]): y = x.exp()
y.sum().backward()
with saved_tensors_hooks(lambda t: t, lambda t: torch.ones(3)): y = x.exp()
y.sum().backward()
with saved_tensors_hooks(lambda t: t, lambda t: t.double()): y = x.sin()
x.grad = None; y.sum().backward(); x.grad
with saved_tensors_hooks(lambda t: t, lambda t: t.long()): y = x.sin()
y.sum().backward()
with saved_tensors_hooks(lambda t: t, lambda t: None): y = x.sin()
y.sum().backward()
with saved_tensors_hooks(lambda t: t, lambda t: t.tolist()): y = x.sin()
y.sum().backward()
with saved_tensors_hooks(lambda t: t, lambda t, u: t): y = x.sin()
y.sum().backward()
with saved_tensors_hooks(lambda t: torch.autograd.grad(t.sum(), x), lambda t: t): y = (x * 2).sin()
with saved_tensors_hooks(lambda t: x * 2, lambda t: t): y = x.sin()
y.grad_fn._saved_self
with saved_tensors_hooks(lambda t: t, lambda t: t): h = nn.Linear(2, 2)(x)
h.grad_fn._saved_mat1, h.grad_fn._saved_mat2
y = x.sin(); y.grad_fn._raw_saved_self.register_hooks(lambda t: t * 2, lambda t: t / 2)
y.grad_fn._raw_saved_self.register_hooks(lambda t: t * 2, lambda t: t / 2)
y.grad_fn._raw_saved_self.register_hooks(3, 4)
y.grad_fn._raw_saved_self.register_hooks(lambda t: t)
y.grad_fn._saved_self
y = x.sin(); y.grad_fn._raw_saved_self.register_hooks(lambda t: t.mul_(2), lambda t: t)
y = x.exp(); y.grad_fn._raw_saved_result.register_hooks(lambda t: print("pk", t, t.grad_fn) or 5, lambda v: print("up", v) or torch.ones(2))
x.grad = None; y.sum().backward(); x.grad
y.grad_fn._raw_saved_result
y.grad_fn._raw_saved_result.unpack_hook
