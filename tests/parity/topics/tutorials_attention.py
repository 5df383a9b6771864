# Layers of one's own, recurrence and attention by hand.
# Makemore wavenet.
import torch.nn.functional as F
class Linear:
  def __init__(self, fan_in, fan_out, bias=True):
    self.weight = torch.randn((fan_in, fan_out)) / fan_in**0.5
    self.bias = torch.zeros(fan_out) if bias else None
  def __call__(self, x):
    self.out = x @ self.weight
    if self.bias is not None:
      self.out += self.bias
    return self.out
  def parameters(self):
    return [self.weight] + ([] if self.bias is None else [self.bias])

class BatchNorm1d:
  def __init__(self, dim, eps=1e-5, momentum=0.1):
    self.eps = eps; self.momentum = momentum; self.training = True
    self.gamma = torch.ones(dim); self.beta = torch.zeros(dim)
    self.running_mean = torch.zeros(dim); self.running_var = torch.ones(dim)
  def __call__(self, x):
    if self.training:
      dim = 0 if x.ndim == 2 else (0, 1)
      xmean = x.mean(dim, keepdim=True); xvar = x.var(dim, keepdim=True)
    else:
      xmean = self.running_mean; xvar = self.running_var
    xhat = (x - xmean) / torch.sqrt(xvar + self.eps)
    self.out = self.gamma * xhat + self.beta
    if self.training:
      with torch.no_grad():
        self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * xmean
        self.running_var = (1 - self.momentum) * self.running_var + self.momentum * xvar
    return self.out
  def parameters(self):
    return [self.gamma, self.beta]

class Tanh:
  def __call__(self, x):
    self.out = torch.tanh(x); return self.out
  def parameters(self):
    return []

class Embedding:
  def __init__(self, n, d):
    self.weight = torch.randn((n, d))
  def __call__(self, IX):
    self.out = self.weight[IX]; return self.out
  def parameters(self):
    return [self.weight]

class FlattenConsecutive:
  def __init__(self, n):
    self.n = n
  def __call__(self, x):
    B, T, C = x.shape
    x = x.view(B, T//self.n, C*self.n)
    if x.shape[1] == 1:
      x = x.squeeze(1)
    self.out = x
    return self.out
  def parameters(self):
    return []

torch.manual_seed(42);
layers = [Embedding(9, 4), FlattenConsecutive(2), Linear(8, 6, bias=False), BatchNorm1d(6), Tanh(), FlattenConsecutive(2), Linear(12, 6, bias=False), BatchNorm1d(6), Tanh(), FlattenConsecutive(2), Linear(12, 6, bias=False), BatchNorm1d(6), Tanh(), Linear(6, 9)]
with torch.no_grad():
  layers[-1].weight *= 0.1

parameters = [p for l in layers for p in l.parameters()]
for p in parameters: p.requires_grad = True

Xb = torch.randint(0, 9, (16, 8)); Yb = torch.randint(0, 9, (16,)); ud = []
for i in range(4):
  x = Xb
  for layer in layers: x = layer(x)
  loss = F.cross_entropy(x, Yb)
  for layer in layers: layer.out.retain_grad()
  for p in parameters: p.grad = None
  loss.backward()
  for p in parameters: p.data += -0.1 * p.grad
  with torch.no_grad(): ud.append([((0.1*p.grad).std() / p.data.std()).log10().item() for p in parameters if p.ndim == 2])
  print(i, f"{loss.item():.4f}")

for layer in layers: print(layer.__class__.__name__, ':', tuple(layer.out.shape), layer.out.grad_fn)

[f"{u:.2f}" for u in ud[-1]]
t = layers[4].out; (t.abs() > 0.97).float().mean()*100, t.mean(), t.std()
torch.histc(t.detach(), bins=5)
Linear(3, 3)(torch.ones(2, 4))
# Makegpt.
import torch.nn as nn
from torch.nn import functional as F
torch.manual_seed(1337)
B, T, C = 4, 8, 6
x = torch.randn(B, T, C)
xbow = torch.zeros((B, T, C))
for b in range(B):
  for t in range(T):
    xprev = x[b, :t+1]
    xbow[b, t] = torch.mean(xprev, 0)

wei = torch.tril(torch.ones(T, T)); wei = wei / wei.sum(1, keepdim=True); xbow2 = wei @ x
torch.allclose(xbow, xbow2)
tril = torch.tril(torch.ones(T, T)); wei = torch.zeros((T, T)); wei = wei.masked_fill(tril == 0, float('-inf')); wei = F.softmax(wei, dim=-1); wei
torch.allclose(xbow, wei @ x, atol=1e-6)
class Head(nn.Module):
  def __init__(self, n_embd, head_size, block_size, dropout=0.2):
    super().__init__()
    self.key = nn.Linear(n_embd, head_size, bias=False)
    self.query = nn.Linear(n_embd, head_size, bias=False)
    self.value = nn.Linear(n_embd, head_size, bias=False)
    self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))
    self.dropout = nn.Dropout(dropout)
  def forward(self, x):
    B, T, C = x.shape
    k = self.key(x); q = self.query(x)
    wei = q @ k.transpose(-2,-1) * k.shape[-1]**-0.5
    wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf'))
    wei = F.softmax(wei, dim=-1)
    wei = self.dropout(wei)
    return wei @ self.value(x)

