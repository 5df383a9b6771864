"""What `grammar` fills in: `{a}` and `{b}` become tensors, `{n}` a number, `{i}` an index."""

import re


def forms(text: str) -> tuple[str, ...]:
    """The phrases of a text, which `;;` parts.

    A line's end inside one is written as in a string; a backslash goes on in the next line.
    """
    parts = re.split(r"\s*;;\s*", text.replace("\\\n", "").strip())
    return tuple(each.replace("\\n", "\n") for each in parts)


EXACT = forms(r"""
neg ;; abs ;; relu ;; square ;; sign ;; floor ;; ceil ;; round ;; trunc ;; isnan ;; isfinite ;;
logical_not
""")
ROUNDED = forms(r"""
exp ;; log ;; sqrt ;; sin ;; cos ;; tanh ;; sigmoid ;; reciprocal ;; rsqrt ;; log1p ;; expm1 ;;
tan ;; erf
""")
METHODS = forms(r"""
mul ;; add ;; sub ;; div ;; pow ;; eq ;; gt ;; maximum ;; minimum ;; fmod ;; remainder ;; atan2 ;;
where
""")
FLAGS = forms(r"""
requires_grad ;; is_leaf ;; grad_fn ;; grad ;; _version ;; shape ;; dtype ;; ndim ;; T ;; data ;;
output_nr ;; retains_grad ;; _base ;; mT ;; device ;; itemsize ;; real ;; H ;; layout ;; names
""")
CALLS = forms(r"""
size() ;; dim() ;; numel() ;; stride() ;; is_contiguous() ;; storage_offset() ;; _is_view() ;;
type() ;; is_inference() ;; element_size() ;; is_floating_point() ;; nelement() ;; is_signed() ;;
is_complex()
""")
PRODUCTS = forms(r"""
{a} @ {b} ;; {a}.matmul({b}) ;; torch.mm({a}, {b}) ;; {a}.mv({b}) ;; {a}.dot({b}) ;;
{a} @ {a}.T ;; {a}.T @ {a} ;; torch.outer({a}, {b}) ;; torch.matmul({a}, {a})
""")
FUNCTIONS = forms(r"""
torch.{f}({a}, {b}) ;; {a}.{f}({b}) ;; torch.{u}({a}) ;; {a}.{u}() ;; torch.cat([{a}, {a}]) ;;
{a}.clamp(0, 2) ;; torch.stack([{a}, {a}], dim={d}) ;; torch.where({a} > 0, {a}, {b}) ;;
torch.add({a}, {b}, alpha=2) ;; {a}.clamp(min={n}) ;; {a}.to({t}) ;; {a}.float() ;;
{a}.double() ;; {a}.long() ;; {a} {c} {b} ;; -{a} ;; {a}.pow({n}) ;; {a}.type({t}) ;;
torch.clamp({a}, max={n}) ;; {a}.masked_fill({a} > 1, {n}) ;; {a}.bool() ;; {a}.int() ;;
torch.nn.functional.relu({a}) ;; torch.addcmul({a}, {a}, {a}, value=2) ;; {n} {o} {a} ;;
{a}.lerp({a}, 0.5) ;; {a}.repeat(2) ;; {a}.tril() ;; {a}.nonzero() ;; torch.pow({n}, {a}) ;;
{a}.index_select(0, torch.tensor([0])) ;; {a}.gather(0, {a}.long() * 0) ;; abs({a}) ;;
{a}.new_zeros(2) ;; {a}.new_tensor([1., 2.]) ;; {a}.half() ;; ~{a}
""")
VIEWS = forms(r"""
[{i}] ;; [{i}] ;; [{i}] ;; .view({s}) ;; .reshape({s}) ;; .t() ;; .T ;; .squeeze() ;;
.unsqueeze({d}) ;; .flatten() ;; .transpose(0, -1) ;; .expand(2, {l}) ;; .permute({p}) ;;
.squeeze({d}) ;; .narrow(0, 0, 1) ;; .select({d}, 0) ;; .view_as({n}) ;; .expand_as({n}) ;;
.detach() ;; .contiguous() ;; .clone() ;; .diagonal() ;; .unbind()[0] ;; .chunk(2)[0] ;;
.split(1)[-1] ;; .data ;; .ravel() ;; .movedim(0, -1) ;; .flip(0)
""")
WRITES = forms(r"""
{x}.add_({b}) ;; {x}.mul_({b}) ;; {x}.sub_({b}) ;; {x}.div_({b}) ;; {x}.zero_() ;;
{x}.fill_({n}) ;; {x}.copy_({b}) ;; {a} += {b} ;; {a} *= {b} ;; {a} -= {b} ;; {a} /= {b} ;;
{a}[{i}] = {n} ;; {a}[{i}] = {b} ;; {a}[{i}] += {n} ;; {a}[{i}] *= {b} ;; {x}.exp_() ;;
{x}.sqrt_() ;; {x}.clamp_(0, 1) ;; {x}.neg_() ;; {x}.pow_(2) ;; {a}.data -= {b} ;;
{a}.data[{i}] = {n} ;; {x}.relu_() ;; {x}.abs_() ;; {a}.squeeze_() ;; {a}.unsqueeze_(0) ;;
{x}.add_({a}, alpha=2) ;; {a}.detach_() ;; {a}[{a} > 0] = {n} ;; {a}.data = {a}.data * 2 ;;
{x}.masked_fill_({a} < 1, {n}) ;; {x}.sigmoid_() ;; {x}.normal_() ;; {x}.uniform_() ;;
{a} **= 2 ;; {a}.data.fill_({n}) ;; {x}.tanh_() ;; {x}.floor_() ;; {a}.requires_grad_() ;;
{a}.requires_grad_(False) ;; {a}.requires_grad = True ;; {a}.requires_grad = False ;;
{a}.copy_({a} * 2) ;; {x}.reciprocal_() ;; {x}.addcmul_({a}, {a}) ;; {a}.T.mul_(2)
""")
BACKWARDS = forms(r"""
{a}.sum().backward({k}) ;; {a}.sum().backward({k}) ;; {a}.backward({k}) ;;
{a}.mean().backward({k}) ;; {a}.backward(torch.ones_like({a}){c}{k}) ;;
({a} * {a}).sum().backward({k}) ;; {a}.backward({b}{c}{k}) ;;
{a}.backward(gradient=torch.full_like({a}, 2.){c}{k}) ;; ({a} ** 2).sum().backward({k}) ;;
torch.autograd.backward({a}.sum(){c}{k}) ;; {a}.backward(torch.tensor(1.){c}{k}) ;;
({a} * {b}).sum().backward({k}) ;; {a}.sum().backward(inputs=[{b}]{c}{k}) ;;
torch.autograd.backward([{a}.sum(), {b}.sum()]{c}{k}) ;; {a}.max().backward({k}) ;;
{a}.prod().backward({k})
""")
RESETS = forms(r"""
{a}.grad = None ;; {a}.grad.zero_() ;; {a}.grad = torch.zeros_like({a}) ;; {a}.retain_grad() ;;
{a}.grad.data.zero_() ;; {a}.grad += 1 ;; del {a}.grad ;; {a}.grad *= 2 ;;
{a}.grad = torch.tensor([1.]) ;; {a}.grad = {b} ;; {a}.retain_grad() ;; {a}.grad.detach_() ;;
{a}.grad = {a}.grad * 2 ;; {n} = {a}.grad ;; {n} = {a}.grad.clone() ;; del {a} ;; {a}.grad = 0
""")
HOOKS = forms(r"""
{n} = {a}.register_hook(lambda g: print('{a}', g)) ;; {n} = {a}.register_hook(lambda g: g * 2) ;;
{n} = {a}.register_hook(print) ;; {n} = {a}.grad_fn.register_hook(lambda i, o: print(i, o)) ;;
{n}.remove() ;; {n} = {a}.grad_fn.register_prehook(lambda o: print(o)) ;;
{n} = {a}.register_post_accumulate_grad_hook(lambda t: print(t.grad)) ;;
{n} = {a}.register_hook(lambda g: None) ;; {n} = {a}.register_hook(lambda g: g.sum()) ;;
{n} = {a}.register_hook(lambda g: 1) ;;
{n} = {a}.grad_fn.next_functions[0][0].register_hook(lambda *x: print(len(x), x))
""")
READINGS = forms(r"""
{a} ;; {a} ;; print({a}) ;; {a}.grad ;; {a}.grad ;; {a}.grad_fn ;; {a}.{f} ;; {a}.{c} ;;
{a}.{f}, {a}.{g} ;; {a}.item() ;; {a}.tolist() ;; {a}.numpy() ;; {a}.detach().numpy() ;;
{a}.grad_fn.next_functions ;; {a}.grad_fn.name() ;; {a}._version ;; {a} is {b} ;;
{a}._base is {b} ;; {a}.data_ptr() == {b}.data_ptr() ;; {a}.requires_grad, {b}.requires_grad ;;
len({a}) ;; float({a}) ;; [t for t in {a}] ;; {a} == {b} ;; print(f'{{{a}}}') ;; {a}.equal({b}) ;;
int({a}) ;; bool({a}) ;; ({a} * 2).grad_fn ;; {a}.grad.{f} ;;
[n for n in dir({a}.grad_fn) if n.startswith('_saved')] ;; {a}.grad_fn._saved_self ;;
{a}.grad_fn._saved_other ;; {a}.grad_fn._saved_result ;;
{a}.grad_fn.next_functions[0][0].variable ;; {a}.grad_fn.next_functions[0][0].next_functions ;;
type({a}), type({a}.grad_fn) ;; print({a}, {b}.grad) ;; {a}.grad is None ;;
{a}.shape == {b}.shape ;; torch.allclose({a}, {b}) ;; str({a}.shape) ;; print('%s' % {a}) ;;
{a}.grad_fn._saved_dim ;; {a}.grad_fn._saved_exponent ;; {a}.grad.grad_fn ;; {a}.size(0) ;;
f'{{{a}.sum():.3f}}' ;; {a}.__class__ ;; {a} in [{b}] ;; {a}.sum().item() ;; max({a}) ;;
sum({a}) ;; torch.is_grad_enabled() ;; {a}.grad_fn(torch.ones_like({a})) ;; list({a}.size()) ;;
{a}.is_same_size({b}) ;; {a}.grad_fn.metadata ;; {a} > 1 ;; not {a} ;; range({a}) ;;
{a}.data.requires_grad
""")
MODES = forms(r"""
torch.no_grad() ;; torch.no_grad() ;; torch.enable_grad() ;; torch.set_grad_enabled({b}) ;;
torch.inference_mode() ;; torch.inference_mode({b}) ;; torch.no_grad(), torch.enable_grad() ;;
torch.autograd.no_grad()
""")
SWITCHES = forms(r"""
torch.set_grad_enabled(False) ;; torch.set_grad_enabled(True) ;; torch.is_grad_enabled() ;;
torch.set_grad_enabled(mode=True) ;; torch.is_inference_mode_enabled() ;; torch.manual_seed(1) ;;
torch.set_grad_enabled(1) ;; torch.no_grad ;; torch.no_grad().__class__
""")
LOOPS = forms(r"""
for i in range(2):\n  ({a} * {b}).sum().backward()\n  print({a}.grad) ;;
for t in {b}:\n  print(t) ;; for i in range(3):\n  {b} = {b} * 2 ;;
for p in [{a}, {b}]:\n  p.data -= 0.5 * p.grad\n  p.grad.zero_() ;;
for p in ({a}, {b}):\n  print(p.is_leaf, p.requires_grad) ;;
with torch.no_grad():\n  for p in [{a}]:\n    p -= 0.5 * p.grad\n    p.grad = None ;;
for p in [{a}]:\n  p.sub_(p.grad) ;;
try:\n  {a}.backward()\nexcept RuntimeError as e:\n  print(e) ;; if {b} > 0:\n  print('yes') ;;
{b} = {b} + 1 if {b}.sum() < 5 else {b} - 1
""")
WRONG = forms(r"""
{a}.bakward() ;; torch.tensr([1.]) ;; {a}.view(7) ;; {a}.reshape(5, 5) ;; {a} @ 2 ;; {a} + 'x' ;;
{a} * None ;; {a}.sum(7) ;; {a}.add_('x') ;; torch.tensor() ;; torch.ones('a') ;;
{a}.backward(1) ;; {a}[10] ;; {a}['x'] ;; {a}.item(1) ;; {a}.mul() ;; torch.add({a}) ;;
torch.tensor([1, 'a']) ;; torch.tensor([[1, 2], [3]]) ;; {a}.requires_grad_('yes') ;;
{a}.requires_grad = 1 ;; {a}.foo ;; {a}.foo = 1 ;; {a}.grad_fn = None ;; {a}.is_leaf = True ;;
{a}.shape = (1,) ;; torch.zeros(-1) ;; {a}.expand(5, 5, 5) ;; {a}.mean(dtype=torch.int64) ;;
{a} + [1, 2] ;; {a}.sum('0') ;; {a}.backward(torch.ones(7)) ;; torch.autograd.grad({a}, {b}, 1) ;;
torch.no_grad(1) ;; {a}.transpose(0) ;; {a}.t(1) ;; {a}.squeeze(9) ;; torch.cat({a}, {b}) ;;
torch.stack({a}, {b}) ;; {a}() ;; {a}.data() ;; {a}.grad.foo ;; {a}[1.5] ;; {a}[0] = 'x' ;;
{a}[0, 0, 0, 0] ;; {a}[{b}] ;; {a}.copy_(1) ;; {a}.fill_({b}) ;; {a}.numpy().foo ;; {a} < 'x' ;;
{a} ** 'x' ;; torch.full((2,)) ;; torch.tensor(1., dtype='float') ;;
torch.tensor([1.], requires_grad=1) ;; {a}.to('x') ;; torch.randn(2, 2, requires_gard=True) ;;
{a}.dot({a}, {a}) ;; {a}.mm({b}) ;; {a}.mv({b}) ;; torch.matmul({a}) ;; {a}.permute(0, 0) ;;
{a}.register_hook(1) ;; {a}.unsqueeze(9) ;; {a}.register_hook() ;; undefined + 1 ;; {a}.clamp() ;;
{a}.retain_grad(1) ;; {a}.T() ;; torch.autograd.grad({a}) ;; torch.set_grad_enabled() ;;
{a}.detach(1) ;; {a}.log_(2) ;; torch.ones(2) + torch.ones(3) ;; {a}.div({b}, 2)
""")
DTYPES = forms("""
torch.float64 ;; torch.int64 ;; torch.float32 ;; torch.int32 ;; torch.bool ;; torch.float16 ;;
torch.uint8
""")
REDUCTIONS = forms("""
sum ;; mean ;; sum ;; mean ;; max ;; min ;; prod ;; std ;; var ;; argmax ;; any ;; all ;; cumsum ;;
norm ;; logsumexp ;; softmax ;; amax ;; median ;; sort
""")
CREATIONS = forms("""
ones({s} ;; zeros({s} ;; full({l}, {n} ;; arange({k}. ;; arange({k} ;; linspace(0, 1, 3 ;; eye(2 ;;
randn({s} ;; rand({s} ;; randint(0, 5, (3,) ;; ones_like({a} ;; zeros_like({a} ;;
full_like({a}, {n} ;; randn_like({f}
""")
