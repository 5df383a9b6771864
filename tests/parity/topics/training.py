torch.manual_seed(1)
X = torch.linspace(-1, 1, 5)
y = 3 * X + 1
w = torch.tensor(0., requires_grad=True)
b = torch.tensor(0., requires_grad=True)
lr = 0.1
# parity: atol=2e-4 (the mean sums in another order: its last bit, rounded to four digits)
for epoch in range(5):
  loss = ((w * X + b - y) ** 2).mean()
  loss.backward()
  with torch.no_grad():
    w -= lr * w.grad
    b -= lr * b.grad
  w.grad.zero_()
  b.grad.zero_()
  print(epoch, round(loss.item(), 4))

w, b
w.grad = None
loss = ((w * X + b - y) ** 2).mean()
loss
loss.backward()
w.grad, b.grad
w = w - lr * w.grad
w
w.grad
w.is_leaf
w = torch.tensor(0., requires_grad=True)
loss = ((w * X - y) ** 2).sum()
loss.backward()
w -= lr * w.grad
w.data -= lr * w.grad
w
w.data = w.data - lr * w.grad
w
w.grad.data.zero_()
with torch.no_grad():
  w = w - lr * w.grad

w, w.requires_grad
loss = ((w * X - y) ** 2).sum()
loss.backward()
def train(w, steps):
  for _ in range(steps):
    loss = (w ** 2).sum()
    loss.backward()
    with torch.no_grad():
      w.sub_(0.1 * w.grad)
      w.grad = None
  return loss

w = torch.tensor([1., -2.], requires_grad=True)
train(w, 3)
w
total = 0
for i in range(3):
  loss = (w * i).sum()
  total += loss

total
total.backward()
w.grad
total = 0.
for i in range(3):
  total += (w * i).sum().item()

total
losses = [(w * i).sum() for i in range(3)]
losses
sum(losses)
torch.stack(losses).mean()
torch.stack(losses).mean().backward()
w.grad
x = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
t = torch.tensor([[0.], [1.], [1.], [0.]])
W1 = torch.tensor([[0.5, -0.5, 0.3], [0.2, 0.4, -0.6]], requires_grad=True)
b1 = torch.zeros(3, requires_grad=True)
W2 = torch.tensor([[0.7], [-0.8], [0.9]], requires_grad=True)
b2 = torch.zeros(1, requires_grad=True)
params = [W1, b1, W2, b2]
for step in range(4):
  h = torch.tanh(x @ W1 + b1)
  p = torch.sigmoid(h @ W2 + b2)
  loss = ((p - t) ** 2).mean()
  for q in params:
    q.grad = None
  loss.backward()
  with torch.no_grad():
    for q in params:
      q -= 0.5 * q.grad
  print(loss)

W1
[q.grad.norm() for q in params]
p
h.requires_grad, h.is_leaf
loss = -(t * p.log() + (1 - t) * (1 - p).log()).mean()
loss
loss.backward()
p.argmax()
(p > 0.5).float()
((p > 0.5).float() == t).float().mean()
acc = ((p > 0.5).float() == t).float().mean()
acc.backward()
a = torch.tensor([1., 2., 3.], requires_grad=True)
mask = torch.tensor([1., 0., 1.])
((a * mask) ** 2).sum().backward()
a.grad
a.grad = None
l1 = a.abs().sum()
l2 = (a ** 2).sum()
(l1 + 0.5 * l2).backward()
a.grad
a.grad = None
frozen = torch.tensor([1., 1., 1.])
out = (a * frozen).sum()
out.backward()
a.grad, frozen.grad
frozen.requires_grad_()
out = (a * frozen).sum()
out.backward()
a.grad, frozen.grad
scores = torch.tensor([[1., 2., 0.5], [0.1, 0.2, 3.]], requires_grad=True)
labels = torch.tensor([1, 2])
logp = scores.log_softmax(1)
loss = -logp[torch.arange(2), labels].mean()
loss
loss.backward()
scores.grad
