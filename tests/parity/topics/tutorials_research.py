# What papers do with derivatives: equations, meta-learning, adversaries, policies.
# Pinn.
import torch.nn as nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
t = torch.linspace(0, 1, 10).view(-1, 1).requires_grad_(True)
u = net(t)
du = torch.autograd.grad(u, t, torch.ones_like(u), create_graph=True)[0]
d2u = torch.autograd.grad(du, t, torch.ones_like(du), create_graph=True)[0]
d3u = torch.autograd.grad(d2u.sum(), t, create_graph=True)[0]
u.grad_fn, du.grad_fn, d2u.grad_fn, d3u.grad_fn
d3u[:3]
opt = torch.optim.Adam(net.parameters(), lr=1e-2)
for i in range(6):
  opt.zero_grad()
  u = net(t)
  du = torch.autograd.grad(u, t, torch.ones_like(u), create_graph=True)[0]
  d2u = torch.autograd.grad(du, t, torch.ones_like(du), create_graph=True)[0]
  loss = ((d2u + 4 * u)**2).mean() + (net(torch.zeros(1,1)) - 1).pow(2).sum()
  loss.backward()
  opt.step()
  print(f"{loss.item():.4f}")

t.grad.norm()
torch.autograd.grad(u, t)
torch.autograd.grad(u.sum(), t)
x = torch.tensor(1.5, requires_grad=True); y = x.sin() * x**3
for k in range(5):
  y, = torch.autograd.grad(y, x, create_graph=True); print(k, y)

torch.autograd.grad(y.detach(), x)
# Heat 2d pinn.
import torch.nn as nn
torch.manual_seed(1)
net = nn.Sequential(nn.Linear(2, 6), nn.SiLU(), nn.Linear(6, 6), nn.GELU(), nn.Linear(6, 1))
x = torch.rand(5, 1, requires_grad=True); t = torch.rand(5, 1, requires_grad=True)
def residual(x, t):
  u = net(torch.cat([x, t], dim=1))
  u_t = torch.autograd.grad(u, t, grad_outputs=torch.ones_like(u), retain_graph=True, create_graph=True)[0]
  u_x = torch.autograd.grad(u, x, grad_outputs=torch.ones_like(u), retain_graph=True, create_graph=True)[0]
  u_xx = torch.autograd.grad(u_x, x, grad_outputs=torch.ones_like(u_x), retain_graph=True, create_graph=True)[0]
  return u_t - 0.1 * u_xx

r = residual(x, t); r
r.pow(2).mean().backward(); x.grad, t.grad, [p.grad.norm() for p in net.parameters()]
opt = torch.optim.LBFGS(net.parameters(), lr=0.1, max_iter=5)
def closure():
  opt.zero_grad()
  l = residual(x, t).pow(2).mean() + (net(torch.cat([x, torch.zeros_like(t)], 1)) - torch.sin(x.detach())).pow(2).mean()
  l.backward()
  return l

for _ in range(3): print(f"{opt.step(closure).item():.5f}")

# Maml.
import torch.nn.functional as F
torch.manual_seed(0)
w = [torch.randn(10, 1) * 0.5, torch.zeros(10), torch.randn(1, 10) * 0.5, torch.zeros(1)]
w = [p.requires_grad_() for p in w]
def net(x, w):
  return F.linear(torch.tanh(F.linear(x, w[0], w[1])), w[2], w[3])

def task():
  a = torch.rand(1) * 4 + 1; ph = torch.rand(1) * 3
  x = torch.rand(10, 1) * 4 - 2
  return x, a * torch.sin(x + ph)

meta = torch.optim.Adam(w, lr=1e-2)
for it in range(3):
  total = 0.
  for _ in range(2):
    xs, ys = task(); xq, yq = xs.flip(0), ys.flip(0)
    loss = F.mse_loss(net(xs, w), ys)
    grads = torch.autograd.grad(loss, w, create_graph=True)
    fast = [p - 0.1 * g for p, g in zip(w, grads)]
    total = total + F.mse_loss(net(xq, fast), yq)
  meta.zero_grad(); total.backward(); meta.step()
  print(it, f"{total.item():.4f}")

