# More mistakes: dtypes, Functions, modules.
# Dtype mistakes.
i = torch.tensor([1, 2, 3]); f = torch.tensor([1., 2., 3.]); d = f.double()
i / 2, i // 2, i % 2, i ** 2, i ** -1
i.mean()
i.std()
i += 0.5
i /= 2
i.div_(2)
i @ f
f @ d
torch.mm(f.view(1, 3), d.view(3, 1))
f + d, (f + i).dtype, (i + 1.5).dtype, (f + True).dtype
i.exp(), i.sqrt().dtype
i.sigmoid_()
torch.softmax(i, 0)
torch.softmax(i, 0, dtype=torch.float32)
torch.tensor([1, 'a'])
torch.tensor([[1, 2], [3]])
torch.tensor('a')
torch.tensor(None)
torch.tensor([None])
torch.tensor()
torch.tensor(1, 2)
torch.tensor([1], dtype='float32')
torch.tensor([1], dtype=float), torch.tensor([1.7], dtype=int), torch.tensor([1], dtype=bool)
torch.tensor([1.5], dtype=torch.long)
torch.tensor([300], dtype=torch.uint8)
torch.tensor([-1], dtype=torch.uint8)
torch.tensor(2**63)
torch.tensor([1, 2.5]), torch.tensor([1, 2j]), torch.tensor([True, 2])
torch.ones('a')
torch.ones(2.0)
torch.ones(2, 3, dtype=torch.float33)
torch.ones(2, dtpye=torch.float32)
torch.ones(-1)
torch.zeros([2, [3]])
torch.arange(0, 1)
torch.arange(0, 1, 0.25), torch.arange(5, 0, -2)
torch.arange(0, 5, -1)
torch.arange(0, 5, 0)
torch.linspace(0, 1)
torch.linspace(0, 1, 3.0)
torch.randint(5)
torch.randint(5, (2,)).dtype, torch.randint(5, 5, (2,))
torch.randint(0, 5)
torch.rand(2, 3, size=3)
torch.randn()
torch.randperm(-1)
torch.eye(2, 3, 4)
torch.full((2,), 1), torch.full((2,), 1.), torch.full((2,), True)
torch.full(2, 1)
f.to('float64')
f.to(int), f.to(torch.half), f.to(i)
f.type('torch.DoubleTensor'), f.type(), f.type(torch.int32)
f.astype(int)
f.size(1)
f.to('gpu')
torch.device('gpu')
f.numpy().dtype, f.cpu().numpy(), f.numpy() + 1
f.foo
f.append(1)
f.mean(axis=1)
f.sum(axis='x')
f.max(1)
f.reshape('a')
f.clamp()
f.clamp(min=2), f.clip(1.5, 2.5), f.clamp(3, 1)
f.add()
f.add(1, 2)
f.add(1, alpha=2), torch.add(f, f, alpha=0.5)
torch.add(1, 2)
torch.sum([1, 2])
torch.sqrt(4)
torch.exp(1)
torch.exp('a')
torch.relu(3.0)
torch.max(f, 0), torch.max(f), torch.max(f, torch.zeros(3))
torch.max(f, 0, 1, 2)
torch.where(f > 1, f, 0), torch.where(f > 1)
torch.where(f, f, f)
torch.where(f > 1, 1, 0)
~f
f & f
i & 1, i | 4, ~i, i << 1, ~(i > 1)
(i > 1) + 1, (i > 1) - 1
(i > 1) - (i > 2)
-(i > 1)
not f
f and i
f % 0, i % 0
i // 0
i / 0
2 ** i, 2. ** f, 10 % i, 7 // f, 1 / i
i ** f, i ** 0.5
round(f), abs(-f), f.round(decimals=1), divmod(f, 2)
math.sqrt(f[0])
import math; math.sqrt(f[0]), math.exp(torch.tensor(1)), math.pi * f
math.sqrt(f)
sum(f), max(f), min(i), sorted(torch.tensor([3, 1, 2]))
range(torch.tensor(3)), [0] * i[1], "abc"[i[0]], [10, 20, 30][i[1]]
range(f[0])
hash(f) == id(f), f == None, f != None, f is None
f == 'a', f == [1, 2, 3]
f < 'a'
{f: 1}[f]
str(f), repr(i), f"{f[0]:.2f}", f"{f}", "%s" % f[0], "%.2f" % f[0], "%d" % i[2], "{:.3f}".format(f[1])
f"{f:.2f}"
f"{i[0]:d} {i[0]:03d} {f[0]:>8.3f}|{f[0]:e}"
print(f, i, sep='\n')
# Function mistakes.
class Square(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x):
    ctx.save_for_backward(x)
    return x ** 2
  @staticmethod
  def backward(ctx, g):
    x, = ctx.saved_tensors
    return 2 * x * g

