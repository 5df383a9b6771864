x = torch.tensor([1., 2.], requires_grad=True)
y = torch.tensor([3., 4.], requires_grad=True)
z = (x * y).sum()
torch.autograd.grad(z, x)
torch.autograd.grad(z, x)
z = (x * y).sum()
torch.autograd.grad(z, [x, y])
x.grad
z = (x * y).sum()
torch.autograd.grad(z, (x, y), retain_graph=True)
torch.autograd.grad(z, y)
torch.autograd.grad(x * y, x)
torch.autograd.grad(x * y, x, torch.ones(2))
torch.autograd.grad(x * y, x, grad_outputs=torch.tensor([1., 10.]))
torch.autograd.grad([x * y], [x], [torch.ones(2)])
torch.autograd.grad(x * y, x, torch.ones(3))
torch.autograd.grad((x * x).sum(), y)
torch.autograd.grad((x * x).sum(), y, allow_unused=True)
torch.autograd.grad((x * x).sum(), [x, y], allow_unused=True)
torch.autograd.grad((x * x).sum(), [x, y], allow_unused=True, materialize_grads=True)
torch.autograd.grad((x * x).sum(), [x, y], materialize_grads=True)
torch.autograd.grad((x * x).sum(), torch.ones(2))
torch.autograd.grad(torch.ones(1), x)
torch.autograd.grad(1, x)
torch.autograd.grad((x * x).sum())
torch.autograd.grad((x * x).sum(), [])
torch.autograd.grad((x * x).sum(), 1)
torch.autograd.grad(x.sum(), x)
torch.autograd.grad(x, x, torch.ones(2))
torch.autograd.grad((x.sum(), y.sum()), (x, y))
torch.autograd.grad((x ** 3).sum(), x, create_graph=True)
g, = torch.autograd.grad((x ** 3).sum(), x, create_graph=True)
g
g.requires_grad, g.is_leaf
g2, = torch.autograd.grad(g.sum(), x, create_graph=True)
g2
g3, = torch.autograd.grad(g2.sum(), x, create_graph=True)
g3
g4, = torch.autograd.grad(g3.sum(), x)
g4
torch.autograd.grad(g4.sum(), x)
g, = torch.autograd.grad((x ** 3).sum(), x)
g.requires_grad
torch.autograd.grad(g.sum(), x)
h = x * 2
o = (h * h).sum()
torch.autograd.grad(o, h)
h = x * 2
o = (h * h).sum()
torch.autograd.grad(o, [h, x])
torch.autograd.grad(o, h.detach())
with torch.no_grad():
  torch.autograd.grad((x * y).sum(), x)

with torch.no_grad():
  z = (x * y).sum()

torch.autograd.grad(z, x)
z = (x * y).sum()
with torch.no_grad():
  torch.autograd.grad(z, x)

a = torch.tensor(2., requires_grad=True)
b = torch.tensor(3., requires_grad=True)
f = a ** 2 * b ** 3
ga, gb = torch.autograd.grad(f, (a, b), create_graph=True)
ga, gb
torch.autograd.grad(ga, (a, b), retain_graph=True)
torch.autograd.grad(gb, (a, b))
t = torch.tensor(1., requires_grad=True)
v = t
for i in range(5):
  v, = torch.autograd.grad(torch.sin(t), t, create_graph=True) if i == 0 else torch.autograd.grad(v, t, create_graph=True)
  print(v)

def nth(f, at, n):
  x = torch.tensor(at, requires_grad=True)
  y = f(x)
  for _ in range(n):
    y, = torch.autograd.grad(y.sum(), x, create_graph=True)
  return y

nth(lambda x: x ** 4, [1., 2.], 2)
nth(lambda x: x ** 4, [1., 2.], 4)
nth(lambda x: x ** 2, [1., 2.], 3)
nth(torch.exp, [0., 1.], 3)
nth(torch.log, [1., 2.], 2)
nth(torch.sqrt, [1., 4.], 2)
nth(torch.sin, [0., 1.], 2)
nth(torch.cos, [0., 1.], 2)
nth(torch.tanh, [0., 1.], 2)
nth(torch.sigmoid, [0., 1.], 2)
nth(torch.relu, [-1., 1.], 1)
nth(torch.relu, [-1., 1.], 2)
nth(lambda x: 1 / x, [1., 2.], 2)
nth(lambda x: x / (x + 1), [1., 2.], 2)
nth(lambda x: x.prod() * x, [1., 2., 3.], 2)
nth(lambda x: (x @ x) * x, [1., 2.], 2)
nth(lambda x: x.sum() ** 3, [1., 2.], 2)
nth(lambda x: x.mean() ** 3, [1., 2.], 2)
nth(lambda x: x.max() * x, [1., 2.], 2)
nth(lambda x: x[0] ** 2 * x[1] ** 2, [1., 2.], 2)
nth(lambda x: torch.cat([x, x ** 2]) ** 2, [1., 2.], 2)
nth(lambda x: torch.where(x > 1, x ** 3, x ** 2), [1., 2.], 2)
nth(lambda x: x.view(1, 2).t() @ x.view(1, 2) * x, [1., 2.], 2)
nth(lambda x: x.clamp(0, 1.5) ** 2, [1., 2.], 2)
nth(lambda x: x.expand(3, 2) ** 3, [1., 2.], 2)
nth(lambda x: x.clone() ** 3, [1., 2.], 2)
nth(lambda x: x.softmax(0) * x, [1., 2.], 2)
nth(lambda x: x * x.detach(), [1., 2.], 1)
nth(lambda x: x ** x, [1., 2.], 2)
x = torch.tensor([1., 2.], requires_grad=True)
(x ** 3).sum().backward(create_graph=True)
x.grad
x.grad.sum().backward()
x.grad
x.grad = None
y = (x ** 2).sum()
g, = torch.autograd.grad(y, x, create_graph=True)
penalty = (g ** 2).sum()
penalty
penalty.backward()
x.grad
torch.autograd.grad((x * y).sum(), "x")
torch.autograd.grad(z, x, foo=1)
torch.autograd.grad()