[g.grad_fn for g in grads], fast[0].grad_fn, [p.grad.norm() for p in w]
from torch.func import functional_call, grad, vmap
m = torch.nn.Linear(3, 1); params = dict(m.named_parameters())
def l(params, x, y):
  return F.mse_loss(functional_call(m, params, (x,)), y)

x = torch.randn(4, 3); y = torch.randn(4, 1)
g = grad(l)(params, x, y); {k: v.shape for k, v in g.items()}
per = vmap(grad(l), in_dims=(None, 0, 0))(params, x, y); {k: v.shape for k, v in per.items()}
torch.allclose(per['weight'].mean(0), g['weight'], atol=1e-6)
# Gan.
import torch.nn as nn
torch.manual_seed(0)
G = nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 2), nn.Tanh())
D = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 1), nn.Sigmoid())
G, D
crit = nn.BCELoss(); oD = torch.optim.Adam(D.parameters(), lr=2e-3, betas=(0.5, 0.999)); oG = torch.optim.Adam(G.parameters(), lr=2e-3, betas=(0.5, 0.999))
for i in range(4):
  real = torch.randn(16, 2) * 0.1 + 0.5
  z = torch.randn(16, 4)
  D.zero_grad()
  lr_ = crit(D(real), torch.ones(16, 1)); lr_.backward()
  fake = G(z)
  lf = crit(D(fake.detach()), torch.zeros(16, 1)); lf.backward()
  oD.step()
  G.zero_grad()
  lg = crit(D(fake), torch.full((16, 1), 1.0)); lg.backward(); oG.step()
  print(f"{(lr_ + lf).item():.4f} {lg.item():.4f}")

crit(D(real), torch.ones(16))
crit(torch.tensor([1.2]), torch.ones(1))
crit(D(real), torch.ones(16, 1).long())
oD.state_dict()['state'][0]['step'], oD.state_dict()['param_groups']
def gradient_penalty(D, real, fake):
  alpha = torch.rand(real.size(0), 1)
  inter = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
  d = D(inter)
  g = torch.autograd.grad(outputs=d, inputs=inter, grad_outputs=torch.ones_like(d), create_graph=True, retain_graph=True, only_inputs=True)[0]
  return ((g.norm(2, dim=1) - 1) ** 2).mean()

C = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
gp = gradient_penalty(C, real, fake.detach()); gp
lossC = -C(real).mean() + C(fake.detach()).mean() + 10 * gp; lossC.backward(); [p.grad.norm() for p in C.parameters()]
gp2 = gradient_penalty(C, real, fake.detach()); gp2.grad_fn.next_functions
gradient_penalty(C, real, fake).backward()
# Dcgan.
import torch.nn as nn
torch.manual_seed(999)
def weights_init(m):
  classname = m.__class__.__name__
  if classname.find('Conv') != -1:
    nn.init.normal_(m.weight.data, 0.0, 0.02)
  elif classname.find('BatchNorm') != -1:
    nn.init.normal_(m.weight.data, 1.0, 0.02)
    nn.init.constant_(m.bias.data, 0)

