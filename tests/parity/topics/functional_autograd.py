from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp
from torch.autograd import gradcheck, gradgradcheck
x = torch.tensor([1., 2., 3.])
jacobian(lambda x: x ** 2, x)
jacobian(lambda x: x.sum(), x)
jacobian(lambda x: x.exp().sum(dim=0), torch.zeros(2, 2))
def f(a, b):
  return a * b, (a + b).sum()

jacobian(f, (torch.ones(2), torch.tensor([2., 3.])))
jacobian(lambda x: x ** 2, x, create_graph=True)
jacobian(lambda x: x ** 2, [x])
jacobian(lambda x: 3, x)
jacobian(lambda x: torch.ones(2), x)
jacobian(lambda x: torch.ones(2), x, strict=True)
jacobian(lambda a, b: a * 2, (x, x), strict=True)
jacobian(lambda x: x * 2, torch.tensor([1, 2]))
jacobian(lambda x: x ** 3, torch.tensor(2.))
jacobian(lambda x: x ** 2, x, strategy="forward-mode")
jacobian(lambda x: x ** 2, x, strategy="sideways")
jacobian(lambda x: x ** 2, x, vectorize=True)
hessian(lambda x: (x ** 3).sum(), x)
hessian(lambda x: x ** 3, x)
hessian(lambda x: x[0] * x[1] * x[2], x)
hessian(lambda a, b: (a * b).sum(), (torch.ones(2), torch.ones(2)))
hessian(lambda x: (x * 2).sum(), x)
hessian(lambda x: (x * 2).sum(), x, strict=True)
hessian(lambda x: (x ** 3).sum(), x, create_graph=True)
hessian(lambda x: x ** 2, torch.tensor(3.))
hessian(lambda x: (x.sum(), x.sum()), x)
vjp(lambda x: x ** 2, x, torch.ones(3))
vjp(lambda x: x ** 2, x)
vjp(lambda x: x.sum(), x)
vjp(lambda x: x ** 2, x, torch.ones(2))
vjp(lambda x: (x, x * 2), x, (torch.ones(3), torch.ones(3)))
vjp(lambda x: (x, x * 2), x, torch.ones(3))
vjp(lambda x: x ** 2, x, 3)
jvp(lambda x: x ** 2, x, torch.ones(3))
jvp(lambda x: x ** 2, x)
hvp(lambda x: (x ** 3).sum(), x, torch.ones(3))
vhp(lambda x: (x ** 3).sum(), x, torch.ones(3))
hvp(lambda x: x ** 3, x, torch.ones(3))
hvp(lambda x: (x ** 3).sum(), x)
hvp(lambda x: (x ** 3).sum(), x, torch.ones(3), create_graph=True)
hvp(lambda x: (x * 2).sum(), x, torch.ones(3), strict=True)
torch.autograd.functional.nothing
d = torch.tensor([1., 2.], dtype=torch.double, requires_grad=True)
gradcheck(lambda x: x ** 3, (d,))
gradcheck(torch.sin, d)
gradcheck(lambda x, n: x * n, (d, 3))
gradcheck(lambda x: x * 2, (d.detach(),))
gradcheck(lambda x: x * 2, (torch.tensor([1., 2.], requires_grad=True),))
class Wrong(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x):
    ctx.save_for_backward(x)
    return x ** 2
  @staticmethod
  def backward(ctx, grad):
    x, = ctx.saved_tensors
    return grad * x

gradcheck(Wrong.apply, (d,))
gradcheck(Wrong.apply, (d,), raise_exception=False)
gradcheck(Wrong.apply, (d,), atol=10.)
gradcheck(lambda x: x.detach(), (d,))
gradcheck(lambda x: 3, (d,))
gradcheck(lambda x: (x * 2, x.detach()), (d,))
gradcheck(lambda x: x.matmul(x), (d,))
gradgradcheck(lambda x: x ** 3, (d,))
gradgradcheck(torch.exp, (d,))
class Flat(torch.autograd.Function):
  @staticmethod
  def forward(ctx, x):
    ctx.save_for_backward(x)
    return x ** 3
  @staticmethod
  def backward(ctx, grad):
    x, = ctx.saved_tensors
    return grad * 3 * x.detach() ** 2

torch.manual_seed(0)
gradcheck(Flat.apply, (d,))
gradgradcheck(Flat.apply, (d,))
gradgradcheck(Flat.apply, (d,), raise_exception=False)
d.grad
from torch import nn
import torch.nn.functional as F
torch.manual_seed(0)
layer = nn.Linear(2, 2).double()
gradcheck(layer, (d,))
gradcheck(lambda x: F.log_softmax(x, dim=0), (d,))
gradcheck(lambda x: F.cross_entropy(x.unsqueeze(0), torch.tensor([1])), (d,))
gradgradcheck(lambda x: F.mse_loss(x, torch.zeros(2, dtype=torch.double)), (d,))
gradgradcheck(lambda x: F.gelu(x), (d,))
