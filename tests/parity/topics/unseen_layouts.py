import torch.nn.functional as F
a = torch.arange(6.).view(3, 2).t() + 0.5
c = torch.arange(24.).view(2, 3, 4).permute(2, 0, 1) + 0.5
a.stride(), c.stride(), a.is_contiguous()
[f(t).stride() for t in (a, c) for f in (F.gelu, F.logsigmoid, F.silu, F.softplus, F.elu, torch.sigmoid)]
[f(t).stride() for t in (a, c) for f in (torch.erf, torch.lgamma, torch.exp, torch.abs, torch.sign, torch.digamma)]
[F.layer_norm(t, t.shape[-1:]).stride() for t in (a, c)]
[getattr(c, name)(dim=0).stride() for name in ("sum", "mean", "prod", "amax", "amin", "std", "var", "norm", "logsumexp", "all", "argmax", "nansum")]
[getattr(c, name)(dim=1, keepdim=True).stride() for name in ("sum", "mean", "amax", "amin", "std", "norm", "logsumexp", "any", "argmin")]
[getattr(c, name)(dim=-1).stride() for name in ("sum", "mean", "amax", "amin", "std", "norm", "logsumexp", "count_nonzero")]
[t.stride() for t in torch.aminmax(c, dim=-1)]
torch.linalg.vector_norm(c, 1, dim=2).stride(), torch.linalg.vector_norm(c, float("inf"), dim=2).stride(), torch.linalg.vector_norm(c, 3, dim=2, keepdim=True).stride()
c.amax(-1).view(-1)
c.logsumexp(-1).view(8)
c.norm(dim=2).view(2, 4)
a.tril().stride(), c.triu(1).stride()
F.layer_norm(c, (3,)).view(-1).shape
F.gelu(a).view(-1)
a.sin().view(-1)
w = torch.tensor([[1 + 1j, 2 - 1j], [0.5j, 1.]], requires_grad=True)
b = torch.tensor([1., 2.], requires_grad=True)
for g in torch.autograd.grad((w * b).abs().sum(), (w, b), create_graph=True): print(g, g.grad_fn)

for g in torch.autograd.grad((w / b).abs().sum(), (w, b), create_graph=True): print(g, g.grad_fn)

for g in torch.autograd.grad((w + b).abs().sum(), (w, b)): print(g)

for g in torch.autograd.grad((b - w).real.sum(), (w, b)): print(g)

s = torch.tensor(2., requires_grad=True)
torch.autograd.grad((w * s).abs().sum(), s, create_graph=True)
w.detach().clone().absolute_()
w.H.grad_fn.next_functions[0][0]._saved_dim0
a.t_.__name__, a.numpy().shape
a.relu(1)
a.relu(x=1)
a.relu(1, x=1)
a.sin(1, out=2)
a.is_contiguous(1)