nz, ngf = 6, 4
netG = nn.Sequential(nn.ConvTranspose2d(nz, ngf * 2, 4, 1, 0, bias=False), nn.BatchNorm2d(ngf * 2), nn.ReLU(True), nn.ConvTranspose2d(ngf * 2, ngf, 4, 2, 1, bias=False), nn.BatchNorm2d(ngf), nn.ReLU(True), nn.ConvTranspose2d(ngf, 1, 4, 2, 1, bias=False), nn.Tanh())
netG.apply(weights_init)
noise = torch.randn(2, nz, 1, 1); fake = netG(noise); fake.shape, fake.grad_fn
netD = nn.Sequential(nn.Conv2d(1, 4, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(4, 8, 4, 2, 1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(8, 1, 4, 1, 0, bias=False), nn.Sigmoid())
netD.apply(weights_init)
out = netD(fake).view(-1); out
loss = nn.BCELoss()(out, torch.full((2,), 1, dtype=torch.float)); loss.backward(); loss, [f"{p.grad.norm():.4f}" for p in netG.parameters()]
# Vae.
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(1)
class VAE(nn.Module):
  def __init__(self):
    super().__init__()
    self.fc1 = nn.Linear(20, 12); self.fc21 = nn.Linear(12, 3); self.fc22 = nn.Linear(12, 3); self.fc3 = nn.Linear(3, 12); self.fc4 = nn.Linear(12, 20)
  def encode(self, x):
    h1 = F.relu(self.fc1(x))
    return self.fc21(h1), self.fc22(h1)
  def reparameterize(self, mu, logvar):
    std = torch.exp(0.5*logvar)
    eps = torch.randn_like(std)
    return mu + eps*std
  def decode(self, z):
    return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))
  def forward(self, x):
    mu, logvar = self.encode(x.view(-1, 20))
    z = self.reparameterize(mu, logvar)
    return self.decode(z), mu, logvar

def loss_function(recon_x, x, mu, logvar):
  BCE = F.binary_cross_entropy(recon_x, x.view(-1, 20), reduction='sum')
  KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
  return BCE + KLD

model = VAE(); opt = torch.optim.Adam(model.parameters(), lr=1e-2); x = torch.rand(16, 1, 4, 5)
for e in range(5):
  opt.zero_grad(); recon, mu, logvar = model(x); loss = loss_function(recon, x, mu, logvar); loss.backward(); opt.step(); print(f"{loss.item()/len(x):.4f}")

loss.grad_fn, mu.grad_fn, recon.grad_fn
with torch.no_grad():
  model.decode(torch.randn(2, 3)).shape

F.kl_div(torch.log_softmax(torch.randn(2, 3), 1), torch.softmax(torch.randn(2, 3), 1))
F.kl_div(torch.log_softmax(torch.randn(2, 3), 1), torch.softmax(torch.randn(2, 3), 1), reduction='batchmean')
F.binary_cross_entropy(recon, x)
model.to(torch.float64); model(x)
model.double()(x.double())[0].dtype
model.half().fc1.weight.dtype
# Reinforce.
import torch.nn as nn
import torch.nn.functional as F
torch.manual_seed(543)
policy = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
opt = torch.optim.Adam(policy.parameters(), lr=1e-2)
def play():
  s = torch.randn(4); logs, rews = [], []
  for t in range(6):
    probs = F.softmax(policy(s.unsqueeze(0)), dim=1)
    a = torch.multinomial(probs, 1).item()
    logs.append(torch.log(probs[0, a])); rews.append(1.0 if (a == 1) == (s[0] > 0) else 0.0)
    s = torch.randn(4)
  return logs, rews

for ep in range(3):
  logs, rews = play(); R = 0; returns = []
  for r in rews[::-1]:
    R = r + 0.99 * R; returns.insert(0, R)
  returns = torch.tensor(returns); returns = (returns - returns.mean()) / (returns.std() + 1e-7)
  loss = torch.stack([-l * R for l, R in zip(logs, returns)]).sum()
  opt.zero_grad(); loss.backward(); opt.step(); print(ep, rews, f"{loss.item():.4f}")

