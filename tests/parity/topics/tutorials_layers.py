# The same textbook on modules, convolutions and normalization.
# D2l params.
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
X = torch.rand(size=(2, 4)); net(X)
print(net[2].state_dict())
print(type(net[2].bias)); print(net[2].bias); print(net[2].bias.data)
net[2].weight.grad == None
print(*[(name, param.shape) for name, param in net[0].named_parameters()])
print(*[(name, param.shape) for name, param in net.named_parameters()])
net.state_dict()['2.bias'].data
def block1():
  return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())

def block2():
  net = nn.Sequential()
  for i in range(4):
    net.add_module(f'block {i}', block1())
  return net

rgnet = nn.Sequential(block2(), nn.Linear(4, 1)); rgnet(X)
print(rgnet)
rgnet[0][1][0].bias.data
def init_constant(m):
  if type(m) == nn.Linear:
    nn.init.constant_(m.weight, 1)
    nn.init.zeros_(m.bias)

net.apply(init_constant); net[0].weight.data[0], net[0].bias.data[0]
def init_xavier(m):
  if type(m) == nn.Linear:
    nn.init.xavier_uniform_(m.weight)

def my_init(m):
  if type(m) == nn.Linear:
    print("Init", *[(name, param.shape) for name, param in m.named_parameters()][0])
    nn.init.uniform_(m.weight, -10, 10)
    m.weight.data *= m.weight.data.abs() >= 5

net[0].apply(init_xavier); net.apply(my_init); net[0].weight[:2]
net[0].weight.data[:] += 1; net[0].weight.data[0, 0] = 42; net[0].weight.data[0]
shared = nn.Linear(8, 8)
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), shared, nn.ReLU(), shared, nn.ReLU(), nn.Linear(8, 1))
net(X); print(net[2].weight.data[0] == net[4].weight.data[0]); net[2].weight.data[0, 0] = 100; print(net[2].weight.data[0] == net[4].weight.data[0])
len(list(net.parameters())), list(net.state_dict())
class MyLinear(nn.Module):
  def __init__(self, in_units, units):
    super().__init__()
    self.weight = nn.Parameter(torch.randn(in_units, units))
    self.bias = nn.Parameter(torch.randn(units,))
  def forward(self, X):
    linear = torch.matmul(X, self.weight.data) + self.bias.data
    return nn.functional.relu(linear)

linear = MyLinear(5, 3); linear.weight
linear(torch.rand(2, 5))
class CenteredLayer(nn.Module):
  def __init__(self):
    super().__init__()
  def forward(self, X):
    return X - X.mean()

layer = CenteredLayer(); layer(torch.FloatTensor([1, 2, 3, 4, 5]))
nn.Sequential(nn.Linear(8, 128), CenteredLayer())
# D2l block.
from torch import nn
from torch.nn import functional as F
torch.manual_seed(0)
class MySequential(nn.Module):
  def __init__(self, *args):
    super().__init__()
    for idx, module in enumerate(args):
      self._modules[str(idx)] = module
  def forward(self, X):
    for block in self._modules.values():
      X = block(X)
    return X

net = MySequential(nn.Linear(20, 25), nn.ReLU(), nn.Linear(25, 10)); X = torch.rand(2, 20); net(X)
net
class FixedHiddenMLP(nn.Module):
  def __init__(self):
    super().__init__()
    self.rand_weight = torch.rand((20, 20), requires_grad=False)
    self.linear = nn.Linear(20, 20)
  def forward(self, X):
    X = self.linear(X)
    X = F.relu(torch.mm(X, self.rand_weight) + 1)
    X = self.linear(X)
    while X.abs().sum() > 1:
      X /= 2
    return X.sum()

net = FixedHiddenMLP(); out = net(X); out
out.backward(); net.linear.weight.grad.shape
class NestMLP(nn.Module):
  def __init__(self):
    super().__init__()
    self.net = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU())
    self.linear = nn.Linear(32, 16)
  def forward(self, X):
    return self.linear(self.net(X))

chimera = nn.Sequential(NestMLP(), nn.Linear(16, 20), FixedHiddenMLP()); chimera(X)
chimera
class Bad(nn.Module):
  def __init__(self):
    self.l = nn.Linear(2, 2)

Bad()
class NoForward(nn.Module):
  pass

NoForward()(X)
class Forgot(nn.Module):
  def __init__(self):
    super().__init__()
    self.w = torch.ones(2)

list(Forgot().parameters()), Forgot().bar
torch.optim.SGD(Forgot().parameters(), lr=0.1)
nn.Module()
# D2l conv.
from torch import nn
def corr2d(X, K):
  h, w = K.shape
  Y = torch.zeros((X.shape[0] - h + 1, X.shape[1] - w + 1))
  for i in range(Y.shape[0]):
    for j in range(Y.shape[1]):
      Y[i, j] = (X[i:i + h, j:j + w] * K).sum()
  return Y

