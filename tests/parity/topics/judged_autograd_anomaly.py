from torch import nn
import torch.nn.functional as F
import copy, pickle, threading
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.utils.checkpoint import checkpoint
x = torch.tensor([1., 2.], requires_grad=True)
torch.autograd.set_detect_anomaly(True)
h = x.register_post_accumulate_grad_hook(lambda p: 1 / 0)
(x * 2).sum().backward()
h.remove(); h = x.register_hook(lambda g: 1 / 0)
(x * 2).sum().backward()
h.remove(); y = x * 2; y.register_hook(lambda g: 1 / 0); y.sum().backward()
y = x * 2; y.grad_fn.register_prehook(lambda g: 1 / 0); y.sum().backward()
y = x * 2; y.grad_fn.register_hook(lambda g, h: 1 / 0); y.sum().backward()
x.grad = None; x.grad = torch.ones(1).expand(2); x.sum().backward()
x.sum().backward()
h = x.register_hook(lambda g: torch.ones(3)); x.sum().backward()
x = torch.tensor([1., 2.], requires_grad=True)
torch.autograd.set_detect_anomaly(True)
y = x * torch.tensor([1., 0.])
z = y.log() * 0
z.sum().backward()
def inner(t): return (t - t).sqrt()
def outer(t): return inner(t) * 0
outer(x).sum().backward()
class Nan(Function):
    @staticmethod
    def forward(ctx, x): return x.clone()
    @staticmethod
    def backward(ctx, g): return g * float("nan")
Nan.apply(x).sum().backward()
Nan.apply(x).sum().backward(create_graph=True)
torch.autograd.grad(Nan.apply(x).sum(), x)
y = x.exp(); y.add_(1); y.sum().backward()
(x.sqrt() * float("nan")).sum().backward()
x.register_hook(lambda g: g * float("nan"))
x.sum().backward()
x.grad
(x ** 2).sum().backward()
with torch.no_grad(): x.zero_()
x.sqrt().sum().backward()
x.grad
torch.autograd.set_detect_anomaly(False)
x.sqrt().sum().backward()