loss.grad_fn, returns
torch.cat(logs)
torch.cat([l.unsqueeze(0) for l in logs]).sum()
probs = torch.tensor([[0.2, 0.8]]); torch.multinomial(probs, 3)
torch.multinomial(torch.tensor([-1., 2.]), 1)
torch.multinomial(torch.tensor([1, 2]), 1)
-1 * torch.log(probs).gather(1, torch.tensor([[1]]))
# Hvp.
torch.manual_seed(0)
x = torch.randn(4, requires_grad=True); v = torch.randn(4)
def f(x): return (x**4).sum() + (x[0] * x[1] * x[2])

g, = torch.autograd.grad(f(x), x, create_graph=True); g
hv, = torch.autograd.grad(g, x, grad_outputs=v); hv
hv2, = torch.autograd.grad((torch.autograd.grad(f(x), x, create_graph=True)[0] * v).sum(), x)
H = torch.autograd.functional.hessian(f, x); H
torch.allclose(H @ v, hv), torch.allclose(hv, hv2)
torch.autograd.functional.hvp(f, x, v)
torch.autograd.functional.vhp(f, x, v)
torch.autograd.functional.jacobian(lambda x: x.exp() * x[0], x)
torch.autograd.functional.jvp(lambda x: x.exp() * x[0], x, v)
from torch.func import jacrev, jacfwd, hessian, vjp, jvp, grad
torch.func.hessian(f)(x)
jacrev(lambda x: x.sin())(x)
rows = torch.stack([torch.autograd.grad(g[i], x, retain_graph=True)[0] for i in range(4)]); torch.allclose(rows, H)
torch.linalg.eigvalsh(H)
hv.grad_fn, g.grad_fn
grad(f)(x), grad(grad(lambda z: z.sin()))(torch.tensor(1.0))
# Checkpointing.
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
import torch.nn as nn
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 1)); x = torch.randn(2, 3, requires_grad=True)
y = checkpoint(m, x, use_reentrant=False); y
y.sum().backward(); a = x.grad.clone(); x.grad = None
m(x).sum().backward(); torch.equal(a, x.grad)
z = checkpoint(m, x, use_reentrant=True); z.grad_fn
z.sum().backward()
checkpoint(m, x)
checkpoint(m, torch.randn(2, 3), use_reentrant=True)
checkpoint_sequential(m, 2, x, use_reentrant=False)
count = 0
def f(x):
  global count; count += 1
  return torch.sin(x).exp()

w = torch.ones(2, requires_grad=True); out = checkpoint(f, w, use_reentrant=False); count
out.sum().backward(); count, w.grad
torch.autograd.grad(out.sum(), w)
# Clipping.
import torch.nn as nn
torch.manual_seed(0)
m = nn.Linear(3, 2); loss = (m(torch.ones(1, 3)) * 100).pow(2).sum(); loss.backward()
torch.nn.utils.clip_grad_norm_(m.parameters(), max_norm=1.0)
[p.grad.norm() for p in m.parameters()], torch.cat([p.grad.flatten() for p in m.parameters()]).norm()
torch.nn.utils.clip_grad_norm_(m.parameters(), 0.1, norm_type='inf')
torch.nn.utils.clip_grad_value_(m.parameters(), clip_value=0.01); m.weight.grad
torch.nn.utils.get_total_norm([p.grad for p in m.parameters()])
for p in m.parameters(): p.register_hook(lambda grad: torch.clamp(grad, -0.5, 0.5))

m.zero_grad(); (m(torch.ones(1, 3)) * 100).pow(2).sum().backward(); m.weight.grad, m.bias.grad
v = torch.nn.utils.parameters_to_vector(m.parameters()); v, v.grad_fn
torch.nn.utils.vector_to_parameters(torch.zeros(8), m.parameters()); m.weight
torch.nn.utils.vector_to_parameters([1], m.parameters())
m.weight.grad.fill_(float('nan')); torch.nn.utils.clip_grad_norm_(m.parameters(), 1.0, error_if_nonfinite=True)
torch.nn.utils.clip_grad_norm_([], 1.0)
# Ema.
import copy, torch.nn as nn
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1)); ema = copy.deepcopy(m)
for p in ema.parameters(): p.requires_grad_(False)

