"""More of what `themes` fills in: the families of operations that students meet later."""

from tests.parity.phrases import forms

IN_PLACE = forms(r"""
sign_() ;; sgn_() ;; rsqrt_() ;; square_() ;; exp2_() ;; expm1_() ;; log_() ;; log2_() ;;
log10_() ;; log1p_() ;; sin_() ;; cos_() ;; tan_() ;; asin_() ;; acos_() ;; atan_() ;; sinh_() ;;
cosh_() ;; asinh_() ;; acosh_() ;; atanh_() ;; sinc_() ;; logit_() ;; logit_(0.1) ;; erf_() ;;
erfc_() ;; erfinv_() ;; lgamma_() ;; digamma_() ;; ceil_() ;; round_() ;; round_(decimals=1) ;;
trunc_() ;; frac_() ;; nan_to_num_() ;; logical_not_() ;; true_divide_({b}) ;;
floor_divide_({n}) ;; remainder_({n}) ;; remainder_({b}) ;; fmod_({n}) ;; fmod_({b}) ;;
float_power_({n}) ;; pow_({b}) ;; pow_({n}) ;; atan2_({b}) ;; hypot_({b}) ;; copysign_({b}) ;;
copysign_(-1) ;; eq_({n}) ;; lt_({b}) ;; ge_({n}) ;; ne_({b}) ;; gt_(0) ;; le_({b}) ;;
logical_and_({b}) ;; logical_or_({b}) ;; logical_xor_({b}) ;; bitwise_and_({k}) ;;
bitwise_or_({b}) ;; xlogy_({b}) ;; clamp_(min={n}) ;; clamp_({b}, {c}) ;; clip_(max={n}) ;;
clamp_min_({n}) ;; clamp_max_({b}) ;; addcdiv_({b}, {c}) ;; addcdiv_({b}, {c}, value=2) ;;
addcmul_({b}, {c}, value={n}) ;; cumsum_({d}) ;; cumprod_({d}) ;;
index_add_({d}, torch.tensor([0]), {a}.narrow({d}, 0, 1)) ;;
index_add_(0, torch.tensor([0, 0]), {b}, alpha={n}) ;;
index_copy_({d}, torch.tensor([0]), {a}.narrow({d}, 0, 1)) ;;
index_put_((torch.tensor([0]),), {s}) ;;
index_put_((torch.tensor([0, 0]),), {s}, accumulate=True) ;; masked_scatter_({a} > {n}, {b}) ;;
masked_fill_({b} > 0, {s}) ;; scatter_({d}, torch.zeros_like({a}).long(), {b}) ;;
scatter_add_({d}, torch.zeros_like({a}).long(), {a}) ;; tril_() ;; triu_({i}) ;;
transpose_({d}, {e}) ;; swapaxes_({d}, {e}) ;; squeeze_({d}) ;; unsqueeze_({d}) ;; t_() ;;
fill_diagonal_({n}) ;; addmm_({a}, {a}) ;; addmm_({a}, {w}, beta=0.5, alpha=2) ;;
addmv_({w}, {a}) ;; lerp_({b}, {c}) ;; random_(0, 5) ;; bernoulli_(0.5) ;; exponential_() ;;
normal_(1., 2.) ;; uniform_(-1, 1) ;; fill_({s}) ;; copy_({x}) ;; rsub_({n}) ;;
sub_({b}, alpha=2) ;; absolute_() ;; negative_() ;; arctan_() ;; multiply_({b}) ;;
divide_({b}, rounding_mode='floor') ;; div_({n}, rounding_mode='trunc') ;; fix_() ;;
put_(torch.tensor([0]), {s}) ;; heaviside_({b}) ;; swapdims_({d}, {e}) ;; renorm_(2, 0, 1.) ;;
index_fill_({d}, torch.tensor([0]), {s}) ;;
scatter_reduce_({d}, torch.zeros_like({a}).long(), {a}, 'mean') ;; i0_()
""")
ARGUMENTS = forms(r"""
{a}.std(dim={d}, correction=0, keepdim=True) ;; torch.var(input={a}, dim={d}, unbiased=True) ;;
{a}.topk(k={k}, dim={d}, largest=False) ;; {a}.sort(dim={d}, stable=True, descending=True) ;;
{a}.kthvalue(k={k}, dim={d}, keepdim=True) ;; torch.median({a}, dim={d}, keepdim=True) ;;
{a}.argmax(dim={d}, keepdim=True) ;; {a}.cumsum(dim={d}, dtype=torch.float64) ;;
torch.logsumexp({a}, dim=({d}, {e})) ;; {a}.flip(dims=({d},)) ;; {a}.flip({d}, {e}) ;;
torch.roll({a}, shifts={i}, dims={d}) ;; {a}.roll(shifts=({i}, 1), dims=({d}, {e})) ;;
torch.rot90({a}, k={k}, dims=({d}, {e})) ;; {a}.repeat_interleave(repeats={k}, dim={d}) ;;
torch.split({a}, split_size_or_sections={k}, dim={d}) ;; torch.chunk({a}, chunks={k}, dim={d}) ;;
{a}.narrow(dim={d}, start={i}, length={k}) ;; {a}.select(dim={d}, index={i}) ;;
{a}.unfold(dimension={d}, size={k}, step=1) ;; {a}.diagonal(offset={i}, dim1={d}, dim2={e}) ;;
torch.tril({a}, diagonal={i}) ;; {a}.triu(diagonal={k}) ;;
{a}.gather(dim={d}, index=torch.zeros_like({a}, dtype=torch.int64)) ;;
torch.index_select({a}, dim={d}, index=torch.tensor([0, {i}])) ;;
{a}.masked_fill(mask={a} > {n}, value={m}) ;; torch.take({a}, index=torch.tensor([[0, {i}]])) ;;
torch.addmm({x}, {a}, {w}, beta={n}, alpha={m}) ;; {a}.addcmul({b}, {c}, value={n}) ;;
torch.lerp(input={a}, end={b}, weight={n}) ;; {a}.nan_to_num(nan={n}, posinf={m}) ;;
torch.std_mean({a}, dim={d}, unbiased=False) ;; {a}.norm(p={k}, dim={d}, keepdim=True) ;;
torch.norm({a}, p='fro') ;; torch.norm({a}, dim=({d}, {e})) ;; {a}.norm(dtype=torch.float64) ;;
{a}.unflatten(dim={d}, sizes=(1, -1)) ;; torch.movedim({a}, source={d}, destination={e}) ;;
{a}.movedim(({d}, {e}), ({e}, {d})) ;; torch.flatten({a}, start_dim={d}, end_dim={e}) ;;
{a}.permute(dims=({d}, {e})) ;; torch.squeeze({a}, dim=({d}, {e})) ;;
torch.tensordot({a}, {w}, dims=([{d}], [{e}])) ;; torch.diag_embed({a}, offset={i}) ;;
torch.diff({a}, n={k}, dim={d}) ;; torch.trapezoid({a}, dim={d}) ;;
torch.searchsorted({a}.sort()[0], {b}) ;; torch.bucketize({a}, torch.tensor([0., 1.])) ;;
torch.unique({a}, sorted=True, return_counts=True) ;; torch.unique_consecutive({a}) ;;
{a}.unique(dim={d}) ;; torch.quantile({a}, 0.5) ;; {a}.quantile(0.3, dim={d}) ;;
torch.count_nonzero({a}, dim={d}) ;; torch.isin({a}, {b}) ;; torch.logcumsumexp({a}, dim={d}) ;;
torch.cov({a}) ;; torch.corrcoef({a}) ;; torch.histc({a}, bins=3) ;;
torch.bincount({a}.long().abs().view(-1)) ;; torch.cartesian_prod({a}.view(-1), {b}.view(-1)) ;;
torch.combinations({a}.view(-1)) ;; torch.block_diag({a}, {w}) ;; torch.clamp_min({a}, {n}) ;;
torch.heaviside({a}, {b}) ;; torch.nextafter({a}, {b}) ;; torch.ldexp({a}, torch.tensor({k})) ;;
torch.frexp({a}) ;; torch.signbit({a}) ;; torch.deg2rad({a}) ;;
torch.gcd({a}.long(), {b}.long()) ;; torch.lcm({a}.long(), {b}.long()) ;; {a}.lt({b}) ;;
torch.less_equal({a}, {n}) ;; {a}.greater({b}) ;; torch.bitwise_and({a}.int(), {b}.int()) ;;
torch.bitwise_not({a}.long()) ;; {a}.bool().bitwise_xor({b}.bool()) ;;
torch.bitwise_left_shift({a}.long(), {k}) ;; {a}.int().bitwise_right_shift({k}) ;;
torch.logaddexp2({a}, {b}) ;; torch.special.entr({a}) ;; torch.special.log1p({a}) ;;
torch.special.xlog1py({a}, {b}) ;; torch.polygamma({k}, {a}) ;;
torch.mvlgamma({a}.abs() + 2, 2) ;; torch.masked_scatter({a}, {a} > {n}, {b}) ;;
{a}.masked_scatter({b} > 0, {c}) ;;
{a}.scatter_reduce({d}, torch.zeros_like({a}).long(), {a}, 'sum') ;;
torch.select_scatter({a}, {a}.select({d}, 0), {d}, 0) ;; {a}.slice_scatter({a}[:1]) ;;
torch.diagonal_scatter({a}, torch.zeros(1)) ;; {a}.put(torch.tensor([0]), {s}) ;;
torch.cross({a}, {b}, dim={d}) ;; torch.linalg.cross({a}, {b}) ;; torch.vdot({a}, {a}) ;;
torch.addbmm({x}, {a}, {w}) ;; torch.addr({x}, {a}, {a}) ;; torch.chain_matmul({w}, {w}.T) ;;
torch.empty_like({a}).shape ;; torch.rand_like({a}) ;; torch.randint_like({a}, 5) ;;
{a}.new_empty(2).shape ;; torch.asarray({a}) is {a} ;; torch.iinfo(torch.int8).max ;;
torch.rand_like({a}, dtype={t}) ;; torch.randint(3, (2,), dtype={t}) ;; torch.randperm(4) ;;
torch.multinomial({a}.abs(), 1) ;; torch.bernoulli({a}.sigmoid()) ;; torch.normal({a}, 1.) ;;
torch.normal(0., 1., (2,)) ;; torch.logspace(0, 1, {k}) ;; torch.tril_indices(2, 2) ;;
torch.full_like({a}, {n}, dtype={t}) ;; torch.eye({k}, 2, dtype={t}) ;; torch.vander({a}) ;;
torch.complex({a}, {b}).abs() ;; torch.polar({a}, {b}) ;; torch.view_as_real({a} * 1j) ;;
torch.autograd.graph.increment_version({a}) ;; {a}.sum_to_size({k}) ;;
{a}.masked_select({b} > {n})
""")
COMPLEX = forms(r"""
({a} + {b} * 1j) ;; ({a} * 2j).exp() ;; ({a} + 1j).conj() ;; ({a} - 1j).imag ;; ({a} + 2j).real ;;
({a} + 1j).angle() ;; ({a} * 1j).sum() ;; ({a} + 1j) * ({b} - 1j) ;; ({a} + 1j) / 2 ;;
({a} * 1j).to(torch.complex128) ;; ({a} + 1j).sqrt() ;; ({a} + 1j) ** 2 ;; torch.real({a} + 1j) ;;
({a} + 1j).abs().sum() ;; ({a} + 1j).mean() ;; ({a} + 1j) @ ({w} + 0j) ;; ({a} + 1j) == {b} ;;
({a} + 1j) > 0 ;; ({a} + 1j).max() ;; ({a} + 1j).sin() ;; ({a} + 1j).reciprocal() ;;
({a} + 1j).sgn() ;; torch.imag({a}) ;; ({a} + 1j).item() ;; ({a} + 1j).log() ;;
({a} + 1j).prod() ;; ({a} * (1 + 1j)).tanh() ;; ({a} + 1j).clamp(0) ;;
torch.view_as_real({a} + 1j) ;; ({a} + 1j).cumsum({d}) ;;
torch.tensor([1 + 2j, 3.], requires_grad=True) * {n} ;; ({a} + 1j).is_complex() ;;
({a} + 1j).norm()
""")
DECOMPOSED = forms(r"""
torch.linalg.det({w}) ;; torch.det({w} @ {w}.mT) ;; torch.linalg.slogdet({w} @ {w}.mT) ;;
torch.linalg.inv({w} @ {w}.mT + 3 * torch.eye({r})) ;; torch.inverse({w}) ;;
torch.linalg.solve({w} @ {w}.mT + 3 * torch.eye({r}), {w}) ;; torch.linalg.cholesky({w}) ;;
torch.linalg.cholesky({w} @ {w}.mT + 3 * torch.eye({r})) ;;
torch.linalg.qr({w} + torch.eye({r}))[1].abs() ;; torch.linalg.eigvalsh({w} @ {w}.mT) ;;
torch.linalg.svdvals({w}) ;; torch.linalg.matrix_power({w}, {k}) ;;
torch.linalg.matrix_power({w} @ {w}.mT, 2) ;; torch.linalg.multi_dot([{w}, {w}.T, {w}]) ;;
torch.linalg.norm({w}, ord='fro') ;; torch.linalg.norm({w}, 1) ;;
torch.linalg.matrix_norm({w}, 'nuc') ;;
torch.linalg.vector_norm({a}, {k}, dim={d}, keepdim=True) ;;
torch.linalg.lstsq({w}, {w})[0].shape ;; torch.linalg.pinv({w}).shape ;;
torch.trace({w} @ {w}.T) ;; torch.linalg.inv({w}) ;; torch.linalg.solve({w}, {a}) ;;
torch.logdet({w} @ {w}.mT + torch.eye({r})) ;;
torch.linalg.eigh({w} @ {w}.mT + torch.eye({r}))[0] ;;
torch.linalg.matrix_exp({w} @ {w}.mT * 0.1) ;; torch.linalg.vecdot({a}, {b}) ;;
torch.linalg.cond({w} @ {w}.mT + 3 * torch.eye({r})) ;;
torch.linalg.solve_triangular({w}, {w}, upper=True) ;; torch.linalg.diagonal({w})
""")
IMAGES = forms(r"""
torch.nn.functional.conv1d({a}.view(1, 1, -1), torch.ones(1, 1, {k})) ;;
torch.nn.functional.conv1d({a}.view(1, 1, -1), {b}.view(1, 1, -1), padding=1, stride={k}) ;;
torch.nn.functional.conv2d({w}[None, None], torch.ones(1, 1, 1, {k}), padding=1) ;;
torch.nn.functional.conv2d({w}[None], {w}[None, None]) ;;
torch.nn.functional.max_pool1d({a}.view(1, -1), {k}) ;;
torch.nn.functional.max_pool1d({a}, {k}, stride=1) ;;
torch.nn.functional.max_pool2d({w}[None], {k}) ;;
torch.nn.functional.max_pool2d({w}[None], 1, return_indices=True) ;;
torch.nn.functional.avg_pool1d({a}.view(1, -1), {k}, padding={k} // 2) ;;
torch.nn.functional.avg_pool2d({w}[None], {k}, ceil_mode=True) ;;
torch.nn.functional.adaptive_avg_pool2d({w}[None], ({k}, 1)) ;;
torch.nn.functional.adaptive_avg_pool1d({w}, {k}) ;;
torch.nn.functional.pad({a}, (1, {k}), value={n}) ;; torch.nn.functional.pad({a}, ({i}, 1)) ;;
torch.nn.functional.pad({w}[None], (1, 1), mode='reflect') ;;
torch.nn.functional.pad({w}, (1, 0), mode='replicate') ;;
torch.nn.functional.interpolate({w}[None], scale_factor=2) ;;
torch.nn.functional.interpolate({w}[None, None], size=({k}, 2)) ;;
torch.nn.functional.group_norm({w}, 1) ;; torch.nn.functional.group_norm({w}, {k}) ;;
torch.nn.functional.batch_norm({w}, None, None, training=True) ;;
torch.nn.functional.batch_norm({w}, torch.zeros({l}), torch.ones({l})) ;;
torch.nn.functional.layer_norm({a}, {a}.shape, torch.ones_like({a})) ;;
torch.nn.functional.embedding(torch.tensor([0, {i}]), {w}) ;;
torch.nn.functional.embedding({a}.long(), {w}, padding_idx=0) ;;
torch.nn.functional.gumbel_softmax({a}) ;;
torch.nn.functional.gumbel_softmax({a}, tau=0.5, hard=True) ;;
torch.nn.functional.pairwise_distance({a}, {b}) ;;
torch.nn.functional.scaled_dot_product_attention({w}, {w}, {w}) ;;
torch.nn.functional.scaled_dot_product_attention({w}, {w}, {w}, is_causal=True) ;;
torch.nn.functional.margin_ranking_loss({a}, {b}, {a}.sign()) ;;
torch.nn.functional.cross_entropy({w}, torch.zeros({r}).long(), label_smoothing=0.1) ;;
torch.nn.functional.cross_entropy({w}, torch.zeros({r}).long(), weight=torch.ones({l}), reduction\
='sum') ;; torch.nn.functional.cross_entropy({w}, torch.full(({r},), {i}), ignore_index=-1) ;;
torch.nn.functional.nll_loss({w}, torch.zeros({r}).long(), reduction='none') ;;
torch.nn.functional.binary_cross_entropy({a}, {b}) ;;
torch.nn.functional.binary_cross_entropy_with_logits({a}, {b}, pos_weight=torch.tensor(2.)) ;;
torch.nn.functional.kl_div({a}.log_softmax(-1), {b}.softmax(-1), log_target={k} > 2) ;;
torch.nn.functional.smooth_l1_loss({a}, {b}, beta={n}) ;;
torch.nn.functional.huber_loss({a}, {b}, delta=0.5) ;;
torch.nn.functional.l1_loss({a}, {b}, reduction='none') ;;
torch.nn.functional.mse_loss({a}, {b}, reduction='x') ;;
torch.nn.functional.unfold({w}[None, None], 1) ;;
torch.nn.functional.one_hot(torch.tensor([0, {k}]), 3) ;;
torch.nn.functional.gelu({a}, approximate='tanh') ;;
torch.nn.functional.prelu({a}, torch.tensor([0.5])) ;;
torch.nn.functional.relu({a}, inplace=True) ;; torch.nn.functional.elu({a}, alpha={n}) ;;
torch.nn.functional.hardshrink({a}) ;; torch.nn.functional.rrelu({a}) ;;
torch.nn.functional.softplus({a}, beta=2) ;;
torch.nn.functional.triplet_margin_loss({a}, {b}, {c}) ;;
torch.nn.functional.cosine_embedding_loss({w}, {w}, torch.ones({r})) ;;
torch.nn.functional.poisson_nll_loss({a}, {b}) ;;
torch.nn.functional.soft_margin_loss({a}, {b}.sign()) ;;
torch.nn.functional.dropout1d({w}[None]) ;;
torch.nn.functional.alpha_dropout({a}, 0.5, training=True) ;;
torch.nn.functional.normalize({a}, p={k}, dim={d}) ;; torch.nn.functional.threshold_({x}, 0, 1)
""")
FUNCTIONS_OF_FUNCTIONS = forms(r"""
torch.autograd.functional.hvp(lambda t: (t ** 3).sum(), {a}, torch.ones_like({a})) ;;
torch.autograd.functional.vhp(lambda t: t.exp().sum(), {a}, {b}) ;;
torch.func.jacrev(lambda t: t ** 2)({a}) ;; torch.func.jacrev(torch.sin)({s}) ;;
torch.func.vjp(lambda t: t * 2, {a})[1](torch.ones_like({a})) ;;
torch.func.grad(lambda t, u: (t * u).sum(), argnums=1)({a}, {b}) ;;
torch.func.grad(torch.func.grad(torch.sin))({s}) ;;
torch.func.hessian(lambda t: (t ** 3).sum())({s}) ;;
torch.autograd.gradgradcheck(lambda t: t ** 2, {a}.detach().double().requires_grad_()) ;;
torch.autograd.gradcheck(lambda t: t.abs(), {a}) ;;
torch.autograd.gradcheck(lambda t: t.detach() * t, ({a}.detach().double().requires_grad_(),)) ;;
torch.func.functional_call(net, dict(net.named_parameters()), ({a},)) ;;
torch.func.grad_and_value(lambda t: t.sum())({a}) ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\
\n    ctx.mark_dirty(t)\n    return t.mul_(2)\n  @staticmethod\n  def backward(ctx, g):\
\n    return g * 2 ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\n    m = t > 0\
\n    ctx.mark_non_differentiable(m)\n    return t * 2, m\n  @staticmethod\
\n  def backward(ctx, g, h):\n    print(g, h)\n    return g * 2 ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(t):\n    return t * 3\
\n  @staticmethod\n  def setup_context(ctx, inputs, output):\
\n    ctx.save_for_backward(*inputs)\n  @staticmethod\n  def backward(ctx, g):\
\n    return g * ctx.saved_tensors[0] ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\n    return t.exp()\
\n  @staticmethod\n  @torch.autograd.function.once_differentiable\n  def backward(ctx, g):\
\n    return g * 2 ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\
\n    ctx.set_materialize_grads(False)\n    return t * 1, t * 2\n  @staticmethod\
\n  def backward(ctx, g, h):\n    print(g, h)\n    return g ;;
class F(torch.autograd.Function):\n  @staticmethod\n  def forward(ctx, t):\
\n    return t.view(-1)\n  @staticmethod\n  def backward(ctx, g):\n    return None ;;
{new} = F.apply({a} * 1) ;; {new} = F.apply({a}) ;; {new}, _ = F.apply({g}) ;;
F.apply({a})[0].sum().backward() ;; F.apply({a} * 2).sum().backward(create_graph=True) ;;
F.apply(F.apply({g} * 1)).sum().backward() ;; F.apply({a}).grad_fn ;;
with torch.autograd.detect_anomaly(check_nan=True):\n  ({a} * 0).sqrt().sum().backward() ;;
with torch.autograd.graph.save_on_cpu():\n  {new} = {a} ** 2 ;;
with torch.autograd.graph.saved_tensors_hooks(lambda t: t * 2, lambda t: t):\
\n  {new} = {a} ** 2 ;;
with torch.autograd.graph.allow_mutation_on_saved_tensors():\n  {new} = {a} * 1; {s}.exp()
""")
TRAINING = forms(r"""
net = torch.nn.Conv1d(1, {k}, 1) ;; net = torch.nn.Conv2d(1, 1, 1, bias=False) ;;
net = torch.nn.BatchNorm1d({l}, affine=False) ;;
net = torch.nn.ModuleDict({{'x': torch.nn.Linear({l}, 1)}}) ;; net = torch.nn.PReLU() ;;
net({a}[None]) ;; net({a}.view(1, 1, -1)).shape ;; net({w}[None, None]) ;;
opt = torch.optim.SGD([{g}], lr=0.1) ;;
opt = torch.optim.SGD([{g}, {a}], lr=0.1, momentum=0.5, weight_decay=0.1) ;;
opt = torch.optim.Adam([{g}], lr=0.1, amsgrad=True) ;; opt = torch.optim.AdamW([{a}]) ;;
opt = torch.optim.RMSprop([{a}], lr=0.1, centered=True) ;;
opt = torch.optim.Adagrad([{g}], lr=0.1, lr_decay=0.1) ;; opt = torch.optim.SGD({a}, lr=0.1) ;;
opt = torch.optim.Adam([{a}], betas=(0.5, 2)) ;; opt.zero_grad(set_to_none=False) ;;
opt.step(); {g} ;; opt.step(); {a}.grad ;; opt.zero_grad(); {g}.sum().backward(); opt.step() ;;
opt.add_param_group({{'params': [{a}]}}) ;; opt.state_dict() ;; opt.state ;;
opt.load_state_dict(opt.state_dict()) ;; opt.step(lambda: print('closure')) ;;
sched = torch.optim.lr_scheduler.StepLR(opt, 2) ;;
sched = torch.optim.lr_scheduler.ExponentialLR(opt, 0.5) ;;
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, 3) ;;
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda n: 1 / (n + 1)) ;;
sched = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, patience=0) ;; sched.step() ;;
sched.get_last_lr() ;; sched.step({s}) ;; sched.last_epoch ;; opt.param_groups[0]['lr'] ;;
sched.state_dict() ;;
for b in torch.utils.data.DataLoader(torch.utils.data.TensorDataset({w}, {w}), batch_size=2):\
\n  print(b) ;;
for (t,) in torch.utils.data.DataLoader(torch.utils.data.TensorDataset({a}), shuffle=True):\
\n  print(t) ;; torch.utils.data.TensorDataset({a}, {b}) ;;
len(torch.utils.data.DataLoader([1, 2, 3], batch_size=2, drop_last=True)) ;;
list(torch.utils.data.DataLoader({a}, batch_size={k})) ;;
torch.utils.data.random_split([1, 2, 3], [2, 1])[0].indices ;;
torch.set_printoptions(precision=2) ;; torch.set_printoptions(sci_mode=True) ;;
torch.set_printoptions(profile='default') ;; torch.set_default_dtype(torch.float64) ;;
torch.set_default_dtype(torch.float32) ;; torch.get_default_dtype() ;;
torch.nn.utils.clip_grad_value_(net.parameters(), 0.1) ;;
torch.nn.utils.parameters_to_vector(net.parameters()) ;; torch.nn.init.normal_({a}) ;;
torch.nn.init.kaiming_normal_({w}) ;; torch.nn.init.uniform_({a}, -1, {n}) ;;
torch.nn.init.eye_({w}) ;; torch.nn.Parameter({a}) ;;
net.register_buffer('b', {a}); list(net.named_buffers()) ;; net.extra = torch.nn.Parameter({a}) ;;
net.register_full_backward_hook(lambda m, i, o: print(i, o)) ;;
net.register_forward_pre_hook(lambda m, i: print(len(i))) ;; list(net.named_modules()) ;;
net.to(torch.float64) ;; net.get_parameter('weight').shape ;; net.half() ;; net.float()
""")
STEPPED = forms(r"""
{a}.expand(2, *{a}.shape) ;; {a}.expand(2, *{a}.shape) + {b} ;; {a}.t() + {b} ;; {a}.T * {a} ;;
{a}.mT - {w} ;; {a}.t() == {a} ;; {a}[:, ::2] * 2 ;; {a}.flip(0).t() ;; {a}.t().clone() ;;
{a}.t().exp() ;; {a}.t().double() ;; {a}.t().contiguous() ;; {a}.t().view(-1) ;;
{a}.t().reshape(-1) ;; {a}.permute({d}, {e}) ;; {a}.t().stride() ;; {a}.t().is_contiguous() ;;
({a}.t() + {b}).stride() ;; ({a} + {a}.t()).stride() ;; ({a}.t() * {a}).view(-1) ;;
torch.where({a}.t() > 0, {a}.t(), {b}) ;; torch.zeros_like({a}.t()).stride() ;;
{a}.transpose({d}, {e}).stride() ;; {a}.transpose({d}, {e}).sum({d}).stride() ;;
{a}.t().cumsum(0).stride() ;; {a}.t().softmax(0).stride() ;; {a}.t()[0] ;; {a}.T[:, :1] ;;
{a}.unsqueeze({d}).stride() ;; {a}.diagonal().stride() ;; {a}.as_strided((2, 2), (1, 1)) ;;
{a}.t().storage_offset() ;; ({a}.t() > 0).stride() ;; {a}.T.relu().stride() ;;
{a}.t().clamp(0, 1).stride() ;; {a}.T.lerp({a}, 0.5).stride() ;;
{a}.T.addcmul({a}, {a}).stride() ;; {a}.T.normal_() ;; {a}.clone().t().uniform_() ;;
torch.randn_like({a}.T) ;; torch.dropout({a}.T, 0.5, True) ;;
{a}.T.masked_fill({a} > 0, 1).stride() ;; {a}.T.pow({a}).stride() ;;
{a}.T.maximum({a}).stride() ;; {a}.expand(2, *{a}.shape).exp().stride() ;;
{a}.expand(2, *{a}.shape).long().stride()
""")
