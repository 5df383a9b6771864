x = torch.tensor([1.], requires_grad=True)
torch.is_grad_enabled()
with torch.no_grad():
  print(torch.is_grad_enabled())
  y = x * 2
  print(y)

y.requires_grad, y.is_leaf, y.grad_fn
torch.no_grad()
torch.enable_grad()
torch.no_grad
repr(torch.no_grad()).startswith("<torch.autograd.grad_mode.no_grad object at")
torch.set_grad_enabled
with torch.no_grad() as ctx:
  print(ctx)

with torch.set_grad_enabled(False) as ctx:
  print(ctx)

with torch.no_grad:
  pass

with torch.no_grad(1):
  pass

torch.no_grad(x * 2)
torch.set_grad_enabled()
torch.set_grad_enabled("a")
torch.set_grad_enabled(mode=False)
torch.is_grad_enabled()
torch.set_grad_enabled(1)
torch.is_grad_enabled()
torch.set_grad_enabled(True)
with torch.no_grad():
  with torch.enable_grad():
    print(torch.is_grad_enabled())
    y = x * 2
  print(torch.is_grad_enabled())
  z = y * 2

y, z
torch.is_grad_enabled()
with torch.enable_grad():
  with torch.no_grad():
    with torch.enable_grad():
      with torch.no_grad():
        print((x * 2).requires_grad)

with torch.no_grad():
  torch.set_grad_enabled(True)
  print((x * 2).requires_grad)

torch.is_grad_enabled()
with torch.set_grad_enabled(False):
  torch.set_grad_enabled(True)
  print(torch.is_grad_enabled())

torch.is_grad_enabled()
torch.set_grad_enabled(False)
with torch.enable_grad():
  print((x * 2).requires_grad)

torch.is_grad_enabled()
torch.set_grad_enabled(True)
try:
  with torch.no_grad():
    raise ValueError("inside")
except ValueError:
  print(torch.is_grad_enabled())

@torch.no_grad()
def double(t):
  return t * 2

double(x)
double(t=x)
double.__name__
torch.is_grad_enabled()
@torch.no_grad
def triple(t):
  """Three times."""
  return t * 3

triple(x)
triple.__doc__
@torch.enable_grad()
def half(t):
  return t / 2

with torch.no_grad():
  print(half(x))

@torch.set_grad_enabled(False)
def quarter(t):
  return t / 4

quarter(x)
torch.is_grad_enabled()
@torch.set_grad_enabled(True)
def fifth(t):
  return t / 5

with torch.no_grad():
  print(fifth(x))

torch.no_grad()(lambda t: t * 7)(x)
@torch.no_grad()
def fails(t):
  raise KeyError("k")

fails(x)
torch.is_grad_enabled()
@torch.no_grad()
def count(n):
  for i in range(n):
    print("inside", torch.is_grad_enabled())
    yield x * i

for value in count(2):
  print("outside", torch.is_grad_enabled(), value)

@torch.enable_grad()
def echo():
  got = yield torch.is_grad_enabled()
  while got is not None:
    got = yield (torch.is_grad_enabled(), got)
  return "done"

with torch.no_grad():
  g = echo()
  print(next(g), torch.is_grad_enabled())
  print(g.send(5), torch.is_grad_enabled())

def plain():
  with torch.no_grad():
    yield torch.is_grad_enabled()
    yield torch.is_grad_enabled()

g = plain()
next(g), torch.is_grad_enabled()
next(g, None), next(g, None), torch.is_grad_enabled()
torch.set_grad_enabled(True)
@torch.no_grad()
class Model:
  def __call__(self, t):
    return t * 2

Model()(x)
class Layer:
  @torch.no_grad()
  def forward(self, t):
    return t * 2
  def train(self, t):
    return t * 3

Layer().forward(x), Layer().train(x)
import threading
def show():
  print(torch.is_grad_enabled(), (x * 2).requires_grad)

def in_thread(f):
  t = threading.Thread(target=f)
  t.start()
  t.join()

with torch.no_grad():
  in_thread(show)

torch.set_grad_enabled(False)
in_thread(show)
torch.set_grad_enabled(True)
in_thread(torch.no_grad()(show))
in_thread(lambda: torch.set_grad_enabled(False) and None)
torch.is_grad_enabled()
with torch.no_grad():
  a = torch.tensor([1.], requires_grad=True)
  print(a.requires_grad, a.is_leaf)
  b = a * 2
  print(b.requires_grad)
  c = torch.zeros(2, requires_grad=True)
  print(c)

(a * 2).requires_grad
with torch.no_grad():
  y = x * 2
  y.requires_grad_()
  print(y)
  y.requires_grad = False
  y.requires_grad = True

y.is_leaf
(y * 3).backward()
y.grad, x.grad
y = x * 2
with torch.no_grad():
  y.backward()

x.grad
with torch.no_grad():
  y = x * 2
  y.backward()

with torch.no_grad():
  x.grad.zero_()
  x.grad = None
  x.add_(1)

x
with torch.no_grad():
  v = x[0]
  w = x.view(1)
  print(v.requires_grad, w.requires_grad, w._base is x)

y = x * 2
with torch.no_grad():
  z = y.detach()
  y.add_(1)

y
with torch.no_grad():
  v = y.view(1)

v.requires_grad, v.is_leaf, v.grad_fn
v.mul_(2)
y * 2
y.backward()
x.grad
with torch.no_grad():
  d = x.clone()
  e = x.detach()
  f = x.data
  g = x * 1

d.requires_grad, e.requires_grad, f.requires_grad, g.requires_grad
with torch.no_grad():
  x = x - 0.1

x
mode = torch.no_grad()
with mode:
  with mode:
    print(torch.is_grad_enabled())
  print(torch.is_grad_enabled())

torch.is_grad_enabled()
torch.autograd.grad_mode.no_grad is torch.no_grad
torch.autograd.no_grad is torch.no_grad, torch.autograd.enable_grad is torch.enable_grad
isinstance(torch.no_grad(), torch.no_grad)
ctx = torch.no_grad()
ctx.__enter__()
torch.is_grad_enabled()
ctx.__exit__(None, None, None)
torch.is_grad_enabled()
with torch.autograd.set_grad_enabled(False):
  print((torch.ones(1, requires_grad=True) * 2).requires_grad)

torch.autogard
torch.no_gard()
torch.set_grad_enable(False)
# parity: differs (the interpreter words it for a Python function)
torch.is_grad_enabled(1)
with torch.autograd.set_detect_anomaly(False):
  print(torch.is_anomaly_enabled())

