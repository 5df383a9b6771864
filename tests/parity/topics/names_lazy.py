# Lazy layers, as d2l builds its networks.
import torch
from torch import nn
torch.manual_seed(0)
layer = nn.LazyLinear(3)
layer
layer.weight
layer.weight.shape
list(layer.state_dict()), layer.in_features
layer(torch.ones(2, 4))
layer
layer.weight
type(layer)
net = nn.Sequential(nn.LazyConv2d(4, kernel_size=3, padding=1), nn.LazyBatchNorm2d(), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.LazyLinear(5))
net
x = torch.randn(2, 3, 4, 4)
net(x)
net
net[1].running_mean
sum(p.numel() for p in net.parameters())
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net(x).sum().backward()
optimizer.step()
net[5].bias
def init_cnn(module):
    if type(module) == nn.Linear or type(module) == nn.Conv2d:
        nn.init.xavier_uniform_(module.weight)

net.apply(init_cnn)[5].weight.abs().max() < 1
nn.LazyConv1d(2, 3), nn.LazyConv3d(2, 3), nn.LazyConvTranspose1d(2, 3), nn.LazyConvTranspose2d(2, 3), nn.LazyConvTranspose3d(2, 3)
nn.LazyBatchNorm1d(), nn.LazyBatchNorm3d(), nn.LazyInstanceNorm1d(), nn.LazyInstanceNorm2d(affine=False), nn.LazyInstanceNorm3d()
up = nn.LazyConvTranspose2d(2, 3, stride=2)
up(torch.ones(1, 4, 5, 5)).shape
up, up.weight.shape
nn.LazyConv2d(2, 3)(torch.ones(5))
nn.LazyBatchNorm1d()(torch.ones(2, 3, 4, 5))
nn.LazyBatchNorm1d()(torch.randn(4, 3)).shape
a, b = nn.LazyLinear(2), nn.Linear(3, 2)
a.load_state_dict(b.state_dict())
a(torch.ones(1, 3)).equal(b(torch.ones(1, 3)))
a
nn.LazyLinear(2, bias=False), nn.LazyLinear(2).bias
nn.LazyLinear()
import copy
copy.deepcopy(nn.LazyLinear(2))(torch.ones(1, 7)).shape
isinstance(nn.LazyLinear(2), nn.Linear)
nn.LazyConv2d(4, 3, groups=2)(torch.ones(1, 3, 5, 5))
[type(p).__name__ for p in nn.LazyLinear(2).parameters()]
nn.LazyLinear(2).double()(torch.ones(1, 2, dtype=torch.float64)).dtype