x = torch.tensor([3.], requires_grad=True)
y = Square.apply(x); y
y.grad_fn, type(y.grad_fn), y.grad_fn.name(), y.grad_fn.next_functions, y.grad_fn.saved_tensors
y.backward(); x.grad
y.grad_fn.saved_tensors
Square()(x)
Square.forward(x)
Square(x)
class Two(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a, b):
    return a * b
  @staticmethod
  def backward(ctx, g):
    return g

Two.apply(x, x).backward()
class Wrong(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a * 2
  @staticmethod
  def backward(ctx, g):
    return torch.ones(5)

Wrong.apply(x).backward()
class NoBack(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a * 2

NoBack.apply(x).backward()
class NonStatic(torch.autograd.Function):
  def forward(self, a):
    return a * 2
  def backward(self, g):
    return g * 2

NonStatic.apply(x)
NonStatic()(x)
class Text(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return "hello"
  @staticmethod
  def backward(ctx, g):
    return g

Text.apply(x)
class Raises(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a.clone()
  @staticmethod
  def backward(ctx, g):
    raise ValueError("boo")

Raises.apply(x).backward()
class TooMany(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a.clone()
  @staticmethod
  def backward(ctx, g):
    return g, g

TooMany.apply(x).backward()
class Float(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a):
    return a.clone()
  @staticmethod
  def backward(ctx, g):
    return 2.0

Float.apply(x).backward()
class SaveInt(torch.autograd.Function):
  @staticmethod
  def forward(ctx, a, n):
    ctx.save_for_backward(n)
    return a * n
  @staticmethod
  def backward(ctx, g):
    return g, None

SaveInt.apply(x, 3)
Square.apply(x, x)
Square.apply(3.0)
Square.apply(input=x)
class STE(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x):
    return (x > 0).float()
  @staticmethod
  def backward(ctx, g):
    return torch.nn.functional.hardtanh(g)

a = torch.randn(4, requires_grad=True); STE.apply(a).sum().backward(); a.grad
class GradReverse(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x, lam):
    ctx.lam = lam
    return x.view_as(x)
  @staticmethod
  def backward(ctx, g):
    return g.neg() * ctx.lam, None

GradReverse.apply(a, 0.5).sum().backward(); a.grad, GradReverse.apply(a, 0.5).grad_fn
class Exp(torch.autograd.Function):
  @staticmethod
  def forward(ctx, i):
    result = i.exp()
    ctx.save_for_backward(result)
    return result
  @staticmethod
  def backward(ctx, grad_output):
    result, = ctx.saved_tensors
    return grad_output * result

torch.autograd.gradcheck(Exp.apply, (torch.randn(3, dtype=torch.double, requires_grad=True),)), torch.autograd.gradcheck(Wrong.apply, (torch.randn(3, dtype=torch.double, requires_grad=True),))
class Bad(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x):
    return x * 3
  @staticmethod
  def backward(ctx, g):
    return g * 2

torch.autograd.gradcheck(Bad.apply, (torch.ones(2, dtype=torch.double, requires_grad=True),))
# Device module mistakes.
import torch.nn as nn
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(3, 1))
m(torch.ones(1, 2))
m.forward(torch.ones(2))
m.to(torch.int)
m.parameters()
m.parameters
len(m.parameters())
m.parameters()[0]
m[5]
m['a']
m.foo
m[0].weight = torch.ones(2, 2)
m[0].weight = nn.Parameter(torch.ones(2, 2)); m[0].weight.requires_grad
m.weight
m[0].weight.grad.zero_()
m.zero_grad(); m[0].weight.grad
nn.Sequential([nn.Linear(1, 1)])
nn.Sequential(nn.Linear)
nn.ModuleList(nn.Linear(1, 1))
nn.ModuleList([nn.Linear(1, 1)])(torch.ones(1))
nn.Linear(2, 2).load_state_dict(m.state_dict())
m.load_state_dict(None)
nn.Linear(2, 3).load_state_dict(nn.Linear(2, 2).state_dict())
nn.functional.relu(nn.ReLU())
nn.relu
nn.Conv2D
nn.functional.foo
nn.Relu()
torch.nn.MSEloss
torch.optim.adam
torch.optim.Sgd
torch.tensr
torch.float128
torch.nn.CrossEntropyLoss()(torch.ones(2), torch.ones(3))
nn.CrossEntropyLoss(reduction='avg')(torch.ones(2, 2), torch.tensor([0, 1]))
nn.CrossEntropyLoss(weight=[1, 2])
nn.Dropout('a')
import torch.foo
