a = torch.tensor([1., 2.], requires_grad=True)
log = []
h1 = a.register_hook(lambda g: print("leaf 1", g))
h2 = a.register_hook(lambda g: g * 2)
h3 = a.register_hook(lambda g: print("leaf 3", g))
a.register_post_accumulate_grad_hook(lambda t: print("post acc", t, t.grad))
b = a * 3
b.register_hook(lambda g: print("b", g) or g + 1)
b.retain_grad()
b.register_hook(lambda g: print("b after", g))
b.grad_fn.register_prehook(lambda gs: print("pre", gs))
b.grad_fn.register_hook(lambda gi, go: print("post", gi, go))
b.sum().backward()
b.grad, a.grad
h2.remove()
h1, h1.id == h1.id
h1.remove(); h1.remove()
a.grad = None
(a * 1).sum().backward()
with h3: pass

(a * 1).sum().backward()
a._backward_hooks
a._post_accumulate_grad_hooks
acc = (a * 1).grad_fn.next_functions[0][0]
acc.register_prehook(lambda g: print("acc pre", g))
acc.register_hook(lambda gi, go: print("acc post", gi, go))
(a * 1).sum().backward()
del acc
(a * 1).sum().backward()
c = torch.ones(2, requires_grad=True)
c.register_hook(1)
c.register_hook()
torch.ones(2).register_hook(print)
c.register_hook(lambda g: torch.ones(3)); (c * 1).sum().backward()
c = torch.ones(2, requires_grad=True)
c.register_hook(lambda g: "a"); (c * 1).sum().backward()
c = torch.ones(2, requires_grad=True)
c.register_hook(lambda g: g.double()); (c * 1).sum().backward()
c = torch.ones(2, requires_grad=True)
c.register_hook(lambda: 1); (c * 1).sum().backward()
c = torch.ones(2, requires_grad=True)
d = c * 2
d.grad_fn.register_hook(lambda gi, go: (gi[0] * 5, None))
d.sum().backward(); c.grad
d = c * 2
d.grad_fn.register_hook(lambda gi, go: gi[0] * 5)
d.sum().backward(); c.grad
d = c * 2
d.grad_fn.register_hook(lambda gi, go: (gi[0] * 5, None, None))
d.sum().backward()
d = c * 2
d.grad_fn.register_prehook(lambda go: (go[0] * 7,))
d.sum().backward(); c.grad
d = c * 2
d.grad_fn.register_prehook(lambda go: go[0] * 7)
d.sum().backward(); c.grad
d = c * 2
d.grad_fn.register_prehook(lambda go: (go[0], go[0]))
d.sum().backward()
d = c * 2
d.register_hook(lambda g: g.mul_(2)); d.sum().backward(); c.grad
d = c * 2
e = d * 1
d.retain_grad(); d.register_hook(lambda g: g * 100)
e.sum().backward(); d.grad, c.grad
d = c * 2; d.retain_grad(); d.mul_(3); d.retains_grad
d.sum().backward(); d.grad
d = c * 2; d.register_hook(lambda g: print("old", g)); d.mul_(3); d.register_hook(lambda g: print("new", g)); d.sum().backward()
d = c * 2; d.register_hook(lambda g: print("hook", g)); torch.autograd.grad(d.sum(), d)
torch.autograd.grad((c * 2).sum(), c)
c.register_hook(lambda g: print("c", g)); torch.autograd.grad((c * 2).sum(), c)
d = c * 2; d.register_hook(lambda g: print("cg", g.requires_grad, g.grad_fn)); torch.autograd.grad((d ** 2).sum(), c, create_graph=True)
c.grad = torch.ones(3)
c.grad = torch.ones(2, dtype=torch.float64)
c.grad = 1
c.grad = c
c.grad = torch.ones(2); c.grad
del c.grad; c.grad
c.grad = torch.ones(2, requires_grad=True) * 2; c.grad
(c * 1).sum().backward(); c.grad
i = torch.ones(2, dtype=torch.int64); i.grad = torch.ones(2, dtype=torch.int64); i.grad
n = torch.ones(2); n.grad = torch.zeros(2); n.grad
n.register_post_accumulate_grad_hook(print)
(c * 2).register_post_accumulate_grad_hook(print)
f = c * 2; f.grad = torch.ones(2); f.grad
f.retain_grad(); f.sum().backward(); f.grad
c.grad._version
g0 = torch.ones(2); k = torch.ones(2, requires_grad=True); k2 = k * 1; k2.register_hook(lambda g: print(g is g0)); k2.backward(g0); k.grad is g0
k.retain_grad(); k.retains_grad; torch.ones(1).retain_grad()
k = torch.ones(2, requires_grad=True); k.register_hook(lambda g: 1/0); (k * 1).sum().backward()
k.grad
h = k.register_post_accumulate_grad_hook(lambda t: setattr(t, "grad", None)); k
with torch.autograd.detect_anomaly():
    y = torch.tensor([-1.], requires_grad=True).sqrt()
    y.backward()

with torch.autograd.set_detect_anomaly(True): torch.tensor([0.], requires_grad=True).log().mul(0).backward()

with torch.autograd.detect_anomaly(check_nan=False): torch.tensor([-1.], requires_grad=True).sqrt().backward()

y = torch.tensor([-1.], requires_grad=True).sqrt()
with torch.autograd.detect_anomaly(): y.backward()

torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
torch.autograd.set_detect_anomaly(True)
torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
q = (k * 1).exp(); q.add_(1); q.sum().backward()
torch.autograd.set_detect_anomaly(False)
c = torch.ones(4, requires_grad=True)
d = c * 2; v = d[:2]; v.retain_grad(); v.mul_(3); v.retains_grad
d.sum().backward(); v.grad, c.grad
d = c * 2; v = d[:2]; d.retain_grad(); v.mul_(3); d.retains_grad, v.retains_grad
d.sum().backward(); d.grad
d = c * 2; v = d[:2]; v.retain_grad(); d.mul_(3); (v * 1).sum().backward(); v.grad
d = c * 2; d.grad_fn.register_hook(lambda gi, go: [gi[0]]); d.sum().backward()
d = c * 2; d.grad_fn.register_hook(lambda gi, go: (1, None)); d.sum().backward()
d = c * 2; d.grad_fn.register_hook(lambda gi, go: (gi[0][:1], None)); d.sum().backward()
d = c * 2; d.grad_fn.register_hook(lambda gi, go: (None, None)); d.sum().backward()
d = c * 2; d.grad_fn.register_hook(lambda gi, go: (gi[0], torch.ones(4))); d.sum().backward()
d = c * 2; h = d.grad_fn.register_hook(lambda gi, go: print("x")); h.remove(); d.sum().backward()
d = (c * 2).max(0); d.values.register_hook(lambda g: print(g)); d.values.backward()
s1, s2 = (c * 1).split(2); s1.register_hook(lambda g: print("s1", g)); s2.register_hook(lambda g: print("s2", g)); s2.sum().backward()
(s1.sum() + (c * 1).sum()).backward()
