# Yet more causes that tests.parity.fuzz has found, one block of statements each.
F = torch.nn.functional
e = torch.zeros(0, requires_grad=True)
F.cross_entropy(e, e.detach())
F.cross_entropy(torch.ones(2), torch.tensor([[.1], [.2]]))
F.cross_entropy(torch.tensor(2.), torch.tensor(.1))
F.cross_entropy(torch.tensor(2), torch.zeros(0))
F.cross_entropy(torch.ones(2), torch.tensor([1]), label_smoothing=.1)
F.nll_loss(torch.zeros(3, 0), torch.tensor([0, 0, 0]), ignore_index=0, reduction='sum')
x = torch.tensor([1., 2., 3.], requires_grad=True)
F.nll_loss(x, torch.tensor([0]))
F.nll_loss(x, torch.tensor([0])).backward()
F.nll_loss(torch.ones(1, 3, 2, 2), torch.zeros(1, 2, 3).long())
F.nll_loss(torch.ones(1, 3, 2, 2).long(), torch.zeros(1, 2, 2).long())
F.huber_loss(torch.ones(2).half(), torch.zeros(2))
F.huber_loss(torch.tensor([1, 0]), torch.zeros(2))
F.binary_cross_entropy(torch.tensor([True]), torch.zeros(1))
F.binary_cross_entropy_with_logits(torch.tensor([1., 0.]), torch.tensor([1., 0.]).half())
F.soft_margin_loss(torch.ones(2), torch.tensor([True, False]))
F.binary_cross_entropy(torch.ones(4).sigmoid(), torch.ones(4)).untyped_storage().nbytes()
F.linear(torch.ones(3, 3).double(), torch.ones(3, 2), torch.ones(3))
torch.nn.LayerNorm(2)(torch.ones(2, 2).long())
torch.nn.BatchNorm1d(2).load_state_dict({})
h = torch.ones(2).half()
h.lerp(torch.ones(2), .5)
torch.tensor([1, 2]).lerp(torch.tensor([3, 4]), torch.tensor(.5))
torch.tensor([1, 2]).lerp_(torch.ones(3, 2).long(), .5)
torch.tensor([1, 2]).lerp(torch.tensor([1, 2]), torch.tensor(1))
torch.ones(2).addcdiv(torch.tensor([1, 2]), torch.tensor([1, 2]))
torch.tensor([1, 2]).addcdiv(torch.ones(2), torch.ones(2))
(h > 0).addcmul_(torch.ones(3) > 0, h > 0)
(torch.ones(2) * 1j) % torch.ones(3)
torch.clamp(h > 0, min=True)
torch.clamp(torch.ones(2), torch.tensor(1j), torch.ones(2))
y = torch.tensor([1.], requires_grad=True)
torch.clamp(y, torch.tensor(0.), torch.ones(3)).sum().backward()
torch.trace(torch.tensor(True))
torch.ones(3).dist(torch.ones(6))
torch.ones(3).half().dist(torch.tensor(2))
torch.tensor(float('nan')).softmax(0), torch.tensor(float('inf')).log_softmax(0)
torch.tensor([float('nan'), 3e9, -1e30, 5.5]).int()
torch.tensor([1e10, 70000.]).short()
torch.zeros(3).int().fill_(torch.tensor(1e10))
torch.zeros(2).byte().fill_(torch.tensor(300.))
m = torch.zeros(3).long()
m[m == 0] = torch.tensor(float('nan'))
m[m == 0] = torch.tensor([2.5])
m
z = torch.arange(4.)
z[z > 1] = torch.ones(1, 2)
z[[0]] = torch.ones(1, 2)
z.index_put((torch.tensor([0]),), torch.ones(1, 1))
z[[0, 1]] = z
z[torch.ones(2, 3).bool()]
e.index_fill(0, torch.tensor([0]), 1.)
torch.zeros(2, 0, 4).index_fill(1, torch.tensor([7, 8]), 1.)
torch.ones(2, 2).expand(2, 2, 2).as_strided((3,), (1,))
t, = torch.autograd.grad(x.sum(), x)
t.as_strided((2,), (1,))
(torch.ones(3, 2) > 0).t().view(torch.int64)
torch.ones(4, 4).diagonal(2)[:0].view(torch.bool)
torch.baddbmm(torch.ones(2, 3, 3).double(), torch.ones(2, 3, 2), torch.ones(2, 2, 3).double())
torch.inner(torch.tensor([[True]]), torch.tensor([[True]]))
torch.zeros(1, 0).var(0, correction=0)
e.cummax(1)
e.amax((0, 1))
torch.tensor(True).kthvalue(1)
with torch.no_grad():
  v = x[:1]
  x.mul_(1)

v.int(), v.long()
x.mul_(v)
v + 1
torch.isclose(v, v)
with torch.inference_mode():
  i = x.view_as(x)

i.split(1)[0].add_(1)
k = x * 2
k.grad_fn.next_functions[0][0].register_prehook(lambda g: (g[0] * 3,))
torch.autograd.grad(k.sum(), x)
w = torch.ones(2, 3, requires_grad=True)
c = w @ w.T
c.grad_fn(torch.ones(2, 2))
[g.stride() for g in c.grad_fn(torch.ones(2, 2))]
d = torch.addcdiv(x, torch.ones(3), torch.ones(3)).grad_fn
d._saved_tensor1, d._saved_tensor2
(torch.ones(2, 2) @ w).grad_fn._saved_self_sym_strides
p = torch.ones(3) ** x
p.detach().mul_(2)
(x ** torch.ones(3)).grad_fn._saved_result
q = x ** torch.ones(3)
q.detach().mul_(2)
q.sum().backward()
o = x * x
o.sum().backward()
o.grad_fn._raw_saved_self
s = torch.tensor(2., requires_grad=True)
s.sum().backward()
s.grad._version
hook = s.register_hook(lambda g: print(g._base is None))
s.sum().backward()
torch.linalg.matrix_norm(w).grad_fn._saved_dim
torch.add(x.detach(), 2, x.detach())
f = torch.tensor([2., 1.1], requires_grad=True)
with torch.inference_mode(): z = f // f

f[z]
f.detach()[z]
