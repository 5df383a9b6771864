from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
class Sm(Function):
    @staticmethod
    def forward(ctx, x): return x, x * 2
    @staticmethod
    def backward(ctx, g, h): return g * 2
x = torch.ones(2, requires_grad=True)
a, b = Sm.apply(x)
a.add_(1)
a, b = Sm.apply(x * 1)
a.add_(1)
with torch.no_grad(): a, b = Sm.apply(x)
a._is_view()
a.add_(1)
a, b = Sm.apply(torch.ones(2))
a._is_view(), a._base
a.add_(x)
class Ni(Function):
    @staticmethod
    def forward(ctx, x):
        v = x.view(-1)
        i = x.long()
        return v, i
    @staticmethod
    def backward(ctx, g, h): return g * 2
a, b = Ni.apply(x)
a.add_(1)
a, b = Ni.apply(torch.ones(2))
a.add_(1)
a.add_(x)
with torch.no_grad(): a, b = Ni.apply(torch.ones(2))
a.add_(1)
a.add_(x)
with torch.no_grad(): a, b = Ni.apply(x)
a.add_(1)
class Nd(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_non_differentiable(x)
        return x
    @staticmethod
    def backward(ctx, g): return g * 2
y = Nd.apply(x)
y
y is x, y._is_view()
y.data_ptr() == x.data_ptr()
y = Nd.apply(x * 1)
y
class Nd3(Function):
    @staticmethod
    def forward(ctx, x):
        v = x.view(-1)
        ctx.mark_non_differentiable(v)
        return v, x * 2
    @staticmethod
    def backward(ctx, g, h): return h * 2
v, w = Nd3.apply(x)
v
v.requires_grad, v._is_view()
v.add_(1)
v, w = Nd3.apply(x * 1)
v
v.add_(1)
glob = torch.ones(2, requires_grad=True)
glob2 = glob * 2
class Gl(Function):
    @staticmethod
    def forward(ctx, x): return glob
    @staticmethod
    def backward(ctx, g): return g * 2
y = Gl.apply(x)
y, y is glob
y.grad_fn
glob.grad_fn, glob.is_leaf
with torch.no_grad(): y = Gl.apply(x)
y is glob, y
glob
class G2(Function):
    @staticmethod
    def forward(ctx, x): return glob2
    @staticmethod
    def backward(ctx, g): return g * 2
y = G2.apply(x)
y is glob2, glob2
glob2.sum().backward()
x.grad
with torch.no_grad(): y = G2.apply(x)
glob2
class Du(Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 2
        return y, y
    @staticmethod
    def backward(ctx, g, h):
        print(g, h)
        return g + h
a, b = Du.apply(x)
a is b, a.output_nr, b.output_nr
(a.sum() + 2 * b.sum()).backward()
x.grad
class Li(Function):
    @staticmethod
    def forward(ctx, x): return [x * 2, x * 3]
    @staticmethod
    def backward(ctx, *g): return g[0]
Li.apply(x)
class Em(Function):
    @staticmethod
    def forward(ctx, x): return ()
    @staticmethod
    def backward(ctx, *g): return None
Em.apply(x)
class No(Function):
    @staticmethod
    def forward(ctx, x): pass
    @staticmethod
    def backward(ctx, *g): return None
No.apply(x)
class St(Function):
    @staticmethod
    def forward(ctx, x): return "abc"
    @staticmethod
    def backward(ctx, *g): return None
St.apply(x)
class Nf(Function): pass
Nf.apply(x)
class Nb(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
y = Nb.apply(x); y
y.sum().backward()
class Ns(Function):
    def forward(ctx, x): return x * 1
    def backward(ctx, g): return g
y = Ns.apply(x); y.sum().backward()
class Leg(Function):
    def forward(self, x): return x * 1
Leg()(x)
class Cm(Function):
    @classmethod
    def forward(cls, ctx, x): print(cls); return x * 1
    @classmethod
    def backward(cls, ctx, g): print(cls); return g
Cm.apply(x).sum().backward()
class Inh(Nb):
    @staticmethod
    def backward(ctx, g): return g * 3
y = Inh.apply(x); y
x.grad = None; y.sum().backward(); x.grad
Function.apply(x)
class Vj(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def vjp(ctx, g): return g * 3
Vj.apply(x).sum().backward(); x.grad
class Jv(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def jvp(ctx, g): return g * 3
Jv.apply(x)
Jv.apply(x).sum().backward()
class D(Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x
    @staticmethod
    def backward(ctx, g): return g * 2
x = torch.ones(2, requires_grad=True)
with torch.no_grad(): w = D.apply(x)
w is x
w, w._version, x._version, w._is_view(), w.is_leaf
w.data_ptr() == x.data_ptr()
w.add_(1)
x._version
x
y = torch.ones(2, requires_grad=True) * 1
with torch.no_grad(): w = D.apply(y)
w is y
w, w._version, y._version, w._is_view()
z = torch.ones(2)
w = D.apply(z)
w is z
z._version
with torch.no_grad(): w = D.apply(z)
w is z, z._version
v = y[0]
with torch.no_grad(): w = D.apply(v)
w is v, w._version, v.grad_fn, w.requires_grad, v.requires_grad, w._is_view(), w._base is y
w = D.apply(v)
w is v, w._version, v.grad_fn, y.grad_fn
v = torch.ones(2)[0]
w = D.apply(v)
w is v, w._version, v._version, w._is_view()
i = torch.ones(2).long()
w = D.apply(i)
w is i, w._version
a, b = (torch.ones(2, requires_grad=True) * 1).unbind()
with torch.no_grad(): w = D.apply(a)
w is a
a
w
class D2(Function):
    @staticmethod
    def forward(ctx, x, y):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x
    @staticmethod
    def backward(ctx, g): return g * 2, g
x = torch.ones(2)
l = torch.ones(2, requires_grad=True)
w = D2.apply(x, l)
w is x, w._version, w.grad_fn, w.is_leaf
x = torch.ones(2)
v = x[:1]
w = D2.apply(v, l)
w is v, w._version, w.grad_fn, x.grad_fn, v.grad_fn
x
i = torch.ones(2).long()
w = D2.apply(i, l)
w is i, w._version, w.requires_grad
with torch.inference_mode():
    inf = torch.ones(2)
    w = D.apply(inf)
w is inf
D.apply(inf)
inf
D2.apply(inf, l)
inf
