import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook, register_module_forward_pre_hook, register_module_full_backward_hook, register_module_full_backward_pre_hook
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
h = register_module_forward_hook(lambda m, args, out: print(type(m).__name__, args[0].shape, out.shape))
_ = net(torch.ones(1, 2))
own = net[1].register_forward_hook(lambda m, args, out: print("own"))
_ = net(torch.ones(1, 2))
h.remove(); own.remove()
h = register_module_forward_pre_hook(lambda m, args: print("before", type(m).__name__))
_ = net[0](torch.ones(1, 2)); h.remove()
h = register_module_forward_hook(lambda m, args, kwargs, out: print(kwargs), with_kwargs=True); _ = nn.Linear(2, 1)(input=torch.ones(1, 2)); h.remove()
h = register_module_full_backward_hook(lambda m, gi, go: print("grad", type(m).__name__, [g is not None and g.shape for g in gi], go[0].shape))
x = torch.ones(1, 2, requires_grad=True); net(x).sum().backward()
p = register_module_full_backward_pre_hook(lambda m, go: print("grad of", type(m).__name__)); net(x).sum().backward()
h.remove(); p.remove(); net(x).sum().backward()
class Fails(nn.Module):
  def forward(self, x): raise ValueError("broken")

h = register_module_forward_hook(lambda m, a, o: print("always", o), always_call=True); k = register_module_forward_hook(lambda m, a, o: 1 / 0, always_call=True)
Fails()(1)
h.remove(); k.remove()
Fails()(1)
old = nn.Linear(2, 1); h = old.register_backward_hook(lambda m, gi, go: print(len(gi), go)); old(x).sum().backward(); (old(x) * 2).sum().backward(); h.remove()
two = nn.Sequential(nn.Linear(2, 1), nn.Tanh()); h = two.register_backward_hook(lambda m, gi, go: print(gi)); two(x).sum().backward()
