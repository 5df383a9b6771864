import torch
from torch import nn
from torch.nn import init
torch.manual_seed(0)
w = torch.empty(3, 5)
init.uniform_(w)
init.uniform_(w, -1, 1)
init.normal_(w)
init.normal_(w, mean=2.0, std=0.5)
init.constant_(w, 0.3)
init.ones_(w), init.zeros_(w)
init.eye_(w)
init.xavier_uniform_(w)
init.xavier_uniform_(w, gain=init.calculate_gain("relu"))
init.xavier_normal_(w)
init.kaiming_uniform_(w, mode="fan_in", nonlinearity="relu")
init.kaiming_normal_(w, mode="fan_out", nonlinearity="relu")
init.kaiming_normal_(w, a=0.2)
init.trunc_normal_(w)
init.trunc_normal_(w, mean=0.5, std=0.2, a=0.0, b=1.0)
init.trunc_normal_(w, std=1.0, a=1.5, b=2.0)
init.trunc_normal_(torch.empty(4, 8), a=-0.5, b=0.5)
init.trunc_normal_(torch.empty(3), mean=9.0)
init.orthogonal_(w)
init.orthogonal_(torch.empty(4, 2), gain=2)
q = init.orthogonal_(torch.empty(3, 3, dtype=torch.float64)); torch.allclose(q @ q.T, torch.eye(3, dtype=torch.float64))
init.orthogonal_(torch.empty(2, 2, 2)).shape, init.orthogonal_(torch.empty(0, 2))
init.sparse_(torch.empty(4, 3), sparsity=0.5)
init.dirac_(torch.empty(2, 2, 3))
init.dirac_(torch.empty(4, 2, 3, 3), groups=2)[:, :, 1, 1]
g = torch.Generator().manual_seed(7)
init.uniform_(torch.empty(3), generator=g), init.normal_(torch.empty(2), generator=g), init.trunc_normal_(torch.empty(2), generator=g)
init.kaiming_uniform_(torch.empty(2, 3, 2, 2), generator=g)
p = nn.Parameter(torch.empty(2, 2)); init.ones_(p), p.grad_fn, p._version
lin = nn.Linear(3, 2); init.xavier_uniform_(lin.weight); init.zeros_(lin.bias)
[init.calculate_gain(n) for n in ["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"]], init.calculate_gain("leaky_relu", 0.2)
init.calculate_gain("foo")
init.calculate_gain("leaky_relu", "a")
init.calculate_gain("leaky_relu", True)
init.xavier_uniform_(torch.empty(3))
init.kaiming_uniform_(w, mode="fan")
init.kaiming_uniform_(w, nonlinearity="foo")
init.kaiming_uniform_(torch.empty(0, 3))
init.kaiming_normal_(torch.empty(3, 0))
init.eye_(torch.empty(3))
init.dirac_(torch.empty(2, 2))
init.dirac_(torch.empty(3, 2, 2), groups=2)
init.orthogonal_(torch.empty(3))
init.sparse_(torch.empty(3), 0.1)
init.uniform_(torch.ones(2, dtype=torch.int64))
init.uniform(w)
init.xavier_normal(torch.empty(2, 2))
init.foo
def start(m):
  if isinstance(m, nn.Linear):
    init.kaiming_normal_(m.weight); init.constant_(m.bias, 0.1)

net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1)).apply(start); list(net.parameters())
from torch.nn.utils import clip_grad_norm_, clip_grad_value_, parameters_to_vector, vector_to_parameters
net(torch.ones(4, 2)).sum().backward()
[p.grad for p in net.parameters()]
clip_grad_norm_(net.parameters(), 1.0)
[p.grad for p in net.parameters()]
clip_grad_norm_(net.parameters(), max_norm=0.5, norm_type=float("inf")), clip_grad_norm_(net.parameters(), 2, norm_type=1)
clip_grad_value_(net.parameters(), 0.05); [p.grad.abs().max() for p in net.parameters()]
clip_grad_norm_(net[0].weight, 1.0), clip_grad_norm_([], 1.0)
clip_grad_norm_((p for p in []), 1.0)
nn.utils.clip_grad_norm(net.parameters(), 1.0)
net[0].bias.grad.fill_(float("inf")); clip_grad_norm_(net.parameters(), 1.0, error_if_nonfinite=True)
clip_grad_norm_(net.parameters(), 1.0), net[0].bias.grad, net[2].bias.grad
nn.utils.get_total_norm([torch.ones(2), torch.ones(2)])
v = parameters_to_vector(net.parameters()); v, v.grad_fn
vector_to_parameters(torch.arange(9.), net.parameters()); net[0].weight, net[2].bias
vector_to_parameters([1], net.parameters())
vector_to_parameters(torch.arange(3.), net.parameters())
parameters_to_vector([])
nn.utils.foo
