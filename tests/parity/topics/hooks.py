a = torch.tensor([1., 2.], requires_grad=True)
h = a.register_hook(lambda g: print("a", g))
type(h)
(a * 3).sum().backward()
a.grad
h.remove()
(a * 3).sum().backward()
a.grad = None
h = a.register_hook(lambda g: g * 10)
(a * 3).sum().backward()
a.grad
h.remove()
h.remove()
a.grad = None
b = a * 2
hb = b.register_hook(lambda g: print("b", g))
b.sum().backward()
b = a * 2
hb = b.register_hook(lambda g: g * 0)
b.sum().backward()
a.grad
b = a * 2
h1 = b.register_hook(lambda g: g + 1)
h2 = b.register_hook(lambda g: g * 2)
b.sum().backward()
a.grad
a.grad = None
order = []
x = torch.tensor(1., requires_grad=True)
y = x * 2
z = y * 3
_ = x.register_hook(lambda g: order.append(("x", g.item())))
_ = y.register_hook(lambda g: order.append(("y", g.item())))
_ = z.register_hook(lambda g: order.append(("z", g.item())))
z.backward()
order
torch.tensor([1.]).register_hook(print)
with torch.no_grad():
  c = a * 2

c.register_hook(print)
other = torch.tensor([1.], requires_grad=True)
other.register_hook()
other.register_hook(None)
(other * 2).backward()
other = torch.tensor([1.], requires_grad=True)
other.register_hook(1)
(other * 2).backward()
b = a * 2
h = b.register_hook(lambda g: torch.ones(3))
b.sum().backward()
b = a * 2
h = b.register_hook(lambda g: 5)
b.sum().backward()
b = a * 2
def fails(g):
  raise ValueError("in hook")

h = b.register_hook(fails)
b.sum().backward()
a.grad
b = a * 2
b.retain_grad()
h = b.register_hook(lambda g: g * 100)
b.sum().backward()
b.grad
a.grad
a.grad = None
b = a * 2
h = b.register_hook(lambda g: g * 100)
b.retain_grad()
b.sum().backward()
b.grad
b = a * 2
b.mul_(3)
h = b.register_hook(lambda g: print("b", g))
b.sum().backward()
b = a * 2
h = b.register_hook(lambda g: print("before", g))
b.mul_(3)
h2 = b.register_hook(lambda g: print("after", g))
b.sum().backward()
seen = []
b = a * 2
h = b.register_hook(seen.append)
b.sum().backward()
seen
b = a * 2
n = b.grad_fn
h = n.register_hook(lambda gi, go: print(gi, go))
b.sum().backward()
h.remove()
h = (a * 2).grad_fn.register_prehook(lambda go: print(go))
b = a ** 2
h = b.grad_fn.register_prehook(lambda go: (go[0] * 10,))
a.grad = None
b.sum().backward()
a.grad
h = a.register_post_accumulate_grad_hook(lambda p: print("post", p.grad))
(a * 2).sum().backward()
h.remove()
b.register_post_accumulate_grad_hook(print)
with torch.no_grad():
  h = a.register_hook(lambda g: print("mode", torch.is_grad_enabled()))

(a * 2).sum().backward()
(a ** 2).sum().backward(create_graph=True)
h.remove()
a.grad = None
h = a.register_hook(lambda g: print("once", g))
g, = torch.autograd.grad((a * 2).sum(), a)
g
a.grad
h.remove()
a._backward_hooks
a.register_hook(lambda g: None)
len(a._backward_hooks)
b = a * 2
b.register_hook(lambda g: g.mul_(2))
b.sum().backward()
a.grad
v = torch.tensor([1., -2.], requires_grad=True)
h = v.register_hook(lambda g: torch.clamp(g, max=0.5))
(v ** 2).sum().backward()
v.grad
for name, t in [("v", v), ("w", v * 2)]:
  t.register_hook(lambda g, name=name: print(name, g.norm()))

(v * 2).sum().backward()
