import threading, weakref, gc, sys
x = torch.tensor([1., 2.], requires_grad=True)
order = []
a = x * 2; b = x * 3; c = a + b
for n, t in [("a", a), ("b", b), ("c", c), ("x", x)]: _ = t.register_hook(lambda g, n=n: order.append(n))

c.sum().backward(); order
n = c.grad_fn
def nh(gi, go): print("node", gi, go); return (gi[0] * 2, gi[1])

h = n.register_hook(nh); s = (c * 1).sum()
x.grad = None; s.backward(); x.grad
h.remove()
h = n.register_hook(lambda gi, go: (gi[0],)); (c * 1).sum().backward()
h.remove(); h = n.register_hook(lambda gi, go: 3); c = x * 1
a = x * 2; h = a.grad_fn.register_hook(lambda gi, go: 3); a.sum().backward()
h.remove(); h = a.grad_fn.register_hook(lambda gi, go: (torch.ones(3), None)); a.sum().backward()
a = x * 2; h = a.grad_fn.register_hook(lambda gi, go: ("a", None)); a.sum().backward()
a = x * 2; h = a.grad_fn.register_prehook(lambda go: (go[0] * 5,)); x.grad = None; a.sum().backward(); x.grad
a = x * 2; h = a.grad_fn.register_prehook(lambda go: 5); a.sum().backward()
a = x * 2; h = a.grad_fn.register_prehook(lambda go: (go[0], go[0])); a.sum().backward()
a = x * 2; h = a.grad_fn.register_prehook(lambda go: (None,)); a.sum().backward(); x.grad
x.register_post_accumulate_grad_hook(lambda t: print("acc", t.grad))
x.register_post_accumulate_grad_hook(lambda t: 3)
x.grad = None; (x * 2).sum().backward()
a.register_post_accumulate_grad_hook(print)
x._post_accumulate_grad_hooks
x = torch.tensor([1., 2.], requires_grad=True)
h = x.register_post_accumulate_grad_hook(lambda t: setattr(t, "grad", None)); (x * 2).sum().backward(); x.grad
h.remove()
def upd(t):
    with torch.no_grad(): t.sub_(t.grad * 0.1)
    t.grad = None

h = x.register_post_accumulate_grad_hook(upd); (x * x).sum().backward(); x
h.remove(); x.register_hook(lambda g: None); x.register_hook(lambda g: g.mul_(2)); (x * 3).sum().backward(); x.grad
x = torch.tensor([1., 2.], requires_grad=True)
hs = []
def rm(g):
    print("rm"); hs[1].remove()

hs.append(x.register_hook(rm)); hs.append(x.register_hook(lambda g: print("second")))
(x * 1).sum().backward()
(x * 1).sum().backward()
def adds(g):
    print("adds"); x.register_hook(lambda g: print("added"))

x = torch.tensor([1., 2.], requires_grad=True); x.register_hook(adds)
(x * 1).sum().backward()
(x * 1).sum().backward()
x = torch.tensor([1., 2.], requires_grad=True)
y = x * 2; y.retain_grad(); y.register_hook(lambda g: g * 100); y.sum().backward(); y.grad, x.grad
y = x * 2; y.register_hook(lambda g: g * 100); y.retain_grad(); y.sum().backward(); y.grad
y = x * 2; y.register_hook(lambda g: y.backward(torch.ones(2), retain_graph=True) or g) if 0 else None
def inner(g):
    z = torch.tensor([5.], requires_grad=True); (z * z).sum().backward(); print(z.grad); return g

y = x * 2; y.register_hook(inner); y.sum().backward()
def same(g):
    (x * 5).sum().backward()

x.grad = None; y = x * 2; y.register_hook(same); y.sum().backward(); x.grad
def boom(g): raise KeyError("boom")

y = x * 2; w = y.exp(); h = y.register_hook(boom); w.sum().backward()
w.sum().backward()
h.remove(); y = x * 2; w = y * 3; h = y.register_hook(boom); s = w.sum(); s.backward(retain_graph=True)
h.remove(); x.grad = None; s.backward(); x.grad
def sysex(g): raise StopIteration

y = x * 2; y.register_hook(sysex); y.sum().backward()
r = weakref.ref(y); del y; _ = gc.collect(); r() is None
y = x * 2; r = weakref.ref(y); z = y.exp(); del y; r() is None
f = z.grad_fn; del z; f.next_functions[0][0].name()
torch.ones(2).register_hook(print)
with torch.no_grad(): q = x * 2; q.register_hook(print)