X = torch.tensor([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]]); K = torch.tensor([[0.0, 1.0], [2.0, 3.0]])
corr2d(X, K)
class Conv2D(nn.Module):
  def __init__(self, kernel_size):
    super().__init__()
    self.weight = nn.Parameter(torch.rand(kernel_size))
    self.bias = nn.Parameter(torch.zeros(1))
  def forward(self, x):
    return corr2d(x, self.weight) + self.bias

Conv2D((2, 2))(X).grad_fn
X = torch.ones((6, 8)); X[:, 2:6] = 0; X
K = torch.tensor([[1.0, -1.0]]); Y = corr2d(X, K); Y
torch.manual_seed(0)
conv2d = nn.Conv2d(1,1, kernel_size=(1, 2), bias=False)
X = X.reshape((1, 1, 6, 8)); Y = Y.reshape((1, 1, 6, 7)); lr = 3e-2
for i in range(10):
  Y_hat = conv2d(X)
  l = (Y_hat - Y) ** 2
  conv2d.zero_grad()
  l.sum().backward()
  conv2d.weight.data[:] -= lr * conv2d.weight.grad
  if (i + 1) % 2 == 0:
    print(f'epoch {i+1}, loss {l.sum():.3f}')

conv2d.weight.data.reshape((1, 2))
conv2d
def comp_conv2d(conv2d, X):
  X = X.reshape((1, 1) + X.shape)
  Y = conv2d(X)
  return Y.reshape(Y.shape[2:])

X = torch.rand(size=(8, 8))
comp_conv2d(nn.Conv2d(1, 1, kernel_size=3, padding=1), X).shape
comp_conv2d(nn.Conv2d(1, 1, kernel_size=(5, 3), padding=(2, 1)), X).shape
comp_conv2d(nn.Conv2d(1, 1, kernel_size=(3, 5), padding=(0, 1), stride=(3, 4)), X).shape
def corr2d_multi_in_out(X, K):
  return torch.stack([sum(corr2d(x, kk) for x, kk in zip(X, k)) for k in K], 0)

X = torch.tensor([[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]])
K = torch.tensor([[[0.0, 1.0], [2.0, 3.0]], [[1.0, 2.0], [3.0, 4.0]]])
K = torch.stack((K, K + 1, K + 2), 0); K.shape, corr2d_multi_in_out(X, K)
X = torch.arange(16, dtype=torch.float32).reshape((1, 1, 4, 4))
nn.MaxPool2d(3)(X), nn.MaxPool2d(3, padding=1, stride=2)(X), nn.MaxPool2d((2, 3), stride=(2, 3), padding=(0, 1))(X)
nn.AvgPool2d(2)(torch.cat((X, X + 1), 1))
nn.MaxPool2d(3, padding=2)(X)
nn.MaxPool2d(5)(X)
nn.Conv2d(1, 1, 7)(X)
nn.Conv2d(1, 2, 3, groups=2)
nn.Conv2d(3, 6, 3, stride=2, padding='same')
nn.Conv2d(3, 6, (3, 5), stride=2, padding=(1, 2), dilation=2, groups=3, bias=False, padding_mode='reflect')
# Lenet.
from torch import nn
torch.manual_seed(0)
net = nn.Sequential(nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.Sigmoid(), nn.AvgPool2d(kernel_size=2, stride=2), nn.Conv2d(6, 16, kernel_size=5), nn.Sigmoid(), nn.AvgPool2d(kernel_size=2, stride=2), nn.Flatten(), nn.Linear(16 * 5 * 5, 120), nn.Sigmoid(), nn.Linear(120, 84), nn.Sigmoid(), nn.Linear(84, 10))
X = torch.rand(size=(1, 1, 28, 28), dtype=torch.float32)
for layer in net:
  X = layer(X)
  print(layer.__class__.__name__,'output shape: \t',X.shape)

def init_weights(m):
  if type(m) == nn.Linear or type(m) == nn.Conv2d:
    nn.init.xavier_uniform_(m.weight)

net.apply(init_weights)
opt = torch.optim.SGD(net.parameters(), lr=0.9); loss = nn.CrossEntropyLoss()
X = torch.rand(16, 1, 28, 28); y = torch.randint(0, 10, (16,))
for i in range(5):
  opt.zero_grad(); l = loss(net(X), y); l.backward(); opt.step(); print(f"{l.item():.4f}")

