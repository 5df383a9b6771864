import math, copy
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import Dataset, DataLoader, TensorDataset, random_split
torch.manual_seed(42)
# A line through points.
X = torch.linspace(0, 1, 20).unsqueeze(1); y = 3 * X + 1 + 0.1 * torch.randn(20, 1)
model = nn.Linear(1, 1); criterion = nn.MSELoss(); optimizer = optim.SGD(model.parameters(), lr=0.5)
for epoch in range(3):
  optimizer.zero_grad()
  loss = criterion(model(X), y)
  loss.backward()
  optimizer.step()
  print(f"epoch {epoch}: loss {loss.item():.4f}")

model.weight, model.bias
# A classifier, its batches shuffled, its rate scheduled.
class Moons(Dataset):
  def __init__(self, n):
    g = torch.Generator().manual_seed(0)
    t = torch.rand(n, generator=g) * math.pi
    self.y = (torch.arange(n) % 2).long()
    self.x = torch.stack([torch.cos(t) + self.y, torch.sin(t) * (1 - 2 * self.y)], dim=1)
  def __len__(self):
    return len(self.y)
  def __getitem__(self, i):
    return self.x[i], self.y[i]

train, test = random_split(Moons(40), [30, 10], generator=torch.Generator().manual_seed(1))
len(train), len(test), train[0]
loader = DataLoader(train, batch_size=8, shuffle=True); xb, yb = next(iter(loader)); xb.shape, yb
class MLP(nn.Module):
  def __init__(self, hidden=8, dropout=0.2):
    super().__init__()
    self.net = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, 2))
  def forward(self, x):
    return self.net(x)

model = MLP(); print(model)
sum(p.numel() for p in model.parameters() if p.requires_grad)
def train_epoch(model, loader, optimizer):
  model.train()
  total = 0.0
  for xb, yb in loader:
    loss = F.cross_entropy(model(xb), yb)
    optimizer.zero_grad(); loss.backward(); optimizer.step()
    total += loss.item() * len(xb)
  return total / len(loader.dataset)

@torch.no_grad()
def accuracy(model, data):
  model.eval()
  right = 0
  for xb, yb in DataLoader(data, batch_size=4):
    right += (model(xb).argmax(dim=1) == yb).sum().item()
  return right / len(data)

optimizer = optim.Adam(model.parameters(), lr=0.05); scheduler = optim.lr_scheduler.StepLR(optimizer, 2, 0.5)
for epoch in range(6):
  loss = train_epoch(model, loader, optimizer); scheduler.step()
  print(epoch, f"{loss:.3f}", scheduler.get_last_lr(), accuracy(model, test))

# The best state is kept, and comes back.
best = copy.deepcopy(model.state_dict()); list(best)
with torch.no_grad():
  for p in model.parameters(): p.zero_()

model.load_state_dict(best), accuracy(model, train) > 0.5
# Some layers are frozen.
for p in model.net[0].parameters(): p.requires_grad = False

[(n, p.requires_grad) for n, p in model.named_parameters()]
opt = optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1); len(opt.param_groups[0]["params"])
before = model.net[0].weight.clone(); train_epoch(model, loader, opt) > 0, torch.equal(before, model.net[0].weight), model.net[0].weight.grad
# Rates by layer, weights decayed, biases not.
decay = [p for n, p in model.named_parameters() if n.endswith("weight")]; rest = [p for n, p in model.named_parameters() if n.endswith("bias")]
opt = optim.AdamW([{"params": decay, "weight_decay": 0.1}, {"params": rest, "weight_decay": 0.0}], lr=1e-2); opt
# Gradients of several batches are added up.
model = nn.Linear(2, 1); opt = optim.SGD(model.parameters(), lr=0.1)
for i, x in enumerate(torch.eye(2).repeat(2, 1).split(1)):
  (model(x).sum() / 2).backward()
  if (i + 1) % 2 == 0:
    print(model.weight.grad, model.bias.grad); opt.step(); opt.zero_grad()

# Gradients are clipped.
loss = (model(torch.full((1, 2), 100.)) ** 2).sum(); loss.backward()
norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0); norm > 1, sum((p.grad ** 2).sum() for p in model.parameters()).sqrt()
# A moving average of the weights.
shadow = {n: p.detach().clone() for n, p in model.named_parameters()}
with torch.no_grad():
  for n, p in model.named_parameters(): p.add_(1.0); shadow[n].mul_(0.9).add_(p, alpha=0.1)

