a = torch.tensor([1., 2., 3.], requires_grad=True)
b = a * 2
v = b[1:]
v.register_hook(lambda g: print("v hook", g))
b.register_hook(lambda g: print("b hook", g))
v.mul_(3)
v.grad_fn, b.grad_fn, b.grad_fn.next_functions
v.register_hook(lambda g: print("v hook 2", g))
b.register_hook(lambda g: print("b hook 2", g))
b.sum().backward()
a.grad
a.grad = None
b = a * 2
b.retain_grad()
b.mul_(3)
b.retains_grad
b.retain_grad()
b.sum().backward()
b.grad, a.grad
b = a * 2
v = b[0]
v.retain_grad()
b.add_(1)
v.retains_grad, v.grad_fn
(v * 5).backward()
v.grad
b = a * 2
v = b[0:2]
v.detach_()
b.detach_()
b
v
a.grad = None
u = a.unbind()
u[0].mul_(2)
b = a * 1
u = b.unbind()
u
u[0].mul_(2)
s = b.split(2)
s[1].add_(1)
with torch.no_grad():
    u = b.unbind()
    u[0].mul_(2)

b
u[0]
u[0].grad_fn
u[0].mul_(3)
d = b.detach()
d.add_(1)
b, b._version, d._version
c = (b ** 2).sum()
d.zero_()
c.backward()
c2 = (a.exp()).sum()
a.data.add_(1)
c2.backward()
a._version, a.data._version
a.grad
x = torch.tensor([1., 2.], requires_grad=True)
y = x.clone()
z = y.view(2)
z.data.mul_(4)
y
z.data._version, y._version
def hook(g):
    with torch.enable_grad():
        w = torch.tensor([1.], requires_grad=True)
        (w * 3).sum().backward()
        print("inner", w.grad)
    return g * 2

x.grad = None
h = y.register_hook(hook)
y.sum().backward()
x.grad
h.remove()
def bad(g):
    raise ValueError("hook fails")

y = x * 2
h = y.register_hook(bad)
y.sum().backward()
h.remove()
y.sum().backward()
x.grad
y = x * 2
hs = []
def once(g):
    print("once", g)
    hs[0].remove()

