import torch.nn as nn, torch.nn.functional as F
from torch.autograd import Function
from torch.utils.checkpoint import checkpoint
torch.manual_seed(0)
lin = nn.Linear(2, 2); x = torch.ones(1, 2, requires_grad=True)
o = checkpoint(lin, x, use_reentrant=False); o.register_hook(lambda g: print("o", g)); o.sum().backward(); x.grad
lin.weight.grad
def block(t):
    h = lin(t); h.register_hook(lambda g: print("inside", g)); return h.relu_()

checkpoint(block, x, use_reentrant=False).sum().backward()
checkpoint(block, x, use_reentrant=True).sum().backward()
lin.weight.register_hook(lambda g: g * 0); lin.zero_grad(); lin(x).sum().backward(); lin.weight.grad, lin.bias.grad
with torch.no_grad(): lin.weight.copy_(torch.eye(2)); lin.weight[0, 0] = 5; lin.weight.mul_(2)

lin.weight
lin.weight.data[1] = 7; lin.weight
lin.weight[0] = 1
lin.weight = nn.Parameter(torch.eye(2)); lin.weight
y = lin(x); lin.weight.data.zero_(); y.sum().backward(); x.grad
y = lin(x) ** 2
with torch.no_grad(): lin.weight.add_(1)

y.sum().backward()
class Scale(Function):
    @staticmethod
    def forward(ctx, x, s):
        ctx.save_for_backward(x, s); ctx.mark_dirty(x)
        return x.mul_(s)
    @staticmethod
    def backward(ctx, g):
        x, s = ctx.saved_tensors
        return g * s, (g * x / s).sum()

s = torch.tensor(3., requires_grad=True); a = torch.ones(2, requires_grad=True)
b = a * 1; v = b[:1]; r = Scale.apply(v, s); b, r.grad_fn, b.grad_fn
b.sum().backward()
b = a * 1; r = Scale.apply(b, s); r.retain_grad(); r.sum().backward(); r.grad, s.grad, a.grad
b = a * 1; b.retain_grad(); Scale.apply(b, s).sum().backward(); b.grad
b = a * 1; b.register_hook(lambda g: print("b", g)); Scale.apply(b, s).register_hook(lambda g: print("r", g)); b.sum().backward()
with torch.no_grad(): b = a * 1; Scale.apply(b, s); print(b, b.requires_grad)

b = torch.ones(2); Scale.apply(b, s); b, b.requires_grad, b.grad_fn
b.sum().backward(); s.grad
g = torch.ones(2, requires_grad=True); l = (a * 2); l.backward(g, create_graph=True); a.grad, g.grad
a.grad.sum().backward(); g.grad
a.grad = None; l = (a ** 3).sum(); l.backward(create_graph=True); a.grad.retain_grad(); (a.grad ** 2).sum().backward(); a.grad
a = torch.ones(2, requires_grad=True); l = a * 2; l.retain_grad(); l.sum().backward(retain_graph=True); l.sum().backward(); l.grad, a.grad
l.grad = None; l.grad
l = a * 2; l.grad = torch.ones(2); l.grad
l.retain_grad(); l.sum().backward(); l.grad
l = a * 2; l2 = l.view(2, 1); l.add_(1); l2.retain_grad(); l2.sum().backward(); l2.grad
m = a * 2; n = m.detach(); n.requires_grad_(); (n * m).sum().backward(); n.grad, a.grad
n.add_(1)
m.data = torch.zeros(2); m, m.grad_fn
m.sum().backward()
k = a.clone(); k.data = torch.ones(3); k.shape; k.sum().backward()
a.data = torch.zeros(2, 2); a, a.grad
a.grad = None; (a * 2).sum().backward(); a.grad.shape
p = nn.Parameter(torch.ones(2)); p.data = p.data.double(); p.sum().backward(); p.grad
p.grad = None; p.data = p.data.float(); (p * 2).sum().backward(); p.grad
q = p * 1; q2 = q.detach().requires_grad_(); t = (q2 ** 2).sum(); t.backward(); q.backward(q2.grad); p.grad
torch.autograd.grad((p * 1j).abs().sum(), p), torch.autograd.grad((p * (1 + 1j)).real.sum(), p)
w = torch.tensor([1 + 1j], requires_grad=True); (w * w.conj()).real.sum().backward(); w.grad
w.grad = None; w.abs().sum().backward(); w.grad
w.grad = None; (w ** 2).sum().backward()
(w ** 2).sum().real.backward(); w.grad
h = [];  z = p * 2; z.register_hook(lambda g: h.append(g)); z.sum().backward(); h, h[0].requires_grad
z = p * 2; z.register_hook(lambda g: g.zero_()); z.sum().backward(); p.grad
z = p * 2; e = z + 0; z.register_hook(lambda g: g.mul_(5)); (e.sum() + z.sum()).backward(); p.grad
f = p.expand(3, 2); f.grad_fn; f.sum().backward(); p.grad
f = p.expand(3, 2).contiguous(); f.mul_(2); f.sum().backward(); p.grad
i = torch.arange(4.).requires_grad_(); i[::2].sum().backward(); i.grad; i[[0, 0, 3]].prod().backward(); i.grad
j = i[1:]; j2 = j[1:]; (j2 * j[:-1]).sum().backward(); i.grad
u = i.unfold(0, 2, 1); u.sum().backward(); i.grad
torch.stack([i[t] for t in range(4)]).sum().backward(); i.grad
sum(i).backward(); i.grad
max(i).backward(); i.grad
sorted(i)[0].backward(); i.grad
c = i.tolist(), i.detach().numpy(), i.sum().item(); c
for t in i: t.backward()

i.grad
zip_ = [a * b for a, b in zip(i, i)]; torch.stack(zip_).sum().backward(); i.grad
def outer(fn):
    @torch.enable_grad()
    def run(*args): return fn(*args)
    return run

@outer
def fwd(t): return (t * 2).requires_grad

with torch.no_grad(): print(fwd(i), (i * 2).requires_grad)

class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2)); self.register_buffer("n", torch.zeros(1))
    @torch.no_grad()
    def step(self): self.w -= 0.5; self.n += 1; return self
    @torch.inference_mode()
    def predict(self, x): return x * self.w
    def forward(self, x): return x * self.w

m = M(); m.step().w, m.n, m.predict(torch.ones(2)).is_inference(), m(torch.ones(2))
m.predict(torch.ones(2)) * m.w
m(m.predict(torch.ones(2)).clone()).sum().backward(); m.w.grad
[*m.named_parameters()], m.state_dict()
