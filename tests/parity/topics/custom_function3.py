from torch.autograd import Function
class A(Function):
    @staticmethod
    def forward(ctx, x):
        print(ctx.to_save, ctx.dirty_tensors, ctx.non_differentiable, ctx.saved_tensors)
        ctx.save_for_backward(x); ctx.mark_dirty(); ctx.mark_non_differentiable()
        print(ctx.to_save, ctx.dirty_tensors, ctx.non_differentiable)
        return x * 2
    @staticmethod
    def backward(ctx, g):
        print(ctx.to_save, ctx.dirty_tensors, ctx.non_differentiable)
        return g

x = torch.tensor([1., 2.], requires_grad=True)
y = A.apply(x)
y.grad_fn.to_save, y.grad_fn.dirty_tensors, y.grad_fn.non_differentiable
y.grad_fn.saved_for_forward
y.sum().backward()
class G(Function):
    @staticmethod
    def forward(ctx, y, x): x.mul_(2); ctx.mark_dirty(x); return x
    @staticmethod
    def backward(ctx, g): return None, g * 2

v = (x * 1)[:1]
G.apply(torch.ones(1), v).sum().backward()
x.grad
class G2(Function):
    @staticmethod
    def forward(ctx, x): x.mul_(2); ctx.mark_dirty(x); return x, x + 1
    @staticmethod
    def backward(ctx, g, h): return g * 2

v = (x * 1)[:1]
G2.apply(v)
G2.apply(x * 1)
class M(Function):
    @staticmethod
    def forward(ctx, x): return x[0], x[1]
    @staticmethod
    def backward(ctx, g, h): return torch.stack([g, h])

m = M.apply(x * 1)
m
m[0].add_(1)
m[0]._base, m[0]._is_view()
class E(Function):
    @staticmethod
    def forward(ctx, x): return x
    @staticmethod
    def backward(ctx, g): return g * 10

e = E.apply(x)
e._is_view(), e._base is x
e.add_(1)
e2 = E.apply(x.detach())
e2 is x, e2.requires_grad
k = E.apply(x * 1)
k.mul_(2)
n = torch.ones(2); E.apply(n) is n
class I(Function):
    @staticmethod
    def forward(ctx, x): return x.long()
    @staticmethod
    def backward(ctx, g): return g

I.apply(x)
class K(Function):
    @staticmethod
    def forward(ctx, x, *, k=1): return x * k
    @staticmethod
    def backward(ctx, g): return g

K.apply(x, k=2)
K.apply(x, 3)
K.apply(x, z=3)
class L(Function):
    @staticmethod
    def forward(ctx, x, a=1, b=2): print(ctx.needs_input_grad); return x * a * b
    @staticmethod
    def backward(ctx, g): return g, None, None

L.apply(x, b=5)
L.apply(x=x)
class C(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.foo = 5
        ctx.x = x
        return x * 2
    @staticmethod
    def backward(ctx, g): return g * ctx.foo

c = C.apply(x); c.grad_fn.foo; c.grad_fn.x is x
c.grad_fn.foo = 7
torch.autograd.grad(c.sum(), x)
c.grad_fn.bar
class T(Function):
    @staticmethod
    def forward(ctx, x): return (x * 2,)
    @staticmethod
    def backward(ctx, g): return (g,)

T.apply(x)
class U(Function):
    @staticmethod
    def forward(ctx, x, y): return x * y
    @staticmethod
    def backward(ctx, g): return g, g, None, None

U.apply(x, x).sum().backward()
class R(Function):
    @staticmethod
    def forward(ctx, x): return x * 2
    @staticmethod
    def backward(ctx, g): return [g]

R.apply(x).sum().backward()
class W1(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return W2.apply(x) * g

class W2(Function):
    @staticmethod
    def forward(ctx, x): ctx.save_for_backward(x); return 3 * x ** 2
    @staticmethod
    def backward(ctx, g): x, = ctx.saved_tensors; return 6 * x * g

g, = torch.autograd.grad(W1.apply(x).sum(), x, create_graph=True); g
torch.autograd.grad(g.sum(), x)
torch.autograd.gradcheck(W1.apply, (x.double(),))
torch.autograd.gradgradcheck(W1.apply, (x.double().detach().requires_grad_(),))
torch.autograd.gradcheck(C.apply, (x.double().detach().requires_grad_(),))
z = x * 1
o = W1.apply(z)
z.mul_(2)
o.sum().backward()
type("B", (Function,), {"forward": staticmethod(lambda ctx, x: x * 2), "backward": staticmethod(lambda ctx, g: g * 2)}).apply(x)
