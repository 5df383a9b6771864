# A textbook's way from tensors to a perceptron.
# Ndarray.
x = torch.arange(12, dtype=torch.float32)
x
x.numel(), x.shape
X = x.reshape(3, 4); X
x.reshape(-1, 4).shape, x.reshape(3, -1).shape
torch.zeros((2, 3, 4))
torch.tensor([[2, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
X[-1], X[1:3]
X[1, 2] = 17
X[:2, :] = 12
X
# parity: atol=2e-2 (numpy's float32 exp may be off by one unit)
torch.exp(x)
x = torch.tensor([1.0, 2, 4, 8])
y = torch.tensor([2, 2, 2, 2])
x + y, x - y, x * y, x / y, x ** y
X = torch.arange(12, dtype=torch.float32).reshape((3,4))
Y = torch.tensor([[2.0, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
torch.cat((X, Y), dim=0), torch.cat((X, Y), dim=1)
X == Y, X < Y, X > Y
X.sum()
a = torch.arange(3).reshape((3, 1))
b = torch.arange(2).reshape((1, 2))
a, b, a + b
before = id(Y)
Y = Y + X
id(Y) == before
Z = torch.zeros_like(Y)
before = id(Z); Z[:] = X + Y; id(Z) == before
before = id(X); X += Y; id(X) == before
A = X.numpy()
B = torch.from_numpy(A)
type(A), type(B)
a = torch.tensor([3.5])
a, a.item(), float(a), int(a)
x.reshape(5, 3)
torch.cat((X, torch.ones(2, 3)))
# Pandas like.
import numpy as np
inputs = np.array([[3.0, 0, 1], [2.0, 0, 1], [4.0, 1, 0], [3.0, 0, 1]])
targets = np.array([127500., 106000, 178100, 140000])
X = torch.tensor(inputs)
y = torch.tensor(targets)
X, y
X.float().mean(0), y.mean(), y.std()
torch.tensor(inputs.astype('float32')), torch.tensor(inputs.astype(int))
torch.tensor([np.float64(3), np.float64(4)])
torch.tensor(np.array(['a', 'b']))
torch.from_numpy([1, 2])
torch.from_numpy(np.array([1, 2], dtype=object))
torch.as_tensor(inputs).dtype, torch.from_numpy(inputs[::2]).stride()
torch.from_numpy(inputs[::-1])
np.array(X), np.mean(X.numpy()), np.asarray(X, dtype='float32').dtype
np.sin(X)
np.array([1., 2.]) * torch.ones(2)
torch.ones(2) * np.array([1., 2.])
torch.ones(2) + np.float32(3)
np.float32(3) + torch.ones(2)
np.float64(3) * torch.ones(2, requires_grad=True)
x = torch.ones(2, requires_grad=True)
x.numpy()
np.array(x)
x.detach().numpy()
x.data.numpy(), x.tolist()
# Linear algebra.
x = torch.tensor(3.0)
y = torch.tensor(2.0)
x + y, x * y, x / y, x**y
x = torch.arange(3); x[2], len(x), x.shape
A = torch.arange(6).reshape(3, 2); A, A.T
A = torch.tensor([[1, 2, 3], [2, 0, 4], [3, 4, 5]]); A == A.T
torch.arange(24).reshape(2, 3, 4)
A = torch.arange(6, dtype=torch.float32).reshape(2, 3)
B = A.clone()
A, A + B, A * B
a = 2
X = torch.arange(24).reshape(2, 3, 4)
a + X, (a * X).shape
A.sum(axis=0), A.sum(axis=1), A.sum(axis=[0, 1]) == A.sum()
A.mean(), A.sum() / A.numel(), A.mean(axis=0), A.sum(axis=0) / A.shape[0]
sum_A = A.sum(axis=1, keepdims=True); sum_A, sum_A.shape
A / sum_A, A.cumsum(axis=0)
y = torch.ones(3, dtype = torch.float32)
x = torch.arange(3, dtype=torch.float32)
torch.dot(x, y), torch.sum(x * y), torch.mv(A, x), A@x
B = torch.ones(3, 4); torch.mm(A, B), A@B
u = torch.tensor([3.0, -4.0])
torch.norm(u), torch.abs(u).sum(), torch.norm(torch.ones((4, 9)))
X.mean()
torch.dot(x, torch.arange(3))
torch.mm(A, torch.ones(4, 3))
A @ torch.ones(2)
torch.mv(A, torch.ones(2))
len(torch.tensor(3.))
torch.ones(2,3).T, torch.ones(2, 3, 4).mT.shape, torch.ones(2, 3, 4).T.shape
# D2l autograd.
x = torch.arange(4.0)
x.requires_grad_(True)
x.grad
y = 2 * torch.dot(x, x)
y
y.backward()
x.grad, x.grad == 4 * x
x.grad.zero_()
y = x.sum(); y.backward(); x.grad
x.grad.zero_()
y = x * x
y.backward(gradient=torch.ones(len(y)))
x.grad
x.grad.zero_()
y = x * x
u = y.detach()
z = u * x
z.sum().backward()
x.grad == u
x.grad.zero_()
y.sum().backward()
x.grad == 2 * x
def f(a):
  b = a * 2
  while b.norm() < 1000:
    b = b * 2
  if b.sum() > 0:
    c = b
  else:
    c = 100 * b
  return c

torch.manual_seed(0)
a = torch.randn(size=(), requires_grad=True)
d = f(a)
d.backward()
a, d, a.grad == d / a
torch.arange(4, requires_grad=True)
torch.arange(4).requires_grad_()
x.backward()
torch.randn(size=(3,), requires_grad=True).backward()
# D2l linreg scratch.
import random
torch.manual_seed(1); random.seed(1)
def synthetic_data(w, b, num_examples):
  X = torch.normal(0, 1, (num_examples, len(w)))
  y = torch.matmul(X, w) + b
  y += torch.normal(0, 0.01, y.shape)
  return X, y.reshape((-1, 1))

true_w = torch.tensor([2, -3.4]); true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 100)
print('features:', features[0], '\nlabel:', labels[0])
def data_iter(batch_size, features, labels):
  num_examples = len(features)
  indices = list(range(num_examples))
  random.shuffle(indices)
  for i in range(0, num_examples, batch_size):
    batch_indices = torch.tensor(indices[i: min(i + batch_size, num_examples)])
    yield features[batch_indices], labels[batch_indices]

for X, y in data_iter(10, features, labels):
  print(X, '\n', y)
  break

w = torch.normal(0, 0.01, size=(2,1), requires_grad=True)
b = torch.zeros(1, requires_grad=True)
def linreg(X, w, b):
  return torch.matmul(X, w) + b

def squared_loss(y_hat, y):
  return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2

def sgd(params, lr, batch_size):
  with torch.no_grad():
    for param in params:
      param -= lr * param.grad / batch_size
      param.grad.zero_()

# parity: atol=1e-5 (the sums run in another order)
for epoch in range(3):
  for X, y in data_iter(10, features, labels):
    l = squared_loss(linreg(X, w, b), y)
    l.sum().backward()
    sgd([w, b], 0.03, 10)
  with torch.no_grad():
    train_l = squared_loss(linreg(features, w, b), labels)
    print(f'epoch {epoch + 1}, loss {float(train_l.mean()):f}')

print(f'error in estimating w: {true_w - w.reshape(true_w.shape)}')
print(f'error in estimating b: {true_b - b}')
w -= 0.1 * w.grad
w.grad, b
# D2l linreg concise.
from torch.utils import data
from torch import nn
torch.manual_seed(2)
X = torch.normal(0, 1, (50, 2)); y = (X @ torch.tensor([2, -3.4]) + 4.2).reshape(-1, 1)
def load_array(data_arrays, batch_size, is_train=True):
  dataset = data.TensorDataset(*data_arrays)
  return data.DataLoader(dataset, batch_size, shuffle=is_train)

data_iter = load_array((X, y), 10)
next(iter(data_iter))
net = nn.Sequential(nn.Linear(2, 1))
net[0].weight.data.normal_(0, 0.01)
net[0].bias.data.fill_(0)
loss = nn.MSELoss()
trainer = torch.optim.SGD(net.parameters(), lr=0.03)
# parity: atol=1e-5 (the sums run in another order)
for epoch in range(3):
  for a, b in data_iter:
    l = loss(net(a), b)
    trainer.zero_grad()
    l.backward()
    trainer.step()
  l = loss(net(X), y)
  print(f'epoch {epoch + 1}, loss {l:f}')

net[0].weight.data, net[0].bias.data
net.weight
net[1]
net[0].weight.grad
# D2l softmax scratch.
X = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
X.sum(0, keepdim=True), X.sum(1, keepdim=True)
def softmax(X):
  X_exp = torch.exp(X)
  partition = X_exp.sum(1, keepdim=True)
  return X_exp / partition

torch.manual_seed(0)
X = torch.normal(0, 1, (2, 5)); X_prob = softmax(X); X_prob, X_prob.sum(1)
W = torch.normal(0, 0.01, size=(784, 10), requires_grad=True); b = torch.zeros(10, requires_grad=True)
def net(X):
  return softmax(torch.matmul(X.reshape((-1, W.shape[0])), W) + b)

y = torch.tensor([0, 2])
y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
y_hat[[0, 1], y]
def cross_entropy(y_hat, y):
  return - torch.log(y_hat[range(len(y_hat)), y])

cross_entropy(y_hat, y)
def accuracy(y_hat, y):
  if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
    y_hat = y_hat.argmax(axis=1)
  cmp = y_hat.type(y.dtype) == y
  return float(cmp.type(y.dtype).sum())

accuracy(y_hat, y) / len(y)
imgs = torch.rand(8, 1, 28, 28); lab = torch.randint(10, (8,))
l = cross_entropy(net(imgs), lab); l
l.sum().backward()
W.grad.norm(), b.grad
l.mean().grad_fn, l.grad_fn, net(imgs).grad_fn
imgs[0][0].shape, imgs.squeeze().shape
y_hat[0, 5]
cross_entropy(y_hat, torch.tensor([0, 7]))
# D2l softmax concise.
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
def init_weights(m):
  if type(m) == nn.Linear:
    nn.init.normal_(m.weight, std=0.01)

net.apply(init_weights)
net.apply(init_weights);
loss = nn.CrossEntropyLoss(reduction='none')
X = torch.rand(4, 1, 28, 28); y = torch.tensor([1, 2, 3, 4])
loss(net(X), y)
loss(net(X), y.float())
loss(net(X), torch.tensor([1, 2, 3, 14]))
loss(net(X), y[:3])
loss(net(X), nn.functional.one_hot(y, 10))
loss(net(X), nn.functional.one_hot(y, 10).float())
loss(net(X).argmax(1), y)
# D2l mlp.
x = torch.arange(-8.0, 8.0, 4, requires_grad=True)
y = torch.relu(x); y
y.backward(torch.ones_like(x), retain_graph=True); x.grad
y = torch.sigmoid(x); y
x.grad.data.zero_(); y.backward(torch.ones_like(x), retain_graph=True); x.grad
y = torch.tanh(x); x.grad.data.zero_(); y.backward(torch.ones_like(x), retain_graph=True); x.grad
from torch import nn
torch.manual_seed(0)
W1 = nn.Parameter(torch.randn(784, 256, requires_grad=True) * 0.01)
b1 = nn.Parameter(torch.zeros(256, requires_grad=True))
W2 = nn.Parameter(torch.randn(256, 10, requires_grad=True) * 0.01)
b2 = nn.Parameter(torch.zeros(10, requires_grad=True))
params = [W1, b1, W2, b2]
def relu(X):
  a = torch.zeros_like(X)
  return torch.max(X, a)

def net(X):
  X = X.reshape((-1, 784))
  H = relu(X@W1 + b1)
  return (H@W2 + b2)

l = nn.CrossEntropyLoss(reduction='none')(net(torch.rand(4, 784)), torch.tensor([1, 2, 3, 4])); l
l.mean().backward(); [p.grad.norm() for p in params]
relu(torch.randn(2, 2, requires_grad=True)).grad_fn
# D2l weight decay.
from torch import nn
torch.manual_seed(0)
n_train, num_inputs = 20, 200
true_w, true_b = torch.ones((num_inputs, 1)) * 0.01, 0.05
X = torch.randn(n_train, num_inputs); y = X @ true_w + true_b + 0.01 * torch.randn(n_train, 1)
def l2_penalty(w):
  return torch.sum(w.pow(2)) / 2

w = torch.normal(0, 1, size=(num_inputs, 1), requires_grad=True); b = torch.zeros(1, requires_grad=True)
opt = torch.optim.SGD([{"params": [w], 'weight_decay': 3}, {"params": b}], lr=0.003)
for epoch in range(20):
  loss = ((X @ w + b - y) ** 2 / 2).mean() + 0 * l2_penalty(w)
  opt.zero_grad(); loss.backward(); opt.step()
  if epoch % 5 == 0: print(epoch, f"{loss.item():.4f}", f"{torch.norm(w).item():.4f}")

opt
opt.param_groups[0]['weight_decay'], opt.param_groups[1].keys()
# D2l dropout.
from torch import nn
def dropout_layer(X, dropout):
  assert 0 <= dropout <= 1
  if dropout == 1:
    return torch.zeros_like(X)
  if dropout == 0:
    return X
  mask = (torch.rand(X.shape) > dropout).float()
  return mask * X / (1.0 - dropout)

torch.manual_seed(0)
X = torch.arange(16, dtype = torch.float32).reshape((2, 8))
print(dropout_layer(X, 0.)); print(dropout_layer(X, 0.5)); print(dropout_layer(X, 1.))
dropout_layer(X, 2)
net = nn.Sequential(nn.Flatten(), nn.Linear(8, 6), nn.ReLU(), nn.Dropout(0.2), nn.Linear(6, 4), nn.ReLU(), nn.Dropout(0.5), nn.Linear(4, 2))
net
net(X)
net.eval()(X)
nn.Dropout(0.5)(torch.ones(3, 4, requires_grad=True))
nn.Dropout(0.5).eval()(torch.ones(3, requires_grad=True) * 2)
nn.Dropout(1.5)
net.training, net[3].training
