from torch import nn
import torch.nn.functional as F
v = torch.arange(1.0, 7).view(2, 3).requires_grad_(); g = torch.tensor([[2.0], [3.0]], requires_grad=True)
w = torch._weight_norm(v, g, 0); w
w.sin().sum().backward(); v.grad, g.grad
torch._weight_norm(v, torch.tensor(2.0, requires_grad=True), -1), torch._weight_norm(v, torch.ones(1, 3), 1)
torch.norm_except_dim(v, 2, 0), torch.norm_except_dim(v), torch.norm_except_dim(torch.arange(24.0).view(2, 3, 4), 2, 1)
torch.manual_seed(0); m = nn.utils.weight_norm(nn.Linear(3, 2), name="weight"); m
m.weight_g, m.weight_v.shape, [n for n, _ in m.named_parameters()], m.weight.grad_fn
list(m.state_dict())
m(torch.ones(1, 3)).sum().backward(); m.weight_g.grad
nn.utils.weight_norm(m)
nn.utils.remove_weight_norm(m), [n for n, _ in m.named_parameters()]
nn.utils.remove_weight_norm(m)
c = nn.utils.weight_norm(nn.Conv1d(2, 3, 2), dim=None); c.weight_g, c.weight_g.shape
c(torch.ones(1, 2, 4)).shape
from torch.nn.utils import parametrizations, parametrize
torch.manual_seed(0); p = parametrizations.weight_norm(nn.Linear(3, 2)); p
[(n, q.shape) for n, q in p.named_parameters()], p.weight
p(torch.ones(1, 3)).sum().backward(); p.parametrizations.weight.original0.grad
p.load_state_dict({"bias": torch.zeros(2), "weight_g": torch.ones(2, 1), "weight_v": torch.ones(2, 3)}); p.weight
p.weight = torch.eye(2, 3); p.parametrizations.weight.original0
parametrize.remove_parametrizations(p, "weight"), p.weight
o = torch.optim.SGD(c.parameters(), lr=0.1); loss = c(torch.ones(1, 2, 4)).pow(2).mean(); loss.backward(); o.step(); c.weight_g.grad.shape
