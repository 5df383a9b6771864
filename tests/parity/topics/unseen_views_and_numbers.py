c0 = torch.tensor([1 + 2j, 3 - 1j], requires_grad=True)
c = c0.clone(); q = torch.view_as_real(c); q.mul_(2); q.grad_fn, c.grad_fn
(q ** 2).sum().backward(); c0.grad
c0.grad = None; c = c0.clone(); r = c.real; r.mul_(3); r.grad_fn, c.grad_fn, c
(c.abs() ** 2).sum().backward(); c0.grad
c0.grad = None; c = c0.clone(); r = c.imag; r.mul_(3); (r * 2).sum().backward(); c0.grad
c0.grad = None; c = c0.clone(); c.real = torch.tensor([5., 6.]); c, c.grad_fn
(c.abs() ** 2).sum().backward(); c0.grad
c = c0.detach().clone(); c.imag = 0; c
c.real = torch.tensor([1.])
c
c.real = torch.ones(3)
c.real = 1j
torch.ones(2).real = 5
t = torch.ones(2); t.real = 5; t
t.imag = 3
c.real = "a"
c.real = [1, 2]
w = torch.tensor([1., 2.], requires_grad=True)
z = torch.view_as_complex(torch.stack([w * 1, w * 2], -1)); z.mul_(1j); z, z.grad_fn
z.abs().sum().backward(); w.grad
k = torch.ones(2, 2); k[0] = torch.tensor([1j, 2])
k[0, 0] = 1j
k[k > 0] = 1j
k[[0]] = torch.tensor([1j, 2])
k.fill_(1j)
k.copy_(torch.ones(2, 2) * 1j)
k.masked_fill_(k > 0, 1j)
k.where(k > 5, 1j)
k.to(torch.complex64).to(torch.float32), k.to(torch.complex64).float()
torch.tensor(1j).int(), torch.tensor([1j]).bool(), torch.tensor([0j]).bool()
int(torch.tensor(1j)), 0
int(torch.tensor(3 + 0j)), float(torch.tensor(3 + 0j)), complex(torch.tensor(3.)), bool(torch.tensor(1j))
torch.tensor([1, 2]) in torch.ones(2, 3)
a = torch.ones(2, 3); "a" in a
[1] in a
None in a
1j in a
True in a, 1. in a
pow(torch.tensor(2), 3, 5)
pow(2, torch.tensor(2), 5)
import pickle, copy
pickle.loads(pickle.dumps(w * 2)), copy.copy(w * 2), pickle.loads(pickle.dumps(w * 2)).is_leaf
pickle.loads(pickle.dumps(torch.device("cpu"))), pickle.loads(pickle.dumps(torch.device("cuda:1"))), copy.deepcopy(torch.device("cpu")), copy.copy(torch.device("cuda", 0))
with torch.device("cpu"): print(torch.ones(1).device)

with torch.device("cuda"): torch.ones(1)

torch.ones(1)
torch.Tensor(-1)
torch.Tensor(2, -1)
torch.FloatTensor(-3)
torch.Tensor(1, 2, "a")
torch.Tensor(None)
torch.Tensor({1})
g = torch.Generator().manual_seed(1); s = g.get_state(); s.shape, s.dtype, torch.rand(2, generator=g), g.set_state(s), torch.rand(2, generator=g)
g.set_state(3)
g.set_state(torch.ones(3))
g.set_state(torch.ones(3, dtype=torch.uint8))
torch.manual_seed(3)
with torch.random.fork_rng(): a = torch.rand(1)

b = torch.rand(1); a == b
with torch.random.fork_rng(enabled=False): a = torch.rand(1)

torch.rand(1) == a
with torch.random.fork_rng(devices=[]): torch.manual_seed(0)