class MultiHeadAttention(nn.Module):
  def __init__(self, n_embd, num_heads, block_size):
    super().__init__()
    head_size = n_embd // num_heads
    self.heads = nn.ModuleList([Head(n_embd, head_size, block_size) for _ in range(num_heads)])
    self.proj = nn.Linear(head_size * num_heads, n_embd)
    self.dropout = nn.Dropout(0.2)
  def forward(self, x):
    out = torch.cat([h(x) for h in self.heads], dim=-1)
    return self.dropout(self.proj(out))

class Block(nn.Module):
  def __init__(self, n_embd, n_head, block_size):
    super().__init__()
    self.sa = MultiHeadAttention(n_embd, n_head, block_size)
    self.ffwd = nn.Sequential(nn.Linear(n_embd, 4 * n_embd), nn.ReLU(), nn.Linear(4 * n_embd, n_embd), nn.Dropout(0.2))
    self.ln1 = nn.LayerNorm(n_embd); self.ln2 = nn.LayerNorm(n_embd)
  def forward(self, x):
    x = x + self.sa(self.ln1(x))
    return x + self.ffwd(self.ln2(x))

class GPT(nn.Module):
  def __init__(self, vocab_size=11, n_embd=12, block_size=8):
    super().__init__()
    self.block_size = block_size
    self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
    self.position_embedding_table = nn.Embedding(block_size, n_embd)
    self.blocks = nn.Sequential(*[Block(n_embd, n_head=3, block_size=block_size) for _ in range(2)])
    self.ln_f = nn.LayerNorm(n_embd)
    self.lm_head = nn.Linear(n_embd, vocab_size)
    self.apply(self._init_weights)
  def _init_weights(self, module):
    if isinstance(module, nn.Linear):
      torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
      if module.bias is not None:
        torch.nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Embedding):
      torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
  def forward(self, idx, targets=None):
    B, T = idx.shape
    tok_emb = self.token_embedding_table(idx)
    pos_emb = self.position_embedding_table(torch.arange(T, device=idx.device))
    x = self.ln_f(self.blocks(tok_emb + pos_emb))
    logits = self.lm_head(x)
    if targets is None:
      return logits, None
    B, T, C = logits.shape
    return logits, F.cross_entropy(logits.view(B*T, C), targets.view(B*T))
  @torch.no_grad()
  def generate(self, idx, max_new_tokens):
    for _ in range(max_new_tokens):
      idx_cond = idx[:, -self.block_size:]
      logits, loss = self(idx_cond)
      probs = F.softmax(logits[:, -1, :], dim=-1)
      idx_next = torch.multinomial(probs, num_samples=1)
      idx = torch.cat((idx, idx_next), dim=1)
    return idx

m = GPT(); m
print(sum(p.numel() for p in m.parameters()), 'parameters')
data = torch.randint(0, 11, (200,))
def get_batch():
  ix = torch.randint(len(data) - 8, (4,))
  return torch.stack([data[i:i+8] for i in ix]), torch.stack([data[i+1:i+8+1] for i in ix])

opt = torch.optim.AdamW(m.parameters(), lr=1e-2)
for it in range(6):
  xb, yb = get_batch()
  logits, loss = m(xb, yb)
  opt.zero_grad(set_to_none=True)
  loss.backward()
  opt.step()
  print(it, f"{loss.item():.4f}")

m.eval(); logits, _ = m(xb); logits.shape, logits.grad_fn
m.generate(torch.zeros((1, 1), dtype=torch.long), max_new_tokens=10)[0].tolist()
m(torch.full((1, 4), 11))
m(torch.zeros(1, 9, dtype=torch.long))
m(torch.zeros(1, 4))
m.blocks[0].sa.heads[0].tril.shape, [n for n, _ in m.named_buffers()]
sorted(m.state_dict())[:4]
# Exploding rnn.
import torch.nn.functional as F
torch.manual_seed(0)
H, V, T = 8, 5, 6
Wxh = (torch.randn(V, H) * 0.1).requires_grad_(); Whh = (torch.randn(H, H) * 0.5).requires_grad_(); Why = (torch.randn(H, V) * 0.1).requires_grad_(); bh = torch.zeros(H, requires_grad=True)
data = torch.tensor([0, 1, 2, 3, 4, 0, 1])
for it in range(4):
  h = torch.zeros(1, H); loss = 0.
  for t in range(T):
    x = F.one_hot(data[t:t + 1], V).float()
    h = torch.tanh(x @ Wxh + h @ Whh + bh)
    loss = loss + F.cross_entropy(h @ Why, data[t + 1:t + 2])
  grads = torch.autograd.grad(loss / T, [Wxh, Whh, Why, bh])
  with torch.no_grad():
    for p, g in zip([Wxh, Whh, Why, bh], grads): p -= 0.5 * g.clamp(-1, 1)
  print(it, f"{loss.item() / T:.4f}", [f"{g.norm():.4f}" for g in grads])

