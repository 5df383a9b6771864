"""Functions of one and of two numbers, as they are tried out at a prompt."""

import torch

x = torch.tensor([-1.5, 0.0, 0.5, 2.0], requires_grad=True)
torch.sinc(x)
torch.sinc(x).sum().backward()
x.grad
u = torch.tensor([-0.9, 0.0, 0.5, 1.0], requires_grad=True)
torch.erfinv(u)
torch.autograd.grad(u[:3].erfinv().sum(), u)
torch.copysign(x, torch.tensor([1.0, -1.0, -0.0, 0.0]))
torch.copysign(torch.tensor([1, 2]), -1)
torch.copysign(x, -2.0).grad_fn
torch.copysign(x, u).grad_fn
torch.copysign(2, x)
torch.angle(torch.tensor([1 + 1j, -1j, -1.0]))
torch.angle(torch.tensor([-1.0, 0.0, float("nan")]))
z = torch.tensor([3 + 4j, 0j], requires_grad=True)
z.angle()
z.angle().sum().backward()
z.grad
z.abs().sum().backward()
z.grad
torch.sgn(z.detach())
torch.sign(z)
torch.tanh(z).abs().sum().backward()
z.grad
torch.sign(torch.tensor([float("nan"), -0.0, 3.0]))
# in place
y = torch.tensor([1.0, 2.0, 3.0])
y.square_()
y.float_power_(2)
y.double().float_power_(2)
y.sinc_()
y.copysign_(-1)
torch.tensor([1, 2, 3]).sinc_()
torch.tensor([True]).square_()
w = x.detach().clone().requires_grad_()
v = (w * 1).sin_()
v.grad_fn
v.grad_fn._saved_self
(g,) = torch.autograd.grad(v.sum(), w, create_graph=True)
g
torch.autograd.grad(g.sum(), w)
(w * 1).eq_(2).grad_fn
(w * 1).asinh_().sum().backward()
# what derivatives are made of
(g,) = torch.autograd.grad((w**3).sum(), w, create_graph=True)
g.grad_fn
g.grad_fn.next_functions
(g,) = torch.autograd.grad((w**2).mean(), w, create_graph=True)
g.grad_fn
(g,) = torch.autograd.grad(torch.clamp(w * w, 0, 1).sum(), w, create_graph=True)
g.grad_fn.next_functions
(g,) = torch.autograd.grad(torch.log1p(w * w).sum(), w, create_graph=True)
g.grad_fn
# two numbers
a = torch.tensor([7, -7, 8])
torch.gcd(a, torch.tensor([14, 21, 12]))
torch.lcm(a, torch.tensor([2, 3, 12]))
torch.gcd(torch.tensor([1.5]), torch.tensor([1.0]))
torch.ldexp(torch.tensor([1.0, 3.0]), torch.tensor([2, -1]))
torch.frexp(torch.tensor([8.0, 0.3]))
torch.nextafter(torch.tensor([1.0]), torch.tensor([2.0])) > 1
torch.logaddexp2(torch.tensor([3.0]), torch.tensor([3.0]))
torch.xlogy(0, torch.tensor([0.0, 2.0]))
torch.xlogy(torch.tensor([0.0, 2.0], requires_grad=True), 3)
torch.heaviside(torch.tensor([1j]), torch.tensor([1j]))
torch.bitwise_and(6, torch.tensor([3, 5]))
torch.bitwise_left_shift(1, torch.tensor([3, 5]))
torch.bitwise_or(torch.tensor([1.0]), 1)
torch.remainder(5, torch.tensor([3.0, -3.0]))
torch.pow(2, torch.tensor([1 + 1j]))
torch.float_power(torch.tensor([2, 3]), -1)
torch.divide(a, 2, rounding_mode="trunc")
torch.divide(a, 2, "trunc")
torch.true_divide(a, 2)
torch.true_divide(a, "2")
torch.subtract(a, 2, 3)
torch.multiply(a)
torch.floor_divide(a, [2])
a.div_(2)
a.div_(2, rounding_mode="floor")
torch.clamp(a)
torch.clamp(a, "0")
torch.clamp_min(torch.tensor([1j]), 0)
torch.lerp(a, a, 0.5)
torch.lerp(x, u, torch.tensor(0.25))
torch.lerp(x, u, torch.tensor(0.25)).grad_fn
torch.round(torch.tensor([1.25, 2.345]), decimals=2)
torch.round(a, decimals=1)
torch.addcdiv(a, a, a)
torch.isposinf(torch.tensor([float("inf"), 1.0]))
torch.isneginf(torch.tensor([1j]))
torch.polygamma(1, torch.tensor([1.0, 2.0]))
torch.tensor([1.0]).polygamma(2)
torch.nan_to_num(torch.tensor([float("nan"), float("inf")]), 0.5, posinf=9.0)
torch.conj_physical(torch.tensor([1 + 2j]))
torch.maximum(torch.tensor([1j]), torch.tensor([1j]))
torch.atan2(torch.tensor([1]), torch.tensor([0]))
torch.hypot(torch.tensor([3]), torch.tensor([4.0]))
torch.where(torch.tensor([1, 0]), 1, 2)
torch.logit(torch.tensor([0.25, 1.5]))
torch.sigmoid(1.0)
torch.exp(2)
