a = torch.tensor([1., 2.], requires_grad=True)
b = torch.tensor([3., 4.])
c = a * b
c.grad_fn
c.grad_fn.name()
c.grad_fn.next_functions
type(c.grad_fn)
type(c.grad_fn).__name__
c.grad_fn.next_functions[0][0].variable is a
c.grad_fn.next_functions[0][0].name()
c.grad_fn._saved_self, c.grad_fn._saved_other
d = a * a
d.grad_fn._saved_self, d.grad_fn._saved_other
d.grad_fn.next_functions
e = a * 2
e.grad_fn._saved_self, e.grad_fn._saved_other
e.sum().backward()
e.grad_fn._saved_other
d.sum().backward()
d.grad_fn._saved_self
d.grad_fn._saved_other
(a ** 3).grad_fn._saved_exponent, (a ** 3).grad_fn._saved_self
(a ** 2).grad_fn
a.exp().grad_fn._saved_result
(a + b).grad_fn._saved_alpha
(a + b).grad_fn._saved_self
(a + b).grad_fn.next_functions
(b + a).grad_fn.next_functions
(a + 1).grad_fn.next_functions
(1 + a).grad_fn.next_functions
(a - b).grad_fn, (1 - a).grad_fn
(a / b).grad_fn, (1 / a).grad_fn
(1 / a).grad_fn.next_functions
(1 / a).grad_fn.next_functions[0][0].next_functions
a.sum().grad_fn._saved_self_sym_sizes
a.sum(0).grad_fn, a.sum().grad_fn
a.sum(0).grad_fn._saved_dim, a.sum(0).grad_fn._saved_keepdim
a.mean().grad_fn, a.mean(0).grad_fn
a.max().grad_fn, a.max(0).values.grad_fn, a.amax().grad_fn
a.max(0).values.grad_fn._saved_indices
a.prod().grad_fn, a.std().grad_fn, a.norm().grad_fn
a.sigmoid().grad_fn, a.tanh().grad_fn, a.relu().grad_fn
a.abs().grad_fn, a.neg().grad_fn, a.log().grad_fn, a.sqrt().grad_fn
a.sin().grad_fn, a.cos().grad_fn
a.clamp(0).grad_fn, a.where(a > 1, b).grad_fn
a.view(2, 1).grad_fn, a.reshape(2, 1).grad_fn, a.t().grad_fn
a.view(2, 1).t().grad_fn, a.view(2, 1).T.grad_fn, a.view(2, 1).transpose(0, 1).grad_fn
a.unsqueeze(0).grad_fn, a.unsqueeze(0).squeeze().grad_fn, a.unsqueeze(0).squeeze(0).grad_fn
a.expand(2, 2).grad_fn, a.flatten().grad_fn, a.repeat(2).grad_fn
a.permute(0).grad_fn, a.view(2, 1).permute(1, 0).grad_fn
a[0].grad_fn, a[:1].grad_fn, a[[0]].grad_fn, a[None].grad_fn, a[...].grad_fn
a[a > 1].grad_fn
a.clone().grad_fn, a.double().grad_fn, a.contiguous().grad_fn
torch.cat([a, a]).grad_fn, torch.stack([a, a]).grad_fn
a.dot(b).grad_fn, (a @ b).grad_fn
m = torch.eye(2, requires_grad=True)
(m @ m).grad_fn, (m @ a).grad_fn, (a @ m).grad_fn, m.mm(m).grad_fn
(a @ m).grad_fn.next_functions
a.softmax(0).grad_fn, a.log_softmax(0).grad_fn
a.pow(2).grad_fn, a.square().grad_fn, (a ** a).grad_fn, (2 ** a).grad_fn
a.cumsum(0).grad_fn, a.sort().values.grad_fn, a.flip(0).grad_fn
a.split(1)[0].grad_fn, a.chunk(2)[1].grad_fn, a.unbind()[1].grad_fn
a.split(1)[1].output_nr, a.unbind()[1].output_nr, a.output_nr, c.output_nr
a.max(0).values.output_nr
a.std(unbiased=False).grad_fn
torch.maximum(a, b).grad_fn, torch.max(a, b).grad_fn, torch.minimum(a, b).grad_fn
torch.where(a > 1, a, 0).grad_fn
(a % 2).grad_fn, (a // 2).grad_fn
a.floor().grad_fn, a.round().grad_fn, a.sign().grad_fn
a.to(torch.float64).grad_fn
a.masked_fill(a > 1, 0).grad_fn, a.gather(0, torch.tensor([0])).grad_fn
torch.outer(a, a).grad_fn
c.is_leaf, a.is_leaf, b.is_leaf
a.grad_fn, b.grad_fn
a.retains_grad, c.retains_grad, b.retains_grad
c.requires_grad
c.name
a.name
c.grad_fn.metadata
c.grad_fn.requires_grad
c.grad_fn()
c.grad_fn(torch.ones(2))
type(c.grad_fn)()
c.grad_fn is c.grad_fn
c.grad_fn == c.grad_fn
c.grad_fn.foo
c.grad_fn._saved_foo
c.grad_fn.next_functions[0][0].foo
[n for n in dir((a ** 2).grad_fn) if n.startswith("_saved")]
[n for n in dir(a.sum(0).grad_fn) if n.startswith("_saved")]
[n for n in dir((a * b).grad_fn) if n.startswith("_saved")]
[n for n in dir((m @ m).grad_fn) if n.startswith("_saved")]
[n for n in dir(a[0].grad_fn) if n.startswith("_saved")]
[n for n in dir(torch.where(a > 1, a, b).grad_fn) if n.startswith("_saved")]
[n for n in dir(a.clamp(0, 1).grad_fn) if n.startswith("_saved")]
[n for n in dir((a / b).grad_fn) if n.startswith("_saved")]
[n for n in dir((a + b).grad_fn) if n.startswith("_saved")]
[n for n in dir(a.max(0).values.grad_fn) if n.startswith("_saved")]
[n for n in dir(a.max().grad_fn) if n.startswith("_saved")]
[n for n in dir(a.tanh().grad_fn) if n.startswith("_saved")]
[n for n in dir(torch.cat([a, a]).grad_fn) if n.startswith("_saved")]
c.grad_fn._sequence_nr() < (a * b).grad_fn._sequence_nr()
def show(node, depth=0):
  print("  " * depth + (node.name() if node else "None"))
  for child, _ in (node.next_functions if node else ()):
    show(child, depth + 1)

show(((a * b).sum() + a.exp().mean() * 2).grad_fn)
show(((m @ a - b) ** 2).sum().grad_fn)
show((1 / (1 + (-a).exp())).sum().grad_fn)
x = a * 2
x.add_(1)
show(x.grad_fn)
x[0] = 5.
show(x.grad_fn)
y = x[1:]
y.mul_(2)
show(x.grad_fn)
show(y.grad_fn)
a.grad_fn = None
c.grad_fn = None
a.is_leaf = True
torch.autograd.graph.get_gradient_edge(a)
torch.autograd.graph.Node
isinstance(c.grad_fn, torch.autograd.graph.Node)
with torch.no_grad():
  f = a * b

f.grad_fn
(a.detach() * b).grad_fn
