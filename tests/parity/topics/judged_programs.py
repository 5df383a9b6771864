# parity: atol=2e-3 (sums run in another order)

import math, copy, random, time, collections, itertools, functools
import numpy as np
import torch.nn as nn, torch.nn.functional as F
from torch import optim, Tensor
from torch.nn import Module, Parameter, Linear, Sequential
from torch.utils.data import DataLoader, TensorDataset, random_split
from torch.autograd import Variable, grad
from typing import Optional, Tuple
# --- linear regression
torch.manual_seed(42)
X = torch.linspace(0, 1, 50).unsqueeze(1); Y = 3 * X + 2 + 0.1 * torch.randn(X.size())
model = nn.Linear(1, 1); crit = nn.MSELoss(); opt = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(100):
    pred = model(X)
    loss = crit(pred, Y)
    opt.zero_grad(); loss.backward(); opt.step()
    if (epoch + 1) % 25 == 0:
        print(f"Epoch [{epoch+1}/100], Loss: {loss.item():.4f}, w={model.weight.item():.3f} b={model.bias.item():.3f}")

[w, b] = model.parameters(); print("Weight:", w[0][0].item().__round__(3), b)
torch.linalg.lstsq(torch.cat([X, torch.ones_like(X)], 1), Y).solution
with torch.no_grad():
    r2 = 1 - ((Y - model(X)) ** 2).sum() / ((Y - Y.mean()) ** 2).sum()

r2
# --- logistic from scratch
torch.manual_seed(1)
x1 = torch.randn(50, 2) + 2; x2 = torch.randn(50, 2) - 2
data = torch.vstack([x1, x2]); labels = torch.hstack([torch.ones(50), torch.zeros(50)])
w = torch.zeros(2, requires_grad=True); b = torch.zeros(1, requires_grad=True)
def sigmoid(z): return 1 / (1 + torch.exp(-z))

for i in range(3):
    p = sigmoid(data @ w + b)
    loss = -(labels * torch.log(p) + (1 - labels) * torch.log(1 - p)).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.5 * w.grad
        b -= 0.5 * b.grad
        w.grad.zero_(); b.grad.zero_()
    print(i, loss)

acc = ((p > 0.5).float() == labels).float().mean(); acc
print("confusion", torch.stack([labels.long(), (p > 0.5).long()]).unique(dim=1, return_counts=True))
# --- XOR
torch.manual_seed(0)
X = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float32); Y = torch.tensor([[0], [1], [1], [0]], dtype=torch.float32)
class XOR(nn.Module):
    def __init__(self, hidden=4):
        super(XOR, self).__init__()
        self.l1 = nn.Linear(2, hidden)
        self.l2 = nn.Linear(hidden, 1)
    def forward(self, x):
        x = torch.tanh(self.l1(x))
        return torch.sigmoid(self.l2(x))

net = XOR(); opt = optim.Adam(net.parameters(), lr=0.1); lossf = nn.BCELoss()
for e in range(201):
    opt.zero_grad(); l = lossf(net(X), Y); l.backward(); opt.step()
    if e % 50 == 0: print("%3d %.4f" % (e, l))

net(X).round().detach().flatten()
(net(X) > .5).int().tolist(), net
# --- MLP on random digits
torch.manual_seed(123)
xs = torch.rand(60, 1, 8, 8); ys = torch.randint(0, 10, (60,))
train, val = random_split(TensorDataset(xs, ys), [48, 12])
tl = DataLoader(train, batch_size=16, shuffle=True); vl = DataLoader(val, batch_size=12)
mlp = nn.Sequential(nn.Flatten(), nn.Linear(64, 32), nn.ReLU(), nn.Dropout(0.2), nn.Linear(32, 10))
opt = optim.AdamW(mlp.parameters(), lr=1e-2, weight_decay=1e-2); sch = optim.lr_scheduler.CosineAnnealingLR(opt, T_max=5)
def evaluate(m, loader):
    m.eval(); tot = correct = 0
    with torch.no_grad():
        for x, y in loader:
            out = m(x); correct += (out.argmax(1) == y).sum().item(); tot += y.size(0)
    m.train()
    return correct / tot

for ep in range(5):
    run = 0.0
    for x, y in tl:
        opt.zero_grad(set_to_none=True)
        loss = F.cross_entropy(mlp(x), y)
        loss.backward()
        gn = nn.utils.clip_grad_norm_(mlp.parameters(), 1.0)
        opt.step(); run += loss.item() * x.size(0)
    sch.step()
    print(ep, f"{run/48:.3f}", f"{gn:.3f}", f"{sch.get_last_lr()[0]:.5f}", evaluate(mlp, vl))

sum(p.numel() for p in mlp.parameters() if p.requires_grad), {n: tuple(p.shape) for n, p in mlp.named_parameters()}
# --- CNN
class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
        self.classifier = nn.Linear(8, 10)
    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        return F.log_softmax(self.classifier(x), dim=1)

