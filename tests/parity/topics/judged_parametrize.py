from torch import nn
torch.nn.utils.parametrize.is_parametrized(nn.ReLU())
import copy, pickle
import torch.nn.utils.parametrize as P
from torch.nn.utils import parametrize
class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)

class Skew(nn.Module):
    def forward(self, X):
        A = X.triu(1)
        return A - A.transpose(-1, -2)
    def right_inverse(self, A):
        return A.triu(1)

class MatrixExponential(nn.Module):
    def forward(self, X):
        return torch.matrix_exp(X)

class Scale(nn.Module):
    def forward(self, g, v):
        return g * v
    def right_inverse(self, w):
        return w.abs().max(), w / w.abs().max()

torch.manual_seed(0); layer = nn.Linear(3, 3); P.register_parametrization(layer, "weight", Symmetric())
layer.weight, torch.allclose(layer.weight, layer.weight.T)
layer.parametrizations.weight[0], layer.parametrizations.weight.original.shape, len(layer.parametrizations)
[n for n, _ in layer.named_parameters()], list(layer.state_dict()), [n for n, _ in layer.named_modules()]
type(layer), type(layer).__name__, isinstance(layer, nn.Linear), P.type_before_parametrizations(layer)
P.is_parametrized(layer), P.is_parametrized(layer, "weight"), P.is_parametrized(layer, "bias"), P.is_parametrized(nn.ReLU())
layer(torch.ones(1, 3)).sum().backward(); layer.parametrizations.weight.original.grad
layer.weight.grad_fn, layer.weight is layer.weight
with P.cached():
    layer.weight is layer.weight

layer.weight = torch.ones(3, 3)
layer.weight = nn.Parameter(torch.ones(3, 3))
P.register_parametrization(layer, "weight", Skew()); layer.weight
layer.weight[0, 0] = 5
P.remove_parametrizations(layer, "weight", leave_parametrized=False)
layer.weight
P.remove_parametrizations(layer, "weight")
P.register_parametrization(layer, "weight", Skew())
layer.weight = torch.arange(9.0).view(3, 3); layer.weight
P.remove_parametrizations(layer, "weight"); layer.weight, [n for n, _ in layer.named_parameters()]
P.register_parametrization(layer, "foo", Skew())
P.register_parametrization(layer, "bias", lambda x: x)
class Narrow(nn.Module):
    def forward(self, X): return X[:1]

class Double(nn.Module):
    def forward(self, X): return X.double()

class Nothing(nn.Module):
    def forward(self, X): return None

P.register_parametrization(layer, "bias", Narrow())
P.register_parametrization(layer, "bias", Double())
P.register_parametrization(layer, "bias", Nothing())
layer, type(layer).__name__
P.register_parametrization(layer, "bias", Narrow(), unsafe=True); layer.bias.shape
P.remove_parametrizations(layer, "bias"); layer.bias.shape
l = nn.Linear(2, 2, bias=False); P.register_parametrization(l, "weight", Scale()); [(n, p.shape) for n, p in l.named_parameters()]
l
l.weight = torch.tensor([[1.0, 2], [3, 4]]); l.weight, l.parametrizations.weight.original0
P.remove_parametrizations(l, "weight", leave_parametrized=False)
P.remove_parametrizations(l, "weight"); l, l.weight
rnn = nn.RNNCell(2, 2); P.register_parametrization(rnn, "weight_hh", Skew()); P.register_parametrization(rnn.parametrizations.weight_hh, "original", Symmetric()); rnn
c = copy.deepcopy(rnn); c.weight_hh.shape, type(c).__name__, c.parametrizations.weight_hh is rnn.parametrizations.weight_hh
pickle.dumps(rnn)
rnn.eval().parametrizations.training, rnn.double().weight_hh.dtype
sd = rnn.state_dict(); list(sd); rnn.load_state_dict(sd)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU()); P.register_parametrization(net[0], "weight", Symmetric()); net
o = torch.optim.SGD(net.parameters(), lr=0.1); net(torch.ones(1, 2)).sum().backward(); o.step(); torch.equal(net[0].weight, net[0].weight.T)
P.register_parametrization(nn.BatchNorm1d(2), "running_mean", Nothing(), unsafe=True)
b = nn.BatchNorm1d(2); P.register_parametrization(b, "running_mean", nn.Identity()); b, dict(b.named_buffers()).keys()
parametrize is P, P.ParametrizationList
P.ParametrizationList([], torch.ones(1))
