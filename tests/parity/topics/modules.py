import torch.nn as nn
import torch.nn.functional as F
from torch.nn import Parameter
torch.manual_seed(0)
lin = nn.Linear(3, 2)
lin
lin.weight, lin.bias
lin.weight.grad, lin.weight.is_leaf, lin.weight.grad_fn
x = torch.tensor([[1., 2., 3.], [-1., 0.5, 2.]])
y = lin(x)
y
y.grad_fn.next_functions
y.sum().backward()
lin.weight.grad
lin.bias.grad
lin(torch.ones(2, 4))
lin(torch.ones(3))
lin(torch.ones(2, 2, 3)).shape, lin(torch.ones(2, 2, 3)).grad_fn
lin(x.double())
lin([1., 2., 3.])
lin(torch.ones(2, 3, dtype=torch.int64))
lin()
nn.Linear(2, 2, bias=False)(torch.ones(1, 2)).grad_fn
model = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1))
print(model)
model[0], model[-1], len(model)
model[5]
model[:2]
for name, p in model.named_parameters():
  print(name, p.shape, p.requires_grad)

sum(p.numel() for p in model.parameters())
list(model.parameters())[1]
list(model.state_dict().items())
model.state_dict().keys()
class Net(nn.Module):
  def __init__(self):
    super().__init__()
    self.fc1 = nn.Linear(2, 3)
    self.fc2 = nn.Linear(3, 1)
    self.scale = nn.Parameter(torch.ones(1))
    self.register_buffer("mean", torch.zeros(2))
  def forward(self, x):
    x = F.relu(self.fc1(x - self.mean))
    return self.scale * self.fc2(x)

net = Net()
net
out = net(torch.tensor([[0.5, 1.5]]))
out
out.backward()
net.scale.grad, net.fc2.bias.grad
net.fc1.weight.grad
net.zero_grad()
net.fc1.weight.grad
net.foo
net.fc1 = 3
net.scale = torch.ones(1)
net.mean = "a"
net.fc3 = nn.Linear(1, 1)
del net.fc3
net.fc3
[name for name, _ in net.named_modules()]
list(net.children())
dict(net.named_buffers())
class Forgot(nn.Module):
  def __init__(self):
    self.fc = nn.Linear(1, 1)

Forgot()
class NoForward(nn.Module):
  pass

NoForward()(1)
net.load_state_dict(net.state_dict())
net.load_state_dict({})
net.load_state_dict({"fc1.weight": torch.ones(2, 2), "extra": torch.ones(1)}, strict=False)
net.load_state_dict({"fc1.weight": torch.ones(3, 2), "extra": torch.ones(1)}, strict=False)
net.load_state_dict(model.state_dict())
net.fc1.weight
for p in net.fc1.parameters():
  p.requires_grad = False

[(n, p.requires_grad) for n, p in net.named_parameters()]
net(torch.ones(1, 2)).sum().backward()
net.fc1.weight.grad is None, net.fc2.weight.grad
net.requires_grad_(False)(torch.ones(1, 2)).requires_grad
net.requires_grad_(True).fc1.bias.requires_grad
net.train(), net.training
net.eval().training, net.fc1.training
net.train(1)
drop = nn.Dropout(0.5)
drop
torch.manual_seed(4)
drop(torch.ones(2, 6))
drop.eval()(torch.ones(6))
torch.manual_seed(4)
F.dropout(torch.ones(5), 0.2)
nn.Dropout(2)
nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
nn.ModuleList([nn.ReLU(), nn.Tanh()])(torch.ones(1))
layers = nn.ModuleDict({"first": nn.Linear(2, 2), "act": nn.Tanh()})
layers
layers["act"](torch.zeros(2))
layers["last"]
nn.Sequential(nn.Linear(2, 3), nn.Linear(2, 3))(torch.ones(1, 2))
nn.Sequential(nn.ReLU)
p = Parameter(torch.tensor([1., 2.]))
p
p.data, p.detach(), p * 2
[p]
type(p), isinstance(p, torch.Tensor), type(p.data)
Parameter(torch.tensor([1, 2]))
Parameter([1., 2.])
p += 1
nn.Flatten()(torch.ones(2, 3, 4)).shape
nn.Flatten()
nn.Identity()(3)
nn.Softmax(dim=1)(torch.tensor([[1., 2., 3.]]))
nn.LogSoftmax(dim=0)(torch.tensor([1., 2., 3.]))
nn.LeakyReLU(0.1)(torch.tensor([-1., 2.]))
nn.GELU()(torch.tensor([-1., 0., 2.]))
nn.Tanh(), nn.Sigmoid(), nn.ReLU(inplace=True), nn.LeakyReLU()
F.relu(torch.tensor([-1., 2.], requires_grad=True))
handle = net.register_forward_hook(lambda m, i, o: print("out", o.shape))
_ = net(torch.ones(4, 2))
handle.remove()
_ = net(torch.ones(4, 2))
_ = net.register_forward_pre_hook(lambda m, args: (args[0] * 0,))
net(torch.ones(1, 2)) == net(torch.zeros(1, 2))
net.double().fc1.weight.dtype, net.mean.dtype
net.to(torch.int64)
net.float().scale
def init_weights(m):
  if isinstance(m, nn.Linear):
    nn.init.constant_(m.weight, 0.5)
    nn.init.zeros_(m.bias)

net.apply(init_weights).fc2.weight
torch.manual_seed(1)
nn.init.xavier_uniform_(torch.empty(2, 3))
nn.init.kaiming_normal_(torch.empty(2, 3), nonlinearity="relu")
nn.init.normal_(torch.empty(3), mean=1., std=0.1)
nn.init.xavier_uniform_(torch.empty(3))
nn.init.calculate_gain("relu"), nn.init.calculate_gain("nope")
nn.NotALayer
F.not_a_function
import copy
twin = copy.deepcopy(model)
twin[0].weight is model[0].weight, torch.equal(twin[0].weight, model[0].weight)
