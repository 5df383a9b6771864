# Causes that tests.parity.fuzz has found among the seeds from 0, 800,000, 900,000 and 910,000 on, and their kin.
c = torch.tensor([1.,2.]); z = torch.tensor([1+1j, 0j])
c.clone().logical_and_(z)
c.clone().logical_or_(z)
c.clone().logical_xor_(z)
z.clone().logical_not_()
c.clone().logical_not_()
c.clone().eq_(z)
c.clone().ne_(z)
c.clone().eq_(1j)
c.int().logical_and_(z)
c.bool().logical_and_(z)
c.bool().eq_(z)
c.bool().ne_(z)
c.int().ne_(z)
z.clone().ne_(c)
z.clone().logical_and_(c)
torch.logical_and(c, z, out=torch.empty(2))
torch.logical_and(c, z, out=torch.empty(2, dtype=torch.complex64))
torch.eq(c, z, out=torch.empty(2))
torch.eq(c, z, out=torch.empty(2, dtype=torch.complex64))
torch.logical_not(z, out=torch.empty(2))
torch.isnan(z)
c.int().logical_or_(c)
c.clone().masked_fill_(c > 1, 1j)
c.clone().copy_(z)
torch.empty(0).copy_(torch.empty(0,dtype=torch.complex64))
torch.empty(0,dtype=torch.complex64).float()
torch.empty(0).logical_and_(torch.empty(0,dtype=torch.complex64))
c.clone().add_(z)
c.clone().clamp_max_(z)
c.clone().isclose(z)
torch.add(c, z, out=torch.empty(2))
c.clone().index_put_((torch.tensor([0]),), z[:1])
x = c.clone(); x[0] = z[1]
x = c.clone(); x[:] = z
x = c.clone(); x[:0] = z[:0]
c.clone().where(c>1, z)
c.type_as(z).to(torch.float64)
torch.tensor(z, dtype=torch.float32)
z.sum(dtype=torch.float32)
torch.empty(0,dtype=torch.complex64).sum(dtype=torch.float32)
torch.empty(0,dtype=torch.complex64).to(torch.int32)
torch.empty(0,dtype=torch.complex64).type(torch.int32)
z.long()
z.bool()
c.clone().lerp_(z, 0.5)
z.lt(c)
c.lt(z)
torch.full_like(c, 1j)
c.clone().fill_(1j)
c.clone().fill_(torch.tensor(1j))
c.new_tensor([1j])
c.bool().logical_xor_(z)
c.bool().logical_or_(1j)
c.bool().copy_(z)
c.clone().masked_scatter_(c>1, z)
i13 = torch.ones(1,3).int(); i23 = torch.ones(2,3).int(); i22 = torch.ones(2,2).int(); f13=torch.ones(1,3); f23=torch.ones(2,3); f22=torch.ones(2,2); e=torch.ones(1).expand(3); ei=torch.ones(1).int().expand(3); b=torch.ones(3).bool(); i=torch.ones(3).int(); c=torch.ones(3)+0j; f=torch.ones(3)
i13.add_(i23, alpha=1.5)
i22.add_(i23, alpha=1.5)
i22.add(i23, alpha=1.5)
i22.sub(i23, alpha=1.5)
ei.add_(i, alpha=1.5)
i.add_(f, alpha=1.5)
b.add_(f, alpha=True)
i22 // torch.zeros(2,3).int()
i22 % torch.zeros(2,3).int()
torch.fmod(i22, torch.zeros(2,3).int())
torch.div(i22, torch.zeros(2,3).int(), rounding_mode='floor')
i13.div_(torch.zeros(2,3).int(), rounding_mode='floor')
i13.div_(torch.zeros(2,3).int(), rounding_mode='bad')
ei.div_(torch.zeros(3).int(), rounding_mode='bad')
i13.div_(torch.zeros(2,3).int(), rounding_mode='trunc')
b.div_(torch.zeros(3).int(), rounding_mode='trunc')
i.div_(2, rounding_mode=None)
ei.div_(2, rounding_mode=None)
i.div_(2, rounding_mode='floor')
i.div_(2.5, rounding_mode='floor')
torch.ldexp(f, i)
torch.ldexp(f, b)
torch.ldexp(f, torch.tensor(True))
torch.ldexp(i, i)
torch.ldexp(i, b)
torch.ldexp(i, f)
torch.ldexp(b, b)
torch.ldexp(b, i)
torch.ldexp(b, f)
torch.ldexp(c, f)
torch.ldexp(c, b)
torch.ldexp(f, c)
torch.ldexp(f22, i23)
torch.ldexp(f22, torch.ones(2,3).bool())
f.ldexp_(i)
f.ldexp_(b)
f.ldexp_(c)
c.ldexp_(c)
c.ldexp_(f)
c.ldexp_(b)
i.ldexp_(i)
b.ldexp_(b)
e.ldexp_(b)
e.ldexp_(f)
f.double().ldexp_(f)
f.ldexp_(f.double())
f.half().ldexp_(f.double())
torch.ldexp(f.half(), f.double()).dtype
torch.ldexp(f, f.double()).dtype
torch.ldexp(f, torch.tensor(2.).double()).dtype
torch.ldexp(torch.tensor(3.).requires_grad_(), torch.tensor(2.)).grad_fn
torch.tensor(3.).requires_grad_().clone().ldexp_(torch.tensor(2.)).grad_fn
torch.ldexp(torch.tensor(3.), torch.tensor(2.).requires_grad_()).grad_fn
torch.ldexp(torch.tensor(3), torch.tensor(2.).requires_grad_()).grad_fn
torch.ldexp(torch.tensor(3.).requires_grad_(), torch.tensor(2)).grad_fn
torch.ldexp(torch.tensor(3.).requires_grad_(), torch.tensor(2)).grad_fn.next_functions
torch.ldexp(torch.tensor([3.,4.]).requires_grad_(), torch.tensor([2,3]))
x23 = torch.ones(2,3); w13 = torch.ones(1,3); xs = torch.ones(1).expand(2,3); m22 = torch.ones(2,2).bool(); m23 = torch.ones(2,3).bool(); z22 = torch.ones(2,2)+0j; z23 = torch.ones(2,3)+0j
x23.clone().clamp_min_(z23)
w13.clone().clamp_max_(z23)
x23.clone().clamp_(x23, z23)
z23.clone().clamp_min_(z22)
z23.clone().clamp_(x23, z22)
(xs + 0j).expand(2,3).clamp_min_(1j)
xs.clamp_min_(1j)
xs.long().clamp_max_(2.5)
torch.ones(1).long().expand(3).clamp_max_(2.5)
torch.ones(1).bool().expand(3).clamp_max_(2)
torch.ones(1).long().expand(3).pow_(-1)
xs.heaviside_(z23)
xs.heaviside_(x23.long())
xs.addcdiv_(x23.long(), x23.long())
xs.lerp_(x23.long(), 0.5)
xs.lerp_(x23, x23.long())
x23.clone().greater_(z23)
x23.clone().less_(z23)
x23.clone().remainder_(1j)
x23.clone().copysign_(1j)
x23.long().bitwise_and_(2.5)
xs.normal_(0, -1)
xs.uniform_(2, 1)
xs.exponential_(-1)
xs.bernoulli_(2.)
torch.ones(1).long().expand(3).normal_()
torch.ones(1).long().expand(3).uniform_()
torch.ones(1).long().expand(3).exponential_()
torch.zeros(0, dtype=torch.complex64).random_()
xs.masked_scatter_(m22, x23)
x23.clone().masked_scatter_(m22, x23.long())
x23.masked_scatter(m22, x23.long())
xs.masked_scatter_(m23, x23.long())
x23.clone().masked_fill_(m22, torch.ones(1))
xs.masked_fill_(m23.byte(), 2)
w13.clone().masked_fill_(m23, 1j)
torch.multinomial(torch.ones(2,2,2).long(), 1)
torch.multinomial(torch.ones(2).long(), 1)
F = torch.nn.functional
F.one_hot(torch.tensor([0,2]), 3)._version, F.one_hot(torch.tensor([]).long(), 3)._version
F.alpha_dropout(torch.ones(2), training=True)._version
u = torch.tensor([], requires_grad=True); u.mean().backward(); u.grad._version
u = torch.tensor([[0.1, 3.5, 0.0]], requires_grad=True); u.prod().backward(); u.grad._version
class Doubled(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    ctx.mark_dirty(t)
    return t.mul_(2)
  @staticmethod
  def backward(ctx, g):
    return g * 2

f = torch.tensor([1.], requires_grad=True)
Doubled.apply(f)
f._version
inf, nan = float('inf'), float('nan')
torch.linalg.svdvals(torch.tensor([[2., 1.], [1., inf]]))
torch.linalg.svdvals(torch.tensor([[[2., 1.], [1., inf]], [[2., 0.], [0., 3.]]]))
torch.linalg.svdvals(torch.tensor([[2., 1.], [1., nan]]))
torch.linalg.matrix_norm(torch.tensor([[2., 1.], [1., inf]]), 'nuc')
torch.linalg.matrix_norm(torch.tensor([[2., 1.], [1., nan]]), 'nuc')
torch.linalg.pinv(torch.tensor([[1., inf], [1., 2.]]))
torch.linalg.matrix_rank(torch.tensor([[1., inf], [1., 2.]]))
torch.linalg.cond(torch.tensor([[1., inf], [1., 2.]]))
torch.linalg.eigvalsh(torch.tensor([[[1., 2.], [2., 4.]], [[1., inf], [inf, 2.]]]))
torch.linalg.eigh(torch.tensor([[inf]]))
torch.linalg.eigh(torch.tensor([[nan]]))
torch.linalg.eigvals(torch.tensor([[[inf, 1.], [2., 3.]], [[1., 0.], [0., 4.]]]))
torch.linalg.eig(torch.tensor([[inf, 1.], [2., 3.]]))
torch.linalg.lstsq(torch.tensor([[inf], [2.]]), torch.tensor([[1.], [1.]]))
torch.linalg.cholesky(torch.tensor([[inf, 1.], [1., 2.]]))
torch.linalg.cholesky_ex(torch.tensor([[3., 3.], [3., 3.]]).double() / 7)
torch.linalg.matrix_exp(torch.tensor([[inf, 1.], [1., 2.]]))
s = torch.tensor(2.)
F.softmax(s, -1), F.log_softmax(s, 0), F.softmin(s, -1), F.gumbel_softmax(s).shape, s.double().softmax(0)
F.softmax(s, 1)
F.cross_entropy(torch.tensor([0., 0.]), s.softmax(-1))
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
