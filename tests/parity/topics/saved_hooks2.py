H = torch.autograd.graph.saved_tensors_hooks
s = lambda: H(lambda t: t.detach().clone(), lambda t: t)
a = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
F = torch.nn.functional
with s(): y = F.cross_entropy(a, torch.tensor([0, 1])) + F.layer_norm(a, (2,)).sum() + a.softmax(-1).prod()

torch.autograd.grad(y, a)
with s(): y = torch.stack([a, a * 2]).logsumexp(0).sum() + torch.cat([a, a]).sort(0)[0][0].sum() + a[[0, 1], [1, 0]].prod()

torch.autograd.grad(y, a)
with s(): y = torch.einsum("ij,jk->ik", a, a).trace() + torch.linalg.det(a) + a.inverse().sum()

torch.autograd.grad(y, a)
with s(): g, = torch.autograd.grad(((a @ a).tanh() * a).sum(), a, create_graph=True); gg, = torch.autograd.grad(g.pow(2).sum(), a)

gg
with s(): z = a * 1; z[0] = z[1] * z[0]; z.sigmoid_(); z.T.mul_(a); y = z.sum()

torch.autograd.grad(y, a)
with s(): m = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(), torch.nn.LayerNorm(2))

_ = [torch.nn.init.constant_(p, 0.5) for p in m.parameters()]
with s(): y = m(a).pow(2).sum()

torch.autograd.grad(y, a)
torch.func.jacrev(F.softmax)(a[0].detach(), 0) if False else torch.func.jacrev(lambda t: F.softmax(t, 0))(a[0].detach())
torch.func.grad(lambda t: F.cross_entropy(t, torch.tensor([0, 1])))(a.detach())
torch.func.hessian(lambda t: t.prod())(torch.tensor([1., 2., 3.]))
torch.func.vmap(torch.func.jacrev(torch.tanh))(a.detach())
torch.func.grad(lambda t: torch.func.jacrev(torch.sin)(t).sum())(torch.tensor([1., 2.]))
def loss(p, x, y): return F.mse_loss(torch.func.functional_call(m, p, x), y)

ps = dict(m.named_parameters())
gs = torch.func.grad(loss)(ps, a.detach(), torch.ones(2, 2)); gs.keys(), gs["2.bias"]
torch.utils.checkpoint.checkpoint(m, a, use_reentrant=False).sum().backward()
import torch.utils.checkpoint
torch.utils.checkpoint.checkpoint(m, a, use_reentrant=False).sum().backward()
a.grad, m[0].weight.grad
