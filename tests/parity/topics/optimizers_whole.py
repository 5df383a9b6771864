import torch, copy, pickle
from torch import nn, optim
def fit(make, steps=3, **options):
  w = torch.tensor([1., -2., 0.5], requires_grad=True)
  b = torch.tensor(0.25, requires_grad=True)
  opt = make([w, b], **options)
  for _ in range(steps):
    opt.zero_grad()
    ((w ** 2).sum() + (w * b).sum() + b ** 4).backward()
    opt.step()
  print(w, b)
  return opt

fit(optim.SGD)
fit(optim.SGD, lr=0.1).state_dict()
fit(optim.SGD, lr=0.1, momentum=0.9, dampening=0.1, weight_decay=0.01).state_dict()
fit(optim.SGD, lr=0.1, momentum=0.9, nesterov=True, maximize=True)
fit(optim.SGD, lr=torch.tensor(0.1), foreach=False)
fit(optim.Adam).state_dict()
fit(optim.Adam, lr=0.1, amsgrad=True, weight_decay=0.1, maximize=True)
fit(optim.Adam, 20, lr=0.05, betas=(0.8, 0.9), eps=1e-4)
fit(optim.Adam, foreach=True, lr=0.1)
fit(optim.Adam, fused=True, lr=0.1)
fit(optim.AdamW).state_dict()
fit(optim.AdamW, lr=0.1, weight_decay=0.5)
fit(optim.RMSprop).state_dict()
fit(optim.RMSprop, lr=0.05, alpha=0.9, momentum=0.9, centered=True, weight_decay=0.1).state_dict()
fit(optim.Adagrad).state_dict()
fit(optim.Adagrad, lr=0.5, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.2)
fit(optim.Adadelta).state_dict()
fit(optim.Adadelta, lr=0.5, rho=0.5)
fit(optim.Adamax).state_dict()
fit(optim.NAdam).state_dict()
fit(optim.NAdam, lr=0.1, weight_decay=0.1, decoupled_weight_decay=True)
fit(optim.RAdam, 8, lr=0.1)
fit(optim.Rprop).state_dict()
x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
opt = optim.LBFGS([x], max_iter=5, line_search_fn="strong_wolfe"); opt
def closure():
  opt.zero_grad()
  loss = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
  loss.backward()
  return loss