@torch.no_grad()
def update(ema, m, d=0.9):
  for e, p in zip(ema.parameters(), m.parameters()):
    e.mul_(d).add_(p, alpha=1 - d)
  for e, b in zip(ema.buffers(), m.buffers()):
    e.copy_(b)

opt = torch.optim.SGD(m.parameters(), lr=0.1)
for _ in range(3):
  x = torch.randn(8, 2); l = (m(x) - x.sum(1, keepdim=True)).pow(2).mean(); opt.zero_grad(); l.backward(); opt.step(); update(ema, m); print(f"{l.item():.4f}")

ema[0].weight, ema[0].weight.requires_grad, ema[1].num_batches_tracked
with torch.no_grad():
  for e, p in zip(ema.parameters(), m.parameters()): e.lerp_(p, 0.1)

ema[2].weight
ema[0].weight.mul_(m[0].weight)
ema[0].weight.grad_fn, ema[0].weight.is_leaf
m.load_state_dict(ema.state_dict())
m.load_state_dict({'a': 1})
m.load_state_dict({k: v for k, v in ema.state_dict().items() if '0' in k}, strict=False)
# Schedules.
import torch.nn as nn
w = nn.Parameter(torch.zeros(1)); opt = torch.optim.SGD([w], lr=1.0)
s = torch.optim.lr_scheduler.StepLR(opt, step_size=2, gamma=0.5); s
for e in range(5):
  opt.step(); s.step(); print(e, s.get_last_lr(), opt.param_groups[0]['lr'])

s.state_dict()
opt = torch.optim.SGD([w], lr=1.0); s = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=4, eta_min=0.1)
for e in range(5): opt.step(); s.step(); print(f"{s.get_last_lr()[0]:.4f}")

opt = torch.optim.SGD([w], lr=1.0); s = torch.optim.lr_scheduler.LambdaLR(opt, lambda e: min(1.0, (e + 1) / 3)); [opt.step(), s.step(), s.get_last_lr()][2]
opt = torch.optim.SGD([w], lr=1.0); s = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, 'min', patience=1, factor=0.1)
for l in [1, 1, 1, 1, 0.5]: s.step(l); print(opt.param_groups[0]['lr'])

torch.optim.lr_scheduler.ReduceLROnPlateau(opt, verbose=True)
opt = torch.optim.SGD([w], lr=1.0); s = torch.optim.lr_scheduler.ExponentialLR(opt, 0.9); s.step()
opt = torch.optim.SGD([w], lr=0.1); s = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=1.0, total_steps=5); [f"{opt.param_groups[0]['lr']:.4f}"]
s1 = torch.optim.lr_scheduler.LinearLR(opt, 0.5, total_iters=2); s2 = torch.optim.lr_scheduler.ExponentialLR(opt, 0.5); torch.optim.lr_scheduler.SequentialLR(opt, [s1, s2], milestones=[2]).get_last_lr()
torch.optim.lr_scheduler.MultiStepLR(opt, milestones=[1, 2], gamma=0.1).milestones
torch.optim.lr_scheduler.StepLR(opt)
torch.optim.lr_scheduler.StepLR(w, 2)
torch.optim.SGD([w], lr=-1)
torch.optim.SGD(w, lr=0.1)
torch.optim.SGD([], lr=0.1)
torch.optim.SGD([w * 2], lr=0.1)
torch.optim.SGD([torch.ones(1)])
torch.optim.Adam([w], lr=0.1, betas=(1.0, 0.9))
torch.optim.SGD([w], lr=0.1, nesterov=True)
torch.optim.Adam([{'params': [w]}, {'params': [w]}])
torch.optim.SGD([w], 0.1, foo=1)
torch.optim.Adam(params=[w], learning_rate=0.1)
for g in opt.param_groups: g['lr'] = 0.5

opt
opt.param_groups[0]
