# More causes that tests.parity.fuzz has found among the seeds from 0, 800,000, 900,000 and 910,000 on, and their kin.
torch.polygamma(1, torch.tensor([-1., -2, -3, 0, 0.3, -0.3, 4, 2.5])) % 4
torch.polygamma(1, torch.tensor([-1., -2, 0.3, -5.5]).double()).tolist()
F = torch.nn.functional; inf = float("inf"); nan = float("nan"); c = torch.tensor([[1.,2,0.3]], requires_grad=True)
d = F.conv1d(torch.ones(1,1,6,requires_grad=True), torch.ones(1,1,3))
d.grad_fn(torch.ones_like(d))
e = F.conv1d(torch.ones(1,1,6), torch.ones(1,1,3,requires_grad=True))
e.grad_fn(torch.ones_like(e))
b = F.conv1d(torch.ones(1,1,6), torch.ones(1,1,3), torch.ones(1,requires_grad=True))
b.grad_fn(torch.ones_like(b))
d = F.conv1d(torch.ones(1,1,6,requires_grad=True), torch.ones(1,1,3))
torch.autograd.grad(d.sum(), d, create_graph=True)
x=torch.ones(1,1,6,requires_grad=True); g=torch.autograd.grad(F.conv1d(x, torch.ones(1,1,3)).sum(), x, create_graph=True); g
d = F.conv2d(torch.ones(1,1,3,3,requires_grad=True), torch.ones(1,1,2,2))
d.grad_fn(torch.ones_like(d))
y = F.linear(c, torch.ones(2,3)); y.grad_fn(torch.ones_like(y))
y = c @ torch.ones(3,2); y.grad_fn(torch.ones_like(y))
y = c * torch.ones(1,3); y.grad_fn(torch.ones_like(y))
y = torch.bmm(c[None], torch.ones(1,3,2)); y.grad_fn(torch.ones_like(y))
y = F.layer_norm(c, (3,), torch.ones(3), torch.ones(3)); y.grad_fn(torch.ones_like(y))[0].grad_fn
y = F.batch_norm(c.T, None, None, training=True); y.grad_fn(torch.ones_like(y))[0].grad_fn
y = F.max_pool1d(c[None], 2); y.grad_fn(torch.ones_like(y))
y = F.avg_pool1d(c[None], 2); y.grad_fn(torch.ones_like(y))
y = F.embedding(torch.tensor([0]), c); y.grad_fn(torch.ones_like(y))
y = F.nll_loss(c, torch.tensor([1])); y.grad_fn(torch.ones_like(y))
y = F.cross_entropy(c, torch.tensor([1])); y.grad_fn(torch.ones_like(y))
y = F.mse_loss(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.huber_loss(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.smooth_l1_loss(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.l1_loss(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.prelu(c, torch.tensor([0.2])); y.grad_fn(torch.ones_like(y))
y = F.prelu(torch.ones(1,3), torch.tensor([0.2],requires_grad=True)); y.grad_fn(torch.ones_like(y))
y = F.gelu(c); y.grad_fn(torch.ones_like(y))
y = F.silu(c); y.grad_fn(torch.ones_like(y))
y = F.softplus(c); y.grad_fn(torch.ones_like(y)); y = F.elu(c); y.grad_fn(torch.ones_like(y))
y = F.leaky_relu(c); y.grad_fn(torch.ones_like(y))
y=F.glu(c[:,:2]);  y.grad_fn(torch.ones_like(y))
y = F.softmax(c,1); y.grad_fn(torch.ones_like(y))
y = F.log_softmax(c,1); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy(c/10, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy_with_logits(c/10, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.kl_div(c/10, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = torch.cdist(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = torch.einsum('ij,kj->ik', c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = torch.linalg.solve(torch.eye(3), c.T); y.grad_fn(torch.ones_like(y))
y = torch.addmm(torch.ones(1,2), c, torch.ones(3,2)); y.grad_fn(torch.ones_like(y))
y = torch.addcdiv(c, torch.ones(1,3), torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y=torch.lerp(c, torch.ones(1,3), 0.5); y.grad_fn(torch.ones_like(y))
y = torch.atan2(c, torch.ones(1,3)); y.grad_fn(torch.ones_like(y))
y = F.interpolate(c[None], scale_factor=2); y.grad_fn(torch.ones_like(y))
y = F.pad(c[None], (1,1), mode='reflect'); y.grad_fn(torch.ones_like(y))
y = F.adaptive_avg_pool1d(c[None], 1); y.grad_fn(torch.ones_like(y))
y= F.scaled_dot_product_attention(c[None],c[None],c[None]); y.grad_fn(torch.ones_like(y))
y = torch.index_select(c, 0, torch.tensor([0])); y.grad_fn(torch.ones_like(y))
y = c.gather(1, torch.tensor([[0]])); y.grad_fn(torch.ones_like(y))
y=c.cumsum(1); y.grad_fn(torch.ones_like(y))
y = c.cumprod(1); y.grad_fn(torch.ones_like(y))
y = c.std(); y.grad_fn(torch.ones_like(y))
y = c.norm(); y.grad_fn(torch.ones_like(y))
y=c.prod();  y.grad_fn(torch.ones_like(y))
y=c.logsumexp(1);  y.grad_fn(torch.ones_like(y))
e = torch.tensor([], requires_grad=True); y = F.binary_cross_entropy_with_logits(e, e, pos_weight=torch.tensor(2.)); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy_with_logits(e, e); y.grad_fn(torch.ones_like(y))
e = torch.tensor([1.], requires_grad=True); y = F.binary_cross_entropy_with_logits(e, e, pos_weight=torch.tensor(2.)); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy_with_logits(e, e); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy_with_logits(e, e, reduction='sum'); y.grad_fn(torch.ones_like(y))
y = F.binary_cross_entropy_with_logits(e, e, reduction='sum', pos_weight=torch.tensor(2.)); y.grad_fn(torch.ones_like(y))
e = torch.tensor([], requires_grad=True); [ (lambda y: y.grad_fn(torch.ones_like(y)))(f(e, e)) for f in (F.mse_loss,F.l1_loss,F.smooth_l1_loss,F.huber_loss,F.kl_div,F.binary_cross_entropy,F.soft_margin_loss,F.hinge_embedding_loss,F.poisson_nll_loss)]
e = torch.tensor([], requires_grad=True); [ (lambda y: y.grad_fn(torch.ones_like(y)))(f(e)) for f in (torch.mean,torch.sum,torch.prod,torch.std,torch.norm,lambda x:x.mean(0),lambda x:x.softmax(0),lambda x: x.logsumexp(0),lambda x:x.var(0))]
F = torch.nn.functional; inf = float("inf"); nan = float("nan")
x=torch.ones(1,1,6,requires_grad=True); w=torch.ones(1,1,3); g=torch.autograd.grad(F.conv1d(x, w).sum(), x, create_graph=True)[0]; torch.autograd.grad(g.sum(), x)
x=torch.ones(1,1,6,requires_grad=True); w=torch.ones(1,1,3); g=torch.autograd.grad(F.conv1d(x, w).sum(), x, create_graph=True)[0]; g.sum().backward(); x.grad
torch.complex(torch.ones(2,requires_grad=True), torch.ones(2)).grad_fn._saved_real
a = torch.tensor([True, False]); torch.inner(a, a)
a = torch.tensor([True, False]); torch.dot(a, a)
a = torch.tensor([True, False]); torch.vdot(a, a)
a = torch.tensor([True, True]); torch.dot(a, a)
a = torch.tensor([[True, False],[True,True]]); torch.tensordot(a, a, 2)
a = torch.tensor([[True, False],[True,True]]); torch.tensordot(a, a, 1)
a = torch.tensor([[True, False],[True,True]]); a @ a
a = torch.tensor([[True, False],[True,True]]); a[0] @ a[0]
a = torch.tensor([[True, False],[True,True]]); a @ a[0]
a = torch.tensor([[True, False],[True,True]]); torch.inner(a, a)
a = torch.tensor([True, False]).expand(2); torch.dot(a[:1],a[:1])
a = torch.tensor([[True, True],[True, True]]).diagonal(); torch.dot(a,a)
a = torch.ones(2).bool()[:0]; torch.dot(a,a)
a = torch.tensor(True); torch.inner(a,a)
a = torch.tensor([True]); torch.einsum('i,i->',a,a)
a = torch.tensor([True]); torch.chain_matmul(a,a)
u = torch.ones(2,0); torch.linalg.norm(u, 1)
u = torch.ones(0,2); torch.linalg.norm(u, 1)
u = torch.ones(0,0); torch.linalg.norm(u, 1)
u = torch.ones(2,0); torch.linalg.norm(u, inf)
u = torch.ones(0,2); torch.linalg.norm(u, inf)
u = torch.ones(2,0); torch.linalg.norm(u, -1)
u = torch.ones(2,0); torch.linalg.norm(u, -inf)
u = torch.ones(2,0); torch.linalg.norm(u, 2)
u = torch.ones(2,0); torch.linalg.norm(u, -2)
u = torch.ones(2,0); torch.linalg.norm(u, 'nuc')
u = torch.ones(2,0); torch.linalg.norm(u, 'fro')
u = torch.ones(0); torch.linalg.norm(u, inf)
u = torch.ones(0); torch.linalg.norm(u, -1)
u = torch.ones(2,0,requires_grad=True); torch.linalg.norm(u, 1)
u = torch.ones(3,2,0); torch.linalg.matrix_norm(u, 1)
u = torch.ones(3,0,2); torch.linalg.matrix_norm(u, 1)
u = torch.ones(0,2,2); torch.linalg.matrix_norm(u, 1)
u = torch.ones(2,0); torch.linalg.matrix_norm(u, 1, keepdim=True)
u = torch.ones(2,0); torch.linalg.cond(u)
l = torch.nn.Linear(0,2); l(torch.ones(1,1,0)).shape
l = torch.nn.Linear(0,2); l(torch.ones(3,1,0)).shape, l(torch.ones(0)).shape, l(torch.ones(2,0)).shape
l = torch.nn.Linear(0,2,bias=False); l(torch.ones(3,1,0)).shape, l(torch.ones(0)).shape, l(torch.ones(2,0)).shape
l = torch.nn.Linear(2,0); l(torch.ones(3,1,2)).shape, l(torch.ones(2)).shape, l(torch.ones(2,2)).shape
l = torch.nn.Linear(2,3); l(torch.ones(0,1,2)).shape, l(torch.ones(0,2)).shape
v = torch.tensor([[1+1j, 2.],[3,4j]]); torch.corrcoef(v)
v = torch.tensor([1+1j, 2.]); torch.corrcoef(v)
v = torch.tensor([[1+1j, 2.],[3,4j]]); torch.cov(v)
v = torch.tensor([[1+1j, 2.],[3,4j]],requires_grad=True); torch.corrcoef(v)
v = torch.tensor([[1., 2.],[3,4.5]],requires_grad=True); torch.corrcoef(v)
y = torch.ones(2,2,2).long(); F.interpolate(y[None], scale_factor=2)
y = torch.ones(2,1,3).bool(); F.interpolate(y[None], scale_factor=2)
y = torch.ones(1,2,3).bool(); F.interpolate(y[None], scale_factor=2)
y = torch.ones(1,2,2,3).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,1,2,3).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,2,1,1).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(2,2,1,1).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(2,1,2,2).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,4,2,2).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(2,3,2,3).permute(0,3,1,2).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,2,2,3).long(); F.interpolate(y, scale_factor=2, mode='nearest-exact')
y = torch.ones(1,2,2,3).long(); F.interpolate(y, scale_factor=2, mode='bilinear')
y = torch.ones(1,4,2,3).long(); F.interpolate(y, scale_factor=2, mode='bilinear')
y = torch.ones(1,3,2,3).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,3,2,3)+1j; F.interpolate(y, scale_factor=2)
y = torch.ones(3,2,3).long(); F.interpolate(y[None], size=(1,1))
y = torch.ones(3,2,3).byte(); F.interpolate(y[None], size=(1,1))
x = torch.ones(2,4).T; torch.kron(x, x).shape
x = torch.ones(4,2); d = x.T; x2 = d.clone(); torch.kron(x2, d).shape, torch.kron(d,x2).stride(), torch.kron(x2,x2).stride()
torch.kron(torch.ones(2,3,2).permute(2,0,1), torch.ones(2)).stride()
z = torch.ones(2)+1j; torch.special.entr(z)
z = torch.ones(2)+1j; torch.special.ndtri(z)
torch.float32(3)
torch.device('cpu')(3)
torch.contiguous_format(2)
torch.strided(2)
torch.ones(2)(3)
torch.Size([2])(2)
F = torch.nn.functional; x = torch.tensor([[True, True], [False, False], [True, False], [True, False]])
f = x.diagonal(); torch.inner(f, f)
f = x.diagonal(); torch.inner(f.clone(), f.clone())
torch.inner(torch.tensor([True,False]),torch.tensor([True,False]))
torch.inner(torch.tensor([True,True]),torch.tensor([True,True]))
torch.inner(torch.tensor([False,True]),torch.tensor([True,False]))
torch.inner(torch.tensor([False]),torch.tensor([True]))
torch.inner(torch.tensor([True]),torch.tensor([True]))
torch.inner(torch.tensor([True,True,True]),torch.tensor([True,True,True]))
torch.dot(torch.tensor([True,True,True]),torch.tensor([True,True,True]))
torch.inner(torch.tensor([]).bool(),torch.tensor([]).bool())
f = x.diagonal(); z = f.T; torch.inner(z,z)
f = x.diagonal(); torch.dot(f,f)
f = x.diagonal(); torch.tensordot(f,f,1)
a = torch.tensor([[True, True], [False, True]]); u = a.clone(); torch.tensordot(u, u, 2)
a = torch.tensor([[True, True], [False, True]]); u = a.clone(); u.t_(); torch.tensordot(u, u, 2)
a = torch.tensor([[True, True], [False, True]]); torch.tensordot(a, a, 2)
g = torch.complex(torch.ones(2,requires_grad=True), torch.ones(2)).grad_fn; g._saved_real, g._saved_imag
g = torch.complex(torch.ones(2), torch.ones(2,requires_grad=True)).grad_fn; g._saved_real, g._saved_imag
g = torch.complex(torch.ones(2,requires_grad=True), torch.ones(2,requires_grad=True)).grad_fn; g._saved_real, g._saved_imag
y = torch.ones(1,2,70,70).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,1,70,70).long(); F.interpolate(y, scale_factor=2)
y = torch.ones(1,2,70,70).long(); F.interpolate(y, scale_factor=2, mode='bilinear')
y = torch.ones(1,2,70,70).long(); F.interpolate(y, scale_factor=2, mode='nearest-exact')
y = torch.ones(1,2,7,7).long(); F.interpolate(y, scale_factor=2, mode='nearest-exact')
y = torch.ones(1,1,7,7).long(); F.interpolate(y, scale_factor=2, mode='nearest-exact')
y = torch.ones(1,1,7,7).long(); F.interpolate(y, scale_factor=2, mode='bilinear')
y = torch.ones(1,2,7,7).long(); F.interpolate(y, scale_factor=2, mode='area')
torch.float32 + 1
torch.device('cpu') + 'x'
len(torch.float32)
torch.float32[0]
torch.float32.foo
torch.device('cpu').foo
torch.device('cpu') < torch.device('cpu')
torch.float32 < torch.float64
torch.Size([1]) < 3
torch.Size([1]) + 3
torch.Size([1]) - 3
torch.Size([1]).foo
for i in torch.float32: pass
torch.float32.itemsize = 3
torch.float32.x = 3
torch.device('cpu').x = 3
type(torch.float32), type(torch.float32).__name__, type(torch.device('cpu')), type(torch.Size([1])).__name__, type(torch.strided).__name__
isinstance(torch.float32, torch.dtype), torch.dtype.__name__, torch.dtype, torch.dtype.__qualname__, torch.dtype.__module__
torch.zeros(2) + torch.float32
torch.zeros(2) @ torch.float32
torch.zeros(torch.float32)
torch.finfo(torch.float32)(2)
torch.finfo(torch.float32) + 1
torch.Generator()(2)
torch.Generator() + 1
int(torch.float32)
-torch.float32
torch.nn.Parameter(torch.float32)
torch.tensor(torch.float32)
torch.tensor([torch.float32])
torch.ones(2, dtype='float')
hash(torch.float32) == hash(torch.float), {torch.float32: 1}[torch.float]
import copy; copy.deepcopy(torch.float32) is torch.float32, copy.copy(torch.device('cpu')), copy.deepcopy(torch.Size([2]))
x = torch.arange(8.).view(4,2).requires_grad_(); n = torch.tensor([[1.,2],[3,4]],requires_grad=True)
f = x.diagonal(); torch.inner(f, f).grad_fn, torch.inner(f,f)
f = x.diagonal().clone(); torch.inner(f, f).grad_fn
torch.tensordot(n, n, 2).grad_fn
torch.tensordot(n.T, n, 2).grad_fn
torch.tensordot(n.T, n.T, 2).grad_fn, torch.tensordot(n.T, n.T, 2)
torch.tensordot(n, n, dims=([0,1],[1,0])).grad_fn
torch.kron(n, n).grad_fn, torch.kron(n.T, n).grad_fn, torch.kron(n.T, n.T).grad_fn
torch.kron(n.T, n).grad_fn.next_functions
torch.kron(n.T, n).stride(), torch.kron(n, n.T).stride(), torch.kron(n.T, n.T).stride()
a = torch.ones(4,2).T; torch.kron(a, a).stride(), torch.kron(a, torch.ones(2,4)).stride(), torch.kron(torch.ones(2,4), a).stride(), torch.kron(torch.ones(3), a).stride()
a = torch.ones(4,2,requires_grad=True).T; torch.kron(a, a).grad_fn, torch.kron(a, a).grad_fn.next_functions
w = torch.tensor([[0.1, -2.0, 1.]], requires_grad=True)
F.soft_margin_loss(w, torch.tensor([[True, False, True]])).backward()
F.soft_margin_loss(w, torch.tensor([[1, 0, 1]])).backward(); w.grad
torch.autograd.grad(F.mse_loss(w, torch.ones(1, 3).double()), w, create_graph=True)
torch.autograd.grad(F.soft_margin_loss(w, torch.ones(1, 3).double()), w, create_graph=True)
F.soft_margin_loss(w + 1j, torch.ones(1, 3))
with torch.inference_mode():
  made = torch.ones(2) * 2

torch.complex(torch.ones(2, requires_grad=True), made).grad_fn
class Doubled(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    ctx.mark_dirty(t)
    return t

f = torch.tensor([1.], requires_grad=True)
Doubled.apply(f)
f._version
F = torch.nn.functional; x=torch.tensor([[1.,2,3]],requires_grad=True); y=torch.tensor(True); z = torch.tensor([[1.,1,1]])
h = F.cosine_similarity(x*1, y, dim=-1); h.grad_fn.next_functions[0][0].next_functions[0][0].next_functions
h = F.cosine_similarity(x*1, z, dim=-1); h.grad_fn.next_functions[0][0].next_functions[0][0].next_functions
h = F.cosine_similarity(x*1, z[0], dim=-1); h.grad_fn.next_functions[0][0].next_functions[0][0].next_functions
w = x * 1; h = F.cosine_similarity(w, y, dim=-1); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = F.cosine_similarity(w, z, dim=-1); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = F.pairwise_distance(w, z); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = F.triplet_margin_loss(w, z, z); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = torch.dist(w, z); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = torch.cdist(w, z); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = torch.cross(w, z, 1); w.detach().fill_(1); h.sum().backward()
w = x * 1; h = torch.linalg.cross(w, w*2); w.detach().fill_(1); h.sum().backward()
torch.cross(torch.tensor([[5., 3., 0.]]) ** 0.5, torch.tensor([[5., 3., 0.]]) ** 0.5, dim=1).argmax()
torch.linalg.vector_norm(torch.tensor([4., 2., 0.1, 1.]).half()), F.cosine_similarity(torch.tensor([[4., 2., 0.1, 1.]]).half(), torch.tensor([[4., 2., 0.1, 1.]]).half())
torch.ones(1).logical_or_(torch.ones(4) + 1j)
F = torch.nn.functional; e = torch.ones(1,2).expand(3,2); a = torch.ones(2, requires_grad=True)
torch.func.jacfwd(torch.sin)(e).shape
torch.func.jvp(torch.sin, (e,), (torch.ones(3,2),))
torch.func.jvp(torch.sin, (e,), (e,))
torch.func.jvp(torch.sin, (torch.ones(3,2),), (e,))
torch.func.hessian(lambda t: t.sum())(e).shape
torch.func.jacrev(torch.sin)(e).shape
torch.func.grad(lambda t: t.sum())(e)
torch.autograd.functional.jvp(torch.sin, (e,), (e,))
torch.autograd.functional.hessian(lambda t: (t**2).sum(), e).shape
torch.func.jacfwd(torch.sin)(torch.ones(6).as_strided((2,3),(1,1))).shape
torch.func.jacfwd(torch.sin)(torch.ones(2,3).T).shape
torch.addcdiv(a, a, torch.ones(2).long()).sum().backward()
torch.addcdiv(torch.ones(2), a, torch.ones(2).bool(), value=2).sum().backward()
torch.addcdiv(a, torch.ones(2), torch.ones(2).long()).sum().backward()
torch.linalg.vector_norm(torch.ones(2) + 0j, dtype=torch.float64)
torch.linalg.vector_norm(torch.ones(2), dtype=torch.complex64)
torch.linalg.matrix_norm(torch.ones(2, 2) + 0j, dtype=torch.float64)
torch.linalg.matrix_norm(torch.ones(2, 2), dtype=torch.complex64)
(torch.ones(2) + 0j).norm(dtype=torch.float64)
torch.i0(torch.ones(2) + 0j)
torch.special.i0(torch.ones(2) + 0j)
torch.special.i1(torch.ones(2) + 0j)
torch.special.i0e(torch.ones(2) + 0j)
torch.ones(1).copy_(torch.ones(4) + 1j)
torch.ones(2,1,3).copy_(torch.ones(2,2,3) + 1j)
torch.bincount(torch.ones(2,2).expand(2,2,2).long().abs().view(-1))
torch.ones(2,2).expand(2,2,2).long().abs().stride(), torch.ones(2,2).expand(2,2,2).abs().stride(), torch.ones(2,2).expand(2,2,2).exp().stride(), torch.ones(2,2).requires_grad_().expand(2,2,2).long().stride(), torch.ones(2,2).requires_grad_().expand(2,2,2).long().abs().stride()
x = torch.ones(2,2,2) + 1j; F.scaled_dot_product_attention(x, x, x)
x = torch.ones(2,2,2) + 1j; F.scaled_dot_product_attention(x, x, x, is_causal=True)
x = (torch.ones(2,2,2) + 1j).requires_grad_(); F.scaled_dot_product_attention(x, x, x)
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svdvals(w); h = d * 2; d.log1p_(); h.sum().backward(); w.grad
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svdvals(w); h = d.sum(); d.log1p_(); h.backward()
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svdvals(w); h = d.sum(); d.log1p_(); h.backward(create_graph=True)
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svd(w); h = d[0].sum(); d[2].log1p_(); h.backward()
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svd(w); h = d[0].sum(); d[1].log1p_(); h.backward()
w = torch.tensor([[1.,3],[2,3]], requires_grad=True); d = torch.linalg.svd(w); h = d[1].sum(); d[0].log1p_(); h.backward()
w = torch.tensor([[1.,3],[3,3]], requires_grad=True); d = torch.linalg.eigvalsh(w); h = d.sum(); d.log1p_(); h.backward()
w = torch.tensor([[1.,3],[3,3]], requires_grad=True); d = torch.linalg.eigh(w); h = d[0].sum(); d[0].log1p_(); h.backward()
with torch.inference_mode():
  made = torch.ones(2) * 2

torch.func.grad(lambda t: (t ** 2).sum())(made)
torch.func.hessian(lambda t: (t ** 3).sum())(made)
torch.func.grad(torch.func.grad(torch.sin))(made)
c = torch.tensor([[[1., 3., 2.]], [[0.1, 0.1, 0.1]]], requires_grad=True)
with torch.no_grad():
  b = c.select(2, 0)
  c.detach().add_(c, alpha=2)
  b.T, b[0], b[:1], b.mT, b * 2

x = torch.tensor([0.1, 1.1], requires_grad=True).double()
torch.autograd.gradcheck(torch.sin, x)
x.retains_grad
torch.autograd.gradcheck(torch.sin, x.float())
torch.nn.LayerNorm(2)(torch.ones(12).bool())
torch.nn.LayerNorm(2)(torch.ones(12).double())
F.layer_norm(torch.ones(12).long(), (2,), torch.ones(3))
torch.ones(0, 0).sort(dim=1), torch.ones(2, 0).sort(dim=1), torch.ones(0, 2).sort(dim=1), torch.ones(2, 0).argsort(1)

x = torch.tensor([[3., 1.], [2., 4.]])
b = x[0]
x.requires_grad_()
h = (b // 1) * 2
h.backward(torch.ones_like(h), inputs=[b])
x.grad, b.grad
h.grad_fn(torch.ones(2))
(x // 1).grad_fn.next_functions, (b // 1).grad_fn.next_functions
d = torch.tensor([1.1, 1.1, 1.1, 1.1], requires_grad=True)
with torch.inference_mode():
  u = d.expand_as(d)

h = F.glu(u, 0)
h.grad_fn(torch.ones_like(h))
(u * d).grad_fn(torch.ones(4))
