H=torch.autograd.graph.saved_tensors_hooks
a=torch.tensor([1.,2.],requires_grad=True)
c=a*a
r=c.grad_fn._raw_saved_self
r
type(r), type(r).__module__, type(r).__name__
r.data
r.unpack_hook
r.unpack()
r.register_hooks(lambda x: x.detach()*2, lambda x: x*10)
r.unpack_hook
r.data
r.unpack()
c.grad_fn._saved_self
r.register_hooks(lambda x: x, lambda x: x)
c.sum().backward()
a.grad
c=a*2
c.grad_fn._raw_saved_self
c.grad_fn._raw_saved_self.data
c.grad_fn._raw_saved_self.unpack()
c.grad_fn._raw_saved_self.register_hooks(lambda x: x, lambda x: x)
c=a.exp()
c.grad_fn._raw_saved_result.register_hooks(lambda x: print("p", x) or x.detach(), lambda x: print("u", x) or x)
c.sum().backward()
torch.autograd.SavedTensor
torch.autograd.SavedTensor()
s=torch.stack([a,a]); s.grad_fn
p=torch.cat([a,a]).prod(); p.grad_fn._raw_saved_self
class F(torch.autograd.Function):
    @staticmethod
    def forward(ctx,x,y):
        ctx.save_for_backward(x,y,None)
        return x*y
    @staticmethod
    def backward(ctx,g):
        x,y,_=ctx.saved_tensors
        return g*y,g*x

o=F.apply(a,torch.ones(2))
o.grad_fn._raw_saved_tensors
o.grad_fn.saved_tensors
with H(lambda x: print("pack",x) or x.detach(), lambda x: print("unpack",x) or x): o=F.apply(a,torch.ones(2))

o.grad_fn.saved_tensors
o.grad_fn._raw_saved_tensors
o.sum().backward()
o.grad_fn.saved_tensors
o.grad_fn._raw_saved_tensors
e=torch.einsum('i,j->ij',a,a)
c=a*torch.ones(2)
c.grad_fn._raw_saved_self
c.grad_fn._raw_saved_self is None
c.grad_fn._raw_saved_self.unpack()
c.grad_fn._raw_saved_foo
c.grad_fn._raw_saved_self = 1
with H(lambda x: x, lambda x: x) as hh: print(hh)

with H(1): pass

with torch.autograd.graph.save_on_cpu(): c=a*a

c.grad_fn._saved_self, c.grad_fn._saved_self is a
c.grad_fn._raw_saved_self.data
a.data.add_(1)
c.sum().backward()
x=torch.tensor([1.,2.],requires_grad=True)
y=x*1
with H(lambda x: x, lambda x: x): z=y*y

y.add_(1)
z.sum().backward()
x.grad
with torch.autograd.graph.save_on_cpu(pin_memory=True): c=a*a

g = torch.autograd.graph.disable_saved_tensors_hooks
with g("no"):
    with torch.autograd.graph.save_on_cpu(): pass

with g("no"):
    with g("no2"):
        with torch.autograd.graph.save_on_cpu(): pass

with torch.autograd.graph.save_on_cpu(): pass

with g("no"): print((a*a).grad_fn._saved_self)

y = a*a
with g("no"): y.grad_fn._raw_saved_self.register_hooks(lambda x: x, lambda x: x)

with H(lambda x: "one", lambda x: torch.ones(2)):
    with H(lambda x: "two", lambda x: torch.ones(2)): y = a*a
    z = a*a

y.grad_fn._raw_saved_self.data, z.grad_fn._raw_saved_self.data

with H(lambda x: "one", lambda x: torch.ones(3)): y=a*a

y.sum().backward()
with H(lambda x: "one", lambda x: torch.ones(2, dtype=torch.float64)): y=a*a

y.sum().backward()
a.grad
def pack(x): print("pack", tuple(x.shape), x.requires_grad, x.grad_fn, torch.is_grad_enabled()); return x.detach().clone()

def unpack(x): print("unpack", x, torch.is_grad_enabled()); return x

a = torch.tensor([0.5, 1.], requires_grad=True)
b = torch.tensor([3., 4.], requires_grad=True)
with H(pack, unpack): c = a * b

with H(pack, unpack): c.mul_(b)

with H(pack, unpack): c[0].tanh_()

with H(pack, unpack): c.mul_(c)

c.sum().backward()
a.grad, b.grad
with H(pack, unpack): a.max(0), a.min(), torch.cat([a, b]), torch.where(a > 1, a, b)

with H(pack, unpack): a.prod(), a.std(), a.norm(), a.softmax(0)

with H(pack, unpack): z = a * 1; z[:1] = b[:1] * a[0]

with H(pack, unpack): torch.nn.functional.mse_loss(a, b)

with H(pack, unpack): y = (a * b).exp()

g, = torch.autograd.grad(y.sum(), a, create_graph=True)
g.sum().backward()
with H(pack, unpack): y = a.sin(); g, = torch.autograd.grad(y.sum(), a, create_graph=True)

g.sum().backward()
with H(pack, unpack), torch.no_grad(): y = a * b

def bad(x): x.add_(1); return x

with H(bad, unpack): y = a * b

with H(lambda x: 1/0, unpack): y = a.exp()

with H(1, unpack): pass

with H(pack, unpack): m = torch.ones(2, 3, requires_grad=True) @ torch.ones(3, 2, requires_grad=True)

m.sum().backward(retain_graph=True)
m.sum().backward()
m.sum().backward()
with H(lambda x: x.numpy(force=True), lambda x: torch.from_numpy(x)): y = (a.exp() * b).sum()

torch.autograd.grad(y, [a, b])
kept = []
with H(lambda x: (kept.append(x.detach()), len(kept) - 1)[1], lambda i: kept[i]): y = (a.tanh() ** 2).sum()

len(kept)
torch.autograd.grad(y, a)
