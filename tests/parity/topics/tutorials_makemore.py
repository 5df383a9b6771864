# Language models written by hand, from counting pairs to a multilayer perceptron.
# Micrograd check.
x1 = torch.Tensor([2.0]).double(); x1.requires_grad = True
x2 = torch.Tensor([0.0]).double(); x2.requires_grad = True
w1 = torch.Tensor([-3.0]).double(); w1.requires_grad = True
w2 = torch.Tensor([1.0]).double(); w2.requires_grad = True
b = torch.Tensor([6.8813735870195432]).double(); b.requires_grad = True
n = x1*w1 + x2*w2 + b
o = torch.tanh(n)
print(o.data.item())
o.backward()
print('---')
print('x2', x2.grad.item()); print('w2', w2.grad.item()); print('x1', x1.grad.item()); print('w1', w1.grad.item())
a = torch.Tensor([-4.0]).double(); bb = torch.Tensor([2.0]).double()
a.requires_grad = True; bb.requires_grad = True
c = a + bb
d = a * bb + bb**3
c = c + c + 1
c = c + 1 + c + (-a)
d = d + d * 2 + (bb + a).relu()
d = d + 3 * d + (bb - a).relu()
e = c - d
f = e**2
g = f / 2.0
g = g + 10.0 / f
g.backward()
a.grad, bb.grad, g
torch.Tensor([[1, 2], [3, 4]]), torch.Tensor(2, 3).shape, torch.Tensor().shape
torch.Tensor([1, 2]).dtype
o.data, o.dtype, o.item()
# Makemore bigram.
import torch.nn.functional as F
words = ['emma', 'olivia', 'ava', 'isabella', 'sophia', 'charlotte']
chars = sorted(list(set(''.join(words))))
stoi = {s:i+1 for i,s in enumerate(chars)}; stoi['.'] = 0
itos = {i:s for s,i in stoi.items()}
V = len(stoi); V
N = torch.zeros((V, V), dtype=torch.int32)
for w in words:
  chs = ['.'] + list(w) + ['.']
  for ch1, ch2 in zip(chs, chs[1:]):
    N[stoi[ch1], stoi[ch2]] += 1

N
N[0]
p = N[0].float(); p = p / p.sum(); p
g = torch.Generator().manual_seed(2147483647)
p3 = torch.rand(3, generator=g); p3 = p3 / p3.sum(); p3
torch.multinomial(p3, num_samples=20, replacement=True, generator=g)
P = (N+1).float()
P /= P.sum(1, keepdim=True); P[0].sum()
N /= N.sum(1, keepdim=True)
g = torch.Generator().manual_seed(2147483647)
for i in range(5):
  out = []; ix = 0
  while True:
    p = P[ix]
    ix = torch.multinomial(p, num_samples=1, replacement=True, generator=g).item()
    out.append(itos[ix])
    if ix == 0:
      break
  print(''.join(out))

log_likelihood = 0.0; n = 0
for w in words:
  chs = ['.'] + list(w) + ['.']
  for ch1, ch2 in zip(chs, chs[1:]):
    logprob = torch.log(P[stoi[ch1], stoi[ch2]])
    log_likelihood += logprob
    n += 1

print(f'{log_likelihood=}'); nll = -log_likelihood; print(f'{nll/n:.4f}')
xs, ys = [], []
for w in words:
  chs = ['.'] + list(w) + ['.']
  for ch1, ch2 in zip(chs, chs[1:]):
    xs.append(stoi[ch1]); ys.append(stoi[ch2])

xs = torch.tensor(xs); ys = torch.tensor(ys); num = xs.nelement(); num
g = torch.Generator().manual_seed(2147483647)
W = torch.randn((V, V), generator=g, requires_grad=True)
for k in range(5):
  xenc = F.one_hot(xs, num_classes=V).float()
  logits = xenc @ W
  counts = logits.exp()
  probs = counts / counts.sum(1, keepdims=True)
  loss = -probs[torch.arange(num), ys].log().mean() + 0.01*(W**2).mean()
  print(f"{loss.item():.4f}")
  W.grad = None
  loss.backward()
  W.data += -50 * W.grad

