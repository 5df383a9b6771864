from torch.autograd import Function
from torch.autograd.function import once_differentiable, FunctionCtx, InplaceFunction
class A(Function):
    @staticmethod
    def forward(ctx, x, k=2):
        ctx.save_for_backward(x)
        ctx.k = k
        print(type(ctx), ctx.needs_input_grad, ctx)
        return x * k
    @staticmethod
    def backward(ctx, g):
        print(type(ctx), ctx.needs_input_grad, ctx.saved_tensors, ctx.k)
        return g * ctx.k, None

x = torch.tensor([1., 2.], requires_grad=True)
y = A.apply(x)
y
y.grad_fn
y.grad_fn.name()
y.grad_fn.next_functions
y.grad_fn.k, y.grad_fn.saved_tensors, y.grad_fn.needs_input_grad
y.grad_fn.to_save, y.grad_fn.dirty_tensors, y.grad_fn.non_differentiable, y.grad_fn.materialize_grads
y.grad_fn.metadata
y.sum().backward()
y.sum().backward()
x.grad
A.apply(x, 3)
A.apply(x, k=3)
A.apply(3.)
A.apply()
A()
A(3)
A.forward(None, x)
class B(Function):
    @staticmethod
    def forward(ctx, x): return x.clone()

B.apply(x).sum().backward()
class C(Function):
    @staticmethod
    def backward(ctx, g): return g

C.apply(x)
class D(Function):
    @staticmethod
    def forward(ctx, x): return x.view(-1)
    @staticmethod
    def backward(ctx, g): return g, g

D.apply(x)
D.apply(x).sum().backward()
D.apply(x * 1).add_(1)
class E(Function):
    @staticmethod
    def forward(ctx, x): return x
    @staticmethod
    def backward(ctx, g): return g * 10

e = E.apply(x)
e, e is x
e.sum().backward()
x.grad
class F1(Function):
    @staticmethod
    def forward(ctx, x): return x + 1, x * 2, 5, "s", None
    @staticmethod
    def backward(ctx, *gs): print(gs); return gs[0]

