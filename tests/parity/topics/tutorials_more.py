# Transfer, metric learning, replay memories, diffusion, numerical tricks, data.
# Transfer.
import torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0)
class Backbone(nn.Module):
  def __init__(self):
    super().__init__()
    self.features = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(1))
    self.fc = nn.Linear(4, 10)
  def forward(self, x):
    return self.fc(torch.flatten(self.features(x), 1))

m = Backbone()
for name, child in m.named_children():
  for p in child.parameters(): p.requires_grad_(name == 'fc')

m.fc = nn.Linear(m.fc.in_features, 2); m
trainable = [n for n, p in m.named_parameters() if p.requires_grad]; trainable
opt = torch.optim.SGD(m.fc.parameters(), lr=0.01, momentum=0.9); sch = torch.optim.lr_scheduler.StepLR(opt, step_size=2, gamma=0.1)
best = 0.0; x = torch.randn(8, 3, 5, 5); y = torch.randint(0, 2, (8,))
for epoch in range(4):
  for phase in ['train', 'val']:
    m.train() if phase == 'train' else m.eval()
    with torch.set_grad_enabled(phase == 'train'):
      out = m(x); _, preds = torch.max(out, 1); loss = F.cross_entropy(out, y)
      if phase == 'train':
        opt.zero_grad(); loss.backward(); opt.step()
    acc = (preds == y.data).double().sum() / len(y)
    print(f'{phase} Loss: {loss.item():.4f} Acc: {acc:.4f}')
  sch.step()

m.features[1].running_mean, m.features[1].num_batches_tracked, opt.param_groups[0]['lr']
m.features[0].weight.grad, m(x).grad_fn.next_functions
# Siamese triplet.
import torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0)
e = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)); a, p, n = (torch.randn(5, 4) for _ in range(3))
l = nn.TripletMarginLoss(margin=1.0)(e(a), e(p), e(n)); l, l.grad_fn
l.backward(); [f"{q.grad.norm():.4f}" for q in e.parameters()]
d = F.pairwise_distance(e(a), e(p)); d.grad_fn; (d ** 2).mean() + F.relu(1 - d).pow(2).mean()
F.cosine_similarity(e(a), e(p)), nn.CosineEmbeddingLoss()(e(a), e(p), torch.tensor([1, -1, 1, 1, -1]))
# parity: atol=2e-4 (the products sum in another order)
z = F.normalize(e(torch.cat([a, p])), dim=1); sim = z @ z.T / 0.5; sim.fill_diagonal_(-9e15)
# parity: atol=2e-4 (the products sum in another order)
z = F.normalize(e(torch.cat([a, p])), dim=1); sim = z @ z.T / 0.5; mask = torch.eye(10, dtype=torch.bool); sim = sim.masked_fill(mask, -9e15); t = torch.arange(10).roll(5); F.cross_entropy(sim, t)
torch.cdist(a, p).argmin(1), torch.topk(sim, 2).indices[:2]
# Autoencoder.
import torch.nn as nn
torch.manual_seed(0)
class AE(nn.Module):
  def __init__(self):
    super().__init__()
    self.enc = nn.Sequential(nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(4, 8, 3, stride=2, padding=1))
    self.dec = nn.Sequential(nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1), nn.ReLU(), nn.Upsample(scale_factor=2), nn.Conv2d(4, 1, 3, padding=1), nn.Sigmoid())
  def forward(self, x): return self.dec(self.enc(x))

m = AE(); m
x = torch.rand(2, 1, 8, 8); m(x).shape, m.enc(x).shape
opt = torch.optim.Adam(m.parameters(), lr=1e-2, weight_decay=1e-5)
for i in range(4):
  l = nn.functional.mse_loss(m(x), x); opt.zero_grad(); l.backward(); opt.step(); print(f"{l.item():.5f}")

m(x).grad_fn, m(torch.rand(1, 8, 8)).shape
m(torch.rand(2, 3, 8, 8))
nn.functional.interpolate(x, size=(4, 4), mode='bilinear', align_corners=False).shape
nn.functional.interpolate(x, scale_factor=2, size=3)
nn.PixelShuffle(2)(torch.arange(16.).view(1, 4, 2, 2))
# Rl values.
import torch.nn as nn, copy, random
from collections import deque, namedtuple
torch.manual_seed(0); random.seed(0)
Transition = namedtuple('Transition', ('state', 'action', 'next_state', 'reward')); memory = deque([], maxlen=100)
policy = nn.Linear(3, 2); target = nn.Linear(3, 2); target.load_state_dict(policy.state_dict())
for i in range(20): memory.append(Transition(torch.randn(1, 3), torch.tensor([[random.randrange(2)]]), None if i % 5 == 0 else torch.randn(1, 3), torch.tensor([random.random()])))

