from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
a = torch.ones(2, requires_grad=True); b = torch.ones(2, requires_grad=True)
b.register_hook(lambda g: print("b hook", g))
torch.autograd.grad(b.sum(), a, allow_unused=True)
torch.autograd.grad(b, a, torch.ones(2), allow_unused=True)
torch.autograd.grad([b, a], a, [torch.ones(2)] * 2)
torch.autograd.grad([b, b], a, [torch.ones(2)] * 2, allow_unused=True)
c = b * 2; c.register_hook(lambda g: print("c hook", g)); c.retain_grad()
torch.autograd.grad([c], a, [torch.ones(2)], allow_unused=True)
c.grad
torch.autograd.grad([c, a], a, [torch.ones(2)] * 2, allow_unused=True)
c.grad
torch.autograd.grad([c, c], a, [torch.ones(2)] * 2, allow_unused=True)
c.sum().backward(inputs=[a])
c.backward(torch.ones(2), inputs=[a])
c.grad
torch.autograd.backward([c, a], [torch.ones(2)] * 2, inputs=[a])
h = torch.autograd.graph.register_multi_grad_hook([c, a], lambda g: print("any", g), mode="any")
c.backward(torch.ones(2), inputs=[a])
h = torch.autograd.graph.register_multi_grad_hook([c, c * 2], lambda g: print("all", g))
c.backward(torch.ones(2), inputs=[a])
torch.autograd.grad(c, a, torch.ones(2), allow_unused=True)
b.backward(torch.ones(2), inputs=[a])
c.grad_fn.register_prehook(lambda g: print("pre"))
c.grad_fn.register_hook(lambda g, h: print("post"))
c.backward(torch.ones(2), inputs=[a])
d, e = c.unbind()
d.register_hook(lambda g: print("d hook", g))
e.register_hook(lambda g: print("e hook", g))
d.backward(inputs=[a])
e.backward(inputs=[a])
w = torch.ones(3, requires_grad=True)
a = torch.zeros(3)
v = a[1:]
v.mul_(w[:2])
v.grad_fn, a.grad_fn, a.grad_fn.next_functions
v.sum().backward()
w.grad
a = torch.zeros(3)
v = a[1:]
v.pow_(w[:2])
a.sum().backward()
a = torch.ones(3)
v = a[1:]
v.div_(w[:2] * 2)
(a * 2).sum().backward()
w.grad
a = torch.zeros(3)
a[1:].addcmul_(w[1:], w[:2])
a.sum().backward()
a = torch.zeros(3)
a[1:].lerp_(w[1:], w[:2])
a.sum().backward()
w.grad
(l,) = torch.autograd.grad((torch.zeros(3)[1:].mul_(w[:2]) ** 2).sum(), w, create_graph=True)
l.sum().backward()
a = torch.ones(3)
v = a[1:]
v.atan2_(w[1:])
v.sum().backward()
w.grad
x = torch.ones(3, requires_grad=True); x.sum().backward(); x.data = torch.ones(5); x.sum().backward()
x = torch.ones(1, requires_grad=True); x.sum().backward(); x.data = torch.ones(5); x.sum().backward()
x = torch.ones(2, 1, requires_grad=True); x.sum().backward(); x.data = torch.ones(2, 5); x.sum().backward()
x.grad
x = torch.ones(3, requires_grad=True); x.sum().backward(); x.data = torch.ones(1); x.sum().backward(); x.grad
p = torch.zeros(2, 3, requires_grad=True)
p.grad = torch.ones(3, 2).t()
p.sum().backward()
p.sum().backward()
p = torch.zeros(2, 3, requires_grad=True)
p.grad = torch.zeros(2, 6)[:, ::2]
p.sum().backward()
x = torch.ones(2, requires_grad=True)
y = x.exp()
z = y * 2
n = z.grad_fn
n.register_hook(lambda *a: print(len(a), a))
n.register_prehook(lambda *a: print(len(a), a))
z.sum().backward(retain_graph=True)
h = n.register_prehook(lambda gs: (gs[0] * 10,))
z.sum().backward(retain_graph=True)
x.grad
h.remove()
h = n.register_prehook(lambda gs: gs[0] * 10)
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_prehook(lambda gs: (gs[0], gs[0]))
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_prehook(lambda gs: [gs[0]])
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_prehook(lambda gs: (None,))
z.sum().backward(retain_graph=True)
x.grad
h.remove()
h = n.register_prehook(lambda gs: (torch.ones(3),))
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_hook(lambda gi, go: (gi[0] * 0,))
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_hook(lambda gi, go: (gi[0] * 0, None))
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_hook(lambda gi, go: gi[0] * 0)
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_hook(lambda gi, go: (gi[0], gi[0]))
z.sum().backward(retain_graph=True)
h.remove()
h = n.register_hook(lambda gi, go: (torch.ones(5), None))
z.sum().backward(retain_graph=True)
h.remove()
n.register_hook(3)
n.register_prehook("a")
n.register_hook()
z.sum().backward(retain_graph=True)
