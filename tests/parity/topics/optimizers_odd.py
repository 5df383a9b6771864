import torch
from torch import nn, optim
# In double, in half, transposed, a view of other memory, expanded gradients, empty and 0-dim.
torch.set_default_dtype(torch.float64)
w = torch.ones(2, requires_grad=True); w.grad = torch.tensor([.1, .2]); o = optim.Adam([w]); o.step(); o.state_dict()["state"], w
torch.set_default_dtype(torch.float32)
w = torch.ones(2, dtype=torch.float16, requires_grad=True); w.grad = torch.tensor([.1, .2], dtype=torch.float16)
for n in ("SGD", "Adam", "RMSprop", "Adagrad"):
  o = getattr(optim, n)([w], lr=.01); o.step(); o.step(); print(n, w, o.state_dict()["state"])

base = torch.arange(6.).reshape(2, 3); v = base.t().requires_grad_(); v.grad = torch.ones(3, 2)
o = optim.Adam([v], lr=.1); o.step(); v, base, o.state[v]["exp_avg"].stride()
leaf = torch.zeros(4); row = leaf[1:3]; row.requires_grad_(); row.grad = torch.ones(2); optim.SGD([row], lr=1.).step(); leaf, row._version, leaf._version
w = torch.ones(2, requires_grad=True); y = (w ** 2).sum(); w.grad = torch.ones(2); optim.SGD([w], lr=.1).step()
y.backward()
w = torch.ones(3, requires_grad=True); w.sum().backward(); w.grad, w.grad.stride(); optim.SGD([w], lr=.1, momentum=.5).step(); w, w.grad
s = optim.SGD([w], lr=.1, momentum=.5); s.step(); s.state[w]["momentum_buffer"].data_ptr() == w.grad.data_ptr()
with torch.inference_mode(): s.step()

w
e = torch.zeros(0, requires_grad=True); e.grad = torch.zeros(0); z = torch.tensor(2., requires_grad=True); z.grad = torch.tensor(1.)
for n in ("SGD", "Adam", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "Rprop", "ASGD"):
  o = getattr(optim, n)([e, z]); o.step(); o.step(); print(n, e, z, {k: (v.shape, v.dtype) for k, v in o.state[z].items()})
  getattr(optim, n)([z], maximize=True).step(); print(z)

# What is not finite, and a rate that is a tensor.
w = torch.ones(2, requires_grad=True); w.grad = torch.tensor([float("nan"), float("inf")]); o = optim.Adam([w]); o.step(); w
w = torch.ones(2, requires_grad=True); w.grad = torch.tensor([1e38, 3e38]); optim.SGD([w], lr=10.).step(); w
o = optim.Adam([w]); o.step(); w, o.state[w]["exp_avg_sq"]
rate = torch.tensor(0.1); w = torch.ones(3, requires_grad=True); w.grad = torch.tensor([.1, .3, .7])
for n in ("SGD", "Adam", "RMSprop", "Adagrad", "NAdam", "AdamW"):
  o = getattr(optim, n)([w], lr=rate); o.step(); o.step(); print(n, w)

# Arguments of the wrong kind.
optim.SGD([w], lr=None)
optim.Adam([w], lr=None)
optim.Adam([w], betas=None)
optim.Adam([w], eps=None)
optim.SGD([w], lr=float("nan")).param_groups[0]["lr"]
optim.SGD("abc")
optim.SGD([[w]])
optim.SGD([{"lr": 1}])
optim.SGD([w, None])
optim.SGD(nn.Linear(1, 1))
optim.SGD([w]).step(foo=1)
optim.SGD([w]).load_state_dict({})
optim.SGD([w]).load_state_dict(3)
nn.Sequential(nn.ReLU()).append()
nn.ModuleList().pop()
