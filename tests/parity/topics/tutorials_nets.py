# The tutorials' networks, from a polynomial to a convolution.
# Poly autograd.
import math
dtype = torch.float
torch.manual_seed(2)
x = torch.linspace(-1, 1, 2000, dtype=dtype)
y = torch.exp(x)
a = torch.randn((), dtype=dtype, requires_grad=True)
b = torch.randn((), dtype=dtype, requires_grad=True)
c = torch.randn((), dtype=dtype, requires_grad=True)
d = torch.randn((), dtype=dtype, requires_grad=True)
initial_loss = 1.
learning_rate = 1e-5
for t in range(200):
  y_pred = a + b * x + c * x ** 2 + d * x ** 3
  loss = (y_pred - y).pow(2).sum()
  if t == 0:
    initial_loss = loss.item()
  if t % 100 == 99:
    print(f'Iteration t = {t:4d}  loss(t)/loss(0) = {round(loss.item()/initial_loss, 6):10.6f}  a = {a.item():10.6f}  b = {b.item():10.6f}')
  loss.backward()
  with torch.no_grad():
    a -= learning_rate * a.grad
    b -= learning_rate * b.grad
    c -= learning_rate * c.grad
    d -= learning_rate * d.grad
    a.grad = None
    b.grad = None
    c.grad = None
    d.grad = None

a, loss
# Poly legendre function.
import math
class LegendrePolynomial3(torch.autograd.Function):
  @staticmethod
  def forward(ctx, input):
    ctx.save_for_backward(input)
    return 0.5 * (5 * input ** 3 - 3 * input)
  @staticmethod
  def backward(ctx, grad_output):
    input, = ctx.saved_tensors
    return grad_output * 1.5 * (5 * input ** 2 - 1)

x = torch.linspace(-math.pi, math.pi, 2000)
y = torch.sin(x)
a = torch.full((), 0.0, requires_grad=True)
b = torch.full((), -1.0, requires_grad=True)
c = torch.full((), 0.0, requires_grad=True)
d = torch.full((), 0.3, requires_grad=True)
learning_rate = 5e-6
for t in range(400):
  P3 = LegendrePolynomial3.apply
  y_pred = a + b * P3(c + d * x)
  loss = (y_pred - y).pow(2).sum()
  if t % 100 == 99:
    print(t, f"{loss.item():.2f}")
  loss.backward()
  with torch.no_grad():
    for p in (a, b, c, d):
      p -= learning_rate * p.grad
      p.grad = None

P3(x)
P3(c + d * x).grad_fn
P3(c + d * x).grad_fn.next_functions
P3
# Poly module.
class Polynomial3(torch.nn.Module):
  def __init__(self):
    super().__init__()
    self.a = torch.nn.Parameter(torch.randn(()))
    self.b = torch.nn.Parameter(torch.randn(()))
    self.c = torch.nn.Parameter(torch.randn(()))
    self.d = torch.nn.Parameter(torch.randn(()))
  def forward(self, x):
    return self.a + self.b * x + self.c * x ** 2 + self.d * x ** 3
  def string(self):
    return f'y = {self.a.item():.3f} + {self.b.item():.3f} x + {self.c.item():.3f} x^2 + {self.d.item():.3f} x^3'

torch.manual_seed(5)
model = Polynomial3()
model, model.string()
list(model.parameters())
dict(model.named_parameters())
model.state_dict()
import random
random.seed(1)
class DynamicNet(Polynomial3):
  def __init__(self):
    super().__init__()
    self.e = torch.nn.Parameter(torch.randn(()))
  def forward(self, x):
    y = super().forward(x)
    for exp in range(4, random.randint(4, 6)):
      y = y + self.e * x ** exp
    return y

m = DynamicNet()
criterion = torch.nn.MSELoss(reduction='sum')
optimizer = torch.optim.SGD(m.parameters(), lr=1e-8, momentum=0.9)
x = torch.linspace(-3, 3, 100); y = torch.sin(x)
# parity: atol=1 (the sums run in another order, and the polynomial's values are large)
for t in range(5):
  loss = criterion(m(x), y)
  optimizer.zero_grad(); loss.backward(); optimizer.step()
  print(t, f"{loss.item():.1f}", None if m.e.grad is None else f"{m.e.grad.item():.1f}")

optimizer.state_dict()['param_groups']
# Nn tutorial.
import math
torch.manual_seed(0)
x_train = torch.rand(128, 20); y_train = torch.randint(0, 10, (128,))
n, c = x_train.shape
n, c, y_train.min(), y_train.max()
weights = torch.randn(20, 10) / math.sqrt(20)
weights.requires_grad_()
bias = torch.zeros(10, requires_grad=True)
def log_softmax(x):
  return x - x.exp().sum(-1).log().unsqueeze(-1)

def model(xb):
  return log_softmax(xb @ weights + bias)

bs = 64
xb = x_train[0:bs]
preds = model(xb)
print(preds[0], preds.shape)
def nll(input, target):
  return -input[range(target.shape[0]), target].mean()

yb = y_train[0:bs]
print(nll(preds, yb))
def accuracy(out, yb):
  preds = torch.argmax(out, dim=1)
  return (preds == yb).float().mean()

