# Causes that tests.parity.fuzz has found among new seeds, one block of statements each.
b = torch.tensor([], dtype=torch.bool)
torch.einsum('i,i->', b, b)
b.view(2, 0) @ b.view(0, 2), b.view(0, 2) @ torch.ones(2, dtype=torch.bool)
torch.bmm(b.view(1, 2, 0), b.view(1, 0, 2)), torch.bmm(torch.ones(1, 2, 2).bool(), torch.ones(1, 2, 2).bool())
torch.dot(b, b)
z = torch.tensor([], requires_grad=True)
torch.cat([z, z], 1), torch.cat([z], -5)
torch.cat([z, torch.zeros(2)], 1)
torch.stack([torch.tensor(1), torch.ones(1, 3)], 1)
torch.rsub(torch.ones(1, 3), torch.zeros(4))
torch.complex(torch.zeros(0), torch.zeros(0)).to(dtype=torch.int64)
x = torch.tensor([2., 3.], requires_grad=True)
z = x // x
c = x.exp()
z.grad_fn._sequence_nr()
c.sum().backward()
(z * c).sum().backward()
u = torch.ones(2, requires_grad=True)
torch.autograd.grad((z * 2 + u).sum(), u)
torch.autograd.grad((z * 2 + u).sum(), x)
x = torch.tensor([1., -0.5], requires_grad=True)
(torch.tensor(False) % x).sum().backward()
x.grad
torch.fmod(torch.tensor([2, 1]), x).sum().backward()
x.grad
d = torch.full((2, 2), 3., dtype=torch.float16)
a = torch.eye(2, requires_grad=True)
torch.nn.functional.huber_loss(d, a).backward()
x = torch.ones(2, 1, 3)
x.scatter(-2, torch.zeros_like(x).long(), x.sum(0))
x.scatter(-2, torch.zeros_like(x).long(), torch.ones(2, 3))
x[:, 0].scatter(0, torch.zeros(2, 3).long(), torch.ones(1))
torch.ones(1, 3) @ torch.ones(2, 0, 3)
torch.ones(2, 0, 3) @ torch.ones(1, 3)
v = torch.ones(2, requires_grad=True)
w = v * 2
k = v.register_hook(lambda g: print('v', g))
k = w.register_hook(lambda g: print('w', g))
k = v.register_post_accumulate_grad_hook(lambda t: print('stored', t.grad))
torch.norm(w, 0).backward(retain_graph=True)
torch.norm(w, 0).backward(create_graph=True)
torch.autograd.grad(torch.norm(w, 0), v)
torch.autograd.grad(torch.norm(w, 0), (v, w), allow_unused=True)
(torch.norm(w, 0) + w.sum()).backward()
class Nothing(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    return t * 2
  @staticmethod
  def backward(ctx, g):
    return None

class Told(torch.autograd.Function):
  @staticmethod
  def forward(ctx, t):
    return t * 2
  @staticmethod
  def backward(ctx, g):
    print('told', g)
    return g

v = torch.ones(2, requires_grad=True)
Nothing.apply(Told.apply(v)).sum().backward()
v.grad
w = v * 3
k = w.register_hook(lambda g: torch.ones(2))
Nothing.apply(w).sum().backward()
h = v.exp()
h.sum().backward()
torch.norm(h, 0).backward()
k = torch.manual_seed(0)
d = torch.ones(4, 5).t()
d.normal_()
d.stride(), torch.ones(4, 5)[:, :4].normal_(1, 2)
