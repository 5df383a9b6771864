# Mistakes that beginners make, and what they are told.
# Leaf in place.
x = torch.ones(3, requires_grad=True)
x += 1
x.add_(1)
x[0] = 5
x.data[0] = 5; x
x.fill_(2)
x = x * 2; x += 1; x.grad_fn
x.grad
with torch.no_grad(): x[0] = 0

y = torch.zeros(3, requires_grad=True)
with torch.no_grad():
  y += 1
  y[1] = 7

y
y.zero_()
y[:2] *= 3
y.view(3).mul_(2)
y.requires_grad = False
z = y * 2; z.requires_grad_()
z.requires_grad = False
w = (z * 3); w.requires_grad = False
w.requires_grad_(False)
w.detach_().requires_grad
torch.tensor([1, 2], requires_grad=True)
torch.tensor([True]).requires_grad_()
torch.tensor(torch.ones(2))
torch.tensor(torch.ones(2, requires_grad=True), requires_grad=True)
torch.ones(2).requires_grad_().numpy()
# Backward mistakes.
x = torch.ones(3, requires_grad=True)
y = x * x
y.backward()
y.sum().backward(); y.sum().backward()
z = (x ** 2).sum(); z.backward(); z.backward()
torch.ones(3).sum().backward()
x.sum().backward(torch.ones(3))
y = x * 2; y.backward(torch.ones(2))
y.backward(1)
y.backward([1., 1., 1.])
y.backward(gradients=torch.ones(3))
torch.autograd.grad(y, x, torch.ones(3)), torch.autograd.grad(y.sum(), x)
torch.autograd.grad(x.sum(), torch.ones(2, requires_grad=True))
torch.autograd.grad(x.sum(), torch.ones(2))
torch.autograd.grad(x.sum(), [x, torch.ones(2, requires_grad=True)], allow_unused=True)
torch.autograd.grad(x * 2, x)
torch.autograd.grad(x.sum())
torch.autograd.grad(3.0, x)
torch.autograd.backward([x.sum(), (x * 2).sum()]); x.grad
a = torch.ones(2, requires_grad=True); b = a.exp(); b += 1; b.sum().backward()
a = torch.ones(2, requires_grad=True); b = a * a; a.data += 1; b.sum().backward(); a.grad
a = torch.ones(2, requires_grad=True); s = a.sigmoid(); s.mul_(2); s.sum().backward()
w = torch.ones(2, requires_grad=True); l = (w * torch.ones(2)).sum(); l.backward()
with torch.no_grad(): w -= w.grad

l.backward()
h = torch.zeros(2)
for i in range(2):
  h = torch.tanh(w + h); loss = h.sum(); loss.backward()

h = torch.zeros(2)
for i in range(2):
  h = torch.tanh(w + h.detach()); loss = h.sum(); loss.backward()

w.grad
x.grad.backward()
x.backward
(x > 0).sum().backward()
x.argmax().backward()
x.sum().item().backward()
loss = 0
loss.backward()
total = 0
for i in range(3): total += (x * i).sum()

total, total.backward()
x.grad = torch.ones(2)
x.grad = 1
x.grad = torch.ones(3).double()
x.grad = None; x.grad
print(x.grad.sum())
y = x * 2; y.sum().backward()
y.retain_grad(); x.retain_grad(); y.retains_grad
torch.ones(2).retain_grad()
# Shape mistakes.
a = torch.ones(2, 3); b = torch.ones(4, 3)
a + b
a @ b
a.view(4, 2)
a.reshape(-1, 4)
a.t().view(6)
a.view(-1, -1)
torch.cat([a, b], dim=1)
torch.cat([a, torch.ones(3)])
torch.cat(a, b)
torch.stack([a, b])
torch.stack(a, b)
torch.cat([])
a.squeeze(5)
a.sum(dim=2)
a.transpose(0, 2)
a.permute(0)
a.expand(3, 3)
a.expand(4, 2, 3).shape
a.repeat(2)
a.unsqueeze(4)
a.flatten(2)
a.split(4, dim=1)
a.chunk(0)
a.index_select(0, torch.tensor([5]))
a.index_select(0, torch.tensor([0.]))
a.gather(1, torch.tensor([[3]]))
a.gather(1, torch.tensor([0]))
a.scatter(0, torch.tensor([[5]]), 1.)
a[5]
a[0, 0, 0]
a[:, 3]
a['x']
a[0.5]
a[torch.tensor([0.5])]
a[[0, 2]]
a[torch.tensor([True, False, True])]
a[-3]
a[::-1]
a[None, ..., None].shape, a[..., 0, :].shape, a[[]].shape
a[0] = torch.ones(2)
a[a > 5] = 3; a[:, 0] = torch.tensor([7., 8.]); a
a[a > 5] = torch.ones(3)
a[0, 0] = 'x'
a[0] = [1, 2, 3]; a
a[0, 1] = torch.ones(2)
for r in torch.tensor(3.): pass

bool(a)
if a == b[:2]: print("hm")

if a: print("hm")

int(a)
float(torch.ones(1, 1)), a.item()
len(a), list(a), a.tolist()
1 in a, torch.ones(3) in a, 'x' in a
torch.bmm(a, b)
torch.bmm(torch.ones(2, 3, 4), torch.ones(2, 3, 4))
torch.mm(a, b)
torch.dot(a, a)
torch.matmul(a, torch.tensor(3.))
torch.einsum('ij,jk->ik', a, b)
torch.einsum('ij,kj->ik', a, b)
torch.nn.functional.linear(a, torch.ones(4, 2))
torch.nn.Linear(4, 2)(a)
torch.nn.Linear(3, 2)(a.long())
torch.nn.Linear(3, 2)(a.double())
torch.nn.Linear('3', 2)
torch.nn.Linear(3)
torch.nn.Linear(3, 2, 1, 1, 1, 1)
torch.nn.Linear(3, 2)(3)
torch.nn.Linear(3, 2)()
torch.nn.Linear(3, 2)([1., 2., 3.])
torch.nn.Embedding(3, 2)(torch.tensor([3]))
torch.nn.Embedding(3, 2)(torch.tensor([1.]))
torch.nn.functional.softmax(a)
torch.softmax(a)
torch.nn.functional.cross_entropy(a, torch.tensor([3, 1]))
torch.nn.functional.cross_entropy(a, torch.tensor([[1], [0]]))
torch.nn.functional.cross_entropy(torch.tensor([1, 1]), a)
torch.nn.functional.mse_loss(torch.ones(4, 1), torch.ones(4))
torch.nn.functional.mse_loss(torch.ones(4), torch.ones(3))
torch.nn.functional.nll_loss(a, torch.tensor([1.0, 2.0]))
torch.nn.MSELoss()(a)
torch.nn.MSELoss(a, a)
torch.nn.ReLU(a)
torch.nn.ReLU()(a, a)
