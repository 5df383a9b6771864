x = torch.tensor([-1.], requires_grad=True)
with torch.autograd.detect_anomaly():
    y = x * x * x
    g, = torch.autograd.grad(y, x, create_graph=True)
    h = g.sqrt() * 0 + g.mul(-1).sqrt()
    h.backward()

with torch.autograd.detect_anomaly():
    y = x.sin() / 0 * 0
    g, = torch.autograd.grad(y, x, create_graph=True)

with torch.autograd.detect_anomaly():
    y = (x * 0).pow(1.5)
    g, = torch.autograd.grad(y, x, create_graph=True)
    k, = torch.autograd.grad(g, x, create_graph=True)

with torch.autograd.detect_anomaly():
    y = (x + 1).sqrt() * 0
    y.backward()

def fwd(x):
    return x.sqrt()

x = torch.tensor([-1.], requires_grad=True)
with torch.autograd.detect_anomaly():
    y = fwd(x)
    z = y * 2
    z.backward()

with torch.autograd.detect_anomaly():
    class F(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x): return x * 1
        @staticmethod
        def backward(ctx, g): raise RuntimeError("boom")
    F.apply(x).backward()

with torch.autograd.detect_anomaly():
    y = (x * 1).exp(); w = y * 2
    y.add_(1)
    w.backward()

y.grad_fn.metadata.keys()
a = torch.tensor([1., 2.], requires_grad=True)
b = a * 2
b.grad_fn._saved_self
b.sum().backward()
b.grad_fn._saved_self
b.grad_fn._saved_other
c = a * a; c.sum().backward(); c.grad_fn._saved_self
d = a.exp(); d.sum().backward(); d.grad_fn._saved_result
e = a.sum(); e.backward(); e.grad_fn._saved_self_sym_sizes
f = a[0]; f.backward(); f.grad_fn._saved_index
a.grad, a.grad._version
(a * 1).sum().backward(); a.grad._version
g = torch.ones(2); k = a.detach().clone().requires_grad_(); k.backward(g); k.grad is g, k.grad.data_ptr() == g.data_ptr()
k.grad._version
k.backward(g); k.grad._version, g
from torch.autograd import gradcheck, gradgradcheck
p = torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)
gradcheck(torch.sin, (p,))
gradcheck(torch.sin, p)
gradcheck(torch.sin, (a,))
gradcheck(lambda x: x.detach() * 2, (p,))
gradcheck(lambda x: x * 2, (p.detach(),))
class Bad(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return g * 3

gradcheck(Bad.apply, (p,))
gradcheck(Bad.apply, (p,), raise_exception=False)
gradgradcheck(torch.sin, (p,))
gradgradcheck(lambda x: x ** 3, (p,))
gradgradcheck(lambda x: x * 2, (p,))
gradcheck(lambda x, y: x * y, (p, p.detach().clone().requires_grad_()))
gradcheck(lambda x: (x, x * 2), (p,))
gradcheck(lambda x: x.sum(), (p,), eps=1e-3, atol=1e-2)
gradcheck(lambda x: 3, (p,))
gradcheck(torch.abs, (torch.zeros(1, dtype=torch.float64, requires_grad=True),))
gradcheck(torch.sin, ())
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp
q = torch.tensor([1., 2.])
jacobian(torch.sin, q)
jacobian(lambda x: x.sum(), q, create_graph=True)
jacobian(lambda x: torch.ones(2), q)
jacobian(lambda x: torch.ones(2), q, strict=True)
jacobian(lambda x, y: x * y, (q, q))
jacobian(lambda x: 3, q)
jacobian(torch.sin, 3)
jacobian(torch.sin, q, vectorize=True)
jacobian(torch.sin, q, strategy="forward-mode")
hessian(lambda x: (x ** 3).sum(), q)
hessian(torch.sin, q)
hessian(lambda x: x.sum(), q)
vjp(torch.sin, q, torch.ones(2))
vjp(torch.sin, q)
vjp(lambda x: x.sum(), q)
vjp(torch.sin, q, torch.ones(3))
jvp(torch.sin, q, torch.ones(2))
jvp(torch.sin, q)
jvp(lambda x: x.exp(), q, q, create_graph=True)
hvp(lambda x: (x ** 3).sum(), q, torch.ones(2))
vhp(lambda x: (x ** 3).sum(), q, torch.ones(2))
hvp(lambda x: x ** 3, q, torch.ones(2))
torch.autograd.functional.foo