h = x.register_hook(print); repr(h)[:40], h.id >= 0
h.remove(); h.remove()
with x.register_hook(lambda g: print("ctx")): (x * 1).sum().backward()

(x * 1).sum().backward()
errs = []
def t():
    try: ((x * 2).exp()).sum().backward()
    except Exception as e: errs.append(e)

x.grad = None
ts = [threading.Thread(target=t) for _ in range(8)]
for q in ts: q.start()

for q in ts: q.join()

errs, x.grad
y = (x * 2).sum(); e = []
def t2():
    try: y.backward()
    except RuntimeError as q: e.append(str(q)[:40])

ts = [threading.Thread(target=t2) for _ in range(2)]
for q in ts: q.start(); q.join()

e
y = x.exp().sum(); e = []
ts = [threading.Thread(target=t2) for _ in range(2)]
for q in ts: q.start(); q.join()

e
torch.set_num_threads(1), torch.get_num_threads()
big = torch.ones(1, requires_grad=True); z = big
z.backward(); big.grad
del z
x.__array__(), 0
x.detach().__array__(), x.detach().__array__(dtype="float64")
x.__index__()
torch.tensor(3).__index__(), torch.tensor(True).__index__(), torch.tensor(2.).__int__()
x.__contains__(1.), x.__hash__() == id(x), x.__cuda_array_interface__ if 0 else 0
x.__setitem__(0, 1), 1
x.is_set_to(x), x.grad_dtype if 0 else 0
x.register_hook(lambda g: 1) and x.sum().backward()
from torch.overrides import TorchFunctionMode
class M(TorchFunctionMode):
    def __torch_function__(self, f, types, args=(), kwargs=None):
        print(f.__name__); return f(*args, **(kwargs or {}))

import threading, copy, pickle
x = torch.tensor([1., 2.], requires_grad=True)
y = (x * 2).sum()
def work():
    try:
        y.backward(retain_graph=True)
    except Exception as e:
        print(e)

ts = [threading.Thread(target=work) for _ in range(4)]
for t in ts: t.start()

for t in ts: t.join()

x.grad
with torch.no_grad():
    t = threading.Thread(target=lambda: print(torch.is_grad_enabled())); t.start(); t.join()

def gen():
    with torch.no_grad():
        yield torch.is_grad_enabled()
        yield torch.is_grad_enabled()

g = gen()
next(g), torch.is_grad_enabled()
next(g), torch.is_grad_enabled()
list(g), torch.is_grad_enabled()
torch.set_grad_enabled(True)
@torch.no_grad()
def gen2():
    r = yield torch.is_grad_enabled()
    print("got", r, torch.is_grad_enabled())
    yield 2

g = gen2()
next(g), torch.is_grad_enabled()
g.send("hi"), torch.is_grad_enabled()
g.close()
import asyncio
@torch.no_grad()
async def co():
    return torch.is_grad_enabled()

asyncio.run(co())
@torch.no_grad
def f():
    return torch.is_grad_enabled()

f(), f.__name__
@torch.no_grad()
class C:
    def __init__(self):
        print(torch.is_grad_enabled())

C()
@torch.inference_mode()
def f():
    return torch.ones(2)

f().is_inference()
@torch.inference_mode
def f():
    return torch.ones(2)

f().is_inference()
@torch.inference_mode(mode=False)
def f():
    return torch.is_inference_mode_enabled()

f()
@torch.set_grad_enabled(False)
def f():
    return torch.is_grad_enabled()

f()
torch.is_grad_enabled()
torch.no_grad()
torch.enable_grad()
torch.set_grad_enabled(True)
torch.inference_mode()
torch.no_grad(1)
torch.no_grad(print)
torch.set_grad_enabled()
torch.set_grad_enabled("a")
with torch.set_grad_enabled(False) as z: print(z)

with torch.no_grad() as z: print(z)

with torch.inference_mode():
    i = torch.ones(2)
    j = i * 2
    k = x * 2