xenc.shape, xenc.dtype, F.one_hot(xs, num_classes=V).dtype
F.one_hot(xs.float(), num_classes=V)
F.one_hot(xs, num_classes=3)
loss.grad_fn, probs.grad_fn, logits.grad_fn
# Makemore mlp.
import torch.nn.functional as F
import random
random.seed(42)
V = 8; block_size = 3
g = torch.Generator().manual_seed(2147483647)
X = torch.randint(0, V, (60, block_size), generator=g); Y = torch.randint(0, V, (60,), generator=g)
X.shape, X.dtype, X[:3], Y[:5]
C = torch.randn((V, 2), generator=g)
C[5], C[torch.tensor([5, 6, 7, 7])].shape, C[X].shape
F.one_hot(torch.tensor(5), num_classes=V).float() @ C
F.one_hot(torch.tensor(5), num_classes=V) @ C
emb = C[X]; W1 = torch.randn((6, 20), generator=g); b1 = torch.randn(20, generator=g)
emb @ W1 + b1
torch.cat([emb[:, 0, :], emb[:, 1, :], emb[:, 2, :]], 1).shape, torch.cat(torch.unbind(emb, 1), 1).shape
a = torch.arange(18); a.view(3, 3, 2).shape, a.storage()
emb.view(emb.shape[0], 6) == torch.cat(torch.unbind(emb, 1), 1)
h = torch.tanh(emb.view(-1, 6) @ W1 + b1); h.shape
W2 = torch.randn((20, V), generator=g); b2 = torch.randn(V, generator=g)
logits = h @ W2 + b2
counts = logits.exp(); prob = counts / counts.sum(1, keepdims=True)
loss = -prob[torch.arange(60), Y].log().mean(); loss
F.cross_entropy(logits, Y)
parameters = [C, W1, b1, W2, b2]; sum(p.nelement() for p in parameters)
for p in parameters: p.requires_grad = True

for i in range(50):
  ix = torch.randint(0, X.shape[0], (32,), generator=g)
  emb = C[X[ix]]
  h = torch.tanh(emb.view(-1, 6) @ W1 + b1)
  logits = h @ W2 + b2
  loss = F.cross_entropy(logits, Y[ix])
  for p in parameters: p.grad = None
  loss.backward()
  lr = 0.1 if i < 30 else 0.01
  for p in parameters: p.data += -lr * p.grad

print(f"{loss.item():.4f}")
C.grad.shape, emb.grad_fn, emb.grad
lre = torch.linspace(-3, 0, 10); lrs = 10**lre; lrs
@torch.no_grad()
def split_loss(split):
  x, y = {'train': (X[:40], Y[:40]), 'val': (X[40:], Y[40:])}[split]
  logits = torch.tanh(C[x].view(-1, 6) @ W1 + b1) @ W2 + b2
  print(split, f"{F.cross_entropy(logits, y).item():.4f}")

split_loss('train'); split_loss('val')
out = []; context = [0] * block_size
while len(out) < 8:
  emb = C[torch.tensor([context])]
  h = torch.tanh(emb.view(1, -1) @ W1 + b1)
  probs = F.softmax(h @ W2 + b2, dim=1)
  ix = torch.multinomial(probs, num_samples=1, generator=g).item()
  context = context[1:] + [ix]; out.append(ix)