batch = Transition(*zip(*random.sample(memory, 8)))
mask = torch.tensor(tuple(map(lambda s: s is not None, batch.next_state)), dtype=torch.bool); mask
state, action, reward = torch.cat(batch.state), torch.cat(batch.action), torch.cat(batch.reward); state.shape, action.T, reward
q = policy(state).gather(1, action); q.grad_fn
nxt = torch.zeros(8)
with torch.no_grad(): nxt[mask] = target(torch.cat([s for s in batch.next_state if s is not None])).max(1).values

loss = nn.SmoothL1Loss()(q, (nxt * 0.9 + reward).unsqueeze(1)); loss
opt = torch.optim.AdamW(policy.parameters(), lr=1e-2, amsgrad=True); opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_value_(policy.parameters(), 100); opt.step(); policy.bias
t, s = target.state_dict(), policy.state_dict()
for k in s: t[k] = s[k] * 0.005 + t[k] * (1 - 0.005)

target.load_state_dict(t); target.weight
policy(state).max(1)[1].view(-1, 1)[:2], policy(state).max(1).indices.shape, torch.argmax(policy(state), dim=-1)[0].item()
ratio = (torch.log_softmax(policy(state), 1).gather(1, action) - torch.log_softmax(target(state), 1).gather(1, action).detach()).exp(); torch.min(ratio, torch.clamp(ratio, 0.8, 1.2)).mean()
# Diffusion.
torch.manual_seed(0)
import torch.nn as nn
T = 10; betas = torch.linspace(1e-4, 0.02, T); alphas = 1. - betas; abar = torch.cumprod(alphas, 0); abar
prev = torch.cat([torch.tensor([1.0]), abar[:-1]]); (betas * (1. - prev) / (1. - abar))[:3]
def extract(a, t, shape): return a.gather(-1, t).reshape(len(t), *((1,) * (len(shape) - 1)))

x0 = torch.randn(4, 1, 4, 4); t = torch.randint(0, T, (4,)); noise = torch.randn_like(x0)
xt = extract(abar.sqrt(), t, x0.shape) * x0 + extract((1 - abar).sqrt(), t, x0.shape) * noise; xt.shape, xt.mean()
net = nn.Conv2d(1, 1, 3, padding=1); l = nn.functional.mse_loss(net(xt), noise); l.backward(); net.weight.grad.norm()
emb = torch.exp(torch.arange(4) * -(torch.log(torch.tensor(10000.)) / 3)); e = t[:, None] * emb[None, :]; torch.cat((e.sin(), e.cos()), -1).shape
torch.nn.functional.pad(abar[:-1], (1, 0), value=1.0)[:3]
score = torch.autograd.grad((-(xt ** 2) / 2).sum(), xt)
# Numeric tricks.
x = torch.tensor([1000., 1001.]); torch.log(torch.exp(x).sum()), torch.logsumexp(x, 0), torch.softmax(x, 0)
torch.tensor(0.1) + torch.tensor(0.2) == torch.tensor(0.3), 0.1 + torch.tensor(0.2, dtype=torch.float64)
torch.tensor(1e20) * 1e20, torch.tensor(-1.).sqrt(), torch.tensor(0.) / 0, torch.tensor(1.) / 0
torch.tensor(16777217.), torch.tensor(16777217), torch.tensor(2**31) , torch.tensor([255], dtype=torch.uint8) + 1
w = torch.tensor(0., requires_grad=True); (torch.log(w + 1e-8)).backward(); w.grad
w = torch.tensor([1., 2.], requires_grad=True); (w / w.sum()).log().sum().backward(); w.grad
w = torch.tensor(2., requires_grad=True); (w ** w).backward(); w.grad
w = torch.tensor(-2., requires_grad=True); (w ** 0.5).backward(); w.grad
w = torch.tensor([3., 4.], requires_grad=True); w.norm().backward(); w.grad; torch.nn.functional.normalize(w, dim=0)
w = torch.tensor([1., 3., 3.], requires_grad=True); w.max(0).values.backward(); w.grad; w.grad = None; w.max().backward(); w.grad; w.grad = None; w.amax().backward(); w.grad
w = torch.tensor([1., 2., 3.], requires_grad=True); w.median().backward(); w.grad; w.sort(descending=True)
w.std().backward(); w.grad; torch.var(w, unbiased=False), torch.std(w, correction=0), torch.var_mean(w)
w.prod().backward(); w.cumsum(0).sum().backward(); w.grad
torch.autograd.grad(w.prod(), w), torch.autograd.grad((w > 2).float().sum(), w)
torch.round(torch.tensor([0.5, 1.5, 2.5])), torch.floor(torch.tensor(-1.5)), torch.fmod(torch.tensor(-3), 2), torch.tensor(-3) % 2, torch.tensor(-7) // 2
torch.arange(10).view(2, 5)[:, [0, -1]], torch.arange(6).view(2, 3).flip(1), torch.arange(3).repeat(2, 2), torch.arange(3).repeat_interleave(2)
torch.eye(3)[torch.tensor([0, 2])], torch.triu(torch.ones(3, 3), 1), torch.diag(torch.tensor([1, 2])), torch.outer(torch.arange(2), torch.arange(3))
torch.unique(torch.tensor([3, 1, 3, 2]), return_counts=True), torch.bincount(torch.tensor([0, 1, 1])), torch.nonzero(torch.tensor([0, 1, 1])), torch.where(torch.tensor([0, 1]) > 0)
torch.linalg.norm(torch.ones(2, 2)), torch.linalg.inv(torch.eye(2) * 2), torch.det(torch.eye(2) * 3), torch.trace(torch.eye(3))
torch.linalg.inv(torch.zeros(2, 2))
torch.linalg.solve(torch.eye(2), torch.ones(3))
torch.cholesky(torch.eye(2))
torch.symeig(torch.eye(2))
torch.meshgrid(torch.arange(2), torch.arange(3))
torch.meshgrid(torch.arange(2), torch.arange(3), indexing='ij')[0].shape
torch.einsum('i,j->ij', torch.arange(2), torch.arange(2)), torch.tensordot(torch.ones(2, 3), torch.ones(3, 2), dims=1).shape, torch.kron(torch.eye(2), torch.ones(1, 2))
torch.allclose(torch.ones(2), torch.ones(2) + 1e-9), torch.equal(torch.ones(2), torch.ones(3)), torch.isclose(torch.tensor(1.), torch.tensor(1.1))
torch.tensor([1, 2, 3]).eq(torch.tensor([1, 0, 3])).sum().item(), (torch.rand(3) < 2).all(), torch.tensor([True, False]).any(), torch.tensor([1., 0.]).bool()
torch.range(0, 3)
torch.square(torch.tensor(3)), torch.sign(torch.tensor([-2., 0.])), torch.lerp(torch.tensor(0.), torch.tensor(1.), 0.3), torch.clamp(torch.arange(5), 1, 3)
# Dataloader.
from torch.utils.data import Dataset, DataLoader, random_split, Subset, ConcatDataset, WeightedRandomSampler, IterableDataset
torch.manual_seed(0)
class D(Dataset):
  def __init__(self, n, transform=None): self.n, self.transform = n, transform
  def __len__(self): return self.n
  def __getitem__(self, i):
    if i >= self.n: raise IndexError("out")
    s = {'x': torch.tensor([i, i * 2.]), 'y': i, 'name': f's{i}'}
    return self.transform(s) if self.transform else s