[round(opt.step(closure).item(), 6) for _ in range(4)], [round(v, 6) for v in x.tolist()]
opt.step()
optim.LBFGS([{"params": [x]}, {"params": [x.detach().clone()]}])
w = torch.tensor([1., 2.], requires_grad=True); w.grad = torch.tensor([0.5, -0.5])
opt = optim.SGD([w], lr=0.1); opt.step(); w._version; opt.step(); w._version
opt = optim.AdamW([w], lr=0.1); opt.step(); w._version, w
opt = optim.SGD([w], lr=0.1); opt.step(lambda: torch.tensor(3.)), opt.step(closure=lambda: 4)
with torch.no_grad(): opt.step(lambda: print(torch.is_grad_enabled()))
opt.step(1)
opt.step(1, 2)
p1, p2, p3 = (torch.full((2,), float(i), requires_grad=True) for i in range(3))
opt = optim.SGD([{"params": p1}, {"params": [p2, p3], "lr": 0.5, "name": "late"}], lr=0.1, momentum=0.9)
opt
opt.param_groups[1]["lr"], opt.defaults["lr"], len(opt.param_groups)
opt.add_param_group({"params": torch.zeros(1, requires_grad=True), "lr": 7}); len(opt.param_groups), opt.param_groups[-1]["lr"], opt.param_groups[-1]["momentum"]
opt.add_param_group({"params": p1})
opt.add_param_group([p1])
opt.add_param_group({"lr": 1})
opt.add_param_group({"params": {p1}})
opt.add_param_group({"params": [3]})
opt.add_param_group({"params": [("a", torch.zeros(1))]})
optim.SGD([p1, p1], lr=0.1).param_groups[0]["lr"]
optim.SGD({"a": p1}, lr=0.1)
optim.SGD(nn.Linear(2, 1).named_parameters(), lr=0.1).param_groups[0]["param_names"]
optim.SGD([("a", p1), p2])
optim.SGD(3)
optim.SGD(None, lr=1)
optim.SGD(p1)
optim.SGD(iter([]))
optim.SGD([nn.Linear(1, 1)])
optim.SGD([p1 * 2])
r = p1 * 2; r.retain_grad(); optim.SGD([r], lr=0.1).param_groups[0]["lr"]
optim.SGD([p1], lr=-0.1)
optim.SGD([p1], lr="a")
optim.SGD([p1], lr=[1])
optim.SGD([p1], lr=torch.ones(2))
optim.SGD([p1], momentum=-1)
optim.SGD([p1], weight_decay=-1)
optim.SGD([p1], nesterov=True)
optim.SGD([p1], momentum=0.9, dampening=0.5, nesterov=True)
optim.SGD([p1], 0.1, 0.9, 0, 0, False, True)
optim.SGD([p1], foreach=True, fused=True)
optim.SGD([p1], fused=True, differentiable=True)
optim.SGD([p1], alpha=0.1)
optim.Adam([p1], lr=-1)
optim.Adam([p1], betas=(1.0, 0.9))
optim.Adam([p1], betas=(0.9, -1.0))
optim.Adam([p1], betas=0.9)
optim.Adam([p1], betas=(0.9,))
optim.Adam([p1], betas=(0, 0.9))
optim.Adam([p1], eps=-1e-8)
optim.Adam([p1], weight_decay=-1)
optim.Adam([p1], lr=torch.tensor(0.1), foreach=True)
optim.Adam([p1], fused=True, foreach=True)
c = optim.Adam([p1], capturable=True); p1.grad = torch.ones(2); c.step()
optim.RMSprop([p1], alpha=-1)
optim.RMSprop([p1], momentum=-1)
optim.Adagrad([p1], lr_decay=-1)
optim.Adagrad([p1], initial_accumulator_value=-1)
optim.Adadelta([p1], rho=2)
optim.NAdam([p1], momentum_decay=-1)
optim.Rprop([p1], etas=(2, 3))
optim.Adagrad([p1]).state_dict()
optim.Optimizer([p1], {"lr": 1}).step()
optim.Optimizer([p1], {"lr": 1})
d = optim.SGD([p2], lr=0.1, differentiable=True); p2.grad = torch.ones(2); d.step()
q = p2 * 2; q.retain_grad(); q.sum().backward(); d = optim.SGD([q], lr=0.1, differentiable=True); d.step(); q
first = optim.Adam([p1], lr=0.5); p1.grad = torch.ones(2); first.step(); saved = first.state_dict(); saved
second = optim.Adam([torch.zeros(2, requires_grad=True)]); second.load_state_dict(saved); second
second.state_dict() == saved, second.state_dict()["state"][0]["exp_avg"] is saved["state"][0]["exp_avg"]
second.load_state_dict({"state": {}, "param_groups": []})
optim.Adam([p1, p2]).load_state_dict(saved)
second.load_state_dict({"state": {}, "param_groups": [{"lr": 3, "params": [0]}]}); second
half = torch.zeros(2, dtype=torch.float64, requires_grad=True); third = optim.Adam([half]); third.load_state_dict(saved); third.state[half]
copied = copy.deepcopy(first); copied.param_groups[0]["params"][0] is p1, copied
h1 = opt.register_step_pre_hook(lambda o, args, kwargs: print("before", args, kwargs)); h2 = opt.register_step_post_hook(lambda o, args, kwargs: print("after", type(o).__name__))
opt.step(); opt.step(closure=None); h1.remove(); opt.step(); h2.remove(); opt.step()
h = opt.register_step_pre_hook(lambda o, a, k: 3)
opt.step()
h.remove()
h = opt.register_state_dict_post_hook(lambda o, sd: {**sd, "extra": 1}); list(opt.state_dict()); h.remove()
h = opt.register_state_dict_pre_hook(lambda o: print("saving")); _ = opt.state_dict(); h.remove()
h = opt.register_load_state_dict_pre_hook(lambda o, sd: print(list(sd))); k = opt.register_load_state_dict_post_hook(lambda o: print("loaded")); opt.load_state_dict(opt.state_dict()); h.remove(); k.remove()
opt.zero_grad(); p1.grad; p1.grad = torch.ones(2); opt.zero_grad(set_to_none=False); p1.grad
i = torch.ones(2, dtype=torch.int64); optim.SGD([i], lr=1).step()
z = torch.tensor([1 + 2j, -1j], requires_grad=True); o = optim.Adam([z], lr=0.1); (z.abs() ** 2).sum().backward(); o.step(); z, o.state[z]["exp_avg_sq"]
z.grad = torch.ones(2, dtype=torch.complex64); optim.SGD([z], lr=0.1, momentum=0.9).step(); z
f64 = torch.ones(2, dtype=torch.float64, requires_grad=True); f64.grad = torch.full((2,), 0.3, dtype=torch.float64); o = optim.SGD([f64], lr=0.1); o.step(); f64.tolist()
w32 = torch.ones(3, requires_grad=True); w32.grad = torch.tensor([0.1, 0.2, 0.3]); optim.SGD([w32], lr=0.01).step(); w32.tolist()
class Plain(optim.Optimizer):
  def __init__(self, params, lr=0.1):
    super().__init__(params, dict(lr=lr))
  @torch.no_grad()
  def step(self):
    for group in self.param_groups:
      for p in group["params"]:
        p.add_(p.grad, alpha=-group["lr"])

w32.grad = torch.ones(3); o = Plain([w32]); o.register_step_post_hook(lambda *a: print("stepped")); o.step(); w32, o
optim.Nothing
y = (w32 ** 2).sum(); o.step(); y.backward()