net(X)[0]
l.grad_fn, l.grad_fn.next_functions[0][0].next_functions
[n for n, _ in net.named_modules()]
# Nin vgg resnet.
from torch import nn
from torch.nn import functional as F
torch.manual_seed(0)
def vgg_block(num_convs, in_channels, out_channels):
  layers = []
  for _ in range(num_convs):
    layers.append(nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1))
    layers.append(nn.ReLU())
    in_channels = out_channels
  layers.append(nn.MaxPool2d(kernel_size=2,stride=2))
  return nn.Sequential(*layers)

vgg_block(2, 3, 4)
class Residual(nn.Module):
  def __init__(self, input_channels, num_channels, use_1x1conv=False, strides=1):
    super().__init__()
    self.conv1 = nn.Conv2d(input_channels, num_channels, kernel_size=3, padding=1, stride=strides)
    self.conv2 = nn.Conv2d(num_channels, num_channels, kernel_size=3, padding=1)
    if use_1x1conv:
      self.conv3 = nn.Conv2d(input_channels, num_channels, kernel_size=1, stride=strides)
    else:
      self.conv3 = None
    self.bn1 = nn.BatchNorm2d(num_channels)
    self.bn2 = nn.BatchNorm2d(num_channels)
  def forward(self, X):
    Y = F.relu(self.bn1(self.conv1(X)))
    Y = self.bn2(self.conv2(Y))
    if self.conv3:
      X = self.conv3(X)
    Y += X
    return F.relu(Y)

blk = Residual(3, 6, use_1x1conv=True, strides=2); X = torch.rand(4, 3, 6, 6); blk(X).shape
blk
y = blk(X); y.mean()
y.sum().backward(); blk.bn1.weight.grad, blk.bn1.running_mean, blk.bn1.num_batches_tracked
Residual(3, 3)
Residual(3, 6)(X)
# parity: atol=1e-3 (the sums run in another order)
blk.conv2.weight.grad.abs().sum(), list(blk.state_dict())
net = nn.Sequential(nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten()); net(y).shape
nn.AdaptiveMaxPool2d((1,1))(y).grad_fn
def conv_block(i, o):
  return nn.Sequential(nn.BatchNorm2d(i), nn.ReLU(), nn.Conv2d(i, o, kernel_size=3, padding=1))

class DenseBlock(nn.Module):
  def __init__(self, n, i, o):
    super().__init__()
    self.net = nn.Sequential(*[conv_block(o * k + i, o) for k in range(n)])
  def forward(self, X):
    for blk in self.net:
      Y = blk(X)
      X = torch.cat((X, Y), dim=1)
    return X

DenseBlock(2, 3, 10)(torch.randn(4, 3, 8, 8)).shape
# D2l batchnorm.
from torch import nn
def batch_norm(X, gamma, beta, moving_mean, moving_var, eps, momentum):
  if not torch.is_grad_enabled():
    X_hat = (X - moving_mean) / torch.sqrt(moving_var + eps)
  else:
    assert len(X.shape) in (2, 4)
    if len(X.shape) == 2:
      mean = X.mean(dim=0)
      var = ((X - mean) ** 2).mean(dim=0)
    else:
      mean = X.mean(dim=(0, 2, 3), keepdim=True)
      var = ((X - mean) ** 2).mean(dim=(0, 2, 3), keepdim=True)
    X_hat = (X - mean) / torch.sqrt(var + eps)
    moving_mean = momentum * moving_mean + (1.0 - momentum) * mean
    moving_var = momentum * moving_var + (1.0 - momentum) * var
  Y = gamma * X_hat + beta
  return Y, moving_mean.data, moving_var.data

class BatchNorm(nn.Module):
  def __init__(self, num_features, num_dims):
    super().__init__()
    shape = (1, num_features) if num_dims == 2 else (1, num_features, 1, 1)
    self.gamma = nn.Parameter(torch.ones(shape))
    self.beta = nn.Parameter(torch.zeros(shape))
    self.moving_mean = torch.zeros(shape)
    self.moving_var = torch.ones(shape)
  def forward(self, X):
    if self.moving_mean.device != X.device:
      self.moving_mean = self.moving_mean.to(X.device)
    Y, self.moving_mean, self.moving_var = batch_norm(X, self.gamma, self.beta, self.moving_mean, self.moving_var, eps=1e-5, momentum=0.9)
    return Y

torch.manual_seed(0)
X = torch.randn(5, 3); mine = BatchNorm(3, 2); his = nn.BatchNorm1d(3)
torch.allclose(mine(X), his(X), atol=1e-4), mine(X).grad_fn, his(X).grad_fn
mine, mine.gamma.reshape((-1,)), mine.state_dict()
his.state_dict()
his(X[:1])
his(torch.randn(5, 4))
his(torch.randn(5))
nn.BatchNorm2d(3)(torch.randn(2, 3))
his.eval(); his(X[:1])
nn.LayerNorm(3)(X), nn.LayerNorm((2, 3), elementwise_affine=False)
nn.LayerNorm(4)(X)