out
# Makemore backprop.
import torch.nn.functional as F
g = torch.Generator().manual_seed(2147483647)
V, n_embd, n_hidden, n, bs = 7, 4, 16, 8, 3
C = torch.randn((V, n_embd), generator=g); W1 = torch.randn((n_embd * bs, n_hidden), generator=g) * (5/3)/((n_embd * bs)**0.5); b1 = torch.randn(n_hidden, generator=g) * 0.1
W2 = torch.randn((n_hidden, V), generator=g) * 0.1; b2 = torch.randn(V, generator=g) * 0.1
bngain = torch.randn((1, n_hidden))*0.1 + 1.0; bnbias = torch.randn((1, n_hidden), generator=g)*0.1; bngain = torch.ones_like(bngain)
parameters = [C, W1, b1, W2, b2, bngain, bnbias]
for p in parameters: p.requires_grad = True

Xb = torch.randint(0, V, (n, bs), generator=g); Yb = torch.randint(0, V, (n,), generator=g)
emb = C[Xb]; embcat = emb.view(emb.shape[0], -1)
hprebn = embcat @ W1 + b1
bnmeani = 1/n*hprebn.sum(0, keepdim=True)
bndiff = hprebn - bnmeani
bndiff2 = bndiff**2
bnvar = 1/(n-1)*(bndiff2).sum(0, keepdim=True)
bnvar_inv = (bnvar + 1e-5)**-0.5
bnraw = bndiff * bnvar_inv
hpreact = bngain * bnraw + bnbias
h = torch.tanh(hpreact)
logits = h @ W2 + b2
logit_maxes = logits.max(1, keepdim=True).values
norm_logits = logits - logit_maxes
counts = norm_logits.exp()
counts_sum = counts.sum(1, keepdims=True)
counts_sum_inv = counts_sum**-1
probs = counts * counts_sum_inv
logprobs = probs.log()
loss = -logprobs[range(n), Yb].mean()
for t in [logprobs, probs, counts, counts_sum, counts_sum_inv, norm_logits, logit_maxes, logits, h, hpreact, bnraw, bnvar_inv, bnvar, bndiff2, bndiff, hprebn, bnmeani, embcat, emb]:
  t.retain_grad()

loss.backward()
loss
def cmp(s, dt, t):
  ex = torch.all(dt == t.grad).item()
  app = torch.allclose(dt, t.grad, atol=1e-6)
  maxdiff = (dt - t.grad).abs().max().item()
  print(f'{s:15s} | approximate: {str(app):5s} | {maxdiff < 1e-5}')

dlogprobs = torch.zeros_like(logprobs); dlogprobs[range(n), Yb] = -1.0/n
dprobs = (1.0 / probs) * dlogprobs
dcounts_sum_inv = (counts * dprobs).sum(1, keepdim=True)
dcounts = counts_sum_inv * dprobs
dcounts_sum = (-counts_sum**-2) * dcounts_sum_inv
dcounts += torch.ones_like(counts) * dcounts_sum
dnorm_logits = counts * dcounts
dlogits = dnorm_logits.clone(); dlogit_maxes = (-dnorm_logits).sum(1, keepdim=True)
dlogits += F.one_hot(logits.max(1).indices, num_classes=logits.shape[1]) * dlogit_maxes
dh = dlogits @ W2.T; dW2 = h.T @ dlogits; db2 = dlogits.sum(0)
dhpreact = (1.0 - h**2) * dh
cmp('logprobs', dlogprobs, logprobs); cmp('probs', dprobs, probs); cmp('counts', dcounts, counts); cmp('logits', dlogits, logits); cmp('h', dh, h); cmp('W2', dW2, W2); cmp('b2', db2, b2); cmp('hpreact', dhpreact, hpreact)
dC = torch.zeros_like(C); demb = emb.grad
for k in range(Xb.shape[0]):
  for j in range(Xb.shape[1]):
    dC[Xb[k,j]] += demb[k,j]

cmp('C', dC, C)
logits.max(1).indices, logits.max(1, keepdim=True).values.shape, logits.max(1)
loss.grad_fn, logprobs.grad_fn, counts_sum_inv.grad_fn, bnvar_inv.grad_fn, logit_maxes.grad_fn
h.grad is None, h.is_leaf, h.retains_grad
