a = torch.tensor([1., 2., 3., 4.], requires_grad=True)
b = a * 2
v = b[1:3]
v
v.mul_(10)
v.grad_fn
b
b.grad_fn
b.sum().backward()
a.grad
a.grad = None
b = a.clone()
v = b.view(2, 2)
w = v[0]
w.add_(1)
v
b
w.grad_fn, v.grad_fn, b.grad_fn
(b * b).sum().backward()
a.grad
a.grad = None
b = a.clone()
v = b[0]
b.mul_(3)
v
v.grad_fn
v.backward()
a.grad
a.grad = None
b = a.clone()
b.view(2, 2).t().mul_(2)
b
b.sum().backward()
a.grad
a[0].mul_(2)
a.view(2, 2).add_(1)
v = a[1:]
v.zero_()
v[0] = 3.
a.detach()[0] = 50.
a
a.t()
with torch.no_grad():
  v = a[0]
  v.mul_(2)

a
c = torch.zeros(4)
v = c[:2]
v.copy_(a[:2])
c
c.grad_fn, v.grad_fn
c.requires_grad, c.is_leaf
c.sum().backward()
a.grad
c = torch.zeros(2, 2)
c[0] = a[:2]
c[1, 1] = a[3] ** 2
c
c.grad_fn
c.sum().backward()
a.grad
a.grad = None
b = a * 1
x, y = b.split(2)
x
x.mul_(2)
x, y = b.chunk(2)
x += 1
x, y = b.view(2, 2).unbind()
x.zero_()
b = a * 1
with torch.no_grad():
  v = b[0]

v
v.mul_(2)
b = a * 1
with torch.no_grad():
  v = b[0]
  v.mul_(2)

b
b.grad_fn
v = b.detach()[0]
v.fill_(9.)
b
b.sum().backward()
b = a * 1
v = b.expand(2, 4)
v.mul_(2)
v = b.unsqueeze(0)
v.mul_(2)
b
b = a * 1
v = b.view(4)
v._base is b, v[0]._base is b
v.is_leaf, v._is_view(), b._is_view()
v.grad_fn
v.output_nr
b.squeeze_()
b.unsqueeze_(0)
b.t_()
b.shape
b.grad_fn
b = a * 1
d = b[1:]
e = d[1:]
f = e[1:]
f.fill_(0.)
b
e.grad_fn, d.grad_fn
b.sum().backward()
a.grad
a.grad = None
b = a * 1
v1, v2 = b[:2], b[2:]
v1.mul_(v2)
b
b.sum().backward()
a.grad
a.grad = None
b = a * 1
v = b[:2]
b[0] = 100.
v
v.sum().backward()
a.grad
b = a * 1
h = []
v = b[:2]
v.register_hook(lambda g: h.append(g))
v.sum().backward()
h
r = torch.ones(3, requires_grad=True)
s = r * 1
t = s.diagonal() if s.dim() > 1 else s[:]
t.exp_()
s
s.sum().backward()
r.grad
u = torch.arange(4., requires_grad=True)
w = u.reshape(2, 2)
w.mul_(2)
w = (u * 1).reshape(2, 2)
w.mul_(2)
k = torch.ones(2, 2)
k.t().requires_grad_()
k.requires_grad
k[0].requires_grad_()
k.requires_grad_()
k[0].requires_grad_(False)
k[0].retain_grad()
j = k[0]
j.retain_grad()
j.sum().backward()
j.grad, k.grad