Whh.grad, Whh.is_leaf
state = None
for t in range(2):
  h = torch.tanh(torch.ones(1, V) @ Wxh + (0 if state is None else state) @ Whh) if state is not None else torch.tanh(torch.ones(1, V) @ Wxh)
  state = h

h.sum().backward(); h.sum().backward()
def lstm_cell(x, h, c, W, b):
  g = torch.cat([x, h], 1) @ W + b
  i, f, o, n = g.chunk(4, 1)
  c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(n)
  return torch.sigmoid(o) * torch.tanh(c), c

W = (torch.randn(V + H, 4 * H) * 0.1).requires_grad_(); b = torch.zeros(4 * H, requires_grad=True); h = c = torch.zeros(2, H)
for t in range(3): h, c = lstm_cell(torch.randn(2, V), h, c, W, b)

h.grad_fn, c.grad_fn, h.mean()
h.sum().backward(); W.grad.norm(), b.grad.view(4, H).sum(1)
h.detach_(); h.requires_grad, h.grad_fn
chunks = torch.ones(2, 4, requires_grad=True).chunk(2, 1); chunks[0].add_(1)
# Attention by hand.
import math, torch.nn as nn, torch.nn.functional as F
torch.manual_seed(0)
def masked_softmax(X, valid_lens):
  def _sequence_mask(X, valid_len, value=0):
    maxlen = X.size(1)
    mask = torch.arange((maxlen), dtype=torch.float32, device=X.device)[None, :] < valid_len[:, None]
    X[~mask] = value
    return X
  if valid_lens is None:
    return nn.functional.softmax(X, dim=-1)
  shape = X.shape
  if valid_lens.dim() == 1:
    valid_lens = torch.repeat_interleave(valid_lens, shape[1])
  else:
    valid_lens = valid_lens.reshape(-1)
  X = _sequence_mask(X.reshape(-1, shape[-1]), valid_lens, value=-1e6)
  return nn.functional.softmax(X.reshape(shape), dim=-1)

masked_softmax(torch.rand(2, 2, 4), torch.tensor([2, 3]))
masked_softmax(torch.rand(2, 2, 4), torch.tensor([[1, 3], [2, 4]]))
Q = torch.ones((2, 3, 4)); K = torch.ones((2, 4, 6)); torch.bmm(Q, K).shape
class DotProductAttention(nn.Module):
  def __init__(self, dropout):
    super().__init__()
    self.dropout = nn.Dropout(dropout)
  def forward(self, queries, keys, values, valid_lens=None):
    d = queries.shape[-1]
    scores = torch.bmm(queries, keys.transpose(1, 2)) / math.sqrt(d)
    self.attention_weights = masked_softmax(scores, valid_lens)
    return torch.bmm(self.dropout(self.attention_weights), values)

queries = torch.normal(0, 1, (2, 1, 2)); keys = torch.normal(0, 1, (2, 10, 2)); values = torch.normal(0, 1, (2, 10, 4)); valid_lens = torch.tensor([2, 6])
attention = DotProductAttention(dropout=0.5); attention.eval(); attention(queries, keys, values, valid_lens)
attention.attention_weights.shape
class PositionalEncoding(nn.Module):
  def __init__(self, num_hiddens, dropout, max_len=20):
    super().__init__()
    self.dropout = nn.Dropout(dropout)
    self.P = torch.zeros((1, max_len, num_hiddens))
    X = torch.arange(max_len, dtype=torch.float32).reshape(-1, 1) / torch.pow(10000, torch.arange(0, num_hiddens, 2, dtype=torch.float32) / num_hiddens)
    self.P[:, :, 0::2] = torch.sin(X)
    self.P[:, :, 1::2] = torch.cos(X)
  def forward(self, X):
    X = X + self.P[:, :X.shape[1], :].to(X.device)
    return self.dropout(X)

pe = PositionalEncoding(8, 0); pe.eval(); pe(torch.zeros((1, 5, 8)))
def attention(query, key, value, mask=None, dropout=None):
  d_k = query.size(-1)
  scores = torch.matmul(query, key.transpose(-2, -1)) / math.sqrt(d_k)
  if mask is not None:
    scores = scores.masked_fill(mask == 0, -1e9)
  p_attn = scores.softmax(dim=-1)
  return torch.matmul(p_attn, value), p_attn

q = torch.randn(1, 2, 4, 3, requires_grad=True); mask = torch.triu(torch.ones(1, 4, 4), diagonal=1).type(torch.uint8) == 0; o, p = attention(q, q, q, mask); o, p
o.sum().backward(); q.grad.norm(), o.grad_fn, p.grad_fn
F.scaled_dot_product_attention(q, q, q, is_causal=True).allclose(o, atol=1e-5)
q.view(2, -1).shape, q.transpose(1, 2).contiguous().view(1, 4, 6).shape
q.transpose(1, 2).view(1, 4, 6)
torch.einsum('bhqd,bhkd->bhqk', q, q).grad_fn
