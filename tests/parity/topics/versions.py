a = torch.tensor([1., 2.], requires_grad=True)
a._version
b = a * 2
c = b ** 2
b.add_(1)
b._version
c.sum().backward()
b = a * 2
c = b.exp()
b.add_(1)
c.sum().backward()
a.grad
b = a * 2
c = b.exp()
c.add_(1)
c.sum().backward()
b = a * 2
c = b * 3
b.add_(1)
c.sum().backward()
a.grad
b = a * 2
c = b * b
b.zero_()
c.sum().backward()
b = a * 2
c = torch.sin(b)
b[0] = 7.
c.sum().backward()
b = a * 2
v = b[0]
c = b ** 2
v.mul_(5)
b._version, v._version
b
c.sum().backward()
b = a * 2
v = b.view(2)
c = v.exp()
b += 1
c.sum().backward()
b = a * 2
v = b.view(2)
c = v ** 2
b += 1
c.sum().backward()
b = a * 1
c = torch.sigmoid(b)
c.mul_(2)
c.sum().backward()
c = torch.tanh(a)
c += 1
c.sum().backward()
c = torch.relu(a)
c += 1
c.sum().backward()
c = torch.sqrt(a)
c.zero_()
c.sum().backward()
c = a.log()
c.add_(1)
c.sum().backward()
a.grad = None
w = torch.tensor([1., 2.])
c = a * w
w.add_(1)
c.sum().backward()
c = a * w
with torch.no_grad():
  w.mul_(2)

c.sum().backward()
c = a * w
w.data.mul_(2)
c.sum().backward()
a.grad
c = a * w
w = w * 2
c.sum().backward()
c = a * a
with torch.no_grad():
  a.sub_(0.1)

c.sum().backward()
c = a * a
a.data.sub_(0.1)
c.sum().backward()
loss = (a ** 2).sum()
loss.backward(retain_graph=True)
with torch.no_grad():
  a -= 0.1 * a.grad

loss.backward()
m = torch.ones(2, 2, requires_grad=True)
x = torch.ones(2)
y = m @ x
x += 1
y.sum().backward()
n = torch.ones(2, 2)
y = m @ n
n[0, 0] = 5
y.sum().backward()
y = torch.ones(2, requires_grad=True) / x
x.add_(1)
y.sum().backward()
d = a.detach()
c = a ** 2
d[0] = 100.
c.sum().backward()
a._version
x = torch.ones(3)
x._version
x.add_(1)._version
x[0] = 2.
x._version
x[1:]._version
y = x[1:]
y.mul_(2)
x._version, y._version
x.view(3).zero_()._version
x.detach()._version, x.data._version, x.clone()._version
x.data.add_(1)._version
x._version
x._version = 3
torch.autograd.graph.increment_version(x)
x._version
x += x
x._version
x.copy_(torch.ones(3))._version
x.fill_(2)._version
x.requires_grad_()._version
x.detach_()._version
z = torch.tensor([1., 2., 3.], requires_grad=True)
y = z * 1
y[0] = 0.
y[1] = 0.
y._version
y.sum().backward()
z.grad
y = z * 1
t = y.tanh()
y.fill_(0.)
t.sum().backward()
y = z * 1
t = y.sum()
y.fill_(0.)
t.backward()
z.grad
t = (z * 1).max(0).values
t.add_(1)
t.backward()
s = (z * 1).softmax(0)
s.add_(1)
s.sum().backward()
p = z ** 3
z.detach().add_(1)
p.sum().backward()
q = (z * 1)
r = q.clamp(0, 2)
q.add_(1)
r.sum().backward()
e = (z * 1)
r = torch.where(e > 1, e, -e)
e.add_(1)
r.sum().backward()
e = (z * 1)
r = torch.cat([e, e])
e.add_(1)
r.sum().backward()
r = e.mean() * e
e.add_(1)
r.sum().backward()
i = torch.tensor([0, 1])
r = z[i]
i.add_(1)
r.sum().backward()
with torch.autograd.set_detect_anomaly(False):
  b = z.exp()
  b += 1
  b.sum().backward()

