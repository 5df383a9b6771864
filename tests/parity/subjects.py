"""What `themes` fills in: `{a}` is a tensor; `{b}`, `{c}` fit beside it; `{d}` is a dimension."""

from tests.parity.phrases import forms

POINTWISE = forms(r"""
{a}.exp2() ;; {a}.log2() ;; {a}.log10() ;; torch.logaddexp({a}, {b}) ;; {a}.asin() ;;
{a}.acos() ;; {a}.atan() ;; torch.atan2({a}, {b}) ;; {a}.sinh() ;; {a}.cosh() ;; {a}.asinh() ;;
{a}.acosh() ;; {a}.atanh() ;; {a}.sinc() ;; {a}.logit() ;; {a}.logit(eps=0.1) ;; {a}.erfc() ;;
{a}.erfinv() ;; {a}.lgamma() ;; {a}.digamma() ;; {a}.frac() ;; {a}.round(decimals=1) ;;
{a}.sgn() ;; {a}.positive() ;; {a}.float_power({n}) ;; torch.float_power({n}, {a}) ;;
{a}.div({b}, rounding_mode='trunc') ;; {a}.div({n}, rounding_mode='floor') ;;
torch.true_divide({a}, {b}) ;; torch.floor_divide({a}, {b}) ;; {a}.fmod({n}) ;;
torch.clamp({a}, {b}, {c}) ;; {a}.clip(max={b}) ;; torch.clamp({a}, min={n}, max={m}) ;;
torch.fmax({a}, {b}) ;; torch.fmin({a}, {b}) ;; {a}.lerp({b}, {c}) ;; torch.lerp({a}, {b}, 0.3) ;;
{a}.addcmul({b}, {c}) ;; torch.addcdiv({a}, {b}, {c}, value=0.5) ;;
torch.where({a} > {b}, {a}, {n}) ;; torch.where({a} > 0, {n}, {b}) ;; {a}.where({b} > 0, {c}) ;;
torch.hypot({a}, {b}) ;; torch.copysign({a}, {b}) ;; {a}.copysign(-1.) ;; {a}.nan_to_num() ;;
{a}.nan_to_num(0., 1., -1.) ;; {a}.isnan() ;; {a}.isinf() ;; {a}.isfinite() ;;
torch.isclose({a}, {b}) ;; {a}.eq({n}) ;; torch.ne({a}, {b}) ;; {a}.logical_and({b}) ;;
{a}.logical_xor({b}) ;; {a}.bool().logical_or({b}) ;; {a}.bool() & {b}.bool() ;;
{a}.int() | {b}.int() ;; {a}.long() ^ {b}.long() ;; {a}.long() << 1 ;; {a}.long() >> 1 ;;
{a}.real ;; {a}.conj() ;; {a}.angle() ;; {a}.rsqrt() ;; {a}.square() ;; {a} ** {b} ;;
{n} ** {a} ;; {a} ** 3 ;; {a} ** 0.5 ;; {a} ** -1 ;; torch.sub({a}, {b}, alpha=2) ;;
torch.rsub({a}, {b}) ;; {a}.mul({b}).sum() ;; torch.special.expit({a}) ;; {a}.xlogy({b}) ;;
({a} > 0) * {b} ;; {a} * {b} + {c} ;; ({a} - {b}).abs().sum() ;; ({a} * {n}).tanh() ;;
({a} / {m}).exp().sum() ;; ({a}.relu() * {b}).mean() ;; {n} - {a} * {m} ;; {n} / ({a} + {m})
""")
REDUCED = forms(r"""
{a}.sum({d}) ;; {a}.sum(({d}, {e})) ;; {a}.sum(dim={d}, keepdim=True) ;; {a}.mean({d}, True) ;;
{a}.prod({d}) ;; {a}.max({d}) ;; {a}.min({d}, keepdim=True) ;; {a}.max({d})[0] ;;
{a}.min({d}).values ;; {a}.amax({d}) ;; {a}.amin(({d},)) ;; {a}.aminmax() ;;
{a}.aminmax(dim={d}) ;; {a}.argmax({d}) ;; {a}.argmin({d}, True) ;; {a}.std({d}) ;;
{a}.var({d}, unbiased=False) ;; {a}.var(correction=0) ;; torch.std_mean({a}) ;;
torch.var_mean({a}, {d}) ;; {a}.norm() ;; {a}.norm(1) ;; {a}.norm(2, {d}) ;;
{a}.norm(p=float('inf')) ;; {a}.logsumexp({d}) ;; {a}.all() ;; {a}.any({d}) ;;
{a}.count_nonzero() ;; {a}.cumsum({d}) ;; {a}.cumprod({d}) ;; {a}.cummax({d}) ;;
{a}.cummin({d})[0] ;; {a}.logcumsumexp({d}) ;; {a}.median() ;; {a}.median({d}) ;; {a}.mode({d}) ;;
{a}.nansum() ;; {a}.nanmean({d}) ;; {a}.kthvalue(1, {d}) ;; {a}.topk(1, {d}) ;; {a}.topk({k}) ;;
{a}.sort({d}, descending=True) ;; {a}.argsort() ;; {a}.unique() ;;
{a}.sort(stable=True, dim={d}) ;; torch.unique({a}, return_inverse=True) ;; {a}.diff() ;;
{a}.softmax({d}) ;; {a}.log_softmax({d}) ;; {a}.sum(dtype=torch.float64) ;; {a}.mean(dtype={t}) ;;
{a}.sum([]) ;; {a}.sum(axis={d}) ;; torch.max({a}, {b}) ;; {a}.max(0, True) ;; {a}.dist({b}) ;;
{a}.std(unbiased=False)
""")
SHAPED = forms(r"""
{a}.reshape(-1) ;; {a}.flatten({d}) ;; {a}.unflatten({d}, (-1, 1)) ;; {a}.unsqueeze({d}) ;;
{a}.squeeze({d}) ;; {a}.transpose({d}, {e}) ;; {a}.swapaxes({d}, {e}) ;; {a}.movedim({d}, {e}) ;;
{a}.mT ;; {a}.expand_as({b}) ;; torch.broadcast_to({a}, (2, 3)) ;; {a}.repeat(2, 1) ;;
{a}.repeat_interleave(2) ;; {a}.repeat_interleave({k}, {d}) ;; {a}.tile(2) ;; {a}.tile((2, 1)) ;;
{a}.split({k}) ;; {a}.split([1, {k}]) ;; {a}.split(1, {d})[0] ;; {a}.chunk({k}, {d}) ;;
{a}.tensor_split({k}) ;; {a}.unbind({d}) ;; {a}.narrow({d}, 0, 1) ;; {a}.narrow(0, {i}, {k}) ;;
{a}.select({d}, {i}) ;; {a}.as_strided((2,), (1,)) ;; {a}.unfold({d}, 1, 1) ;; {a}.flip({d}) ;;
{a}.fliplr() ;; {a}.flipud() ;; {a}.rot90() ;; {a}.roll(1) ;; {a}.roll({i}, {d}) ;;
{a}.diagonal() ;; {a}.diagonal({i}) ;; {a}.diag() ;; {a}.diag_embed() ;; {a}.tril() ;;
{a}.triu({i}) ;; torch.meshgrid({a}.view(-1), {b}.view(-1), indexing='ij') ;; {a}.contiguous() ;;
{a}.clone() ;; {a}.view_as({b}) ;; torch.atleast_2d({a}) ;; {a}.ravel() ;; {a}.T ;;
{a}.permute({d}, {e}) ;; torch.squeeze({a}) ;; {a}.view({t}) ;; {a}.reshape({b}.shape) ;;
{a}.view(-1, {l}) ;; {a}.expand(-1, {k})
""")
GATHERING = forms(r"""
{a}.gather({d}, torch.zeros_like({a}).long()) ;;
{a}.scatter({d}, torch.zeros_like({a}).long(), {b}) ;;
{a}.scatter_add({d}, torch.zeros_like({a}).long(), {a}) ;;
{a}.index_select({d}, torch.tensor([0, 0])) ;;
{a}.index_add({d}, torch.tensor([0]), {a}.narrow({d}, 0, 1)) ;;
{a}.index_fill({d}, torch.tensor([0]), {n}) ;;
{a}.index_copy({d}, torch.tensor([0]), {a}.narrow({d}, 0, 1)) ;; {a}.take(torch.tensor([0, 0])) ;;
{a}.index_put((torch.tensor([0]),), {s}) ;; {a}.masked_fill({a} > {n}, {m}) ;;
{a}.masked_select({a} > {n}) ;; {a}.nonzero() ;; {a}.take_along_dim({a}.argsort(0), 0) ;;
{a}[{a} > {n}] ;; {a}[torch.tensor([0, 0])] ;; {a}[[0, {i}]] ;; {a}[..., {i}] ;; {a}[:, None] ;;
{a}[{a}.argmax()] ;; {a}[None, ..., 0] ;; {a}[True] ;; {a}[0][{i}] ;; {a}[::2] ;; {a}[{i}:] ;;
{a}[torch.tensor(True)] ;; {a}[:{k}, 0] ;; {a}[..., :1] ;; {a}[torch.tensor([[0, 0]])] ;;
{a}[0, torch.tensor([0, 0])] ;; {a}[:, torch.tensor([0])] ;; {a}[({i},)]
""")
JOINING = forms(r"""
torch.cat([{a}, {b}]) ;; torch.cat(({a}, {x}), dim={d}) ;; torch.stack([{a}, {b}], {d}) ;;
torch.hstack([{a}, {b}]) ;; torch.vstack(({a}, {b})) ;; torch.dstack([{a}, {a}]) ;;
torch.stack([{a}, {a}, {a}]).sum(0) ;; torch.cat([{a}.view(-1), {x}.view(-1)]) ;;
torch.broadcast_tensors({a}, {b})[0] ;; torch.concat([{a}, {a}], {d}) ;; torch.cat([{a}]) ;;
torch.einsum('i,i->', {a}.view(-1), {a}.view(-1)) ;; torch.cat([{a}, torch.zeros(0)])
""")
LINALG = forms(r"""
{a} @ {w} ;; {a} @ {a}.T ;; {a} @ {a}.mT ;; {a}.T @ {a} ;; torch.mm({a}, {w}) ;;
{a}.matmul({w}) ;; {a} @ {x} ;; torch.inner({a}, {a}) ;; torch.tensordot({a}, {a}, {k}) ;;
torch.kron({a}, {w}) ;; torch.trace({a}) ;; torch.linalg.norm({a}) ;;
torch.linalg.vector_norm({a}, dim={d}) ;; torch.linalg.matrix_norm({a}) ;;
torch.addmm({x}, {a}, {a}.T) ;; torch.bmm({a}, {w}) ;; torch.einsum('ij,kj->ik', {a}, {a}) ;;
torch.einsum('ij->j', {a}) ;; torch.outer({a}[0], {a}[0]) ;; torch.cdist({a}, {a}) ;;
{a}.mv({x}) ;; torch.addmv({x}, {a}, {x}) ;; torch.baddbmm({x}, {a}, {w})
""")
FUNCTIONALS = forms(r"""
torch.nn.functional.relu6({a}) ;; torch.nn.functional.leaky_relu({a}, 0.1) ;;
torch.nn.functional.elu({a}) ;; torch.nn.functional.selu({a}) ;; torch.nn.functional.celu({a}) ;;
torch.nn.functional.gelu({a}) ;; torch.nn.functional.silu({a}) ;; torch.nn.functional.mish({a}) ;;
torch.nn.functional.softplus({a}) ;; torch.nn.functional.softsign({a}) ;;
torch.nn.functional.hardtanh({a}) ;; torch.nn.functional.hardsigmoid({a}) ;;
torch.nn.functional.hardswish({a}) ;; torch.nn.functional.tanhshrink({a}) ;;
torch.nn.functional.softshrink({a}) ;; torch.nn.functional.threshold({a}, 0.5, 0.) ;;
torch.nn.functional.softmax({a}, dim={d}) ;; torch.nn.functional.log_softmax({a}, {d}) ;;
torch.nn.functional.softmin({a}, {d}) ;; torch.nn.functional.dropout({a}, 0.5) ;;
torch.nn.functional.normalize({a}, dim={d}) ;;
torch.nn.functional.cosine_similarity({a}, {b}, dim={d}) ;;
torch.nn.functional.layer_norm({a}, ({l},)) ;; torch.nn.functional.pad({a}, (1, 1)) ;;
torch.nn.functional.linear({a}, {w}) ;; torch.nn.functional.one_hot({a}.long().abs()) ;;
torch.nn.functional.softmax({a}) ;; torch.nn.functional.dropout({a}, 0.3, training=False) ;;
torch.nn.functional.logsigmoid({a}) ;; torch.nn.functional.glu({a}, {d})
""")
LOSSES = forms(r"""
torch.nn.functional.mse_loss({a}, {b}) ;;
torch.nn.functional.mse_loss({a}, {b}, reduction='sum') ;;
torch.nn.functional.l1_loss({a}, {b}) ;; torch.nn.functional.smooth_l1_loss({a}, {b}) ;;
torch.nn.functional.huber_loss({a}, {b}) ;;
torch.nn.functional.binary_cross_entropy({a}.sigmoid(), {b}.sigmoid()) ;;
torch.nn.functional.binary_cross_entropy_with_logits({a}, {b}) ;;
torch.nn.functional.cross_entropy({a}, torch.zeros({a}.shape[0]).long()) ;;
torch.nn.functional.nll_loss({a}.log_softmax(-1), torch.tensor([0])) ;;
torch.nn.functional.kl_div({a}, {b}, reduction='batchmean') ;;
torch.nn.functional.mse_loss({a}, {b}, reduction='none') ;;
torch.nn.functional.cross_entropy({a}, {b}.softmax(-1)) ;; torch.nn.MSELoss()({a}, {b}) ;;
torch.nn.functional.hinge_embedding_loss({a}, {b}.sign()) ;; (({a} - {b}) ** 2).mean()
""")
KEYWORDS = forms(r"""
torch.sum(input={a}, dim={d}) ;; torch.add(input={a}, other={b}, alpha={n}) ;;
{a}.sum(keepdim=True, dim={d}) ;; torch.mean({a}, axis={d}) ;; torch.clamp(input={a}, min={n}) ;;
{a}.transpose(dim0={d}, dim1={e}) ;; torch.cat(tensors=[{a}, {a}], dim={d}) ;;
torch.stack(tensors=({a}, {b})) ;; {a}.mul(other={n}) ;;
torch.where(condition={a} > 0, input={a}, other={b}) ;; {a}.view(size=(-1,)) ;;
{a}.reshape(shape=(-1,)) ;; torch.full(size=(2,), fill_value={n}) ;; torch.zeros(size=(2, 2)) ;;
torch.ones(2, 2, dtype={t}) ;; torch.arange(start=1, end=4) ;; torch.arange(1, 4, step={k}) ;;
torch.linspace(start=0, end=1, steps={k}) ;; {a}.sum(dims={d}) ;;
{a}.max(dim={d}, keepdim=True) ;; {a}.sort(descending=True) ;; {a}.std(dim={d}, ddof=1) ;;
torch.randn(2, generator=torch.Generator().manual_seed({k})) ;; {a}.to(dtype={t}) ;;
{a}.to({b}) ;; {a}.to(device='cpu') ;; {a}.to('cpu', {t}) ;; {a}.type(dtype={t}) ;;
torch.tensor(data=[1.], dtype={t}) ;; torch.softmax({a}, dim={d}, dtype={t}) ;; {a}.softmax() ;;
torch.sum({a}, dim='x') ;; torch.mul({a}) ;; torch.add({a}, {b}, 2) ;; {a}.sum(1, 2, 3) ;;
torch.dropout({a}, p=0.5, train=True) ;; {a}.backward(gradient={b}) ;;
torch.autograd.grad(outputs={a}.sum(), inputs={a}) ;;
torch.autograd.grad({s}, [{a}], allow_unused=True, retain_graph=True) ;;
torch.autograd.backward(tensors=[{s}], grad_tensors=None) ;;
torch.ones_like(input={a}, dtype={t}) ;; torch.zeros_like({a}, requires_grad=True) ;;
{a}.new_full((2,), {n}) ;; {a}.new_ones(2, dtype={t}) ;; torch.allclose({a}, {b}, rtol=0.1) ;;
torch.equal({a}, {b}) ;; {a}.expand(size=(2, {l})) ;; {a}.repeat(repeats=(2,)) ;;
torch.max(input={a}) ;; torch.prod({a}, dim={d}, dtype=torch.float64) ;;
torch.unsqueeze({a}, dim={d}) ;; torch.pow({a}, exponent={n}) ;; {a}.pow(exponent={b}) ;;
torch.norm({a}, p={k}, dim={d}) ;; {a}.mean(dim={d}, keepdims=True)
""")
MIXES = forms(r"""
{a} + {x} ;; {a} * {x} ;; {a}.double() + {b} ;; {a}.half() * {b} ;; {a}.long() + {b} ;;
{a}.int() / 2 ;; {a}.bool() + 1 ;; {a}.long() * 0.5 ;; {a}.double() @ {a}.double() ;;
{a}.long().sum() ;; {a}.bool().sum() ;; {a}.to({t}) ;; {a}.to({t}) + {b}.to({t}) ;;
{a}.type_as({b}) ;; {a}.long() ** 2 ;; {a}.half().sum() ;; {a}.half().exp() ;;
{a}.double().mean() ;; {a}.int() // 2 ;; {a}.long() % 3 ;; {a}.byte() ;; {a}.char() ;;
{a}.short() ;; {a}.bool() | True ;; {a} + 1j ;; {a} * 1j ;; torch.complex({a}, {b}) ;;
({a} * 1j).abs() ;; {a} > {x} ;; {a} == {x} ;; torch.result_type({a}, {x}) ;;
torch.where({a} > 0, {a}, {x}) ;; torch.cat([{a}.double().view(-1), {a}.view(-1)]) ;;
{a}.to(torch.int8) ;; {a}.long() - {b}.half() ;; -{a}.bool() ;; {a}.bool() - {a}.bool() ;;
{a}.byte() - 1 ;; {a}.long().mean() ;; {a}.int().std() ;; {a}.long().softmax(0) ;;
{a}.bool().max() ;; {a}.long().sqrt() ;; {a}.int().float()
""")
DERIVATIVES = forms(r"""
{new}, = torch.autograd.grad({s}, {a}, create_graph=True, allow_unused=True) ;;
{new}, = torch.autograd.grad(({a} ** 3).sum(), {a}, create_graph=True) ;;
{new}, = torch.autograd.grad(({a}.exp() * {a}).sum(), {a}, create_graph=True) ;;
{new}, = torch.autograd.grad({a}.sin().sum(), {a}, create_graph=True) ;; {a}.grad.grad_fn ;;
print(torch.autograd.grad(({a} * {b}).sum(), {a}, create_graph=True)[0].grad_fn) ;;
{new}, = torch.autograd.grad({a}.sigmoid().sum(), {a}, create_graph=True) ;;
{new}, = torch.autograd.grad(({a} / {b}).sum(), {a}, create_graph=True) ;;
{new}, = torch.autograd.grad({a}.sum(), {a}, create_graph=True) ;;
{new}, = torch.autograd.grad(({a} * {n}).tanh().sum(), {a}, create_graph=True) ;;
torch.autograd.grad({a}, {b}, torch.ones_like({a}), allow_unused=True) ;;
torch.autograd.grad([{a}, {b}], [{a}], [torch.ones_like({a}), None], allow_unused=True) ;;
{a}.backward(torch.ones_like({a}), create_graph=True) ;;
({a} ** 2).sum().backward(create_graph=True) ;;
{a}.backward(torch.ones_like({a}), inputs=[{g}]) ;; ({a} * {g}).sum().backward(inputs={a}) ;;
torch.autograd.functional.jacobian(lambda t: t ** 2, {a}) ;;
torch.autograd.functional.hessian(lambda t: (t ** 3).sum(), {a}) ;;
torch.autograd.functional.vjp(lambda t: t * 2, {a}, torch.ones_like({a})) ;;
torch.autograd.functional.jvp(torch.sin, {a}, {a}) ;;
torch.func.grad(lambda t: (t ** 2).sum())({a}) ;;
torch.autograd.gradcheck(torch.tanh, {a}.detach().double().requires_grad_()) ;;
{a}.grad.backward(torch.ones_like({a})) ;; torch.autograd.grad({a}.grad.sum(), {a})
""")
NODES = forms(r"""
{a}.grad_fn ;; {a}.grad_fn.next_functions ;; {a}.grad_fn.name() ;;
[t for t, _ in {a}.grad_fn.next_functions] ;;
[n for n in dir({a}.grad_fn) if n.startswith('_saved')] ;; {a}.grad_fn._saved_self ;;
{a}.grad_fn._saved_result ;; {a}.grad_fn._saved_other ;; {a}.grad_fn._saved_dim ;;
{a}.grad_fn._saved_self_sym_sizes ;; {a}.grad_fn._saved_mat2 ;; {a}.grad_fn._saved_self is {g} ;;
{a}.grad_fn._saved_exponent ;; {a}.grad_fn._raw_saved_self ;; {a}.grad_fn._saved_indices ;;
{a}.grad_fn._saved_alpha ;; {a}.grad_fn._saved_keepdim ;; {a}.grad_fn._saved_min ;;
{a}.grad_fn._saved_start ;; {a}.grad_fn.register_hook(lambda i, o: print('post', i, o)) ;;
{a}.grad_fn.register_prehook(lambda o: print('pre', o)) ;;
{a}.grad_fn.next_functions[0][0].register_prehook(lambda o: (o[0] * 2,)) ;;
{a}.grad_fn.register_hook(lambda i, o: (i[0],)) ;;
{a}.grad_fn.register_hook(lambda i, o: tuple(None if t is None else t * 2 for t in i)) ;;
{a}.register_hook(lambda t: t.mul_(2)) ;;
{a}.register_hook(lambda t: print(t.grad_fn, t.requires_grad, t.shape)) ;;
{a}.register_hook(lambda t: t.stride()) ;;
{a}.register_hook(lambda t: print(t.stride(), t._base is None)) ;;
{a}.register_post_accumulate_grad_hook(lambda t: print(t.grad.mul_(2))) ;; {a}.retain_grad() ;;
{a}.register_post_accumulate_grad_hook(lambda t: setattr(t, 'grad', None)) ;;
{a}.grad_fn.requires_grad ;; {a}.grad._version, {a}._version ;; {a}.grad.stride() ;;
{a}.grad._base is None ;; {a}.grad.is_leaf ;; {a}.retains_grad ;;
torch.autograd.graph.get_gradient_edge({a}).output_nr ;; type({a}.grad_fn).__name__ ;;
{a}.grad_fn == {a}.grad_fn
""")
CLOSURES = forms(r"""
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\
\n    ctx.save_for_backward(t)\n    return t * 2\n  @staticmethod\n  def backward(ctx, g):\
\n    t, = ctx.saved_tensors\n    return g * t ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t, n=2):\n    ctx.n = n\
\n    return t ** n\n  @staticmethod\n  def backward(ctx, g):\
\n    print(g, ctx.needs_input_grad)\n    return g * ctx.n, None ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\n    return t\
\n  @staticmethod\n  def backward(ctx, g):\n    return g.sum() ;; {new} = F.apply({a}) ;;
{new} = F.apply({g}) ;; F.apply({a}).sum().backward() ;; F.apply({g}, 3) ;;
with torch.autograd.graph.saved_tensors_hooks(lambda t: t.clone(), lambda t: t):\
\n  {new} = ({a} * {b}).exp() ;;
with torch.autograd.detect_anomaly(check_nan=False):\n  {new} = ({a} * {b}).sum() ;;
def f(t):\n  return (t * {g}).sum() ;;
{new} = torch.utils.checkpoint.checkpoint(torch.sin, {a}, use_reentrant=False)
""")
WRITTEN_VIEWS = forms(r"""
{new} = {a}[:1]; {new}.mul_(2) ;; {a}.view(-1)[0] = {n} ;; {a}[0].add_({n}) ;;
{a}.t().mul_({m}) ;; {new} = {a}.clone(); {new}[0] = {s} ;;
{new} = {a}.clone(); {new}.view(-1)[:1].exp_() ;; {new} = {a} * 1; {new}.t().add_(1) ;;
{new} = {a} * 1; {new}.unsqueeze_(0) ;; {new} = {a} + 0; {new}.squeeze_().mul_(3) ;;
{new} = {a}.detach(); {new}.zero_() ;; {new} = {a}.data; {new} += 1 ;;
{new} = {a} * 1; {new}[0], {new}[-1] = {n}, {m} ;; {new} = {a}.exp(); {new}[:1] = 0 ;;
{new} = {a}.exp(); {new}.detach().mul_(2) ;; {new} = {a}.sigmoid(); {new}.add_(1) ;;
{new} = {a} * 1; {new}.diagonal().fill_({n}) ;; {new} = {a} * 1; {new}[...] = {b} ;;
{new} = {a} * 1; {new}[{a} > 0] = {n} ;; {new} = {a} * 1; {new}.transpose(0, -1)[0] = {m} ;;
{new} = ({a} * 1).view(-1); {new}.mul_({new}) ;;
{new} = {a}.expand(2, *{a}.shape); {new}.add_(1) ;; {a}.grad.zero_() ;; {a}.grad[0] = 5 ;;
{new} = {a}.clone(); {new}.t_() ;; {new} = {a}.unbind(); {new}[0].mul_(2) ;;
{new} = {a}.split(1); {new}[0].add_(1) ;; {a}.requires_grad_(False).mul_(2) ;;
{new} = {a}.clone(); {new}.copy_({b}) ;;
{new} = {a}.clone(); {new}.index_fill_(0, torch.tensor([0]), {n}) ;;
{new} = {a}.clone(); {new}.masked_fill_({a} > {n}, 0) ;;
{new} = {a}.clone(); {new}.clamp_({n}).sqrt_() ;;
{new} = torch.zeros(2, 3); {new}[0] = {a}; {new}.sum().backward() ;;
{new} = {a}.clone(); {new}.scatter_(0, {a}.long() * 0, 1.) ;;
{new} = {a}.clone(); {new}.div_({b}).add_({c}, alpha=2) ;;
{new} = {a}.clone(); {new}.addcmul_({b}, {c}) ;; {new} = {a}.clone(); {new}.lerp_({b}, .5)
""")
BUFFERS = forms(r"""
{a}.stride() ;; {a}.is_contiguous() ;; {a}.storage_offset() ;; {a}.untyped_storage().nbytes() ;;
{a}.T.is_contiguous() ;; {a}.contiguous() is {a} ;; {a}.numpy() ;;
torch.from_numpy({a}.detach().numpy()) ;; {a}.tolist() ;; list({a}) ;; len({a}) ;;
torch.tensor({a}) ;; torch.as_tensor({a}) is {a} ;; torch.Tensor({a}) ;; {a}.detach().clone() ;;
{a}.element_size() * {a}.nelement() ;; {a}.data_ptr() == {a}.view(-1).data_ptr() ;;
{a}.reshape(-1)._base is {a} ;; {a}[:1]._base is {a} ;; {a}.is_set_to({a}) ;;
torch.is_tensor({a}) ;; {a}.is_floating_point() ;; torch.numel({a}) ;; {a}.size(), {a}.shape[0] ;;
{a}.dim(), {a}.ndim ;; repr({a}) ;; torch.finfo({a}.dtype).max ;; torch.get_default_dtype() ;;
{a}.type() ;; {a}.dtype is torch.float32 ;; hash({a}) == id({a}) ;;
import copy; {new} = copy.deepcopy({a}) ;; {new} = {a}.detach().requires_grad_() ;;
{a}.cpu() is {a} ;; {a}.cuda() ;; {a}.item()
""")
LAYERS = forms(r"""
Linear({l}, {k}) ;; Linear({l}, {k}, bias=False) ;;
Sequential(torch.nn.Linear({l}, 3), torch.nn.ReLU(), torch.nn.Linear(3, {k})) ;;
Sequential(torch.nn.Linear({l}, 2), torch.nn.Tanh()) ;; ReLU() ;; Sigmoid() ;; LayerNorm({l}) ;;
Dropout(0.5) ;; Flatten() ;; Embedding(4, {k}) ;; BatchNorm1d({l}) ;; Softmax(dim=-1) ;;
LeakyReLU(0.1) ;; GELU() ;; ModuleList([torch.nn.Linear({l}, 2)]) ;;
ParameterList([torch.ones(2)]) ;; Identity() ;; Linear('x', 2) ;; Linear({l})
""")
OPTIMIZERS = forms(r"""
SGD(net.parameters(), lr=0.1) ;; SGD(net.parameters(), lr=0.1, momentum=0.9) ;;
Adam(net.parameters()) ;; Adam(net.parameters(), lr=0.1, weight_decay=0.1) ;;
AdamW(net.parameters(), lr=0.01) ;; RMSprop(net.parameters(), 0.1) ;;
Adagrad(net.parameters(), lr=0.1) ;;
SGD([{{'params': net.parameters(), 'lr': 0.5}}], lr=0.1, nesterov=True, momentum=0.5) ;;
SGD(net.parameters(), lr=-1) ;; SGD([], lr=0.1) ;; Adam(net)
""")
STEPS = forms(r"""
{new} = net({a}) ;; net({a}).sum().backward() ;; opt.zero_grad() ;; opt.step() ;; print(net) ;;
net.state_dict() ;; list(net.parameters()) ;; [n for n, p in net.named_parameters()] ;;
net.weight.grad ;; net.zero_grad() ;; net.eval() ;; net.train() ;;
net({a}).mean().backward(); opt.step() ;; net.requires_grad_(False) ;;
net.weight.data.fill_({n}) ;; net.training ;; net.bias ;;
torch.nn.utils.clip_grad_norm_(net.parameters(), 0.1) ;; net(torch.zeros(2, {l})) ;; net[0] ;;
net[0].weight.shape ;; opt ;; opt.param_groups[0]['lr'] ;; opt.state_dict()['param_groups'] ;;
sum(p.numel() for p in net.parameters()) ;; net.foo ;; net.double() ;;
net.register_forward_hook(lambda m, i, o: print(type(m).__name__, o.shape)) ;;
torch.nn.init.constant_(net.weight, {n}) ;; torch.nn.init.xavier_uniform_(net.weight) ;;
net.apply(lambda m: print(type(m).__name__)) ;; net.children() and len(list(net.children())) ;;
for p in net.parameters():\n  print(p.shape, p.requires_grad, p.grad is None) ;; net.weight = 1 ;;
net.load_state_dict({{}}) ;;
for i in range(2):\n  opt.zero_grad()\n  net({a}).pow(2).sum().backward()\n  opt.step() ;;
with torch.no_grad():\n  {new} = net({a})
""")
