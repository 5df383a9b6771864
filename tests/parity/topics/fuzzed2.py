# More causes that tests.parity.fuzz has found, one block of statements each.
x = torch.tensor([[1., 2., 3.], [4., 5., 6.]], requires_grad=True)
y = torch.ones(3, 2, requires_grad=True)
h = x.register_hook(lambda g: print('x', g))
g = torch.ones(2, 3)
seen = x.register_hook(lambda t: print(t is g))
x.backward(g)
h.remove(), seen.remove()
torch.autograd.grad(x, x, g)[0] is g
t, = torch.autograd.grad(x.T.sum(), x)
t.stride(), t._base is None
t.detach_()
x.grad._version
x.grad = None
x.sum().backward()
x.grad._version, x.grad.stride()
x.grad = None
(x * 2).sum().backward()
x.grad._version
z = torch.ones(2, 3).t().requires_grad_()
(z * 2).sum().backward()
z.grad.stride()
s = torch.tensor(1.1, requires_grad=True)
u = s.sum()
u.backward(s, retain_graph=True)
u.backward(s)
s
with torch.inference_mode():
  i = torch.ones(2, requires_grad=True)

i.mul_(2)
(i * i).requires_grad
i.detach_().requires_grad
torch.ones(3).mm(i * x[0, :2])
v = i.data
v.add_(1)
v.view(-1).add_(1)
with torch.no_grad():
  w = x[0]
  x.mul_(1)

w.mm(x)
torch.var(w[:1])
b = torch.tensor([[True, False, True]])
b.clamp_(0, 1)
b.t().sub_(b)
torch.ones(3).t().add_(torch.ones(1, 3), alpha=2)
f = torch.ones(1, 3)
f.t().add_(f)
f[::2, :].addcmul_(f, f)
d = torch.ones(3).expand(2, 3)
d[...] = 0
d[:] = torch.ones(3)
d.fill_(0)
d.copy_(d)
d[[0], 0:2] = 5
d
c = torch.ones(3)
c[None] = c
b.expand(3)
(x // 2).grad_fn.next_functions
(2 // x).grad_fn.name()
m = (x * 1).movedim(0, -1)
k = m._base
k = x * 1
m = k.movedim(0, -1)
k.mul_(2)
m.grad_fn._saved_size, m.grad_fn._saved_stride, m.grad_fn._saved_storage_offset
p = x * 4.
p.sum().backward()
p.grad_fn._saved_self
p.grad_fn._saved_other
s['x']
x['xyz']
torch.tensor([]).chunk(2)
torch.ones(0, 2).index_select(0, torch.tensor([0]))
torch.ones(2, 2).index_select(1, torch.tensor([7]))
torch.ones(2).max(0)()
type(torch.ones(2).max(0)).__name__
torch.ones(2, 2, 2).t_()
torch.ones(4, 3).nonzero().stride()
torch.tensor([]).norm(-1)
torch.ones(0, 2).norm(-1, dim=0)
torch.tensor([1e30]).norm()
torch.std_mean(torch.ones(1))
torch.argmax(torch.tensor([], dtype=torch.bool), 0)
x.double().grad_fn(torch.ones(2, 3, dtype=torch.float64)).dtype
x.amax().grad_fn(torch.tensor(float('nan')))
x[:1].grad_fn.register_hook(lambda i, o: print([t.shape for t in i]))
h = y.register_post_accumulate_grad_hook(lambda t: 1)
y.sum().backward()
h.remove()
n = torch.ones(2, 3, requires_grad=True)
with torch.no_grad():
  q = n.mean(0)

q = n.mean(0)
with torch.no_grad():
  n.unsqueeze_(0)

q.sum().backward()
n.grad.shape
r = (n * 1).view(-1)
r[:] *= r
r.backward(r)
half = torch.ones(2, requires_grad=True)
o = half.half() * half
j = o.grad_fn.register_hook(lambda i, o: print([t.dtype for t in i]))
o.backward(torch.ones(2))
torch.Tensor(x)
torch.ones(2).lerp(torch.ones(2, dtype=torch.float64), 0.5)
torch.add(b, b, alpha=4.)
torch.add(torch.ones(2, dtype=torch.uint8), torch.ones(2, dtype=torch.uint8), alpha=-1)
torch.tensor([]).aminmax(dim=0)
torch.tensor([]).kthvalue(1)
torch.tensor([True]).topk(1)
torch.tensor(1.).roll(1, 0)
torch.tensor([True, False]).diff()
torch.finfo(torch.int64)
torch.ones(3, 2)[::2].mul_(2).stride()
h = torch.ones(2, 2, requires_grad=True) * 1
w = h.select(0, 0)
h.detach_()
h.add_(1)
w.grad_fn.next_functions, w.requires_grad
torch.addmm(torch.tensor([True]), torch.ones(2), torch.ones(2))
torch.baddbmm(torch.ones(2), torch.ones(2), torch.ones(2))
torch.baddbmm(torch.ones(2), torch.tensor(1.), torch.ones(2))
torch.tensor([True]).dist(torch.tensor([True]))
