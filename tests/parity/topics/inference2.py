import threading, asyncio
with torch.inference_mode():
    i = torch.ones(2)
    j = i * 2
    k = torch.ones(2, requires_grad=True)

i.is_inference(), j.requires_grad, k.requires_grad, k.is_inference()
i._version
p = torch.tensor([1., 2.], requires_grad=True)
i * p
p * i
i + p
(i + p).sum().backward(); p.grad
i.add_(1)
i.requires_grad_()
i.requires_grad = True
i.requires_grad = False
i.clone().requires_grad_()
i.view(2, 1).is_inference(), i[0].is_inference(), (i + 1).is_inference(), i.detach().is_inference(), i.data.is_inference()
i.detach().add_(1)
i.view(2).add_(1)
k * 2
k * p
k + 1
k.sum().backward()
(k * 1).requires_grad, (k * 1).grad_fn
k.grad
p @ i
torch.dot(p, i)
torch.cat([p, i])
torch.stack([p, i])
torch.where(p > 1, p, i)
p.exp() * i
p.pow(i)
i.exp(), i.sum()
p[i.long()]
torch.nn.functional.linear(p, torch.stack([i, i]))
p.clone().copy_(i)
p.clone().add_(i)
p.clone().mul_(i)
i.copy_(p)
i.numpy(), i.tolist(), i
with torch.inference_mode():
    p * i
    q = p * 2
    q.requires_grad, q.is_inference(), q.grad_fn
    v = p.view(2)
    v.is_inference(), v._is_view()
    p.add_(1)
    p

p, p._version
v
v.add_(1)
v * 2
v.is_leaf, v.requires_grad, v.grad_fn
with torch.inference_mode():
    with torch.enable_grad(): r = p * 2; print(torch.is_grad_enabled(), torch.is_inference_mode_enabled())
    with torch.inference_mode(False): s = p * 2; print(torch.is_grad_enabled(), torch.is_inference_mode_enabled())
    t = torch.ones(1); t.add_(1); t[0] = 3; print(t)
    i.add_(1)
    i.requires_grad_()

r.is_inference(), r.requires_grad, s.is_inference(), s.requires_grad
@torch.inference_mode()
def f(x): return x * 2

f(p), f(p).is_inference()
@torch.inference_mode(mode=False)
def g(x): return x * 2

g(p)
@torch.inference_mode
def h(x): return x * 2, torch.is_inference_mode_enabled()

h(p)
torch.inference_mode(3)
with torch.inference_mode(): p.backward(torch.ones(2))

with torch.inference_mode(): (p * 2).sum().backward()

with torch.inference_mode(): torch.autograd.grad((p * 2).sum(), p)

with torch.inference_mode(): y = p.exp()

y.sum().backward()
torch.is_inference(y), torch.is_inference_mode_enabled()
y.clone() * p
y.new_ones(2).is_inference(), torch.ones_like(y).is_inference(), y.float().is_inference(), y.double().is_inference(), y.contiguous().is_inference()
z = torch.ones(2); w = z.view(2)
with torch.inference_mode(): z.add_(1); w.mul_(2); u = z[0]; u.zero_()

z, w, z._version, u.is_inference(), u._version
u.add_(1)
w.requires_grad_()
out = []
def work(): out.append(torch.is_grad_enabled()); out.append((p * 1).requires_grad)

with torch.no_grad():
    th = threading.Thread(target=work); th.start(); th.join()

out
out = []
with torch.inference_mode():
    th = threading.Thread(target=lambda: out.append((torch.is_inference_mode_enabled(), (p * 1).requires_grad))); th.start(); th.join()

out
def work(): torch.set_grad_enabled(False); out.append(torch.is_grad_enabled())

th = threading.Thread(target=work); th.start(); th.join()
torch.is_grad_enabled(), out
@torch.no_grad()
def gen():
    x = yield torch.is_grad_enabled()
    yield torch.is_grad_enabled(), x

it = gen(); next(it), torch.is_grad_enabled(), it.send(5)
list(gen()), torch.is_grad_enabled()
def gen2():
    with torch.no_grad():
        yield 1
        yield 2

it = gen2(); next(it); torch.is_grad_enabled()
it.close(); torch.is_grad_enabled()
@torch.no_grad()
async def co(): return torch.is_grad_enabled()

asyncio.run(co())
async def two():
    with torch.no_grad():
        await asyncio.sleep(0)
        return torch.is_grad_enabled()

async def both(): return await asyncio.gather(two(), other())

async def other(): return torch.is_grad_enabled()

asyncio.run(both()), torch.is_grad_enabled()
class M:
    @torch.no_grad()
    def a(self): return torch.is_grad_enabled()
    @staticmethod
    @torch.no_grad()
    def b(): return torch.is_grad_enabled()
    @classmethod
    @torch.no_grad()
    def c(cls): return torch.is_grad_enabled(), cls.__name__
    @property
    @torch.no_grad()
    def d(self): return torch.is_grad_enabled()
    @torch.no_grad()
    def __call__(self): return torch.is_grad_enabled()
    @torch.enable_grad()
    def e(self): return torch.is_grad_enabled()
    @torch.set_grad_enabled(False)
    def f(self): return torch.is_grad_enabled()

m = M(); m.a(), M.b(), M.c(), m.d, m(), m.e(), m.f(), torch.is_grad_enabled()
M.a.__name__, M.a.__qualname__, m.a.__doc__
with torch.no_grad(): m.e(), m.a()

@torch.no_grad()
class K:
    def __init__(self): self.g = torch.is_grad_enabled()
    def h(self): return torch.is_grad_enabled()

K().g, K().h()
@torch.no_grad()
def bad(): raise ValueError("x")

bad()
torch.is_grad_enabled()
fn = torch.no_grad()(lambda x: x * 2); fn(p)
ctx = torch.no_grad()
with ctx:
    with ctx: torch.is_grad_enabled()

torch.is_grad_enabled()
torch.set_grad_enabled(False); torch.is_grad_enabled()
torch.set_grad_enabled(True)
with torch.set_grad_enabled(False): torch.is_grad_enabled()

torch.set_grad_enabled(1)
torch.set_grad_enabled(mode=True)
torch.no_grad(1)
torch.no_grad().__enter__()
torch.is_grad_enabled()
torch.set_grad_enabled(True); torch.is_grad_enabled()
