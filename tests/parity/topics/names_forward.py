# Forward mode, batched gradients, gradcheck's other ways, linearize, what nodes tell of gradients.
import torch
import torch.autograd.forward_ad as fwAD
x = torch.tensor([1., 2.])
v = torch.tensor([0.5, 1.])
fwAD.make_dual(x, v)
fwAD.unpack_dual(x)
with fwAD.dual_level() as level:
    print(level)
    d = fwAD.make_dual(x, v)
    print(d, d.requires_grad, d.is_leaf, d.grad_fn)
    y = d.sin() * 3
    print(y)
    print(fwAD.unpack_dual(y))
    primal, tangent = fwAD.unpack_dual(y)
    print(tangent, torch.allclose(tangent, 3 * x.cos() * v))
    print(fwAD.unpack_dual(x).tangent)
    with torch.no_grad():
        print(d * d)
    w = torch.zeros(2)
    w[0] = d[1]
    print(w)
    z = fwAD.make_dual(x.clone(), v)
    z[0].mul_(10)
    print(z)
    print(z.detach(), z.clone(), z > 1, z.tolist())
    print(torch.stack([d, x]))
    print(d.double())
    print(torch.nn.functional.softmax(d, 0), torch.linalg.norm(d))

y
d
with fwAD.dual_level():
    fwAD.make_dual(x, torch.ones(3))

with fwAD.dual_level():
    fwAD.make_dual(torch.tensor([1, 2]), v)

with fwAD.dual_level():
    fwAD.make_dual(x, torch.tensor([1, 2]))

with fwAD.dual_level():
    fwAD.make_dual(fwAD.make_dual(x, v), v)

with fwAD.dual_level():
    fwAD.make_dual(3, v)

with fwAD.dual_level():
    with fwAD.dual_level():
        pass

with fwAD.dual_level():
    fwAD.unpack_dual(3)

fwAD.exit_dual_level()
r = torch.tensor([1., 2.], requires_grad=True)
with fwAD.dual_level():
    d = fwAD.make_dual(r, v)
    print(d)
    y = (d ** 2).sum()
    print(y)
    print(torch.autograd.grad(fwAD.unpack_dual(y).tangent, r))
    g, = torch.autograd.grad((d ** 3).sum(), d, create_graph=True)
    print(fwAD.unpack_dual(g).tangent.detach())

class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_forward(a)
        ctx.save_for_backward(a)
        return a ** 3
    @staticmethod
    def backward(ctx, g):
        a, = ctx.saved_tensors
        return 3 * a ** 2 * g

with fwAD.dual_level():
    Cube.apply(fwAD.make_dual(x, v))

class Forward(Cube):
    @staticmethod
    def jvp(ctx, t):
        a, = ctx.saved_tensors
        return 3 * a ** 2 * t

with fwAD.dual_level():
    print(Forward.apply(fwAD.make_dual(x, v)))

torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.Tanh(), torch.nn.Linear(3, 1))
with fwAD.dual_level(), torch.no_grad():
    print(model(fwAD.make_dual(torch.ones(4, 2), torch.eye(4)[:, :2])))

with fwAD.dual_level(), torch.no_grad():
    params = {k: fwAD.make_dual(p, torch.ones_like(p)) for k, p in model.named_parameters()}
    print(torch.func.functional_call(model, params, torch.ones(4, 2)))

@fwAD.dual_level()
def squares(a):
    return fwAD.unpack_dual(fwAD.make_dual(a, a) ** 2)

squares(x)
# many vectors at once
y = r ** 2
torch.autograd.grad(y, r, torch.eye(2), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, r, torch.tensor([[1., 2.], [3., 4.], [5., 6.]]), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, r, torch.ones(2), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, r, torch.ones(2, 3), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, r, is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y.sum(), r, is_grads_batched=True, retain_graph=True)
other = torch.ones(2, requires_grad=True)
torch.autograd.grad(y, (r, other), torch.eye(2), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, (r, other), torch.eye(2), is_grads_batched=True, retain_graph=True, allow_unused=True)
torch.autograd.grad(y, (r, other), torch.eye(2), is_grads_batched=True, retain_graph=True, materialize_grads=True)
torch.autograd.grad((y, y), r, (torch.eye(2), torch.ones(3, 2)), is_grads_batched=True, retain_graph=True)
torch.autograd.grad(y, {"r": r}, torch.eye(2), is_grads_batched=True)
torch.autograd.grad(y, r, torch.eye(2), is_grads_batched=True)
torch.autograd.grad(r * 2, (r, other), torch.ones(2), create_graph=True, materialize_grads=True)
# gradcheck
from torch.autograd import gradcheck, gradgradcheck
a = torch.tensor([[0.3, 1.2, -0.7], [1., 2., 3.]], dtype=torch.float64, requires_grad=True)
b = torch.tensor([0.1, 0.2, 0.5], dtype=torch.float64, requires_grad=True)
c = torch.tensor([1 + 2j, 0.5 - 1j], dtype=torch.complex128, requires_grad=True)
gradcheck(lambda a, b: (a * b).sin(), (a, b), fast_mode=True)
gradcheck(lambda a, b: ((a * b).sin(), a.sum()), (a, b), fast_mode=True)
gradcheck(lambda a: a * a, (c,), fast_mode=True)
gradgradcheck(lambda a, b: (a * b).sin(), (a, b), fast_mode=True)
gradcheck(torch.sin, (a,), check_batched_grad=True)
gradcheck(torch.sin, (a,), check_forward_ad=True)
gradcheck(torch.sin, (a,), check_forward_ad=True, check_backward_ad=False, fast_mode=True)
gradcheck(torch.square, (c,), check_forward_ad=True, check_batched_forward_grad=True)
gradgradcheck(torch.sin, (a,), check_fwd_over_rev=True)
gradgradcheck(torch.sin, (a,), gen_non_contig_grad_outputs=True)
gradcheck(torch.sin, (a,), masked=True)
gradcheck(torch.sin, (a,), check_backward_ad=False)
gradcheck(torch.sin, (a,), check_batched_forward_grad=True)
gradcheck(torch.sin, (a,), check_batched_grad=True, check_backward_ad=False, check_forward_ad=True)
gradgradcheck(torch.sin, (a,), check_rev_over_rev=False)
class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        return a * 1
    @staticmethod
    def backward(ctx, g):
        return g * 2
    @staticmethod
    def jvp(ctx, t):
        return t * 3

# parity: atol=1e-8 (the last digits of a slope, which is a difference of numbers close to each other)
gradcheck(Wrong.apply, (b,), fast_mode=True)
gradcheck(Wrong.apply, (b,), fast_mode=True, raise_exception=False)
# parity: atol=1e-8 (same)
gradcheck(Wrong.apply, (b,), check_forward_ad=True, check_backward_ad=False)
gradcheck(lambda a: a.detach(), (a,), fast_mode=True)
# func
import warnings
warnings.simplefilter('ignore')
o, f = torch.func.linearize(lambda a: (a.sin(), (a ** 2).sum()), x)
o
f(v)
f(2 * v)
f(torch.ones(3))
f(v.double())
f(v, v)
bn = torch.nn.BatchNorm1d(2)
torch.func.replace_all_batch_norm_modules_(bn)
bn.running_mean, bn.track_running_stats
# nodes
n = (r * 2).grad_fn
n._input_metadata
[(m.shape, m.dtype, m.device, m.is_nested_tensor) for m in n._input_metadata]
[m.shape for m in torch.eye(2).requires_grad_().unbind()[0].grad_fn._input_metadata]
n._set_sequence_nr(5)
n._sequence_nr()
n.metadata
