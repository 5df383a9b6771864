from torch.autograd import Function
class F14(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.mul_(2)
    @staticmethod
    def backward(ctx, g):
        return g * 2

x = torch.tensor([1., 2.], requires_grad=True)
F14.apply(x.view(2))
F14.apply(x[0])
with torch.no_grad(): v = x.view(2)

F14.apply(v)
y = x.clone(); u = y.unbind(); F14.apply(u[0])
y = x.clone(); u = y.split(1); F14.apply(u[0])
with torch.no_grad(): u = x.clone().unbind()

F14.apply(u[0])
with torch.no_grad(): v = x.clone().view(2)

F14.apply(v)
v = x.detach().view(2); F14.apply(v), v._base
v = torch.ones(2).view(2); v.requires_grad_(); F14.apply(v)
with torch.inference_mode(): i = torch.ones(2)

F14.apply(i)
x
torch.autograd.grad(x.sum(), {})
torch.autograd.backward(x.sum(), inputs={})
x.sum().backward(inputs={"a": 3})
torch.autograd.grad(x.sum(), {"a": 3})
torch.autograd.grad(x.sum(), {"a": [x]})
torch.autograd.grad(x.sum(), {1: x, "b": x})
torch.autograd.grad(x.sum(), {"a": torch.ones(1, requires_grad=True), "b": x}, allow_unused=True)
torch.autograd.grad(x.sum(), {"a": torch.ones(1, requires_grad=True), "b": x}, materialize_grads=True)
x.sum().backward(retain_graph="a")
x.sum().backward(retain_graph=1.5)
x.sum().backward(create_graph="a")
x.sum().backward(create_graph=None)
torch.autograd.grad(x.sum(), x, retain_graph="a")
torch.autograd.grad(x.sum(), x, create_graph=2)
torch.autograd.grad(x.sum(), x, create_graph=[1])
torch.autograd.grad(x.sum(), x, allow_unused="a")
from torch.func import grad, vmap
def bk(t):
    t.sum().backward()
    return t.sum()

grad(bk)(x.detach())
def bk2(t):
    torch.autograd.backward(t.sum())
    return t.sum()

grad(bk2)(x.detach())
def bk3(t):
    torch.autograd.grad(t.sum(), t)
    return t.sum()

grad(bk3)(x.detach())
def rg(t):
    t.requires_grad_()
    return t.sum()

grad(rg)(x.detach())
def rg2(t):
    t.requires_grad_(False)
    return t.sum()

grad(rg2)(x.detach())
def rg3(t):
    t.requires_grad = True
    return t.sum()

grad(rg3)(x.detach())
def rg4(t):
    w = torch.ones(2); w.requires_grad_()
    return (w * t).sum()

grad(rg4)(x.detach())
def rg5(t):
    w = torch.ones(2, requires_grad=True)
    return (w * t).sum()

def rt(t):
    (t * 2).retain_grad()
    return t.sum()

grad(rt)(x.detach())
def hk(t):
    t = t * 2
    t.register_hook(print)
    return t.sum()

def req(t):
    print(t.requires_grad, (t * 2).requires_grad, t.is_leaf, t.grad_fn, (t * 2).grad_fn)
    return t.sum()

grad(req)(x.detach())
def nump(t):
    return torch.tensor(t.numpy()).sum()

grad(nump)(x.detach())
def its(t):
    print(t.item() if t.dim() == 0 else t.tolist(), float(t.sum()), bool(t[0] > 0))
    return t.sum()

grad(its)(x.detach())
class NoSetup(Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return g * 2

grad(lambda t: NoSetup.apply(t).sum())(x.detach())
class NoVmap(Function):
    @staticmethod
    def forward(x): return x * 2
    @staticmethod
    def setup_context(ctx, i, o): pass
    @staticmethod
    def backward(ctx, g): return g * 2

grad(lambda t: NoVmap.apply(t).sum())(x.detach())
vmap(lambda t: torch.rand(1))(torch.ones(2, 2))
vmap(lambda t: t + torch.rand(1), randomness="different")(torch.ones(2, 2)).shape
vmap(lambda t: t.shape)(torch.ones(2, 2))
def ip(t):
    t += 1
    return t

vmap(ip)(torch.ones(2))
x = torch.tensor([1., 2.], requires_grad=True); y = torch.tensor([3., 4.], requires_grad=True)
torch.autograd.grad((x * y).sum(), {"a": x, "b": y})
torch.autograd.grad((x * y).sum(), {"a": x, "b": y}, allow_unused=True, create_graph=True)
(x * y).sum().backward(inputs={"a": x}); x.grad, y.grad
torch.autograd.backward((x * y).sum(), inputs={"a": x})
torch.autograd.grad((x * 2).sum(), {"a": x, "b": y})
torch.autograd.grad((x * 2).sum(), (t for t in [x]))
torch.autograd.grad(iter([x.sum()]), x)
torch.autograd.backward([x.sum(), None])
torch.autograd.backward(())
torch.autograd.backward([x.sum(), y.sum()], [None])
torch.autograd.backward(3)
torch.autograd.backward([3])
x.backward()
x[0].backward()
x.sum().backward(retain_graph="a")
x.sum().backward(3, 4, 5, 6, 7)
x.sum().backward(inputs=[3])
x.sum().backward(inputs=[torch.ones(1)])
x.sum().backward(inputs=(y,))
torch.autograd.grad(x.sum(), [x, 3])
torch.autograd.grad(x.sum(), torch.ones(2))
torch.autograd.grad((x * 2).sum(), x * 2)
torch.autograd.Variable(torch.ones(2), requires_grad=True), torch.autograd.Variable
torch.autograd.grad(x.sum(), x, retain_graph=True, allow_unused=3)
l = (x * 1j).sum(); l.backward()
l.real.backward(); x.grad
torch.autograd.grad(l, x, torch.tensor(1j))
torch.autograd.grad((x * 2).sum().long(), x)
(x > 1).sum().backward()
torch.ones(2, dtype=torch.int64).requires_grad_()
torch.ones(2, dtype=torch.complex64).requires_grad_()
x.requires_grad_("a")
x.requires_grad = 1
x.requires_grad = None
x.grad.zero_(), x.grad.requires_grad, x.grad.grad_fn
x.grad.add_(1); x.grad
x.grad += 1; x.grad
x.grad[0] = 7; x.grad
x.grad.data
g = x.grad; (x * 3).sum().backward(); g is x.grad, g
g2 = torch.zeros(2); x.grad = g2; (x * 3).sum().backward(); g2, x.grad is g2
x.grad = None; (x * 3).sum().backward(create_graph=True)
x.grad, x.grad.requires_grad
x.grad = None; (x ** 2).sum().backward(create_graph=True); x.grad, x.grad.sum().backward(); x.grad
x.grad = None; z = x * 2; z.sum().backward(); z.grad
z.grad_fn._saved_self
z.sum().backward()
z = x.exp(); z.sum().backward(); z.sum().backward()
z.grad_fn._saved_result
z = x.exp(); z.sum().backward(retain_graph=True); z.sum().backward(); z.sum().backward()
z = x.exp() + x; s = z.sum(); s.backward(); s.backward()
z = x + 1; s = z.sum(); s.backward(); s.backward(); x.grad
a = x.exp(); b = a.sum(); c = a.prod(); b.backward(); c.backward()
loss = 0
for i in range(3): loss = loss + (x * i).sum()

loss, loss.backward(), x.grad
h = torch.zeros(2)
w = torch.ones(2, requires_grad=True)
for i in range(3): h = torch.tanh(h * w + i); h.sum().backward()

h = h.detach()
with torch.no_grad(): w -= 0.1 * w.grad; w.grad.zero_()

w
w -= 0.1
w = w - 0.1; w.is_leaf, w.grad
w.retain_grad(); (w * 2).sum().backward(); w.grad
x.grad = None; x2 = x.to(torch.float64); x2.sum().backward(); x.grad
x.grad = None; torch.stack([x, x]).sum().backward(); x.grad
x.grad = None; torch.cat([x[None], y[None]]).prod().backward(); x.grad
x.grad = None; x.expand(3, 2).sum().backward(); x.grad
x.grad = None; x[[0, 0, 1]].sum().backward(); x.grad
x.grad = None; (x if True else y).max().backward(); x.grad
x.grad = None; torch.tensor([1., 1.]).mul_(x) if 0 else torch.where(x > 1, x, 0.).sum().backward(); x.grad
v = torch.tensor(2., requires_grad=True); v.backward(); v.grad
v = torch.tensor(2., requires_grad=True); u = v ** 3; torch.autograd.grad(torch.autograd.grad(u, v, create_graph=True), v)
for _ in range(4): u, = torch.autograd.grad(u if _ else v ** 4, v, create_graph=True); print(u)

u.backward()
torch.autograd.grad(u, v)
with torch.autograd.set_grad_enabled(False): (x * 2).requires_grad

with torch.autograd.no_grad(), torch.autograd.enable_grad(): (x * 2).requires_grad

with torch.autograd.inference_mode(): (x * 2).is_inference()

with torch.autograd.set_multithreading_enabled(False): (x * 2).sum().backward()

torch.autograd.functional.jacobian(lambda a: a * 2, (x,))
