x = torch.arange(12.).view(3, 4)
x[0]
x[-1]
x[0, 1]
x[0][1]
x[:, 1]
x[1:]
x[:, 1:3]
x[::2]
x[:, ::2]
x[...]
x[..., 0]
x[..., 0, None]
x[None].shape
x[:, None].shape
x[0, None]
x[()]
x[:]
x[5]
x[-4]
x[0, 9]
x[0, 0, 0]
x[::-1]
x[1:1]
x[9:]
x["a"]
x[1.5]
x[None, None].shape
x[x > 5]
x[x > 100]
x[[0, 2]]
x[[0, 2], [1, 3]]
x[:, [0, 1]]
x[torch.tensor([0, 1])]
x[torch.tensor([0, 1]), torch.tensor([1, 2])]
x[torch.tensor(1)]
x[torch.tensor([True, False, True])]
x[torch.tensor([True, False])]
x[torch.tensor([1.5])]
x[torch.tensor([5])]
x[[0, 9]]
x[True].shape
x[False].shape
x[0:2, [0, 1]]
x[1][2:]
x[1, 1].item()
x[(0, 1)]
x[0, ...]
x[slice(0, 2)]
x[range(2)]
torch.tensor(3.)[0]
torch.tensor(3.)[None]
torch.tensor(3.)[...]
torch.tensor([1, 2, 3])[torch.tensor([2, 0])]
x[0, 0] = 100.
x
x[1] = 0
x[:, 1] = -1
x[2, 2:] = torch.tensor([7., 8.])
x
x[x < 0] = 0.5
x
x[[0, 2]] = 1.
x
x[0] = torch.arange(4)
x[0, :2] = [5., 6.]
x[0] = torch.ones(3)
x[9] = 1.
x[0] = "a"
x[0, 0] = torch.ones(2)
x[0, 0] = torch.ones(1)
x[...] = 2
x
x[x > 100] = 1
x[torch.tensor([0, 1]), torch.tensor([0, 1])] = torch.tensor([8., 9.])
x
x[:, 0] += 1
x
x[:2, :2] *= 10
x
x[None] = 3
x[0, 0] = None
del x[0]
i = torch.tensor([1, 2, 3])
i[0] = 9.9
i
i[1] = True
i
b = torch.tensor([True, False])
b[1] = 5
b
a = torch.tensor([1., 2., 3., 4.], requires_grad=True)
a[0]
a[1:3]
a[[0, 1]]
a[a > 2]
a[None]
a[...]
a[0, None]
a[0] = 1
b = a * 1
b[0] = 10.
b
b[1:3] = torch.zeros(2)
b
b[b > 3] = -1.
b
b[[0, 3]] = torch.tensor([1., 2.])
b.sum().backward()
a.grad
a.grad = None
b = a * 1
b[1] = a[0] * 5
b
b.sum().backward()
a.grad
c = torch.zeros(3)
c[0] = a[0] * 2
c
c.requires_grad, c.is_leaf
c[1] = a[1] ** 2
c.grad_fn
c.sum().backward()
a.grad
def slope(f):
  a = torch.tensor([[1., 2., 3.], [4., 5., 6.]], requires_grad=True)
  (f(a) ** 2).sum().backward()
  return a.grad

slope(lambda a: a[0])
slope(lambda a: a[:, 1])
slope(lambda a: a[0, 1])
slope(lambda a: a[:, ::2])
slope(lambda a: a[[0, 0]])
slope(lambda a: a[a > 2])
slope(lambda a: a[torch.tensor([0, 0, 1]), torch.tensor([0, 0, 2])])
slope(lambda a: a[..., None])
slope(lambda a: a[1:, 1:])
slope(lambda a: a[None, 0])
x = torch.arange(6.).view(2, 3)
x.gather(1, torch.tensor([[0], [2]]))
x.index_select(0, torch.tensor([1]))
x.masked_select(x > 2)
x.masked_fill(x > 2, 0.)
x.take(torch.tensor([0, 5]))
x.nonzero()
torch.nonzero(x > 3)
x.scatter(1, torch.tensor([[0], [2]]), 9.)
x.index_fill(0, torch.tensor([0]), -1.)
slope(lambda a: a.gather(1, torch.tensor([[0, 0], [2, 1]])))
slope(lambda a: a.index_select(1, torch.tensor([0, 0])))
slope(lambda a: a.masked_fill(a > 2, 0.))
slope(lambda a: a.masked_select(a > 2))