f = F1.apply(x)
f
f[0].sum().backward()
f = F1.apply(x)
f[1].sum().backward()
class F2(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x + 1, x * 2
    @staticmethod
    def backward(ctx, *gs): print(gs); return gs[0]

F2.apply(x)[0].sum().backward()
F2.apply(x)[1].sum().backward()
class G(Function):
    @staticmethod
    def forward(ctx, x):
        x.add_(1)
        ctx.mark_dirty(x)
        return x
    @staticmethod
    def backward(ctx, g): return g * 3

t = x * 1
u = G.apply(t)
u, u is t, t.grad_fn, t._version
u.sum().backward()
G.apply(x)
G.apply(torch.ones(2))
v = (x * 1)[:1]
w = G.apply(v)
w.grad_fn, w is v
w.sum().backward()
class G2(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x * 2
    @staticmethod
    def backward(ctx, g): return g

G2.apply(x * 1)
class G3(Function):
    @staticmethod
    def forward(ctx, x):
        y = x * 1
        ctx.mark_dirty(y)
        return y
    @staticmethod
    def backward(ctx, g): return g

G3.apply(x)
class H(Function):
    @staticmethod
    def forward(ctx, x):
        idx = (x > 1)
        s = x.sort()[1]
        z = x * 2
        ctx.mark_non_differentiable(idx, z)
        return x * 1, idx, z
    @staticmethod
    def backward(ctx, *g): print(g); return g[0]

h = H.apply(x)
h
h[0].sum().backward()
class S(Function):
    @staticmethod
    def forward(x, y): return x * y, x + y
    @staticmethod
    def setup_context(ctx, inputs, output):
        print(inputs, output)
        ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, a, b):
        x, y = ctx.saved_tensors
        return a * y + b, a * x + b

S.apply(x, x)
S.apply(x, x)[0].sum().backward()
class S2(Function):
    @staticmethod
    def forward(ctx, x): return x
    @staticmethod
    def setup_context(ctx, inputs, output): pass
    @staticmethod
    def backward(ctx, a): return a

S2.apply(x)
class O(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 2
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        return g * 2 * ctx.saved_tensors[0]

torch.autograd.grad(O.apply(x).sum(), x)
g, = torch.autograd.grad(O.apply(x).sum(), x, create_graph=True)
g
g.grad_fn.next_functions
g.sum().backward()
class P(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(3); return x * 1
    @staticmethod
    def backward(ctx, g): return g

P.apply(x)
class P2(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x, 3, "a"); return x * 1
    @staticmethod
    def backward(ctx, g): return g

P2.apply(x)
class Q(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g): return "no"

Q.apply(x).sum().backward()
class Q2(Function):
    @staticmethod
    def forward(ctx, x, n): return x * n
    @staticmethod
    def backward(ctx, g): return g, g

Q2.apply(x, 2).sum().backward()
class Q3(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g): return torch.ones(3)

Q3.apply(x).sum().backward()
class Q4(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def backward(ctx, g): return None

Q4.apply(x).sum().backward()
torch.autograd.grad(Q4.apply(x).sum(), x)
torch.autograd.grad(Q4.apply(x).sum(), x, allow_unused=True)
class Q5(Function):
    @staticmethod
    def forward(ctx, x): return "no tensor"
    @staticmethod
    def backward(ctx, g): return None

Q5.apply(x)
class Q6(Function):
    @staticmethod
    def forward(ctx, x, y): return x * y
    @staticmethod
    def backward(ctx, g): return g

Q6.apply(x, x).sum().backward()
class Q7(Function):
    @staticmethod
    def forward(ctx, x): return [x * 1, x * 2]
    @staticmethod
    def backward(ctx, a, b): return a + b

Q7.apply(x)
class Q8(Function):
    @staticmethod
    def forward(ctx, x): return {"a": x * 1}
    @staticmethod
    def backward(ctx, a): return a

Q8.apply(x)
class V(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def vjp(ctx, g): return g * 7

torch.autograd.grad(V.apply(x).sum(), x)
class W(Function):
    @staticmethod
    def forward(ctx, x): return x * 1
    @staticmethod
    def vjp(ctx, g): return g * 7
    @staticmethod
    def backward(ctx, g): return g

torch.autograd.grad(W.apply(x).sum(), x)
class X(Function):
    @staticmethod
    def forward(ctx, x):
        y = x.exp()
        ctx.save_for_backward(y)
        return y
    @staticmethod
    def backward(ctx, g): y, = ctx.saved_tensors; return g * y

g, = torch.autograd.grad(X.apply(x).sum(), x, create_graph=True); g
torch.autograd.grad(g.sum(), x)
r = X.apply(x)
r.grad_fn.saved_tensors
r.add_(1)
r.sum().backward()
r = A.apply(x * 1)
class Y(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x * 2
    @staticmethod
    def backward(ctx, g): ctx.saved_tensors; return g

q = x * 1; r = Y.apply(q); q.add_(1); r.sum().backward()
with torch.no_grad(): A.apply(x), A.apply(x).grad_fn

A.apply(x.detach())
r = Y.apply(x); r.grad_fn._sequence_nr() > 0, r.grad_fn.requires_grad
r.grad_fn.register_hook(lambda gi, go: print("post", gi, go)); r.grad_fn.register_prehook(lambda go: print("pre", go))
r.sum().backward()
r.grad_fn(torch.ones(2))
class Z(Function):
    @staticmethod
    def forward(ctx, x): ctx.x = x; return x * 2
    @staticmethod
    def backward(ctx, g): raise ValueError("mine")

Z.apply(x).sum().backward()
Function
A, A.apply
FunctionCtx, InplaceFunction
FunctionCtx()
torch.autograd.function.Function is Function
r.grad_fn.saved_variables
class NF(Function):
    def forward(self, x): return x
    def backward(self, g): return g

NF.apply(x)
class N2(Function):
    @staticmethod
    def forward(ctx, x): return x.sum().item() * torch.ones(1)
    @staticmethod
    def backward(ctx, g): return g.expand(2)

N2.apply(x).backward()
class N3(Function):
    @staticmethod
    def forward(ctx, *xs): return sum(xs)
    @staticmethod
    def backward(ctx, g): return tuple(g for n in ctx.needs_input_grad if n)

N3.apply(x, x).sum().backward()
N3.apply(x, torch.ones(2)).sum().backward()
N3.apply([x, x])
class N4(Function):
    generate_vmap_rule = True
    @staticmethod
    def forward(ctx, x): ctx.save_for_forward(x); ctx.mark_shared_storage(); return x * 1
    @staticmethod
    def backward(ctx, g): return g

N4.apply(x)
class N5(Function):
    @staticmethod
    def forward(ctx, x): return x * 1.5
    @staticmethod
    def backward(ctx, g): return g.double()

i = x.clone().detach().requires_grad_(); N5.apply(i).sum().backward(); i.grad
