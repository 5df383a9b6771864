torch.manual_seed(0)
from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
p = nn.Parameter(torch.ones(3, 2).t()); copy.deepcopy(p).stride()
p = nn.Parameter(torch.arange(6.)[::2]); copy.deepcopy(p).stride(), copy.deepcopy(p)
copy.copy(p).data_ptr() == p.data_ptr()
p.foo = 3; copy.deepcopy(p).foo
copy.copy(p).foo
p.register_hook(print)
copy.deepcopy(p)._backward_hooks
pickle.loads(pickle.dumps(p))
import pickle as pk
x = torch.ones(3, requires_grad=True)
acc = (x * 1).grad_fn.next_functions[0][0]
acc(torch.ones(3)); x.grad
acc(torch.ones(3)); x.grad
acc(None); x.grad
acc(3)
acc()
h = acc.register_hook(lambda gi, go: (torch.ones(1),)); (x * 2).sum().backward()
h.remove(); h = acc.register_hook(lambda gi, go: 3); (x * 2).sum().backward()
h.remove(); h = acc.register_hook(lambda gi, go: ()); (x * 2).sum().backward(); x.grad
p = nn.Parameter(torch.ones(2)); p.foo = 3; copy.copy(p).foo
p.foo
class MyMul(Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        ga = gb = None
        if ctx.needs_input_grad[0]: ga = g * b
        if ctx.needs_input_grad[1]: gb = (g * a).sum_to_size(b.shape)
        return ga, gb
x = torch.randn(2, 3, requires_grad=True); s = torch.tensor(2., requires_grad=True)
y = MyMul.apply(x, s)
y.shape, y.grad_fn.needs_input_grad
y.sum().backward(create_graph=True)
s.grad.shape, x.grad.shape, x.grad.grad_fn
gg, = torch.autograd.grad(x.grad.sum(), s); gg
y = MyMul.apply(x, s.detach()); y.grad_fn.needs_input_grad, y.grad_fn.next_functions
y.grad_fn.saved_tensors[1] is s
y.grad_fn.saved_tensors[0] is x
y2 = MyMul.apply(y, y); y2.grad_fn.saved_tensors[0] is y, y2.grad_fn.saved_tensors[0].grad_fn is y.grad_fn
with torch.no_grad(): x.mul_(2)
y.sum().backward()
y2.sum().backward()
class Outer(Function):
    @staticmethod
    def forward(ctx, x):
        with torch.enable_grad():
            y = Inner.apply(x)
            print("inner", y.requires_grad, y.grad_fn)
        ctx.save_for_backward(x)
        return Inner.apply(x) * 2
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        print("outer bw", torch.is_grad_enabled(), g.requires_grad)
        return Inner.apply(g) * x
class Inner(Function):
    @staticmethod
    def forward(ctx, x):
        print("inner fw", torch.is_grad_enabled(), ctx.needs_input_grad)
        ctx.save_for_backward(x)
        return x * x
    @staticmethod
    def backward(ctx, g):
        print("inner bw", torch.is_grad_enabled())
        x, = ctx.saved_tensors
        return 2 * x * g
x = torch.tensor([1., 2.], requires_grad=True)
y = Outer.apply(x)
y
y.sum().backward()
x.grad
g, = torch.autograd.grad(Outer.apply(x).sum(), x, create_graph=True)
g
g.sum().backward()
x.grad
x = torch.tensor([1., 2.], requires_grad=True)
with torch.no_grad():
    y = x * 2
    y.requires_grad_()
    z = y * 3
z.requires_grad, y.is_leaf
with torch.enable_grad(): z = y * 3
z.sum().backward(); y.grad, x.grad
y.requires_grad_(False); y.grad
y.requires_grad = True; y.grad
with torch.no_grad(): y.grad.zero_(); y += 1
y, y.grad, y._version
x.detach_(); x.requires_grad, x.is_leaf, x.grad
x.requires_grad_(); w = x * 2; w.detach_(); w.requires_grad, w.is_leaf, w.grad_fn
w.requires_grad_(); w.mul(2).sum().backward(); w.grad
v = (x * 2)[0]; v.detach_()
v = x[0]; v.detach_()
with torch.no_grad(): v = x[0]; v.detach_()
v = x.detach()[0]; v.detach_()
b = x * 2; v = b.view(2); b.detach_(); v.requires_grad, v.grad_fn, v._base is b
v.sum().backward(); x.grad
v.add_(1); v.grad_fn, b.grad_fn
b.requires_grad_(); v.requires_grad, v.is_leaf
(v * 2).sum().backward()
b.grad
b = torch.zeros(2); v = b[:1]; b.requires_grad_(); v.requires_grad, v.is_leaf, v.grad_fn
v.add_(1)
(v * 3).sum().backward(); b.grad
v.grad
with torch.no_grad(): v.add_(1)
b
b.requires_grad_(False); v.requires_grad
v.requires_grad_(); b.requires_grad
v.mul(2).sum().backward(); v.grad, b.grad
b.add_(1); v
v.add_(1)
res = []
def work(i):
    try:
        x = torch.full((2,), float(i), requires_grad=True)
        with torch.no_grad():
            y = x * 2
            res.append((i, y.requires_grad, torch.is_grad_enabled()))
        (x ** 2).sum().backward()
        res.append((i, x.grad.tolist()))
    except Exception as e: res.append(e)
ts = [threading.Thread(target=work, args=(i,)) for i in range(3)]
for t in ts: t.start(); t.join()
res
from concurrent.futures import ThreadPoolExecutor
with torch.no_grad():
    with ThreadPoolExecutor(1) as ex: print(ex.submit(torch.is_grad_enabled).result())
with ThreadPoolExecutor(1) as ex:
    print(ex.submit(torch.set_grad_enabled, False).result())
    print(ex.submit(torch.is_grad_enabled).result())
torch.is_grad_enabled()
shared = torch.ones(2, requires_grad=True)
y = (shared * 3).sum()
def bw():
    try: y.backward()
    except Exception as e: res.append(str(e)[:40])
res.clear()
for _ in range(2): t = threading.Thread(target=bw); t.start(); t.join()
res, shared.grad
def hookthread(g): print(threading.current_thread() is threading.main_thread())
shared.register_hook(hookthread); shared.sum().backward()
import contextvars
ctx = contextvars.copy_context()
with torch.no_grad(): print(ctx.run(torch.is_grad_enabled))
def gen():
    with torch.no_grad():
        for i in range(2): yield i, torch.is_grad_enabled()
for v in gen(): print(v, torch.is_grad_enabled())
torch.is_grad_enabled()
g = gen(); next(g)
torch.is_grad_enabled()
del g
torch.is_grad_enabled()
@torch.no_grad()
def rec(n): return [torch.is_grad_enabled()] + (rec(n - 1) if n else [])
rec(2)
def reentrant(g):
    with torch.enable_grad():
        z = torch.ones(2, requires_grad=True)
        (z * 2).sum().backward()
        print("inner", z.grad, torch.is_grad_enabled())
    print(torch.is_grad_enabled())
    return g * 2
q = torch.ones(2, requires_grad=True); (q * 1).register_hook(reentrant)
w = q * 1; w.register_hook(reentrant); w.sum().backward(); q.grad
def self_ref(g): w2.sum().backward(retain_graph=True) if not flag else None; flag.append(1)
flag = []
w2 = q * 1; w2.register_hook(self_ref)
def err(g): raise KeyError("from hook")
w = q * 2; w.register_hook(err); w.sum().backward()
w.sum().backward()
w = q.exp(); h = w.register_hook(err); w.sum().backward()
h.remove(); w.sum().backward()
torch.is_grad_enabled()
torch.is_grad_enabled()
w = q.exp(); h = w.register_hook(lambda g: torch.set_grad_enabled(False) and None); w.sum().backward(); torch.is_grad_enabled()
torch.set_grad_enabled(True)
