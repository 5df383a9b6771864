from torch.utils.checkpoint import checkpoint, checkpoint_sequential
import torch.utils.checkpoint as cp
calls = []
def f(x, y):
    calls.append(torch.is_grad_enabled())
    return (x * y).sin().exp()

a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.])
o = checkpoint(f, a, b)
o
o = checkpoint(f, a, b, use_reentrant=True)
o
o.grad_fn.next_functions
o.sum().backward()
a.grad, calls
o = checkpoint(f, a, b, use_reentrant=False)
o
calls
o.grad_fn._saved_result
calls
o.sum().backward()
a.grad, calls
o.sum().backward()
torch.autograd.grad(checkpoint(f, a, b, use_reentrant=False).sum(), a)
torch.autograd.grad(checkpoint(f, a, b, use_reentrant=True).sum(), a)
checkpoint(f, a, b, use_reentrant=True).sum().backward(inputs=[a])
checkpoint(f, a, b, use_reentrant=False).sum().backward(inputs=[a])
checkpoint(f, a, y=b, use_reentrant=True)
checkpoint(f, a, y=b, use_reentrant=False)
checkpoint(f, a, b, use_reentrant=True, context_fn=lambda: None)
checkpoint(f, a, b, use_reentrant=True, debug=True)
checkpoint(f, a, b, use_reentrant=False, determinism_check="x")
checkpoint(f, b, b, use_reentrant=True)
checkpoint(f, b, b, use_reentrant=False)
with torch.no_grad(): checkpoint(f, a, b, use_reentrant=False), checkpoint(f, a, b, use_reentrant=True)

torch.manual_seed(0)
drop = lambda x: torch.nn.functional.dropout(x * 1, 0.5) * x
c = torch.ones(8, requires_grad=True)
o = checkpoint(drop, c, use_reentrant=False)
o
o.sum().backward()
c.grad
torch.rand(2)
o = checkpoint(drop, c, use_reentrant=True, preserve_rng_state=True)
c.grad = None
o.sum().backward(); o, c.grad
flip = [0]
def g(x):
    flip[0] += 1
    return (x * 2).exp() if flip[0] == 1 else x.exp().exp().sin()

o = checkpoint(g, a, use_reentrant=False)
o.sum().backward()
flip = [0]
def g(x):
    flip[0] += 1
    return (x.exp()).exp() if flip[0] == 1 else x.exp() * 2

o = checkpoint(g, a, use_reentrant=False)
o.sum().backward()
flip = [0]
def g(x):
    flip[0] += 1
    return x.exp() if flip[0] == 1 else x[:1].exp()

o = checkpoint(g, a, use_reentrant=False)
o.sum().backward()
flip = [0]
o = checkpoint(g, a, use_reentrant=False, determinism_check="none")
o.sum().backward()
flip = [0]
def g(x):
    flip[0] += 1
    return x.exp() if flip[0] == 1 else x.exp().exp()

with cp.set_checkpoint_early_stop(False): o = checkpoint(g, a, use_reentrant=False)

o.sum().backward()
o = checkpoint(lambda x: x.detach() * 2, a, use_reentrant=True)
o.sum().backward()
x = a * 1
o = checkpoint(f, x, b, use_reentrant=False)
x.add_(1)
o.sum().backward()
m = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
torch.manual_seed(1)
_ = [torch.nn.init.uniform_(p) for p in m.parameters()]
checkpoint_sequential(m, 2, a)
checkpoint_sequential(m, 2, a, use_reentrant=False)
checkpoint_sequential(m, 3, a, use_reentrant=False).backward()
[p.grad for p in m.parameters()]
checkpoint_sequential(m, 2, a, use_reentrant=False, foo=1)
cp.CheckpointError, cp.CheckpointFunction
cp.detach_variable([a])
cp.foo
h = lambda x: checkpoint(torch.sin, x * 2, use_reentrant=False).exp()
a.grad = None
checkpoint(h, a, use_reentrant=False).sum().backward()
a.grad
y = checkpoint(lambda x: (x.sin(), x.cos()), a, use_reentrant=True)
y
(y[0] * y[1]).sum().backward()
a.grad
gg, = torch.autograd.grad(checkpoint(lambda x: x ** 3, a, use_reentrant=False).sum(), a, create_graph=True)
gg
gg.sum().backward()
a.grad
o = checkpoint(f, a, b, use_reentrant=False)
o.sum().backward(retain_graph=True); o.sum().backward()
a.grad
