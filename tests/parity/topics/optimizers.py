from torch import nn, optim
torch.manual_seed(0)
w = torch.tensor([1., -2.], requires_grad=True)
opt = optim.SGD([w], lr=0.1)
opt
loss = (w ** 2).sum()
loss.backward()
w.grad
opt.step()
w, w.grad, w._version
opt.zero_grad()
w.grad is None
opt.step()
w
for _ in range(3):
  loss = (w ** 2).sum()
  loss.backward()
  opt.step()
  print(w.grad, round(loss.item(), 5))

opt.zero_grad(set_to_none=False)
w.grad
opt.state_dict()
optim.SGD([w], lr=-1)
optim.SGD([], lr=0.1)
optim.SGD(w, lr=0.1)
optim.SGD([w * 2], lr=0.1)
optim.SGD([1, 2], lr=0.1)
optim.SGD([w], lr=0.1, nesterov=True)
optim.SGD([w], lr=0.1, momentum=-1)
optim.SGD([w], learning_rate=0.1)
optim.SGD(lr=0.1)
model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
X = torch.randn(20, 2)
Y = X[:, :1] * X[:, 1:]
opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
loss_fn = nn.MSELoss()
for epoch in range(50):
  opt.zero_grad()
  loss = loss_fn(model(X), Y)
  loss.backward()
  opt.step()
  if epoch % 10 == 0:
    print(epoch, f"{loss.item():.4f}")

loss
model[2].bias
opt.state[model[2].bias]["momentum_buffer"].shape
list(opt.state_dict()["state"])
opt.param_groups[0]["lr"]
opt.param_groups[0]["lr"] = 0.01
opt
torch.manual_seed(1)
model = nn.Linear(2, 1)
opt = optim.Adam(model.parameters(), lr=0.05)
opt
for i in range(20):
  opt.zero_grad()
  loss = ((model(X) - X.sum(1, keepdim=True)) ** 2).mean()
  loss.backward()
  opt.step()

round(loss.item(), 4), model.weight, model.bias
opt.state[model.bias]["step"]
sorted(opt.state[model.bias])
saved = opt.state_dict()
other = optim.Adam(model.parameters(), lr=1.)
other.load_state_dict(saved)
other.param_groups[0]["lr"], other.state[model.bias]["step"]
optim.Adam([model.weight]).load_state_dict(saved)
opt = optim.AdamW(model.parameters(), lr=0.1, weight_decay=0.5)
opt
for i in range(5):
  opt.zero_grad()
  model(X).pow(2).mean().backward()
  opt.step()

model.weight
optim.Adam(model.parameters(), betas=(1.0, 0.9))
frozen = nn.Linear(2, 2)
frozen.weight.requires_grad_(False)
before = frozen.weight.clone()
opt = optim.SGD(filter(lambda p: p.requires_grad, frozen.parameters()), lr=1.)
frozen(torch.ones(1, 2)).sum().backward()
opt.step()
torch.equal(before, frozen.weight), frozen.weight.grad, frozen.bias.grad
groups = optim.SGD([{"params": [model.weight], "lr": 1.}, {"params": model.bias}], lr=0.1)
groups
[g["lr"] for g in groups.param_groups]
groups.add_param_group({"params": [model.bias]})
groups.add_param_group({"params": frozen.parameters(), "lr": 5.})
len(groups.param_groups), groups.param_groups[2]["momentum"]
def closure():
  opt.zero_grad()
  loss = frozen(torch.ones(1, 2)).pow(2).sum()
  loss.backward()
  return loss

opt.step(closure).requires_grad
a = torch.tensor(3., requires_grad=True)
opt = optim.SGD([a], lr=0.5, weight_decay=0.1, momentum=0.5, dampening=0.1)
for _ in range(3):
  opt.zero_grad()
  (a ** 2).backward()
  opt.step()
  print(a)

opt = optim.SGD([a], lr=0.1, maximize=True)
(a * 2).backward()
opt.step()
a
opt = optim.SGD([a], lr=0.1)
(a * 2).backward()
(a * 2).backward()
a.grad
optim.NotThere
optim.SGD(model, lr=0.1)
optim.SGD({w}, lr=0.1).param_groups[0]["params"][0] is w
with torch.no_grad():
  a -= 0.1 * a.grad

loss = a ** 2
loss.backward()
opt.step()
loss.backward()
