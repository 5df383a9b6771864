x = torch.tensor([1., 2.], requires_grad=True)
torch.is_inference_mode_enabled()
with torch.inference_mode():
  y = x * 2
  print(torch.is_inference_mode_enabled(), torch.is_grad_enabled())
  print(y, y.requires_grad, y.is_inference())

y
y.requires_grad, y.is_leaf, y.is_inference(), x.is_inference()
torch.is_inference(y)
y * x
y + 1
y.requires_grad_()
y.requires_grad = True
y.add_(1)
y[0] = 5.
y._version
y * 3
(y * 3).is_inference()
y.sum()
y.backward()
y.view(2)
y[0]
y.clone()
y.clone().is_inference()
z = y.clone()
(z * x).sum().backward()
x.grad
y.detach()
y.detach().is_inference()
y.numpy()
y.tolist(), y[0].item()
y.grad, y.grad_fn
with torch.inference_mode():
  y.add_(1)
  print(y)
  y.requires_grad_()
  a = torch.tensor([1.], requires_grad=True)
  print(a)

a
a.is_inference(), a.requires_grad
a * 2
(a * 2).requires_grad
(a * 2).backward()
with torch.inference_mode(False):
  print(torch.is_grad_enabled())

with torch.inference_mode():
  with torch.inference_mode(False):
    print(torch.is_inference_mode_enabled(), (x * 2).requires_grad)
  with torch.enable_grad():
    print(torch.is_grad_enabled(), (x * 2).requires_grad)
  with torch.no_grad():
    print((x * 2).is_inference())

@torch.inference_mode()
def f(t):
  return t * 2

f(x)
f(x).is_inference()
@torch.inference_mode
def g(t):
  return t * 3

g(x).is_inference()
torch.inference_mode()
torch.inference_mode
n = torch.ones(2)
with torch.inference_mode():
  n.add_(1)
  v = n.view(2)
  w = n[0]
  print(n.is_inference(), v.is_inference(), n._version)

n
v.is_inference(), v.requires_grad
v.add_(1)
n
w
x.is_leaf, x._version
with torch.inference_mode():
  x.add_(1)

x
with torch.inference_mode():
  u = x.view(2)
  m = x.detach()

u.is_inference(), u.requires_grad
m.is_inference()
u.mul_(2)
torch.ones(2).mul_(y)
torch.ones(2).copy_(y)
p = torch.ones(2, requires_grad=True)
q = p * 2
q.mul_(y)
q + y
torch.cat([p, y])
torch.stack([y, y])
y @ p
y.sum() * p.sum()
torch.autograd.grad((x * 2).sum(), y)
import threading
def show():
  print(torch.is_inference_mode_enabled())

with torch.inference_mode():
  t = threading.Thread(target=show)
  t.start()
  t.join()

torch.set_grad_enabled(True)
with torch.inference_mode():
  torch.set_grad_enabled(True)
  print((x * 2).requires_grad, torch.is_grad_enabled())

torch.is_grad_enabled(), torch.is_inference_mode_enabled()
