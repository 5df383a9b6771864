from torch.func import grad, grad_and_value, vjp, jacrev
x = torch.tensor([1., 2., 3.])
f = lambda t: (t ** 3).sum()
grad(f)(x)
grad(grad(lambda t: t ** 3))(torch.tensor(2.))
grad(grad(grad(lambda t: t ** 3)))(torch.tensor(2.))
grad_and_value(f)(x)
grad(f)
grad(lambda t: t ** 2)(x)
grad(lambda t: 3)(x)
grad(lambda t: (t.sum(), t * 2), has_aux=True)(x)
grad_and_value(lambda t: (t.sum(), t * 2), has_aux=True)(x)
grad(lambda t: t.sum(), has_aux=True)(x)
grad(lambda t: (t.sum(), {"a": t * 2, "b": [t, 1]}), has_aux=True)(x)
grad(lambda a, b: (a * b).sum(), argnums=1)(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=-1)(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=2)(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=-3)(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=())(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=(0, 0))(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=[0])(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums="0")(x, x + 1)
grad(lambda a, b: (a * b).sum(), argnums=(0, "1"))(x, x + 1)
grad(lambda p: (p["w"] * x).sum() + p["b"])({"w": x, "b": torch.tensor(1.)})
grad(lambda p: (p[0] * x).sum() + p[1])((x, torch.tensor(1.)))
grad(lambda p: (p[0] * x).sum() + p[1])([x, torch.tensor(1.)])
grad(lambda t, s: (t * s).sum())(x, 2.)
grad(lambda t, s: (t * s).sum())(x, s=2.)
grad(lambda t: (t * 2).sum())(3.)
grad(lambda t: (t * 2).sum())(torch.tensor([1, 2]))
grad(lambda t: (t * 2).sum())()
grad(lambda t: torch.zeros(()))(x)
grad(lambda t: t.detach().sum())(x)
grad(lambda t: t.sum().item())(x)
y = torch.tensor([1., 2., 3.], requires_grad=True)
g = grad(f)(y)
g
g.sum().backward()
y.grad
w = torch.tensor(2., requires_grad=True)
grad(lambda t: (w * t ** 2).sum())(x)
with torch.no_grad(): grad(lambda t: (w * t ** 2).sum())(x), grad(f)(y)

def h(t):
    with torch.no_grad():
        c = t ** 2
    return (t - c).sum()

grad(h)(x)
def show(t):
    print(t)
    print(t.requires_grad, t.is_leaf, t.grad_fn, t.shape)
    u = t * 2
    print(u, u.grad_fn)
    return u.sum()

grad(show)(x)
def inpl(t):
    t.add_(1)
    return t.sum()

grad(inpl)(x)
x
def inpl2(t):
    u = t * 1
    u[0] = 5
    u.mul_(2)
    return u.sum()

grad(inpl2)(x)
kept = []
def leak(t):
    kept.append(t)
    return (t*2).sum()

grad(leak)(x)
def glob(t):
    x.add_(t)
    return x.sum()

grad(glob)(x)
out, vjp_fn = vjp(torch.sin, x)
out
vjp_fn(torch.ones(3))
vjp_fn(torch.ones(3))
vjp_fn(torch.ones(2))
vjp_fn((torch.ones(3),))
vjp_fn(3)
out, vjp_fn = vjp(lambda a, b: (a * b, a + b), x, y)
out
vjp_fn((torch.ones(3), torch.ones(3)))
vjp_fn([torch.ones(3), torch.ones(3)])
vjp_fn(torch.ones(3))
out, vjp_fn, aux = vjp(lambda a: (a * 2, a + 1), x, has_aux=True)
out, aux
vjp(lambda a: a * 2, x, has_aux=True)
vjp(lambda a: 3, x)
vjp(lambda a: None, x)
vjp(lambda a: a > 0, x)
vjp(lambda a: {"o": a * 2}, x)[1]({"o": torch.ones(3)})
vjp(torch.sin, 3.)
jacrev(torch.sin)(x)
jacrev(lambda t: t.sum())(x)
jacrev(lambda t: (t, t ** 2))(x)
jacrev(lambda a, b: a * b, argnums=(0, 1))(x, x)
jacrev(lambda a, b: a * b, argnums=1)(x, x)
jacrev(jacrev(lambda t: (t ** 3).sum()))(x)
jacrev(lambda t: (t * 2, t.sum()), has_aux=True)(x)
jacrev(lambda t: t * 2, has_aux=True)(x)
jacrev(lambda t: {"a": t, "b": t.sum()})(x)
jacrev(lambda p: p["a"] * 2)({"a": x})
jacrev(lambda t: 3)(x)
jacrev(lambda t: t, chunk_size=0)(x)
jacrev(lambda t: t * 2, chunk_size=2)(x)
jacrev(torch.sin)(y)
jacrev(lambda t: t.view(1, 3) * t.view(3, 1))(x).shape
jacrev(lambda t: t)(torch.complex(x, x))
jacrev(lambda t: t > 0)(x)
jacrev(lambda t: t)(torch.tensor([1, 2]))
jacrev(lambda t: t)(3.)
torch.func.hessian(f)(x)
torch.func.jacfwd(torch.sin)(x)
torch.func.jvp(torch.sin, (x,), (torch.ones(3),))
torch.func.vmap(lambda t: t.sum())(torch.ones(2, 3))
torch.vmap(grad(f))(torch.ones(2, 3))
grad(f, argnums=0, has_aux=False).__name__
grad(torch.sin)(torch.tensor(0.)), grad(torch.sin).__name__
def tell(t): print(t); return (t * 2).sum()

grad(lambda t: grad(tell)(t).sum())(x)
grad(tell)(y)
torch.func.foo
f2 = lambda t: t[0] ** 2 * t[1]
grad(lambda t: grad(f2)(t)[1])(x)
jacrev(jacrev(f2))(x[:2])
grad(lambda t: vjp(torch.sin, t)[1](torch.ones(3))[0].sum())(x)