shadow["bias"] - model.bias
# Weights that two layers share.
class Tied(nn.Module):
  def __init__(self):
    super().__init__()
    self.a = nn.Linear(2, 2, bias=False); self.b = nn.Linear(2, 2, bias=False)
    self.b.weight = self.a.weight
  def forward(self, x):
    return self.b(self.a(x))

tied = Tied(); len(list(tied.parameters())), list(tied.state_dict()); tied(torch.ones(1, 2)).sum().backward(); tied.a.weight.grad is tied.b.weight.grad
# A layer of one's own, with what it needs made in reset_parameters.
class Affine(nn.Module):
  def __init__(self, n, eps=1e-5):
    super().__init__()
    self.eps = eps
    self.gain = nn.Parameter(torch.empty(n)); self.shift = nn.Parameter(torch.empty(n))
    self.register_buffer("mean", torch.zeros(n))
    self.reset_parameters()
  def reset_parameters(self):
    nn.init.ones_(self.gain); nn.init.zeros_(self.shift)
  def forward(self, x):
    if self.training:
      self.mean = 0.9 * self.mean + 0.1 * x.detach().mean(0)
    return (x - self.mean) * self.gain + self.shift
  def extra_repr(self):
    return f"{len(self.gain)}, eps={self.eps}"

layer = Affine(2); layer, layer(torch.tensor([[1., 2.], [3., 4.]])), layer.mean, layer.eval()(torch.ones(1, 2))
# What layers give out is collected by hooks.
seen = {}
def keep(name):
  def hook(module, args, output):
    seen[name] = output.detach()
  return hook

net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)); handles = [m.register_forward_hook(keep(n)) for n, m in net.named_modules() if n]
_ = net(torch.ones(1, 2)); {n: t.shape for n, t in seen.items()}
for h in handles: h.remove()
# Stop when nothing gets better.
opt = optim.SGD(net.parameters(), lr=0.1); plateau = optim.lr_scheduler.ReduceLROnPlateau(opt, factor=0.1, patience=1)
best, patience = float("inf"), 0
for step, value in enumerate([1.0, 0.8, 0.81, 0.82, 0.83, 0.84]):
  plateau.step(value)
  best, patience = (value, 0) if value < best else (best, patience + 1)
  print(step, opt.param_groups[0]["lr"], patience)
  if patience == 3: break

# One cycle, rate and momentum against each other.
opt = optim.SGD(net.parameters(), lr=0.1, momentum=0.9); cycle = optim.lr_scheduler.OneCycleLR(opt, 0.5, epochs=1, steps_per_epoch=5)
for _ in range(4):
  opt.zero_grad(); net(torch.ones(1, 2)).sum().backward(); opt.step(); cycle.step()
  print(round(cycle.get_last_lr()[0], 5), round(opt.param_groups[0]["momentum"], 5))

# From where it was left.
state = {"model": net.state_dict(), "opt": opt.state_dict(), "epoch": 4}
other = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)); other.load_state_dict(state["model"]); again = optim.SGD(other.parameters(), lr=1.0); again.load_state_dict(state["opt"]); again.param_groups[0]["lr"] == opt.param_groups[0]["lr"], torch.equal(net[0].weight, other[0].weight)
# Common mistakes.
optim.SGD(net.parameters())
optim.SGD(net, lr=0.1)
optim.SGD(net.parameters, lr=0.1)
criterion(net(torch.ones(2, 2)), torch.ones(2)).item() >= 0
F.cross_entropy(torch.randn(2, 3), torch.tensor([0., 1.]))
F.cross_entropy(torch.randn(2, 3), torch.tensor([0, 3]))
net(torch.ones(1, 3))
net.parameters().grad
loss = net(torch.ones(1, 2)).sum(); loss.backward(); loss.backward()
for xb in loader: break
net(xb)
len(loader.dataset), len(loader), loader.batch_size
nn.Linear(2)
nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 1))(torch.ones(1, 2))
DataLoader(train, batchsize=3)
next(loader)
loader[0]
from torch.nn.utils.rnn import pad_sequence
pad_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])], batch_first=True), pad_sequence([torch.ones(2), torch.zeros(1)], padding_value=-1.)
list(DataLoader([torch.ones(1), torch.ones(3)], batch_size=2, collate_fn=lambda b: pad_sequence(b, batch_first=True)))
list(DataLoader(TensorDataset(torch.ones(2)), pin_memory=True))
