# parity: atol=2e-3 (sums run in another order)

import math, copy, random
import numpy as np
import torch.nn as nn, torch.nn.functional as F, torch.optim as optim
# --- autoencoder
torch.manual_seed(0); data = torch.rand(32, 20)
class AE(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(20, 8), nn.ELU(), nn.Linear(8, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 8), nn.ELU(), nn.Linear(8, 20), nn.Sigmoid())
    def forward(self, x): return self.decoder(self.encoder(x))

ae = AE(); o = optim.Adam(ae.parameters(), lr=1e-2)
for i in range(60):
    l = F.mse_loss(ae(data), data); o.zero_grad(); l.backward(); o.step()
    if i % 20 == 19: print(f"{i+1:>3d} {l:.4f}")

# --- VAE
class VAE(nn.Module):
    def __init__(self, d=20, h=16, z=3):
        super().__init__()
        self.fc1 = nn.Linear(d, h); self.fc21 = nn.Linear(h, z); self.fc22 = nn.Linear(h, z); self.fc3 = nn.Linear(z, h); self.fc4 = nn.Linear(h, d)
    def encode(self, x): h1 = F.relu(self.fc1(x)); return self.fc21(h1), self.fc22(h1)
    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar); eps = torch.randn_like(std); return mu + eps * std
    def decode(self, z): return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))
    def forward(self, x):
        mu, logvar = self.encode(x.view(-1, 20)); return self.decode(self.reparameterize(mu, logvar)), mu, logvar

torch.manual_seed(1); vae = VAE(); o = optim.Adam(vae.parameters(), lr=1e-3)
def loss_function(rx, x, mu, logvar):
    BCE = F.binary_cross_entropy(rx, x, reduction="sum"); KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp()); return BCE + KLD

for e in range(5):
    o.zero_grad(); rb, mu, lv = vae(data); l = loss_function(rb, data, mu, lv); l.backward(); o.step(); print(f"====> Epoch: {e} Average loss: {l.item() / len(data):.4f}")

with torch.no_grad(): print(vae.decode(torch.randn(2, 3))[:, :5])

# --- GAN
torch.manual_seed(2); G = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)); D = nn.Sequential(nn.Linear(1, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 1), nn.Sigmoid())
og = optim.Adam(G.parameters(), lr=2e-3, betas=(0.5, 0.999)); od = optim.Adam(D.parameters(), lr=2e-3, betas=(0.5, 0.999)); bce = nn.BCELoss()
for s in range(4):
    real = torch.randn(16, 1) * 1.25 + 4; ones, zeros = torch.ones(16, 1), torch.zeros(16, 1)
    od.zero_grad(); dr = bce(D(real), ones); z = torch.randn(16, 2); fake = G(z); df = bce(D(fake.detach()), zeros); (dr + df).backward(); od.step()
    og.zero_grad(); g = bce(D(fake), ones); g.backward(); og.step()
    print("[%d] D %.4f G %.4f" % (s, (dr + df).item(), g.item()))

# wgan-gp
real = torch.randn(4, 1); fake = G(torch.randn(4, 2)).detach(); eps = torch.rand(4, 1); inter = (eps * real + (1 - eps) * fake).requires_grad_(True)
d = D(inter); gr = torch.autograd.grad(outputs=d, inputs=inter, grad_outputs=torch.ones_like(d), create_graph=True, retain_graph=True)[0]; gp = ((gr.norm(2, dim=1) - 1) ** 2).mean(); gp
gp.backward(); [None if p.grad is None else p.grad.norm() for p in D.parameters()]
# --- REINFORCE on a bandit-ish chain
torch.manual_seed(543); policy = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2), nn.Softmax(dim=-1)); o = optim.Adam(policy.parameters(), lr=1e-2)
for ep in range(3):
    lp, rw = [], []
    st = torch.randn(4)
    for t in range(5):
        probs = policy(st); a = torch.multinomial(probs, 1).item(); lp.append(torch.log(probs[a])); rw.append(1.0 if a == 0 else -0.5); st = st * 0.9 + a
    R, rets = 0, []
    for r in rw[::-1]: R = r + 0.99 * R; rets.insert(0, R)
    rets = torch.tensor(rets); rets = (rets - rets.mean()) / (rets.std() + np.finfo(np.float32).eps.item())
    loss = torch.stack([-l * r for l, r in zip(lp, rets)]).sum(); o.zero_grad(); loss.backward(); o.step(); print(ep, rw, loss)

# --- DQN target
q = nn.Linear(3, 2); tgt = nn.Linear(3, 2); tgt.load_state_dict(q.state_dict()); S = torch.randn(5, 3); A = torch.tensor([[0], [1], [1], [0], [1]]); Rw = torch.randn(5); done = torch.tensor([0., 0, 1, 0, 1])
qs = q(S).gather(1, A).squeeze(1); nxt = tgt(S).max(1)[0].detach(); F.smooth_l1_loss(qs, Rw + 0.9 * nxt * (1 - done)), tgt(S).max(1).values.shape
for tp, p in zip(tgt.parameters(), q.parameters()): tp.data.copy_(0.01 * p.data + 0.99 * tp.data)