torch.random.initial_seed(), torch.random.get_rng_state().shape, torch.random.seed() > 0
x.resize_((1,)).shape
x.resize_(-1)
x.resize_("a")
x.resize_(2, memory_format=torch.contiguous_format).shape
y = x.requires_grad_(); y.resize_(3)
y[:1].resize_(1)
torch.sum(torch.ones(2, 2), 0, out=torch.ones(5))
torch.div(-1, torch.tensor([2, 3], dtype=torch.uint8)), torch.div(-1.5, torch.tensor([2], dtype=torch.uint8)), -1 / torch.tensor([2], dtype=torch.uint8), torch.true_divide(300, torch.tensor([2], dtype=torch.uint8)), torch.div(-1, torch.tensor([2], dtype=torch.uint8), rounding_mode="floor"), torch.mul(-1, torch.tensor([2], dtype=torch.uint8)), torch.add(-1, torch.tensor([2], dtype=torch.uint8)), torch.sub(-1, torch.tensor([2], dtype=torch.uint8)), torch.div(True, torch.tensor([2])), torch.floor_divide(-1, torch.tensor([2], dtype=torch.uint8))
torch.atan2(torch.tensor([2], dtype=torch.uint8), torch.tensor(-1)), torch.tensor([2], dtype=torch.uint8).float_power(-1), torch.tensor([2], dtype=torch.uint8).logaddexp(torch.tensor(-1.)), torch.tensor([2], dtype=torch.uint8).eq(-1), torch.tensor([255], dtype=torch.uint8) == -1, torch.tensor([255], dtype=torch.uint8) > -1, torch.tensor([100], dtype=torch.int8) < 1000, torch.tensor([255], dtype=torch.uint8) != 255 - 256, torch.isclose(torch.tensor([255], dtype=torch.uint8), torch.tensor([255], dtype=torch.uint8)), torch.tensor([1], dtype=torch.uint8).clamp(-5, 300), torch.tensor([1], dtype=torch.uint8).clamp(min=-5), torch.maximum(torch.tensor([1], dtype=torch.uint8), torch.tensor(-1)), torch.where(torch.tensor([True]), torch.tensor([1], dtype=torch.uint8), -1), torch.tensor([1], dtype=torch.uint8) ** -1
torch.tensor([1], dtype=torch.uint8) + 300, torch.tensor([1], dtype=torch.int8) * 200, torch.tensor([1], dtype=torch.uint8) - 2, torch.tensor([1], dtype=torch.int32) + 2**40, torch.tensor([7], dtype=torch.uint8) // -2, torch.tensor([7], dtype=torch.uint8) % -2, torch.tensor([1], dtype=torch.uint8) & -1, torch.tensor([1], dtype=torch.uint8).fmod(-2)
torch.tensor([1]) + 2**70
torch.tensor([1.]) + 2**70
torch.tensor([1.]) * 10**400
torch.tensor([1]) == 2**70
torch.tensor([1], dtype=torch.uint8).fill_(-1), torch.full((1,), -1, dtype=torch.uint8), torch.full((1,), 300, dtype=torch.uint8)
torch.tensor([1], dtype=torch.uint8).fill_(300)
torch.tensor([True]) - 1
torch.tensor([True]) - torch.tensor([True])
1 - torch.tensor([True])
torch.sub(True, torch.tensor([1.])), 0
torch.sub(1, torch.tensor([True])), 0
True - torch.tensor([1.]), 0
torch.tensor([1.]) - True
-torch.tensor([True])
torch.tensor([True]) + torch.tensor([True]), torch.tensor([True]) * 2, torch.tensor([True]) + 1.5, torch.tensor([True]).sum(), torch.tensor([True]) / True, torch.tensor([True]) ** 2, torch.tensor([True]) // 1
torch.tensor([True]) // torch.tensor([True])
torch.tensor([True]) % 2, 0
a = torch.zeros(3, 4, requires_grad=True)
b = a.clone()
v = b[1]
w = v[1:3]
w.mul_(2)
v.grad_fn, w.grad_fn, b.grad_fn, b.grad_fn.next_functions
v.grad_fn._saved_size if hasattr(v.grad_fn, "_saved_size") else v.grad_fn.name()
b[0].fill_(3)
v.grad_fn
v._version, w._version, b._version
b.sum().backward(); a.grad
b = a.clone(); t = b.t(); t[0, 0] = 5.; b
t.grad_fn, b.grad_fn
r = b.view(-1); r[::2] = torch.arange(6.).requires_grad_(); b
b.grad_fn.next_functions
c = b.diagonal(); c.zero_(); b
b = a.clone(); e = b.expand(2, 3, 4); e.add_(1)
b.unsqueeze(0).expand(2, 3, 4).mul_(1)
b = a.clone(); b.T.add_(1); b.grad_fn
b = a.clone(); b.t_(); b.shape, b.grad_fn
b.transpose_(0, 1).grad_fn
with torch.no_grad():
    nv = a[0]
    nv.add_(1)

