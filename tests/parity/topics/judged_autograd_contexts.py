from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
x = torch.ones(2, requires_grad=True)
c = torch.ones(2, dtype=torch.complex128, requires_grad=True)
class D(Function):
    @staticmethod
    def forward(ctx, *xs):
        return BODY(ctx, *xs)
    @staticmethod
    def backward(ctx, *g): return tuple(g[0] for _ in ctx.needs_input_grad)
BODY = lambda ctx, x: ctx.mark_dirty(3) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.mark_dirty([x]) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.mark_dirty(x, x) or x
D.apply(x * 1)._version
BODY = lambda ctx, x: ctx.mark_dirty(x) or x * 1
D.apply(x)
x._version
D.apply(x * 1)
BODY = lambda ctx, x: ctx.mark_non_differentiable(3) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.mark_non_differentiable(x) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.save_for_backward([x]) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.save_for_backward(x, None) or ctx.save_for_backward(x) or x * 1
D.apply(x).grad_fn.saved_tensors
BODY = lambda ctx, x: ctx.saved_tensors
D.apply(x)
BODY = lambda ctx, x: (ctx.needs_input_grad, ctx.next_functions, ctx.name(), ctx)
D.apply(x)
BODY = lambda ctx, x: (ctx.__dict__, ctx.to_save)
D.apply(x)
BODY = lambda ctx, x: setattr(ctx, "saved_tensors", 3)
D.apply(x)
BODY = lambda ctx, x: setattr(ctx, "needs_input_grad", (False,)) or x * 1
y = D.apply(x); y
y.grad_fn.needs_input_grad
y.sum().backward()
BODY = lambda ctx, x: setattr(ctx, "dirty_tensors", 3) or x * 1
D.apply(x)
BODY = lambda ctx, x: setattr(ctx, "to_save", (x,)) or x * 1
D.apply(x).grad_fn.saved_tensors
BODY = lambda ctx, x: setattr(ctx, "to_save", x) or x * 1
D.apply(x).grad_fn.saved_tensors
BODY = lambda ctx, x: setattr(ctx, "name", "me") or x * 1
D.apply(x).grad_fn.name
D.apply(x).grad_fn
BODY = lambda ctx, x: ctx.set_materialize_grads(3) or x * 1
D.apply(x)
BODY = lambda ctx, x: ctx.set_materialize_grads() or x * 1
D.apply(x)
D.apply(x)
BODY = lambda ctx, x: ctx.foo
D.apply(x)
BODY = lambda ctx, x: (x.requires_grad, x.grad_fn, torch.is_grad_enabled(), x is X)
X = x
D.apply(x)
X = x * 2
D.apply(X)
BODY = lambda ctx, x: x.requires_grad_()
D.apply(torch.ones(2))
BODY = lambda ctx, x: torch.enable_grad().__enter__() or (x * 2)
D.apply(x)
torch.is_grad_enabled()
def BODY(ctx, x):
    with torch.enable_grad(): y = x * 2
    print(y)
    return y
y = D.apply(x); y
y.sum().backward(); x.grad
def BODY(ctx, x):
    with torch.enable_grad():
        z = x.detach().requires_grad_()
        ctx.y = z.sin()
        ctx.z = z
    return ctx.y.detach()
class E(D):
    @staticmethod
    def backward(ctx, g):
        with torch.enable_grad(): return torch.autograd.grad(ctx.y, ctx.z, g)
E.apply(x)
x.grad = None; E.apply(x).sum().backward(); x.grad
BODY = lambda ctx, x, y: x + y
D.apply(x, y=x)
D.apply(*[x, x]).sum().backward()
D.apply([x, x], 3)
D.apply({"a": x}, 3)
class T1(Function):
    @staticmethod
    def forward(ctx, l): return l[0] * 2
    @staticmethod
    def backward(ctx, g): print(ctx.needs_input_grad); return g
T1.apply([x])
T1.apply((x * 2,))
class Cp(Function):
    @staticmethod
    def forward(ctx, z): return z.abs()
    @staticmethod
    def backward(ctx, g): return g
Cp.apply(c).sum().backward()
c.grad
class Cp2(Function):
    @staticmethod
    def forward(ctx, z): return torch.complex(z, z)
    @staticmethod
    def backward(ctx, g): print(g); return g
Cp2.apply(x).abs().sum().backward()
class Up(Function):
    @staticmethod
    def forward(ctx, z): return z.double()
    @staticmethod
    def backward(ctx, g): print(g); return g
x.grad = None
Up.apply(x).sum().backward(); x.grad
@torch.no_grad()
class C:
    def __init__(self, a, b=2): self.g = torch.is_grad_enabled(), a, b
C(1, b=3).g
isinstance(C(1), C)
class D(C): pass
C.__name__, C.__qualname__
@torch.enable_grad
class M(nn.Module):
    def __init__(self): super().__init__(); self.l = nn.Linear(1, 1)
M()
@torch.set_grad_enabled(False)
class E2: pass
torch.is_grad_enabled()
torch.no_grad(torch.ones(1))
torch.no_grad("x")
torch.no_grad(lambda: torch.is_grad_enabled())()
torch.enable_grad(None)
torch.inference_mode(lambda: torch.is_inference_mode_enabled())()
torch.autograd.set_detect_anomaly(True, check_nan="no")
torch.is_anomaly_enabled()
torch.autograd.set_detect_anomaly(1)
torch.autograd.detect_anomaly("yes")
with torch.autograd.detect_anomaly("yes"): pass
class T(torch.no_grad):
    def __enter__(self): super().__enter__(); print("in", self.prev)
with T(): print(torch.is_grad_enabled())
@T()
def f(): return 1
f()
torch.autograd.no_grad is torch.no_grad, torch.autograd.grad_mode.no_grad is torch.no_grad
torch.autograd.set_grad_enabled(True), torch.autograd.enable_grad, torch.autograd.inference_mode
torch.no_grad.__mro__
@torch.no_grad()
def gen():
    x = yield 1
    print("x", x, torch.is_grad_enabled())
    try: yield 2
    finally: print("finally", torch.is_grad_enabled())
g = gen(); next(g); g.send(5); g.close()
g = gen(); next(g); del g
g = gen(); g.throw(KeyError("k"))
g = gen(); g.send(5)
def sub():
    r = yield from gen()
    yield torch.is_grad_enabled()
list(sub())
f = torch.no_grad()(lambda: (yield torch.is_grad_enabled()))
list(f())