hs.append(y.register_hook(once))
y.register_hook(lambda g: print("after", g))
s = y.sum()
s.backward(retain_graph=True)
s.backward()
x.grad
class Same(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 10

o = Same.apply(x)
o is x, o, o._is_view(), o._base is x
o.sum().backward()
x.grad
o.mul_(2)
y = x * 1
o = Same.apply(y)
o, o._is_view(), o._base is y
o.mul_(2)
class V(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.view(-1)
    @staticmethod
    def backward(ctx, g):
        return g.view(2)

o = V.apply(y)
o, o._is_view(), o._base is y
o.add_(1)
o.sum().backward()
class InP(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        x.mul_(5)
        return x
    @staticmethod
    def backward(ctx, g):
        return g * 5

y = x * 1
o = InP.apply(y)
o is y, y, y._version
InP.apply(x)
y[:1].sum()
w = y[:1]
o = InP.apply(w)
o is w, o, y
y.sum().backward()
class Two(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        a, b = x[:1], x[1:]
        return a, b
    @staticmethod
    def backward(ctx, g, h):
        print(g, h)
        return torch.cat([g, h])

y = x * 1
p, q = Two.apply(y)
p, q
p.mul_(2)
(q * 2).sum().backward()
class Dbl(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return 3 * x ** 2 * g

x = torch.tensor([2., 3.], requires_grad=True)
g, = torch.autograd.grad(Dbl.apply(x).sum(), x, create_graph=True)
g
g2, = torch.autograd.grad(g.sum(), x, create_graph=True)
g2
torch.autograd.grad(g2.sum(), x)
x.grad = torch.ones(2, requires_grad=True)
(x * 2).sum().backward()
x.grad
x.grad = torch.ones(2, requires_grad=True)
(x * 2).sum().backward(create_graph=True)
x.grad
gr = x.grad
x.grad = gr * 3
x.grad
def swap(g):
    x.grad = torch.full((2,), 100.)

y = x * 2
y.register_hook(swap)
y.sum().backward()
x.grad
x.grad = torch.ones(3)
x.grad = torch.ones(2).double()
x.grad = 1
x.grad = x
x.grad = torch.ones(2, dtype=torch.int64)
del x.grad
x.grad
from torch.autograd import Function, gradcheck, gradgradcheck
from torch.autograd.function import once_differentiable
import torch.autograd.functional as AF
x = torch.tensor([1., 2.], requires_grad=True)
class F1(Function):
    @staticmethod
    def forward(ctx, x, n, flag=True):
        ctx.n = n; ctx.set_materialize_grads(False)
        print(ctx.needs_input_grad)
        return x * n, x + n
    @staticmethod
    def backward(ctx, g, h):
        print(g, h, ctx.needs_input_grad)
        return (g * ctx.n if g is not None else None), None, None

a, b = F1.apply(x, 3)
a.sum().backward()
F1.apply(x, 3, flag=True)
F1.apply(x, 3, False)[1].sum().backward()
F1()
F1()(x)
F1.forward(x)
F1(1, 2)
class F2(Function):
    @staticmethod
    def forward(x, y):
        return x * y
    @staticmethod
    def setup_context(ctx, inputs, output):
        x, y = inputs
        ctx.save_for_backward(x, y, output)
        ctx.mark_non_differentiable()
    @staticmethod
    def backward(ctx, g):
        x, y, o = ctx.saved_tensors
        print(o)
        return g * y, g * x

o = F2.apply(x, torch.tensor([3., 4.]))
o, o.grad_fn, o.grad_fn.saved_tensors, o.grad_fn.needs_input_grad
o.sum().backward()
o.sum().backward()
o.grad_fn.saved_tensors
class F3(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g, g

F3.apply(x).sum().backward()
class F4(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return torch.ones(5)

F4.apply(x).sum().backward()
class F5(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return 3.

F5.apply(x).sum().backward()
class F6(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

F6.apply(x).sum().backward()
class F7(Function):
    @staticmethod
    def backward(ctx, g):
        return g

F7.apply(x)
class F8(Function):
    @staticmethod
    def forward(ctx, x):
        return [x * 2, x * 3]
    @staticmethod
    def backward(ctx, *g):
        return sum(g)

F8.apply(x)
class F9(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2, 3, None, "a"
    @staticmethod
    def backward(ctx, *g):
        print(g)
        return g[0]

r = F9.apply(x); r
r[0].sum().backward()
class F10(Function):
    @staticmethod
    def forward(ctx, x):
        return 5
    @staticmethod
    def backward(ctx, g):
        return g

F10.apply(x)
class F11(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x, 3)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g

F11.apply(x)
class F12(Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 2
        i = (x > 1)
        ctx.mark_non_differentiable(i, y)
        return y, i
    @staticmethod
    def backward(ctx, g, h):
        return g

F12.apply(x)
class F13(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sin()
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return g * x.cos()

g, = torch.autograd.grad(F13.apply(x).sum(), x, create_graph=True); g
g.sum().backward()
class F14(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.mul_(2)
    @staticmethod
    def backward(ctx, g):
        return g * 2

y = x.clone(); z = F14.apply(y); z is y, y, y.grad_fn
F14.apply(x)
F14.apply(x.view(2))
y = x.clone(); v = y[0:1]; F14.apply(v); y
y.sum().backward(); x.grad
class F15(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 2

F15.apply(x.clone())
class F16(Function):
    @staticmethod
    def forward(ctx, x, y):
        return x + y
    @staticmethod
    def backward(ctx, g):
        return g, None

w = torch.ones(2, requires_grad=True)
torch.autograd.grad(F16.apply(x, w).sum(), [x, w], allow_unused=True)
F16.apply(x, w).sum().backward(); w.grad
class F17(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.saved = x
        ctx.x_shape = x.shape
        return x.clone()
    @staticmethod
    def backward(ctx, g):
        print(ctx.x_shape, ctx.saved is x, torch.is_grad_enabled())
        return g

F17.apply(x).grad_fn.x_shape
F17.apply([x])
F17.apply(x, x)
F17.apply()
class F18(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_forward(x)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g
    @staticmethod
    def jvp(ctx, t):
        return t * 2

F18.apply(x)
class F19(Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(x):
        return x ** 2
    @staticmethod
    def setup_context(ctx, i, o):
        ctx.save_for_backward(*i)
    @staticmethod
    def backward(ctx, g):
        return 2 * ctx.saved_tensors[0] * g

torch.func.grad(lambda t: F19.apply(t).sum())(x.detach())
torch.func.grad(torch.func.grad(lambda t: F19.apply(t)))(torch.tensor(3.))
torch.func.grad(lambda t: F13.apply(t).sum())(x.detach())
gradcheck(F19.apply, (torch.ones(2, dtype=torch.float64, requires_grad=True),))
gradgradcheck(F19.apply, (torch.ones(2, dtype=torch.float64, requires_grad=True),))
d = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
class Wrong(Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2
    @staticmethod
    def backward(ctx, g):
        return g * 3

gradcheck(Wrong.apply, (d,))
gradcheck(Wrong.apply, (d,), raise_exception=False)
gradcheck(lambda t: t * 2, (x,))
gradcheck(lambda t: t * 2, (torch.ones(2),))
gradcheck(lambda t: (t * 2).detach(), (d,))
gradcheck(lambda t: t.sum().item(), (d,))
gradcheck(lambda t, u: t * u, (d, d), eps=1e-3, atol=1e-2, rtol=0.1)
gradcheck(lambda t: t.abs(), (torch.zeros(2, dtype=torch.float64, requires_grad=True),))
gradcheck(lambda t: t.expand(2, 2).clone(), (torch.ones(1, dtype=torch.float64, requires_grad=True).expand(2),))
gradcheck(lambda z: z.abs(), torch.tensor([1 + 2j], dtype=torch.complex128, requires_grad=True))
gradgradcheck(lambda t: t ** 3, (d,))
AF.jacobian(lambda t: t ** 2, x)
AF.jacobian(lambda t, u: (t * u, t.sum()), (x, w))
AF.jacobian(lambda t: t ** 2, x, create_graph=True)
AF.jacobian(lambda t: torch.ones(2), x)
AF.jacobian(lambda t: torch.ones(2), x, strict=True)
AF.jacobian(lambda t: t ** 2, x, vectorize=True)
AF.jacobian(lambda t: t ** 2, x, strategy="forward-mode")
AF.jacobian(lambda t: "a", x)
AF.jacobian(lambda t: t, 3)
AF.hessian(lambda t: (t ** 3).sum(), x)
AF.hessian(lambda t: t ** 3, x)
AF.hessian(lambda t, u: (t * u).sum(), (x, w), create_graph=True)
AF.hessian(lambda t: (t ** 3).sum(), x, vectorize=True, outer_jacobian_strategy="reverse-mode")
AF.hessian(lambda t: t.sum(), x, strict=True)
AF.vjp(lambda t: t ** 2, x, torch.ones(2))
AF.vjp(lambda t: t ** 2, x)
AF.vjp(lambda t: t.sum(), x)
AF.vjp(lambda t: t ** 2, x, torch.ones(3))
AF.vjp(lambda t: t ** 2, x, torch.ones(2), create_graph=True)
AF.jvp(lambda t: t ** 2, x, torch.ones(2))
AF.jvp(lambda t: t ** 2, x)
AF.jvp(lambda t: t ** 2, x, torch.ones(2), strict=True)
AF.jvp(lambda t, u: (t + u, t * u), (x, w), (torch.ones(2), torch.zeros(2)))
AF.vhp(lambda t: (t ** 3).sum(), x, torch.ones(2))
AF.hvp(lambda t: (t ** 3).sum(), x, torch.ones(2))
AF.hvp(lambda t: t ** 3, x, torch.ones(2))
AF.hvp(lambda t, u: (t ** 2 * u).sum(), (x, w), (torch.ones(2), torch.ones(2)))