print(accuracy(preds, yb))
lr = 0.5
for epoch in range(2):
  for i in range((n - 1) // bs + 1):
    start_i = i * bs
    end_i = start_i + bs
    xb = x_train[start_i:end_i]
    yb = y_train[start_i:end_i]
    pred = model(xb)
    loss = nll(pred, yb)
    loss.backward()
    with torch.no_grad():
      weights -= weights.grad * lr
      bias -= bias.grad * lr
      weights.grad.zero_()
      bias.grad.zero_()

print(nll(model(xb), yb), accuracy(model(xb), yb))
import torch.nn.functional as F
loss_func = F.cross_entropy
print(loss_func(xb @ weights + bias, yb))
from torch import nn, optim
class Mnist_Logistic(nn.Module):
  def __init__(self):
    super().__init__()
    self.weights = nn.Parameter(torch.randn(20, 10) / math.sqrt(20))
    self.bias = nn.Parameter(torch.zeros(10))
  def forward(self, xb):
    return xb @ self.weights + self.bias

model = Mnist_Logistic()
def fit(epochs, model, loss_func, opt, train_dl, valid_dl):
  for epoch in range(epochs):
    model.train()
    for xb, yb in train_dl:
      loss_batch(model, loss_func, xb, yb, opt)
    model.eval()
    with torch.no_grad():
      losses, nums = zip(*[loss_batch(model, loss_func, xb, yb) for xb, yb in valid_dl])
    val_loss = sum(l * n for l, n in zip(losses, nums)) / sum(nums)
    print(epoch, f"{val_loss:.4f}")

def loss_batch(model, loss_func, xb, yb, opt=None):
  loss = loss_func(model(xb), yb)
  if opt is not None:
    loss.backward()
    opt.step()
    opt.zero_grad()
  return loss.item(), len(xb)

from torch.utils.data import TensorDataset, DataLoader
train_ds = TensorDataset(x_train, y_train)
train_dl = DataLoader(train_ds, batch_size=bs, shuffle=True)
valid_dl = DataLoader(train_ds, batch_size=bs * 2)
opt = optim.SGD(model.parameters(), lr=lr)
fit(3, model, loss_func, opt, train_dl, valid_dl)
class Lambda(nn.Module):
  def __init__(self, func):
    super().__init__()
    self.func = func
  def forward(self, x):
    return self.func(x)

def preprocess(x):
  return x[:, :16].view(-1, 1, 4, 4)

model = nn.Sequential(
  Lambda(preprocess),
  nn.Conv2d(1, 16, kernel_size=3, stride=2, padding=1),
  nn.ReLU(),
  nn.Conv2d(16, 16, kernel_size=3, stride=2, padding=1),
  nn.ReLU(),
  nn.Conv2d(16, 10, kernel_size=3, stride=2, padding=1),
  nn.ReLU(),
  nn.AvgPool2d(1),
  Lambda(lambda x: x.view(x.size(0), -1)),
)
model
opt = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
fit(3, model, loss_func, opt, train_dl, valid_dl)
model(xb).grad_fn, len(list(model.parameters())), sum(p.numel() for p in model.parameters() if p.requires_grad)
# Blitz net.
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(7)
class Net(nn.Module):
  def __init__(self):
    super(Net, self).__init__()
    self.conv1 = nn.Conv2d(1, 6, 5)
    self.conv2 = nn.Conv2d(6, 16, 5)
    self.fc1 = nn.Linear(16 * 5 * 5, 120)
    self.fc2 = nn.Linear(120, 84)
    self.fc3 = nn.Linear(84, 10)
  def forward(self, input):
    c1 = F.relu(self.conv1(input))
    s2 = F.max_pool2d(c1, (2, 2))
    c3 = F.relu(self.conv2(s2))
    s4 = F.max_pool2d(c3, 2)
    s4 = torch.flatten(s4, 1)
    f5 = F.relu(self.fc1(s4))
    f6 = F.relu(self.fc2(f5))
    return self.fc3(f6)

net = Net()
print(net)
params = list(net.parameters())
print(len(params))
print(params[0].size())
input = torch.randn(1, 1, 32, 32)
out = net(input)
print(out)
net.zero_grad()
out.backward(torch.randn(1, 10))
output = net(input)
target = torch.randn(10)
target = target.view(1, -1)
criterion = nn.MSELoss()
loss = criterion(output, target)
print(loss)
print(loss.grad_fn)
print(loss.grad_fn.next_functions[0][0])
print(loss.grad_fn.next_functions[0][0].next_functions[0][0])
net.zero_grad()
print('conv1.bias.grad before backward')
print(net.conv1.bias.grad)
loss.backward()
print('conv1.bias.grad after backward')
print(net.conv1.bias.grad)
learning_rate = 0.01
for f in net.parameters():
  f.data.sub_(f.grad.data * learning_rate)

import torch.optim as optim
optimizer = optim.SGD(net.parameters(), lr=0.01)
optimizer.zero_grad()
output = net(input)
loss = criterion(output, target)
loss.backward()
optimizer.step()
loss
net(torch.randn(1, 3, 32, 32))
net(torch.randn(32, 32))
net(torch.randn(1, 1, 28, 28))
criterion(output, target.view(10))
g = loss.grad_fn
while g is not None:
  print(g.name(), len(g.next_functions))
  g = g.next_functions[0][0] if g.next_functions else None