a, a._version, nv._version, nv.requires_grad, nv._is_view()
nv.add_(1)
nv.requires_grad_()
nv.requires_grad
with torch.no_grad():
    b = a.clone(); v = b.view(-1)

v.requires_grad, v._base is b
d = torch.ones(2, 3)
v = d[0]
d.requires_grad_()
v.requires_grad
v.add_(1)
d.sum().backward(); d.grad
d = torch.ones(2, 3)
v = d[0]
v.requires_grad_()
(v * 2).sum().backward()
v.grad
d.requires_grad, d.grad_fn
v.add_(1)
d = torch.ones(2, 3)
v = d[0]
v.mul_(torch.ones(3, requires_grad=True))
d.requires_grad, d.grad_fn, v.grad_fn
v2 = d[1]; v2.grad_fn
d = torch.ones(2, 3); v = d[0].detach(); v.mul_(torch.ones(3, requires_grad=True))
d.requires_grad, d, v.requires_grad
d = torch.ones(2, 3); v = d.data[0]; v.mul_(torch.ones(3, requires_grad=True)); d, d.requires_grad, d._version, v._version
x = torch.ones(3, requires_grad=True)
x[0] = 2
x += 1
x.add_(1)
x.view(-1).add_(1)
x.data.add_(1); x, x._version
x.detach().add_(1); x, x._version
x.detach_()
y = x.requires_grad_() * 1
yv = y[:2]; yv.detach_()
y.detach_().requires_grad
yv.detach_()
y = x * 2
z = y.view(3)
y.requires_grad_(False)
z.backward(torch.ones(3)); x.grad
u = (x * 1).unbind(0); u[0] += 1
u = torch.ones(4).chunk(2); u[0].add_(1); u
u = x.clone().chunk(2); u[0].add_(1)
u = x.clone().split([1, 2]); u[1][0] = 3.
u = torch.ones(3).split(1); u[0].requires_grad_().mul_(2)
with torch.no_grad(): u = x.unbind(0); u[0].add_(1)

x
u[0].requires_grad, u[0]._is_view()
u[0].add_(1)
y = x.clone(); i = iter(y); next(i).add_(1)
for q in y: q *= 2

for q in y.detach(): q *= 2

