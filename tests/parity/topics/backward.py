x = torch.tensor([1., 2., 3.], requires_grad=True)
y = x * 2
y.backward()
y.backward(torch.ones(3))
x.grad
y.backward(torch.ones(3))
y = (x ** 2).sum()
y.backward()
y.backward()
x.grad
x.grad = None
y = (x ** 2).sum()
y.backward(retain_graph=True)
y.backward(retain_graph=True)
x.grad
y.backward()
y.backward()
x.grad = None
y = x * 2
y.backward(gradient=torch.tensor([1., 10., 100.]))
x.grad
y = x * 2
y.backward(torch.tensor([1., 10.]))
y.backward(torch.tensor(1.))
y.backward(1.)
y.backward([1., 1., 1.])
y.backward(torch.ones(3, dtype=torch.float64))
y.backward(torch.ones(3, dtype=torch.int64))
y.backward(torch.ones(1, 3))
y.backward(gradient=None)
y.backward(grad=torch.ones(3))
y.backward("a")
x.grad.zero_()
y.sum().backward()
x.grad
x.backward()
x.sum().backward()
x.grad
torch.tensor([1.], requires_grad=True).backward()
torch.tensor(1.).backward()
torch.tensor([1., 2.]).backward(torch.ones(2))
(x > 1).sum().backward()
x.detach().sum().backward()
s = torch.tensor(2., requires_grad=True)
s.backward()
s.grad
s.backward()
s.grad
(s * s).backward()
s.grad
s.backward(torch.tensor(5.))
s.grad
s = torch.tensor([[2.]], requires_grad=True)
(s * 3).backward()
s.grad
a = torch.tensor([1.], requires_grad=True)
b = torch.tensor([2.], requires_grad=True)
c = a * b
d = c + a
d.backward()
a.grad, b.grad, c.grad
c.retain_grad()
c = a * b
c.retain_grad()
c.retains_grad, c.grad
(c * 3).backward()
c.grad
c.retain_grad()
(a * b).sum().backward(inputs=[a])
a.grad, b.grad
(a * b).sum().backward(inputs=a)
(a * b).sum().backward(inputs=[])
c = a * b
(c * 2).backward(inputs=[c])
c.grad
(a * b).backward(inputs=[torch.ones(1)])
a.retain_grad()
a.retains_grad
torch.ones(1).retain_grad()
a.grad = torch.tensor([5.])
a.grad
a.grad = torch.tensor([5., 6.])
a.grad = 5.
a.grad = torch.tensor([5])
a.grad = torch.tensor([5.], dtype=torch.float64)
a.grad = a
a.grad = None
del a.grad
a.grad
z = torch.tensor([1., 2.], requires_grad=True)
for _ in range(3):
  (z * 3).sum().backward()
  print(z.grad)

z.grad.zero_()
z.grad is z.grad
g = z.grad
(z * 3).sum().backward()
g
z.grad = None
(z * 3).sum().backward()
g, z.grad
z.grad.data.zero_()
z.grad.detach_()
z.grad.requires_grad
torch.autograd.backward((z * 2).sum())
z.grad
torch.autograd.backward([z.sum(), (z * 2).sum()])
z.grad
torch.autograd.backward([z * 2], [torch.ones(2)])
torch.autograd.backward(z * 2, torch.ones(2))
torch.autograd.backward([z * 2])
torch.autograd.backward(1)
torch.autograd.backward([z * 2], [torch.ones(2), torch.ones(2)])
torch.autograd.backward([z * 2, z * 3], [torch.ones(2)])
y = (z * z).sum()
y.backward(create_graph=True)
z.grad
z.grad = None
h = z.exp()
l1 = h.sum()
l2 = (h * 2).sum()
l1.backward()
l2.backward()
l1 = z.exp().sum()
l1.backward(retain_graph=True)
del l1
z.grad = None
y = (z + 1).sum()
y.backward()
y.backward()
z.grad
z = torch.tensor(3., requires_grad=True)
y = z * z * z
y.backward(retain_graph=True)
z.grad
u = torch.tensor([1.], requires_grad=True)
v = torch.tensor([1.])
(u * v).backward()
u.grad, v.grad
u.grad = None
(u + u).backward()
u.grad
(u * 0).backward()
u.grad
(u / 0).backward()
u.grad
x = torch.tensor([1., 2.], requires_grad=True)
loss = x.sum() * float("nan")
loss.backward()
x.grad
x = torch.tensor([1, 2], dtype=torch.float64, requires_grad=True)
x.sum().backward()
x.grad
y = x
for _ in range(5):
  y = y * x

y.sum().backward()
x.grad
y
p = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
p.t().sum().backward()
p.grad
p.grad.stride()
(p[0] * p[1]).sum().backward()
p.grad