i.is_inference(), k.is_inference(), k.requires_grad
i.add_(1)
i.requires_grad_()
x * i
(x * i).sum()
(k * x).sum().backward()
i.view(2, 1).add_(1)
i._version
x.add_(k)
i + 1
(i + 1).is_inference()
torch.ones(2).add_(i)
o = x * 1; o.add_(i)
o = x.clone(); o[0] = i[0]
o
copy.copy(x)
copy.deepcopy(x)
copy.deepcopy(y)
copy.deepcopy(x * 2)
d = copy.deepcopy({"a": x, "b": x}); d["a"] is d["b"]
pickle.loads(pickle.dumps(torch.ones(2)))
pickle.loads(pickle.dumps(x))
pickle.loads(pickle.dumps(x * 2))
pickle.loads(pickle.dumps(torch.float32)), pickle.loads(pickle.dumps(torch.device("cpu"))), pickle.loads(pickle.dumps(torch.Size([1, 2])))
copy.copy(torch.float32) is torch.float32
a = torch.arange(6).view(2, 3)
a in a
3 in a
7 in a
"x" in a
torch.tensor([1, 2]) in a
list(a), len(a), bool(a[0, 0]), int(a[1, 2]), float(a[1, 2])
complex(a[1, 2])
bool(a)
bool(torch.tensor([]))
int(a)
float(a)
int(torch.tensor([5])), float(torch.tensor([[5.5]]))
int(torch.tensor(1j))
float(torch.tensor(1j))
int(torch.tensor(float("nan")))
int(torch.tensor(float("inf")))
len(torch.tensor(1))
list(torch.tensor(1))
for q in torch.tensor(1): pass

iter(a)
next(iter(a))
reversed(a)
list(reversed(a))
hash(a) == id(a)
{a: 1}[a]
[1, 2, 3][torch.tensor(1)]
[1, 2, 3][torch.tensor([1])]
[1, 2, 3][torch.tensor(1.)]
[1, 2, 3][torch.tensor([1, 2])]
[1, 2, 3][torch.tensor(True)]
range(torch.tensor(3))
f"{torch.tensor(3.14159):.2f}", f"{torch.tensor(3):5d}", f"{torch.tensor([1.])}", f"{torch.tensor(1.5)}"
f"{torch.tensor([1.]):.2f}"
"%s %d %.3f" % (torch.tensor(1), torch.tensor(2), torch.tensor(3.))
format(torch.tensor(True), "")
"{:>10}".format(torch.tensor(1.5))
str(x.sum()), repr(x.sum())
f"{x.sum():.3f}"
f"{x.sum()}"
1 < torch.tensor([0, 1, 2]) < 3
1 < torch.tensor(2) < 3
torch.tensor([1, 2]) == [1, 2]
torch.tensor([1, 2]) == "a"
torch.tensor([1, 2]) != None
torch.tensor([1, 2]) == None
torch.tensor([1, 2]) < "a"
torch.tensor([1, 2]) + "a"
"a" + torch.tensor([1, 2])
torch.tensor([1, 2]) + None
torch.tensor([1, 2]) + [1, 2]
[1, 2] + torch.tensor([1, 2])
(1, 2) * torch.tensor(2)
[0] * torch.tensor(2)
torch.tensor([1, 2]) @ 3
sum(torch.tensor([1, 2, 3])), max(torch.tensor([1, 2, 3])), min(torch.tensor([3., 1.])), sorted(torch.tensor([3, 1, 2]))
round(torch.tensor(1.567), 2), abs(torch.tensor(-1)), divmod(torch.tensor(7), 2), pow(torch.tensor(2), 3)
divmod(7, torch.tensor(2))
pow(torch.tensor(2), 3, 5)
round(torch.tensor(1.567))
import math
math.sqrt(torch.tensor(4.)), math.floor(torch.tensor(1.5)), math.ceil(torch.tensor(1.5)), math.trunc(torch.tensor(-1.5))
math.sqrt(torch.tensor([4., 1.]))
-a, +a, ~a, not torch.tensor(0)
~torch.tensor(1.)
-torch.tensor(True)
+torch.tensor(True)
a << 1, a >> 1, a & 1, a | 1, a ^ 1
1 << a
8 >> a
a & 1.5
5 % torch.tensor([2, 3]), 5 // torch.tensor([2, 3]), 2 ** torch.tensor([2, 3]), 5 / torch.tensor([2, 3]), 5 - torch.tensor([2, 3])
a @ a
a.foo
a.foo()
torch.foo
torch.nn.foo
torch.nn.functional.foo
torch.optim.foo
torch.linalg.foo
torch.autograd.foo
a.T.T is a
del a[0]
a.shape = (3, 2)
a.requires_grad = True
a.dtype = torch.float32
a.data = torch.ones(5)
a
a.data = 3
a.newattr = 5; a.newattr
dir(a)[:5]
isinstance(a, torch.Tensor), isinstance(a, torch.FloatTensor), isinstance(torch.nn.Parameter(a), torch.Tensor)
