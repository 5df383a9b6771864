mh = torch.autograd.graph.register_multi_grad_hook
a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.], requires_grad=True)
c = a * b
d = a * b
def fn(grads): print([g is not None for g in grads])

h = mh((a, b, c, d), fn)
h
c.sum().backward(retain_graph=True)
c.sum().backward(inputs=(a,), retain_graph=True)
torch.autograd.grad(c.sum(), a, retain_graph=True)
(c + d).sum().backward(retain_graph=True)
h.remove()
c.sum().backward(retain_graph=True)
h = mh((a, c), lambda g: print("any", g), mode="any")
c.sum().backward(retain_graph=True)
h.remove()
mh((a,), fn, mode="x")
mh((a.detach(),), fn)
mh((), fn)
mh((a.detach(),), fn, mode="any")
with torch.autograd.graph.allow_mutation_on_saved_tensors():
    p = torch.ones(2, 3, requires_grad=True)
    q = p.clone()
    out = (q ** 2).sum()
    q.sin_()
    out.sum().backward()

p.grad
with torch.autograd.graph.allow_mutation_on_saved_tensors() as ctx:
    q = p.clone(); out = (q * q).sum(); q[0] = 5; q.zero_()
    out.backward()

p.grad
with torch.autograd.graph.allow_mutation_on_saved_tensors():
    with torch.autograd.graph.allow_mutation_on_saved_tensors(): pass

with torch.autograd.graph.allow_mutation_on_saved_tensors():
    q = p.clone(); out = (q ** 2).sum()

out.backward()
e = torch.autograd.graph.get_gradient_edge(c)
e
torch.autograd.grad((c * 2).sum(), e)
torch.autograd.grad((c * 2).sum(), [e, a], retain_graph=True)
ea = torch.autograd.graph.get_gradient_edge(a)
ea
torch.autograd.grad((a * b).sum(), ea)
torch.autograd.backward((a * b).sum(), inputs=[ea])
a.grad
torch.autograd.grad(e, a, grad_outputs=torch.ones(2))
torch.autograd.grad(e, a)
torch.autograd.backward(e, torch.ones(2))
torch.autograd.graph.get_gradient_edge(a.detach())
torch.autograd.graph.get_gradient_edge(e)
torch.autograd.graph.GradientEdge
e.node, e.output_nr, e.ownership_token
e == torch.autograd.graph.get_gradient_edge(c)
torch.autograd.grad((c * 2).sum(), "c")
torch.autograd.grad("c", a)
v = a * 1
torch.autograd.graph.increment_version(v); v._version
torch.autograd.graph.increment_version([v, v]); v._version
torch.autograd.graph.increment_version(3)
w = v.exp()
torch.autograd.graph.increment_version(w)
w.sum().backward()
with torch.inference_mode(): i = torch.ones(2)

torch.autograd.graph.increment_version(i)
torch.autograd.set_multithreading_enabled(False)
torch.autograd.is_multithreading_enabled()
with torch.autograd.set_multithreading_enabled(True): torch.autograd.is_multithreading_enabled()

torch.autograd.is_multithreading_enabled()
torch.autograd.set_multithreading_enabled(True)
torch.autograd.grad_mode.set_multithreading_enabled
torch.autograd.graph.Node
isinstance(c.grad_fn, torch.autograd.graph.Node)
issubclass(type(c.grad_fn), torch.autograd.graph.Node)
torch.autograd.graph.foo
a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.], requires_grad=True)
c = a * b
e = torch.autograd.graph.get_gradient_edge(c)
torch.autograd.backward((c * 2).sum(), inputs=[e])
torch.autograd.backward((c * 2).sum(), inputs=e)
(c * 2).sum().backward(inputs=[e])
torch.autograd.grad([e, (a * 2).sum()], a, grad_outputs=[torch.ones(2), None])
torch.autograd.grad(e, a, torch.ones(3))
c = a * b; e = torch.autograd.graph.get_gradient_edge(c)
torch.autograd.grad((a * 2).sum(), e)
torch.autograd.grad((a * 2).sum(), e, allow_unused=True)
torch.autograd.grad((a * 2).sum(), e, materialize_grads=True)
torch.autograd.grad(3, a)
torch.autograd.grad([3], a)
torch.autograd.grad(c.sum(), 3)
torch.autograd.grad(c.sum(), [3])
torch.autograd.backward(3)
torch.autograd.backward([3])
torch.autograd.backward("c")
torch.autograd.backward(c.sum(), inputs=[3])
torch.autograd.backward(c.sum(), inputs=3)
torch.autograd.backward(c.sum(), grad_tensors=3)
torch.autograd.backward([c.sum()], grad_tensors=[3])
torch.autograd.backward((a * 2).sum(), grad_variables=torch.tensor(2.))
torch.autograd.backward((a * 2).sum(), torch.tensor(2.), grad_variables=torch.tensor(2.))
torch.autograd.backward(())
torch.autograd.grad((), a)
torch.autograd.grad(c.sum(), ())
torch.autograd.grad(c.sum(), a, only_inputs=False)
x = torch.ones(2, requires_grad=True)
s = torch.autograd.graph.get_gradient_edge(x)
y = (x * 2).sum()
torch.autograd.backward(y, inputs=[s]); x.grad
class MyFn(torch.autograd.Function):
    @staticmethod
    def forward(ctx, t): return t * 2
    @staticmethod
    def backward(ctx, g): return g * 2

z = MyFn.apply(x)
z.grad_fn
e = torch.autograd.graph.get_gradient_edge(z); e
torch.autograd.grad(z.sum(), e)
