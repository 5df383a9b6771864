x = torch.tensor([3.], requires_grad=True)
with torch.no_grad():
  y = x ** 2
  print(y, y.requires_grad)
z = y + x

z
z.backward()
x.grad
@torch.no_grad()
def square(t):
  return t ** 2

@torch.enable_grad()
def cube(t):
  return t ** 3

square(x), cube(x)
square(cube(x))
cube(square(x))
with torch.no_grad():
  a = cube(x)
  b = square(x)

a.requires_grad, b.requires_grad
a.backward()
x.grad
@torch.set_grad_enabled(False)
def train(t):
  with torch.enable_grad():
    loss = (t * 2).sum()
    loss.backward()
  return loss

x.grad = None
train(x)
x.grad
def evaluate(t, training=False):
  with torch.set_grad_enabled(training):
    return t * 5

evaluate(x), evaluate(x, True), evaluate(x, training=1 > 2)
torch.set_grad_enabled(False)
w = torch.randn(2, requires_grad=True)
w.requires_grad, (w * 2).requires_grad
torch.set_grad_enabled(not torch.is_grad_enabled())
(w * 2).requires_grad
with torch.no_grad(), torch.enable_grad():
  print(torch.is_grad_enabled())

with torch.no_grad(): print(torch.is_grad_enabled())

for mode in (True, False):
  with torch.set_grad_enabled(mode):
    print(mode, (x * 2).requires_grad)

for mode in (torch.no_grad, torch.enable_grad, torch.inference_mode):
  with mode():
    print(mode.__name__, (x * 2).requires_grad)

torch.manual_seed(seed=1)
a = torch.randn(2, 3, requires_grad=True)
a
b = a * 3 + 1
b
b.mean().backward()
a.grad
b.grad
b.grad is None
c = a.detach() * 3
c
c.mean().backward()
torch.manual_seed(123)
torch.randn(5, 5)
torch.randn(2, 2, 2)
a = torch.tensor([1.0, 2.0, 3.0])
b = a.data
b[1] = 50.
a
a.data is a, a.data is a.data
b is a, id(b) == id(a), b.data_ptr() == a.data_ptr()
a.item()
a[0].item(), a.max().item(), (a > 2).sum().item()
a.requires_grad_()
a.data.requires_grad
c = (a ** 3).sum()
c.backward()
a.grad
d = a.detach()
d.requires_grad_()
(d * 2).sum().backward()
d.grad, a.grad
d[0] = 4.
with torch.no_grad():
  d[0] = 4.

a, d
a.requires_grad_(False)
c = a.pow(2).sum()
c.backward()
a = torch.tensor([2.0], requires_grad=True)
b = a * 3
c = b.detach() * 4
d = b + c
d
d.backward()
a.grad
a.grad = None
b = a * 3
with torch.no_grad():
  c = b * 10
d = b * c

d
d.backward()
a.grad
a = torch.tensor([1.1, 2.2], requires_grad=True)
b = a * 2
c = b + 2
c.backward()
c.sum().backward()
a.grad
b = a * 2
with torch.no_grad():
  b.add_(100)

b.sum().backward()
a.grad
b = a ** 2
with torch.no_grad():
  b.mul_(2)

b
b.sum().backward()
b = a.exp()
with torch.no_grad():
  b.mul_(2)

b.sum().backward()
torch.tensor([1, 2]).requires_grad
torch.tensor([1, 2], dtype=torch.float32).requires_grad_()
torch.ones(2, dtype=torch.int64, requires_grad=True)
torch.tensor([True], requires_grad=True)
torch.tensor(1, requires_grad=True)
torch.tensor(1., requires_grad=True)
torch.tensor(1 + 1j, requires_grad=True)
w = torch.tensor([[1.0], [2.0]], requires_grad=True)
b = torch.zeros(1, requires_grad=True)
X = torch.tensor([[1., 2.], [3., 4.], [5., 6.]])
y = torch.tensor([[5.], [6.], [7.]])
l = ((X @ w + b - y) ** 2 / 2).mean()
l
l.backward()
w.grad, b.grad
params, lr = [w, b], 0.1
for param in params:
  param.data -= lr * param.grad
  param.grad.data.zero_()

w, b
w.grad
for p in params:
  p = p - lr * p.grad
  print(p.is_leaf, p.requires_grad, p.grad_fn)

for p in params:
  p.sub_(lr * p.grad)

for p in params:
  with torch.no_grad():
    p.copy_(p - lr * p.grad)

params
params[0] is w
params[0] = params[0] - 1
params[0] is w, params[0].is_leaf
with torch.no_grad():
  w[0] = 0.
  w[1] += 5.

w
w.grad = None
b.grad = None
l = ((X @ w + b - y) ** 2 / 2).mean()
l.backward()
w.grad, b.grad
l.backward()
a = torch.full((2, 3), 2.0, requires_grad=True)
b = torch.full((3,), 3, dtype=torch.float32, requires_grad=True)
t = a * b
y = t.sum()
a.is_leaf, t.is_leaf, y.is_leaf
t.retain_grad()
y.backward()
a.grad, b.grad, t.grad
for i in range(3):
  (a * b).sum().backward()
  print(i, b.grad)

a.grad.zero_()
b.grad = torch.zeros_like(b)
(a * b).sum().backward()
a.grad, b.grad
y = (a * b).mean()
with torch.no_grad():
  y.backward()

a.grad
with torch.no_grad():
  y = (a * b).mean()
  print(y.requires_grad)
  y.backward()

y.requires_grad_(True)
y.backward()
y.grad, y.is_leaf
c = a + b
c.backward()
c.backward(torch.ones_like(c))
a.grad
c.sum().backward()
c.mean().backward(retain_graph=True)
a = torch.full((2, 2), 1)
a.requires_grad = True
torch.full((2, 2), 1, requires_grad=True)
torch.full((2, 2), 1., requires_grad=True)
