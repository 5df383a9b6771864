# Causes that tests.parity.fuzz has found among new seeds, one block of statements each.
b = torch.tensor([], dtype=torch.bool)
torch.einsum('i,i->', b, b)
b.view(2, 0) @ b.view(0, 2), b.view(0, 2) @ torch.ones(2, dtype=torch.bool)
torch.bmm(b.view(1, 2, 0), b.view(1, 0, 2)), torch.bmm(torch.ones(1, 2, 2).bool(), torch.ones(1, 2, 2).bool())
torch.dot(b, b)
z = torch.tensor([], requires_grad=True)
torch.cat([z, z], 1), torch.cat([z], -5)
torch.cat([z, torch.zeros(2)], 1)
torch.stack([torch.tensor(1), torch.ones(1, 3)], 1)
torch.rsub(torch.ones(1, 3), torch.zeros(4))
torch.complex(torch.zeros(0), torch.zeros(0)).to(dtype=torch.int64)
x = torch.tensor([2., 3.], requires_grad=True)
z = x // x
c = x.exp()
z.grad_fn._sequence_nr()
c.sum().backward()
(z * c).sum().backward()
u = torch.ones(2, requires_grad=True)
torch.autograd.grad((z * 2 + u).sum(), u)
torch.autograd.grad((z * 2 + u).sum(), x)
x = torch.tensor([1., -0.5], requires_grad=True)
(torch.tensor(False) % x).sum().backward()
x.grad
torch.fmod(torch.tensor([2, 1]), x).sum().backward()
x.grad
d = torch.full((2, 2), 3., dtype=torch.float16)
a = torch.eye(2, requires_grad=True)
torch.nn.functional.huber_loss(d, a).backward()
x = torch.ones(2, 1, 3)
x.scatter(-2, torch.zeros_like(x).long(), x.sum(0))
x.scatter(-2, torch.zeros_like(x).long(), torch.ones(2, 3))
x[:, 0].scatter(0, torch.zeros(2, 3).long(), torch.ones(1))
torch.ones(1, 3) @ torch.ones(2, 0, 3)
torch.ones(2, 0, 3) @ torch.ones(1, 3)
v = torch.ones(2, requires_grad=True)
w = v * 2
k = v.register_hook(lambda g: print('v', g))
k = w.register_hook(lambda g: print('w', g))
k = v.register_post_accumulate_grad_hook(lambda t: print('stored', t.grad))
torch.norm(w, 0).backward(retain_graph=True)
torch.norm(w, 0).backward(create_graph=True)
torch.autograd.grad(torch.norm(w, 0), v)
torch.autograd.grad(torch.norm(w, 0), (v, w), allow_unused=True)
(torch.norm(w, 0) + w.sum()).backward()
class Nothing(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    return t * 2
  @staticmethod
  def backward(ctx, g):
    return None

class Told(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    return t * 2
  @staticmethod
  def backward(ctx, g):
    print('told', g)
    return g

v = torch.ones(2, requires_grad=True)
Nothing.apply(Told.apply(v)).sum().backward()
v.grad
w = v * 3
k = w.register_hook(lambda g: torch.ones(2))
Nothing.apply(w).sum().backward()
h = v.exp()
h.sum().backward()
torch.norm(h, 0).backward()
k = torch.manual_seed(0)
d = torch.ones(4, 5).t()
d.normal_()
d.stride(), torch.ones(4, 5)[:, :4].normal_(1, 2)
b = torch.ones(2, 2).bool()
torch.addmm(torch.ones(3, 1).bool(), b, b)
v = torch.ones(2, requires_grad=True)
u = (v * v).sum()
with torch.inference_mode():
  g, = torch.autograd.grad(u, v)

g.is_inference(), g
v ** g
w = v * 2
w.retain_grad()
u = w.sum()
k = w.register_hook(lambda g: print(g.is_inference()))
with torch.inference_mode():
  u.backward()

v.grad.is_inference(), w.grad.is_inference()
with torch.inference_mode():
  g = torch.func.grad(lambda t: (t * t).sum())(v)

g, g.is_inference()
c = torch.tensor([1.1], requires_grad=True).frac()
with torch.no_grad():
  g = c.view(-1)

torch.func.grad(lambda t: (t ** 2).sum())(g)
with torch.inference_mode():
  b = torch.arange(5.)

torch.utils.checkpoint.checkpoint(torch.sin, b, use_reentrant=False)
import copy
f = torch.tensor(2., requires_grad=True)
(f ** 2).backward(create_graph=True)
copy.deepcopy(f)
u = torch.ones(2, 1, 3, dtype=torch.float64)
torch.autograd.gradcheck(torch.tanh, u[1:, 1:].requires_grad_())
v = torch.ones(3, 1, requires_grad=True)
w = v.cumsum(-1)
k = w.grad_fn.register_hook(lambda i, o: print('post', i, o))
(w ** 2).sum().backward(create_graph=True)
g = torch.ones(1, requires_grad=True)
a = g // g
b = a.exp()
c = b.exp()
torch.autograd.grad(c.sum(), b)
(c * a).sum().backward()
(b + a.sin() * 2 + a).sum().backward()
d = torch.tensor([[1., 2.], [3., 4.], [5., 6.]])
torch.func.jacrev(lambda t: t.t() ** 2)(d).sum((2, 3))
torch.func.jacrev(lambda t: t * 2)(d.t()).sum((2, 3))
torch.func.jacfwd(lambda t: t.t() * 3)(d).sum((2, 3))
b = torch.ones(2, requires_grad=True)
c = b * 1j
f = torch.view_as_real(c)
f[0] = 2.
c.grad_fn, torch.autograd.grad(f.sum(), b, retain_graph=True), torch.autograd.grad(c.abs().sum(), b)
c = b * 1j
c.imag.mul_(2.)
torch.autograd.grad(c.abs().sum(), b)
k = torch.ones(2, 2, requires_grad=True) * 1
torch.view_as_complex(k).mul_(2j).abs()
k
v = torch.ones(2, requires_grad=True)
torch.normal(v, 1.).grad_fn, torch.normal(1., v).grad_fn, torch.normal(v, v).grad_fn
torch.normal(v, v).sum().backward()
v.grad
torch.ones(2).long().copy_(torch.tensor([1 + 1j, 2]))
torch.ones(2).copy_(torch.tensor([1 + 1j, 2])), torch.ones(2).fill_(torch.tensor(1 + 1j))
v[:1].logical_and_(torch.ones(1))
v.logical_not_()
v.bitwise_or_(torch.ones(1))
x = torch.ones(3)
x.index_add_(0, torch.tensor([0, 0]), x)
x.index_add_(0, torch.tensor([0, 9, 1]), x)
x.scatter_(3, torch.tensor([0, 0, 1]), x)
x.scatter_add_(0, torch.tensor([0, 0, 1, 1]), x)
x.index_put_((torch.tensor([0]), torch.tensor([0])), x)
x = torch.ones(4, 2)
x[:1].addmm_(x, x)
torch.ones(2, 2, 2).addmm_(torch.ones(2, 2, 2), torch.ones(2, 2))
x[0].addmv_(x[:2], x[0])
x[:1].addmv_(x, x)
x.hypot_(torch.ones(2) * 1j)
x.remainder_(torch.ones(2) * 1j)
x.lt_(torch.ones(2) * 1j)
torch.func.hessian(lambda t: (t ** 3).sum())(torch.ones(0))
torch.func.jacfwd(torch.sin)(torch.ones(2).int())
torch.tensor([1]).norm(dtype=torch.float64)
torch.nn.functional.embedding(torch.tensor([0j]), torch.ones(2, 2))
torch.nn.functional.pad(torch.ones(1, 2, 2).bool(), (1, 1), mode='reflect')
torch.nn.functional.pad(torch.ones(1, 2, 2, 2).bool(), (1, 1, 1, 1), mode='replicate')
torch.searchsorted(torch.ones(2).bool(), torch.ones(2).bool())
torch.searchsorted(torch.tensor(1), torch.tensor(1))
torch.nn.functional.bilinear(torch.ones(2, 2), torch.ones(2, 2).double(), torch.ones(1, 2, 2))
torch.ones(0).roll(1, 5), torch.unique_consecutive(torch.tensor(1.))
torch.nn.functional.conv1d(torch.ones(1, 1, 3).bool(), torch.ones(1, 1, 2))
y = torch.ones(3, 2).long()
torch.nn.functional.scaled_dot_product_attention(y, y, y, is_causal=True)
torch.tensor(1.).sum_to_size(1)
torch.nn.functional.binary_cross_entropy(torch.tensor([1., 2.]), torch.tensor([3., .5]))
e = torch.ones(2)
e.masked_scatter_(e > 0.5, e)
e.index_add_(0, torch.tensor([0, 0]), torch.tensor(1.))
(e * 1j).absolute_()
t = torch.ones(2, 3).t()
torch.pow(2, t).stride(), (1 ** t).stride(), torch.pow(t, 1).stride()
torch.linalg.matrix_norm(torch.ones(2, 2).half(), 'nuc')
torch.sum(e.sort(0))
torch.nn.utils.clip_grad_value_([], 0.1)
x = torch.tensor([2., 3.], requires_grad=True)
e = x * 2
z = e ** 2
e.detach_()
z.sum().backward()
z.grad_fn._saved_self, e._version
y = e * x
e.add_(1)
y.sum().backward()
e = x * 2
v = e[:1]
z = v * v
z.grad_fn.next_functions[0][0].name(), e.detach_().is_leaf, v.requires_grad
z.sum().backward()
x.grad
e = x * 2
z = e.exp()
z = torch.stack([e, z]).sum()
e.detach_().requires_grad_()
z.backward()
x.grad > 1
e = x * 2
z = torch.einsum('i,i->', e, e)
e.detach_()
z.backward()
c = torch.tensor([[0, -1, 0]]).expand(2, 1, 3)
c.sin().stride(), (c + 0.5).stride(), torch.rand_like(c, dtype=torch.float16).stride()
e = torch.tensor([1., 0.1], requires_grad=True).amax(-1)
torch.func.grad(torch.func.grad(torch.sin))(e).grad_fn.name()
torch.bucketize(torch.tensor(True), torch.tensor([0., 1.]))
torch.ones(3, 3).heaviside_(torch.ones(2, 3))
torch.nn.functional.batch_norm(torch.ones(3), None, None, training=True)
torch.cross(torch.tensor(1.), torch.tensor(1.), dim=0)
torch.linalg.cross(torch.ones(3).bool(), torch.ones(3).bool())
