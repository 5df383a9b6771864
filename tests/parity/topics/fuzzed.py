# Causes that tests.parity.fuzz has found, one block of statements each.
# parity: atol=1e-4 (sums and exp in another order)
x = torch.ones(3, requires_grad=True)
with torch.no_grad():
  v = x[:2]

v, v.requires_grad, v.is_leaf
(v * 2).grad_fn.next_functions
(v * 2).sum().backward()
v.grad, x.grad
v.backward(torch.ones(2))
torch.autograd.grad((v * 2).sum(), v)
z = torch.ones(3)
v = z[:2]
z.requires_grad_()
v.requires_grad, v.grad_fn
v.requires_grad_(False)
v.mul_(2)
z = torch.zeros(4)
v = z[:2].requires_grad_()
v.mul_(2)
z = torch.zeros(4)
v = z[:2]
z.add_(x[0])
v.grad
v.is_leaf
v.grad
b = torch.ones(1, 2, requires_grad=True) * 1
c = b.view(2)
w = b[0]
c.unsqueeze_(0)
c.grad_fn, b.grad_fn, w._version
w
with torch.no_grad():
  c.squeeze_()

c
u = (x * 1).split(1)[-1]
u[:].mul_(2)
u.view(1, 1).squeeze(1).mul_(2)
with torch.no_grad():
  w = x.view(3)

w[:1].mul_(2)
w.chunk(2)[0].mul_(2)
z = torch.ones(3)
u, v, w = z.unbind()
z.requires_grad_()
u.mul_(2)
x[:], x[...], x[:,], x[-3:,], x[0:3]
t = torch.tensor(1.)
t[:]
t[0]
t[1]
t[0,]
t[[0]]
t[0] = 'x'
x[::0]
x[1.0:2]
x.view(1, 3)[None, -5]
x.view(1, 3)[None, ..., -5]
e = torch.ones(0)
e[[0]]
torch.ones(2, 0)[[3]]
e.stride(), e.data_ptr(), torch.ones(2, 0, 3).stride()
f = torch.ones(3)
f[[0]] = torch.tensor(5)
f[f > 0] = torch.tensor(5)
f
f[1:] = f[:-1]
f[-1:].add_(f)
f.add_(f[0])
f[[0, 1, 2]] = f
m = torch.arange(4.).view(2, 2)
m.t().mul_(m)
m.copy_(m.t())
m.view(4).add_(m)
m[None] = m
m.add_(m)
m.detach()[0].sub_(m)
x - 1
x - True
x -= True
x + True
float(x)
with torch.no_grad():
  float(x)

int(x[0])
y = x * x
y.sum().backward(inputs=[y])
y.grad, y.retains_grad, x.grad
y.sum().backward()
y = x * x
y.sum().backward(inputs=[y, x])
y.grad, x.grad
y.sum().backward(inputs=[torch.ones(2)])
p = torch.autograd.grad(y, y, torch.ones(3))
p
k = y.grad_fn.register_prehook(lambda o: print(o))
torch.autograd.grad(y.sum(), y)
g, = torch.autograd.grad(x.sum(), x)
g.stride(), g._is_view()
g.mul_(2)
g.add_(x)
g.detach_()
g.fill_(4.)
x.grad = torch.autograd.grad(x.sum(), x)[0]
x.sum().backward()
x.grad = None
y = (x * 2).sum()
x.requires_grad = False
x.requires_grad = True
y.backward()
x.grad
y = (x * 2).sum()
x.requires_grad_(False)
y.backward()
x.grad
x.requires_grad_()
i = x[[0, 2]]
i.sum().backward()
i.sum().backward()
n = torch.tensor([1., float('nan'), float('nan')], requires_grad=True)
n.max().backward()
n.grad
y = (x * 2).view(1, 3)
s = (y ** 2).sum()
with torch.no_grad():
  y.squeeze_()

s.backward()
r = torch.ones(3, 1, requires_grad=True)
with torch.no_grad():
  r.squeeze_()

r.sum().backward()
r.grad
h = torch.tensor(2., requires_grad=True)
h.flip(0).backward()
h.movedim(0, -1).backward()
h.gather(0, torch.tensor([0])).backward()
h.index_select(0, torch.tensor([0])).backward()
h.grad
h.split(1)
h.unbind()
h.size(0)
h.size(-2)
h.T, h.mT, h.H
(2. * x).grad_fn._saved_other, (x / 2.).grad_fn._saved_other, (x * 2).grad_fn._saved_other
(x // x).grad_fn.name()
with torch.inference_mode():
  x.requires_grad_(), x.to(torch.float32), x.detach_()
  q = torch.ones(2)

x.is_inference(), x.requires_grad
q.data.add_(1)
q.add_(1)
o = torch.ones(2)
with torch.inference_mode():
  o.data = o.data * 2

o.is_inference()
o.requires_grad = True
torch.manual_seed(0)
m = torch.arange(6.).view(2, 3).t()
torch.randn_like(m), torch.rand_like(m), torch.randint_like(m, 10)
torch.zeros_like(m).stride(), torch.full_like(m, 2.).stride()
m.normal_()
m.uniform_()
m.sum(1).expand(2, 3).t_()
torch.ones(1).expand(3).unsqueeze_(0)
torch.tensor([-1.5], dtype=torch.uint8)
torch.arange(3, dtype=torch.bool)
torch.linspace(0, 1, 3, dtype=torch.bool)
l = torch.tensor([True, False])
l % l
l.lerp(l, 0.5)
l.addcmul_(l, l)
l.median(0)
~x
-(torch.tensor([-4.]) % 1)
torch.tensor([1., 2.], dtype=torch.float16).sigmoid()
torch.tensor([1.1, 2., 5.]).half().mean()
-3 // torch.eye(2, dtype=torch.uint8)
x.view(1, 3).expand(5, 5, 5)
x.expand(-1, 2, 3)
torch.allclose(x, torch.ones(2))
h.mv(x)
x.div(x, 2)
x.retain_grad(1)
e.requires_grad_()
e.var().backward()
e.std(0).backward()
e.amax(-1)
x.amax(dim=None)
class Wrong(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a * 2
  @staticmethod
  def backward(ctx, g):
    return g[:2]

Wrong.apply(x).sum().backward()
torch.is_warn_always_enabled()
torch.set_warn_always(1)
torch.set_warn_always(True)
x.sum().backward(create_graph=True)
y = x * x
y.sum().backward()
y.sum().backward(create_graph=True)
g = torch.tensor([[0.0, 1.1, 1.1]])
z = g.expand(2, 1, 3)
z[z > 0] = -1
z.masked_fill_(z < 0, 3)
z[:, :, [0, 1]] = 7.
z.add_(1)
m = torch.arange(4.).view(2, 2)
m[0:2, [0, -1]].stride()
torch.tensor([1, 2]).add_(torch.ones(3, 2))
x = torch.ones(2, 3, requires_grad=True)
x.t().reshape(3, 1, 2), x.t().ravel(), x.t().flatten(), x.reshape(6)
y = x * 1
y.copy_(x)
y.grad_fn.name()
with torch.inference_mode():
  d = torch.arange(3)

d.detach().add_(1)
