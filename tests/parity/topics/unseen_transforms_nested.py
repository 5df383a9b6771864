from torch.func import grad, vjp, jacrev, vmap, jacfwd, hessian, grad_and_value, functional_call, jvp, stack_module_state
import torch.nn as nn
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
x = torch.tensor([1., 2., 3.])
f = lambda t: (t ** 3).sum()
grad(f)(x), grad(grad(lambda t: t ** 3))(torch.tensor(2.)), grad(grad(grad(lambda t: t ** 4)))(torch.tensor(2.))
grad(f)
grad(lambda t: t)(x)
grad(lambda t: t.sum().item())(x)
grad(lambda t: 3.)(x)
grad(f)(torch.arange(3))
grad(f)(3.)
grad(lambda a, b: (a * b).sum(), argnums=1)(x, x * 2), grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, x * 2)
grad(lambda a, b: (a * b).sum(), argnums=2)(x, x)
grad(lambda a, b: (a * b).sum(), argnums=-1)(x, x)
grad(lambda a, b: (a * b).sum(), argnums="a")(x, x)
grad(lambda t: (f(t), "aux"), has_aux=True)(x)
grad(lambda t: f(t), has_aux=True)(x)
grad(lambda d: (d["a"] * 2 + d["b"] ** 2).sum())({"a": x, "b": x})
grad(lambda a, *, k: (a * k).sum())(x, k=x)
def pr(t):
    print(t)
    return (t * 2).sum()

grad(pr)(x)
grad(grad(pr)) if 0 else grad(lambda t: grad(pr)(t).sum())(x)
vmap(pr)(torch.ones(2, 2)) if 0 else 0
out, fn = vjp(lambda t: t ** 2, x); out, fn(torch.ones(3)), fn(torch.ones(3))
fn(torch.ones(2))
fn(1)
vjp(lambda a, b: (a * b, a + b), x, x)[1]((torch.ones(3), torch.ones(3)))
vjp(lambda t: (t, "aux"), x, has_aux=True)
vjp(lambda t: 3, x)
jacrev(lambda t: t ** 2)(x), jacrev(lambda a, b: a * b, argnums=(0, 1))(x, x), jacrev(jacrev(f))(x)
jacrev(lambda t: {"a": t, "b": t.sum()})(x)
jacrev(lambda t: (t, t.sum()), has_aux=True)(x)
jacrev(lambda t: t, chunk_size=1)(x)
jacrev(lambda t: 3)(x)
jacfwd(lambda t: t ** 2)(x)
hessian(f)(x)
grad_and_value(f)(x)
jvp(f, (x,), (x,))
vmap(lambda t: t * 2)(x), vmap(lambda a, b: a @ b)(torch.ones(2, 3), torch.ones(2, 3)), vmap(grad(f))(torch.ones(2, 3)), vmap(lambda a, b: a + b, in_dims=(0, None))(x, x), vmap(lambda t: t.sum(), in_dims=1, out_dims=0)(torch.ones(2, 3))
vmap(lambda t: t)(3)
vmap(lambda a, b: a + b)(torch.ones(2), torch.ones(3))
y = torch.ones(3, requires_grad=True)
grad(lambda t: (t * y).sum())(x)
g = grad(lambda t: (t * y).sum())(y); g, g.requires_grad
grad(lambda t: (t * t).sum())(y)
with torch.no_grad(): grad(f)(x)

def nog(t):
    with torch.no_grad():
        c = t ** 2
    return (t * c).sum()

grad(nog)(x)
def inp(t):
    t.add_(1)
    return (t * t).sum()

grad(inp)(x), x
def bk(t):
    t.sum().backward()
    return t.sum()

grad(bk)(x)
def glob(t):
    global leaked
    leaked = t
    return t.sum()

def rg(t):
    t.requires_grad_()
    return t.sum()

grad(rg)(x)
def outer(t):
    y.mul_(t)
    return t.sum()

grad(outer)(x)
def dt(t):
    return (t.detach() * t).sum()

grad(dt)(x)
grad(lambda t: torch.autograd.grad((t ** 2).sum(), t, create_graph=True)[0].sum())(x)
l = nn.Linear(3, 1); l.weight.data.fill_(1.); l.bias.data.zero_()
ps = dict(l.named_parameters())
functional_call(l, ps, (x,)), grad(lambda p: functional_call(l, p, (x,)).sum())(ps)
functional_call(l, {"weight": torch.zeros(1, 3)}, x)
functional_call(l, {"foo": torch.zeros(1, 3)}, x)
def c(a, b):
    print("run", torch.is_grad_enabled())
    return (a * b).exp()

a = torch.ones(2, requires_grad=True)
o = checkpoint(c, a, a, use_reentrant=False); o, o.grad_fn
o.sum().backward(); a.grad
o = checkpoint(c, a, a, use_reentrant=True); o, o.grad_fn
o.sum().backward(); a.grad
checkpoint(c, a, a).sum().backward()
o = checkpoint(c, a, a, use_reentrant=True); torch.autograd.grad(o.sum(), a)
o = checkpoint(c, a, a, use_reentrant=False); torch.autograd.grad(o.sum(), a, create_graph=True)
checkpoint(c, a.detach(), a.detach(), use_reentrant=True)
o = checkpoint(c, a, a, use_reentrant=False); o.sum().backward(retain_graph=True); o.sum().backward()
o.sum().backward()
checkpoint(c, a, a, use_reentrant=False, foo=1)
checkpoint(c, a, use_reentrant=False)
torch.manual_seed(0)
o = checkpoint(lambda t: t * torch.rand(2), a, use_reentrant=False); a.grad = None; o.sum().backward(); o, a.grad
cnt = [0]
def ch(t):
    cnt[0] += 1
    if cnt[0] > 1: return t.sin()
    return t.exp().sin()

checkpoint(ch, a, use_reentrant=False).sum().backward()
cnt = [0]
def ch2(t):
    cnt[0] += 1
    if cnt[0] > 1: return t[:1].exp()
    return t.exp()

checkpoint(ch2, a, use_reentrant=False).sum().backward()
checkpoint(ch2, a, use_reentrant=False, determinism_check="none").sum().backward()
checkpoint_sequential(nn.Sequential(nn.ReLU(), nn.Tanh(), nn.Sigmoid()), 2, a, use_reentrant=False)
def raising(t):
    if not hasattr(raising, "once"):
        raising.once = 1
        return t.exp()
    raise ValueError("again")

o = checkpoint(raising, a, use_reentrant=False); o.sum().backward()
o = checkpoint(c, a, a, use_reentrant=False, preserve_rng_state=False, context_fn=None)