y
y = x.clone(); y[:, None].mul_(2); y
y = x.clone(); y[None, :2] += 1; y.grad_fn
y = x.clone(); y[[0, 0]] += 1; y
y = x.clone(); y[y > 0] *= 2; y, y.grad_fn
y = x.clone(); y[torch.tensor([True, False, True])] = torch.tensor([5., 6.], requires_grad=True); y, y.grad_fn.next_functions
y = x.clone(); y[...] = 1; y, y.grad_fn
y = x.clone(); y[:] = x; y.grad_fn, y.grad_fn.next_functions
y = x.clone(); y[0] = x[1]; y.grad_fn, y.grad_fn.next_functions
y = x.clone(); y[()] = 0.; y
y[3]
y[0, 0]
y[1.5]
y["a"]
y[None, 0, ..., None].shape
y[True], y[False], y[True, 0]
y[torch.tensor(1)], y[torch.tensor([1])], y[torch.tensor([[0, 1], [1, 2]])], y[[1]], y[[True, False, True]], y[(0,)], y[[]], y[np] if 0 else 0
y[torch.tensor([5])]
y[torch.tensor([1.])]
y[[True, False]]
y[::-1]
y[1:0], y[-1:], y[10:], y[:-1:2], y[slice(None)], y[torch.tensor(0):torch.tensor(2)]
y[0:2:0]
m = torch.arange(24).view(2, 3, 4)
m[0, [0, 2]], m[:, [0, 2], 1], m[[0, 1], :, [1, 2]], m[..., -1], m[1, ..., None].shape, m[:, None, [1], 0].shape, m[m > 20], m[[[0]], [[1, 2]]], m[None][0, 1].shape, m[0, torch.tensor([True, False, True])]
m[0, 0, 0, 0]
m[0, ..., 0, ...]
m[[0, 1], [0, 1, 2]]
m[:, 5]
m[2]
m[0, -4]
m[torch.ones(2, 2, dtype=torch.bool)]
m[torch.ones(2, 3, dtype=torch.uint8)].shape
m[:, :, torch.tensor([0, 9])]
m[0, 0] = torch.arange(3)
m[0, 0] = 1.5; m[0, 0]
m[0] = torch.ones(4, dtype=torch.bool); m[0]
m[0, 0] = "a"
m[0, 0] = None
m[0, 0] = [1, 2, 3, 4]; m[0, 0]
m[0, 0] = [1, 2]
m[:, 0, 0] = torch.tensor([9, 8]); m[:, 0, 0]
m[[0, 1], [0, 1]] = torch.tensor([1, 2, 3, 4]); m
m[m > 5] = 0; m
m[m < 0] = torch.tensor([1])
m[m == 0] = torch.tensor([1, 2])
m[0, 0] = 2**70
m[0, 0] = 1j
m.float()[0] = 1j
k = torch.ones(2, 2); k[0] = torch.tensor([1j, 2])
k[0] = torch.tensor([1., 2.]).double(); k
k[0] += 1; k[0, 0] -= 1; k[:, 1] *= 2; k[1] /= 2; k[1] **= 2; k[0] //= 2; k[0] %= 2; k
k[0] @= k
k |= 1
k = k.int(); k |= 1; k &= 3; k ^= 2; k <<= 1; k >>= 1; k
k /= 2
k += 1.5
k += torch.tensor(1.5)
k *= True; k
x.grad = None; y = x * 1; v = y[1:]; v.register_hook(lambda g: print("v", g)); y.mul_(2); y.sum().backward(); x.grad
y = x * 1; v = y[1:]; v.retain_grad(); v.mul_(3); y.sum().backward(); v.grad
y = x * 1; y.retain_grad(); y[0].mul_(5); y.sum().backward(); y.grad
y = x * 1; y.register_hook(lambda g: g * 10); v = y[0]; y.add_(1); v.grad_fn; y.sum().backward(); x.grad
y = x.clone(); z = y.sin(); y.add_(1); z.sum().backward()
y = x.clone(); z = y.sin(); y.detach().add_(1); z.sum().backward()
y = x.clone(); z = y.sin(); y[0] = 1; z.sum().backward()
y = x.clone(); z = y[0] * y[1]; y[2] = 1; z.backward()
y = x.clone(); z = y.sin(); y.data.add_(1); z.sum().backward()
y = x.clone(); z = y * x; x.data.zero_(); z.sum().backward(); x.grad
y = x.sin(); w = y.cos(); y.copy_(torch.ones(3)); w.sum().backward()
y = x.exp(); y.view(-1).zero_(); y.sum().backward()
y = x.clone(); y.copy_(x * 2); y.grad_fn, y.grad_fn.next_functions
y = torch.zeros(2, 3); y.copy_(x); y.grad_fn, y.requires_grad
y = torch.zeros(3, dtype=torch.int64); y.copy_(x); y
y = torch.zeros(3); y[0] = x[0]; y[1] = x[1] * 2; y.grad_fn.next_functions[0][0].next_functions
y.sum().backward(); x.grad
torch.zeros(3).index_put_((torch.tensor([0]),), x[:1]).grad_fn
y = x.clone(); y.as_strided((2,), (1,), 1).mul_(2); y, y.grad_fn
y = x.clone().view(3, 1); z = y.view(1, 3); z.mul_(2); y, y.grad_fn, z.grad_fn
y = x.clone(); z = y.view(3, 1).squeeze(1); z.add_(1); y.grad_fn, z.grad_fn
y = x.clone(); z = y.reshape(3); z is y, z._base is y; z.add_(1); y
y = x.clone(); z = y.contiguous(); z is y
y = x.clone(); z = y.real; z is y
y = x.clone(); z = y.flatten(); z.add_(1); y, y.grad_fn
y = x.clone(); z = y.to(torch.float32); z is y
q = torch.view_as_real(torch.tensor([1 + 2j], requires_grad=True).clone()); q.mul_(2); q, q._base
c = torch.tensor([1 + 2j]); c.real.mul_(5); c.imag.zero_(); c
c.real = 3; c.imag = torch.tensor([7.]); c
