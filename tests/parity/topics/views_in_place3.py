x = torch.arange(6., requires_grad=True)
y = x * 1
a, b = y.chunk(2)
a.add_(1)
a, b = y.split(3)
b.mul_(2)
u = y.unbind()
u[0].zero_()
y.add_(1)
a
a.grad_fn
with torch.no_grad(): a.add_(1)

y = x * 1
v = y[:3]
w = v[1:]
w.mul_(10)
y, v, w
y.grad_fn, v.grad_fn, w.grad_fn
y.sum().backward()
x.grad
v._version, y._version, w._version
v = x[:3]
v.add_(1)
with torch.no_grad(): v.add_(1)

x
v.grad_fn
v.sum().backward()
z = x.view(2, 3)
with torch.no_grad(): z.zero_()

x, z
z.grad_fn
(z * 2).sum().backward()
x.data.fill_(5)
x, x._version
d = x.detach()
d.add_(1)
x, x._version, d._version
y = x * x
d.add_(1)
y.sum().backward()
y = x * x
x.data.add_(1)
y.sum().backward()
x.grad
y = x.exp()
y.detach().add_(1)
y.sum().backward()
y = x.exp()
y.data.add_(1)
y.sum().backward()
t = torch.zeros(3)
r = torch.ones(1, requires_grad=True)
t[1] = r
t, t.grad_fn
t[0:2].mul_(2)
t.grad_fn, t.requires_grad
t.sum().backward()
r.grad
t = torch.zeros(2, 2)
row = t[0]
row.copy_(r)
t, row.grad_fn, t.grad_fn
row.requires_grad, t.requires_grad, row.is_leaf
t[1]
t.sum().backward(); r.grad
n = torch.zeros(3)
m = n.view(3)
n.requires_grad_()
m.requires_grad, m.grad_fn, m.is_leaf
m.add_(1)
n.add_(1)
p = torch.ones(3, requires_grad=True)
with torch.no_grad(): q = p.view(3)

q, q.requires_grad, q._base is p
q.add_(1)
q.requires_grad_()
q.mul_(2)
c = p * 1
with torch.no_grad(): e = c.view(3)

e.add_(1)
c.add_(1)
e
e.grad_fn
g = c.view(3)
c.detach_()
g.detach_()
g.grad_fn, g.requires_grad
k = p.clone()
k1, k2 = k[0], k[1]
k1.add_(k2)
k
k1.grad_fn, k2.grad_fn
k.sum().backward(); p.grad
k = p.clone(); k.t_(); k.unsqueeze_(0); k.squeeze_(0); k.transpose_(0, 0)
k.grad_fn
l = p.clone(); lv = l[None]; l.unsqueeze_(1); lv.shape, l.shape, lv.grad_fn
s = p.clone(); sv = s.view(3, 1); s.mul_(2); sv, sv.grad_fn, sv._version
sv2 = sv.squeeze(); sv2.exp_(); s
s.sum().backward(); p.grad

o = p.clone(); o.data = torch.ones(2); o, o.grad_fn
o.sum().backward()
f = p * 1; f.resize_(2)
h = torch.ones(2, 2, requires_grad=True).clone(); h.diagonal().fill_(0); h
h.grad_fn.next_functions
h[0][1].mul_(3); h
h.expand(2, 2, 2)[0].add_(1)
hh = h.expand(2, 2, 2); hh.add_(1)
h.T.add_(1).grad_fn
h.reshape(-1)[0].zero_(); h
h.flatten().add_(1); h._version
h.real is h, h.real.add_(1).grad_fn
i = (x * 1).view(2, 3); j = i.clone(); i.copy_(j.detach()); i.grad_fn, i.requires_grad
i.sum().backward(); x.grad