torch.manual_seed(7); cnn = CNN(); opt = optim.SGD(cnn.parameters(), lr=0.1, momentum=0.9, nesterov=True)
cnn
for ep in range(3):
    for i in range(0, 60, 20):
        opt.zero_grad(); out = cnn(xs[i:i+20]); loss = F.nll_loss(out, ys[i:i+20]); loss.backward(); opt.step()
    print("Train Epoch: {} [{}/{} ({:.0f}%)]\tLoss: {:.4f}".format(ep, i, 60, 100. * i / 60, loss.item()))

cnn.features[1].running_mean, cnn.features[1].num_batches_tracked
for n, p in cnn.named_parameters(): print(f"{n:25s} {str(list(p.shape)):18s} {p.grad.norm():.3f} {p.data.std():.4f}")

acts = {}
def hook(name): return lambda m, i, o: acts.__setitem__(name, o.detach())

hs = [m.register_forward_hook(hook(n)) for n, m in cnn.features.named_children()]
_ = cnn.eval()(xs[:2]); {k: (tuple(v.shape), round(v.mean().item(), 2)) for k, v in acts.items()}
[h.remove() for h in hs]
# --- char rnn
text = "hello world hello torch"; chars = sorted(set(text)); stoi = {c: i for i, c in enumerate(chars)}; itos = {i: c for c, i in stoi.items()}
ids = torch.tensor([stoi[c] for c in text]); ids
class CharRNN(nn.Module):
    def __init__(self, V, H, kind):
        super().__init__()
        self.emb = nn.Embedding(V, 8); self.rnn = getattr(nn, kind)(8, H, batch_first=True); self.out = nn.Linear(H, V)
    def forward(self, x, h=None):
        y, h = self.rnn(self.emb(x), h)
        return self.out(y), h

for kind in ("RNN", "LSTM", "GRU"):
    torch.manual_seed(5); m = CharRNN(len(chars), 16, kind); opt = optim.Adam(m.parameters(), 0.02)
    for s in range(31):
        logits, h = m(ids[None, :-1]); loss = F.cross_entropy(logits.view(-1, len(chars)), ids[1:]); opt.zero_grad(); loss.backward(); opt.step()
        if s % 10 == 0: print(kind, s, round(loss.item(), 3))

with torch.no_grad():
    h = None; c = torch.tensor([[stoi["h"]]]); s = "h"
    for _ in range(10):
        lo, h = m(c, h); c = lo[:, -1].argmax(-1, keepdim=True); s += itos[c.item()]
    print(s)

torch.manual_seed(3); probs = F.softmax(logits[0, -1] / 0.8, dim=-1); torch.multinomial(probs, 5, replacement=True), torch.topk(probs, 3)
# --- attention from scratch
torch.manual_seed(1337); B, T, C, nh = 2, 4, 8, 2
class Head(nn.Module):
    def __init__(self, hs):
        super().__init__()
        self.key, self.query, self.value = (nn.Linear(C, hs, bias=False) for _ in range(3))
        self.register_buffer("tril", torch.tril(torch.ones(T, T)))
    def forward(self, x):
        B, T, C = x.shape
        k, q, v = self.key(x), self.query(x), self.value(x)
        wei = q @ k.transpose(-2, -1) * k.shape[-1] ** -0.5
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float("-inf"))
        self.w = wei = F.softmax(wei, dim=-1)
        return wei @ v

class MHA(nn.Module):
    def __init__(self):
        super().__init__()
        self.heads = nn.ModuleList(Head(C // nh) for _ in range(nh)); self.proj = nn.Linear(C, C)
    def forward(self, x): return self.proj(torch.cat([h(x) for h in self.heads], dim=-1))

mha = MHA(); x = torch.randn(B, T, C); out = mha(x); out[0], mha.heads[0].w[0]
out.pow(2).mean().backward(); mha.heads[1].key.weight.grad.abs().sum()
mha, [k for k in mha.state_dict()]
pos = torch.arange(T).unsqueeze(1); div = torch.exp(torch.arange(0, C, 2) * (-math.log(10000.0) / C)); pe = torch.zeros(T, C); pe[:, 0::2] = torch.sin(pos * div); pe[:, 1::2] = torch.cos(pos * div); pe
qkv = nn.Linear(C, 3 * C)(x); q, k, v = qkv.chunk(3, dim=-1); q = q.view(B, T, nh, C // nh).transpose(1, 2); q.shape, q.is_contiguous(), q.stride()
k = k.view(B, T, nh, -1).transpose(1, 2); v = v.reshape(B, T, nh, -1).permute(0, 2, 1, 3); y = F.scaled_dot_product_attention(q, k, v, is_causal=True); y.transpose(1, 2).view(B, T, C)
y.transpose(1, 2).contiguous().view(B, T, C).shape, y.transpose(1, 2).reshape(B, T, -1).shape
mask = torch.triu(torch.full((T, T), float("-inf")), diagonal=1); mask
