torch.manual_seed(0)
from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
k = torch.ones(3, requires_grad=True)
saved = []
h = k.register_hook(lambda g: saved.append(g))
(k * 2).sum().backward()
saved[0].add_(1); k.grad
saved[0].data_ptr() == k.grad.data_ptr()
h.remove()
j = torch.ones(3, requires_grad=True)
y = j * 1
y.register_hook(lambda g: saved.append(g))
y.sum().backward()
saved[1].add_(1); j.grad
y = j * 1
y.grad_fn.register_hook(lambda gi, go: saved.append((gi, go)))
j.grad = None; y.sum().backward()
saved[2][0][0].add_(1); j.grad
y = j.exp()
y.grad_fn.register_prehook(lambda go: saved.append(go))
j.grad = None; y.sum().backward()
saved[3][0].add_(1); j.grad
y = j.exp(); y.retain_grad()
j.grad = None; y.sum().backward(); y.grad.add_(1); j.grad
class K(Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): r = g * 2; saved.append(r); return r
j.grad = None; K.apply(j).sum().backward(); saved[4].add_(1); j.grad
class K2(K):
    @staticmethod
    def backward(ctx, g): saved.append(g); return g
j.grad = None; K2.apply(j).sum().backward(); saved[5].add_(1); j.grad
one = torch.ones(3)
class K3(K):
    @staticmethod
    def backward(ctx, g): return one
j.grad = None; K3.apply(j).sum().backward(); j.grad.add_(1); one
class K4(Function):
    @staticmethod
    def forward(ctx, x, y): return x + y
    @staticmethod
    def backward(ctx, g): return g, g
i = torch.ones(3, requires_grad=True)
j.grad = None; K4.apply(j, i).sum().backward(); j.grad.add_(1); i.grad
j.grad = i.grad = None; (j + i).sum().backward(); j.grad.add_(1); i.grad
j.grad = i.grad = None; (j * 2 + i).backward(one); j.grad.add_(1); i.grad, one
j.grad = i.grad = None; (j + i).backward(one); j.grad.add_(1); i.grad, one
i.grad.add_(5); one
h = j.register_hook(lambda g: one)
j.grad = None; j.sum().backward(); j.grad.add_(1); one
h.remove(); h = j.register_hook(lambda g: saved[0])
j.grad = None; j.sum().backward(); j.grad.add_(1); saved[0]
g1, g2 = torch.autograd.grad(j + i, [j, i], one); g1.add_(1); g2, one
g1, g2 = torch.autograd.grad((j + i).sum(), [j, i]); g1.data_ptr() == g2.data_ptr()
h.remove()
l = torch.ones(3, requires_grad=True)
v = l[:]
j.grad = l.grad = None
(j * l).sum().backward(); j.grad.add_(1); l
(j * l.detach()).sum().backward(); l
j.grad = None; (j * l.detach()).backward(one); j.grad.add_(1); one
b = torch.arange(6.); v = b[1:3]; t = b.view(2, 3).t()
l = copy.deepcopy([b, v, t])
l
l[0][1] = 100; l
l[2].stride(), l[1].storage_offset(), l[1]._is_view(), l[0]._version, l[1]._version
l = copy.deepcopy([v, b]); l[1][2] = 50; l
d = copy.deepcopy(t); d.stride(), d.is_contiguous()
e = torch.ones(1).expand(3); d = copy.deepcopy(e); d.stride(), d._version
x = torch.ones(2, requires_grad=True); x.foo = [1, x]
d = copy.deepcopy(x); d.foo[1] is d, d.foo[0]
c = copy.copy(x); c.foo is x.foo, c.data_ptr() == x.data_ptr(), c is x, c._version
p = pickle.loads(pickle.dumps(x.detach())); p
x.__dict__
h = x.register_hook(lambda g: g)
copy.copy(x)._backward_hooks
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2); self.b = nn.Linear(2, 2); self.b.weight = self.a.weight
        self.register_buffer("v", self.a.weight.detach()[0])
m = copy.deepcopy(M()); m.a.weight is m.b.weight
with torch.no_grad(): m.a.weight.fill_(3)
m.v
x = torch.ones(2, 2, requires_grad=True)
x.grad = torch.ones(2, 2).t()
copy.deepcopy(x).grad
pickle.loads(pickle.dumps(x.t().detach())).stride()
copy.deepcopy(torch.tensor(5))
copy.deepcopy(torch.zeros(0, 3)).shape
n = torch.ones(4)[::2]; copy.deepcopy(n).stride(), pickle.loads(pickle.dumps(n)).stride()
y = x * 2
import pickle
pickle.dumps(y.grad_fn)
copy.copy(x.grad_fn), copy.deepcopy(None)
import pickle
p = pickle.loads(pickle.dumps([b, v])); p[0][1] = 9; p
p[1].is_contiguous(), p[1]._version
class Foo: pass
x = torch.ones(3); y = copy.copy(x); y[0] = 5; x
z = copy.deepcopy({"a": x, "b": [x, x[0]]}); z["a"][0] = 7; z
np_ = x.numpy(); z = copy.deepcopy([x, np_]); z[0][1] = 4; z
x = torch.arange(6.).view(2, 3)[:, 1:]; copy.deepcopy(x), copy.deepcopy(x).stride(), copy.deepcopy(x).storage_offset(), pickle.loads(pickle.dumps(x)), copy.copy(x)
copy.deepcopy(torch.arange(6).flip(0))
copy.deepcopy(torch.view_as_real(torch.ones(2, dtype=torch.complex64)))
copy.deepcopy(torch.ones(2, dtype=torch.complex64).real)
copy.deepcopy(torch.from_numpy(__import__("numpy").ones((2, 2)).T)).stride()
x = torch.ones(2, 2, requires_grad=True)
a, b = (x * 2).split(1)
base = a._base
with torch.no_grad(): base.mul_(1)
a.transpose(0, 5)
a.view(7)
a + torch.ones(5)
torch.cat([a, torch.ones(3)])
a @ torch.ones(5)
a.sum(9)
a[0, 0, 0]
a.gather(0, torch.tensor([9]))
a.mul_(torch.ones(7))
a.add(torch.ones(9, 9))
a.index_select(0, torch.tensor([8]))
a.t_(); a.transpose_(0, 7)
F.linear(a, torch.ones(7, 7))
a[torch.tensor([7])]
a.view(-1)[9]
a.squeeze(7)
a.unbind(7)
a.softmax(7)
a.reshape(3)
a.expand(7, 7)
a.to("cuda")
y = x.exp(); y.add_(1)
try: y.sum().backward()
except RuntimeError as e: print(e.__context__, e.__cause__)
def hook(g): raise ValueError("h")
x.register_hook(hook)
try: x.sum().backward()
except ValueError as e: print(repr(e.__context__), repr(e.__cause__))