# --- word2vec skip-gram, negative sampling
corpus = "the quick brown fox jumps over the lazy dog".split(); vocab = {w: i for i, w in enumerate(dict.fromkeys(corpus))}; pairs = [(vocab[corpus[i]], vocab[corpus[j]]) for i in range(len(corpus)) for j in range(max(0, i - 2), min(len(corpus), i + 3)) if i != j]
torch.manual_seed(4); U = nn.Embedding(8, 5); V = nn.Embedding(8, 5); nn.init.uniform_(U.weight, -0.1, 0.1); nn.init.zeros_(V.weight); o = optim.SGD([*U.parameters(), *V.parameters()], lr=0.5)
for e in range(3):
    c, t = torch.tensor(pairs).T; neg = torch.randint(0, 8, (len(pairs), 3)); u = U(c); pos = F.logsigmoid((u * V(t)).sum(1)); ng = F.logsigmoid(-torch.bmm(V(neg), u.unsqueeze(2)).squeeze(2)).sum(1); l = -(pos + ng).mean(); o.zero_grad(); l.backward(); o.step(); print(e, l.item().__format__(".4f"))

F.cosine_similarity(U.weight[vocab["fox"]], U.weight, dim=1), (U.weight @ U.weight[0]).topk(3)
class CBOW(nn.Module):
    def __init__(self, v, d): super().__init__(); self.e = nn.Embedding(v, d); self.l = nn.Linear(d, v)
    def forward(self, x): return F.log_softmax(self.l(self.e(x).sum(dim=0)).view(1, -1), dim=-1)

torch.manual_seed(0); CBOW(8, 4)(torch.tensor([0, 1, 3, 4]))
# --- matrix factorization
torch.manual_seed(9); R = torch.randint(1, 6, (6, 5)).float(); mask = torch.rand(6, 5) < 0.7; P = torch.randn(6, 2, requires_grad=True); Q = torch.randn(5, 2, requires_grad=True); o = optim.Adagrad([P, Q], lr=0.5)
for i in range(31):
    err = (R - P @ Q.t())[mask]; l = err.pow(2).mean() + 0.01 * (P.norm() + Q.norm()); o.zero_grad(); l.backward(); o.step()
    if i % 10 == 0: print(i, f"{l.item():.3f}")

(P @ Q.T).clamp(1, 5).round().int()
# --- gradient checking
def num_grad(f, x, eps=1e-4):
    g = torch.zeros_like(x)
    for i in range(x.numel()):
        d = torch.zeros_like(x).view(-1); d[i] = eps; d = d.view_as(x); g.view(-1)[i] = (f(x + d) - f(x - d)) / (2 * eps)
    return g

x = torch.randn(3, 2, dtype=torch.double, requires_grad=True); f = lambda z: (z.sin() * z.exp()).sum() / z.pow(2).sum().sqrt(); torch.allclose(num_grad(f, x.detach()), torch.autograd.grad(f(x), x)[0], atol=1e-6), torch.autograd.gradcheck(f, x)
torch.autograd.gradcheck(lambda z: z.float().sum(), (torch.ones(2, requires_grad=True),))
# --- Newton
x = torch.tensor([1.5, -0.5], requires_grad=True)
for i in range(5):
    fx = x[0] ** 4 + x[0] * x[1] + (1 + x[1]) ** 2; g, = torch.autograd.grad(fx, x, create_graph=True); H = torch.stack([torch.autograd.grad(g[k], x, retain_graph=True)[0] for k in range(2)]); x = (x - torch.linalg.solve(H, g)).detach().requires_grad_(); print(i, fx.item().__round__(4), g.norm().item().__round__(4), x.tolist().__repr__()[:0])

torch.autograd.functional.hessian(lambda v: v[0] ** 4 + v[0] * v[1] + (1 + v[1]) ** 2, x.detach()), torch.func.hessian(lambda v: (v ** 3).sum())(torch.tensor([1., 2]))
torch.autograd.functional.jacobian(lambda v: torch.stack([v.sum(), v.prod()]), torch.tensor([2., 3]))
x = torch.tensor(2.0, requires_grad=True)
for _ in range(6):
    y = x ** 2 - 2; y.backward()
    with torch.no_grad(): x -= y / x.grad; x.grad = None

x
# --- MAML-ish inner loop
torch.manual_seed(11); net = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1)); meta = optim.SGD(net.parameters(), lr=0.05)
def fwd(x, ps): return F.linear(torch.tanh(F.linear(x, ps[0], ps[1])), ps[2], ps[3])