d = D(5); d[1], len(d)
for b in DataLoader(d, batch_size=2): print(b)

for b in DataLoader(d, batch_size=2, shuffle=True, drop_last=True): print(b['y'], b['name'])

len(DataLoader(d, batch_size=2)), len(DataLoader(d, batch_size=2, drop_last=True)), DataLoader(d).batch_size
next(iter(DataLoader(D(4, transform=lambda s: (s['x'], s['y'])), batch_size=4)))
next(iter(DataLoader(d, batch_size=3, collate_fn=lambda b: [s['name'] for s in b])))
tr, te = random_split(d, [0.6, 0.4]); len(tr), tr.indices, te[0]['name']
random_split(d, [3, 3])
list(WeightedRandomSampler([0.1, 0.9], 5)), list(DataLoader([1, 2, 3], batch_size=2)), list(DataLoader([(1, 2.), (3, 4.)], batch_size=2)), list(DataLoader(torch.arange(4), batch_size=3))
class It(IterableDataset):
  def __iter__(self): return iter(range(5))

list(DataLoader(It(), batch_size=2)); len(DataLoader(It()))
class Bad(Dataset): pass

Bad()[0]
len(Bad())
next(iter(DataLoader(Bad())))
list(DataLoader([torch.ones(2), torch.ones(3)], batch_size=2))
list(DataLoader(['a', 'b'], batch_size=2)), list(DataLoader([{'a': 1}, {'a': 2}], batch_size=2)), list(DataLoader([None, None], batch_size=2))
DataLoader(d, batch_size=0)
DataLoader(d, shuffle=True, sampler=WeightedRandomSampler([1.], 1))
DataLoader(d, batch_size=2, batchsize=3)
for i, (a, b) in enumerate(DataLoader(torch.utils.data.TensorDataset(torch.arange(4), torch.arange(4) * 2), batch_size=3)): print(i, a, b)

it = iter(DataLoader([1])); next(it); next(it)
torch.utils.data.TensorDataset(torch.ones(2), torch.ones(3))