for it in range(3):
    ml = 0.
    for task in range(2):
        amp, ph = torch.rand(1) * 4 + 1, torch.rand(1) * 3; xs = torch.rand(10, 1) * 10 - 5; ys = amp * torch.sin(xs + ph); fast = list(net.parameters())
        for _ in range(2): g = torch.autograd.grad(F.mse_loss(fwd(xs[:5], fast), ys[:5]), fast, create_graph=True); fast = [p - 0.01 * gg for p, gg in zip(fast, g)]
        ml = ml + F.mse_loss(fwd(xs[5:], fast), ys[5:])
    meta.zero_grad(); ml.backward(); meta.step(); print(it, ml)

# --- EMA, accumulation, early stopping
torch.manual_seed(6); net = nn.Linear(3, 1); ema = copy.deepcopy(net).requires_grad_(False); o = optim.RMSprop(net.parameters(), lr=0.01); X = torch.randn(24, 3); y = X @ torch.tensor([[1.], [-2], [0.5]]); best, patience, bad, best_sd = float("inf"), 2, 0, None
for step in range(40):
    for i, (xb, yb) in enumerate(zip(X.split(6), y.split(6))):
        (F.mse_loss(net(xb), yb) / 2).backward()
        if (i + 1) % 2 == 0: o.step(); o.zero_grad()
    with torch.no_grad():
        for pe, p in zip(ema.parameters(), net.parameters()): pe.mul_(0.9).add_(p, alpha=0.1)
        v = F.mse_loss(ema(X), y)
    if v < best - 0.05: best, bad, best_sd = v, 0, {k: t.clone() for k, t in net.state_dict().items()}
    else: bad += 1
    if bad > patience: print("stop at", step); break

best, best_sd, ema.weight, net.load_state_dict(best_sd)
for x, e in zip(ema.parameters(), net.parameters()): x.lerp_(e, 0.5)

ema.weight
# --- mixed dtype mistakes
torch.ones(2) @ torch.ones(2).double()
nn.Linear(2, 1)(torch.ones(1, 2).double())
torch.ones(2, dtype=torch.long) @ torch.ones(2)
F.linear(torch.ones(1, 2).half(), torch.ones(1, 2))
torch.tensor([1, 2]).mean()
torch.tensor([1, 2], requires_grad=True)
torch.arange(3).softmax(0)
nn.MSELoss()(torch.tensor([1, 2]), torch.tensor([1., 2]))
nn.MSELoss()(torch.tensor([1., 2], requires_grad=True), torch.tensor([1, 2])).backward()
F.cross_entropy(torch.randn(2, 3), torch.tensor([0., 1]))
F.cross_entropy(torch.randn(2, 3).double(), torch.tensor([0, 1])).dtype
torch.cat([torch.ones(1), torch.ones(1, dtype=torch.long), torch.ones(1).double()]).dtype
torch.stack([torch.ones(1), torch.ones(1).double()]).dtype
torch.where(torch.tensor([True]), torch.ones(1), torch.ones(1).double()).dtype
a = torch.ones(2); a += torch.ones(2).double(); a.dtype
a = torch.ones(2, dtype=torch.long); a += 1.5
a /= 2
a.add_(torch.ones(2))
a *= 2; a //= 3; a **= 2; a
a = torch.ones(2, 1); a += torch.ones(2, 3)
torch.bmm(torch.ones(1, 2, 2), torch.ones(1, 2, 2).double())
torch.einsum("ij,j->i", torch.ones(2, 2), torch.ones(2).double())
torch.lerp(torch.ones(2), torch.ones(2).double(), 0.5)
torch.dot(torch.ones(2), torch.ones(2).double())
torch.outer(torch.ones(2), torch.ones(2).double()).dtype, torch.maximum(torch.ones(1), torch.ones(1).long()).dtype, torch.addcmul(torch.ones(1), torch.ones(1).double(), torch.ones(1)).dtype
torch.addmm(torch.ones(2, 2), torch.ones(2, 2).double(), torch.ones(2, 2))
torch.index_select(torch.ones(3), 0, torch.tensor([1.]))
torch.ones(3).scatter_(0, torch.tensor([1]), torch.ones(1).double())
torch.ones(3).index_add_(0, torch.tensor([1]), torch.ones(1).double())
torch.ones(3).index_put_((torch.tensor([1]),), torch.ones(1).double())
torch.ones(3)[torch.tensor([1])] + torch.ones(1).half()
torch.conv1d(torch.ones(1, 1, 3), torch.ones(1, 1, 2).double())
torch.nn.functional.binary_cross_entropy(torch.rand(2), torch.ones(2).double())
nn.Embedding(3, 2)(torch.tensor([1.]))
nn.BatchNorm1d(2)(torch.ones(3, 2).double())
nn.LayerNorm(2)(torch.ones(3, 2).double())
torch.linalg.solve(torch.eye(2), torch.ones(2).double())
