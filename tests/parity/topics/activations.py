import torch
import torch.nn as nn
import torch.nn.functional as F
x = torch.tensor([-2., -0.5, 0., 0.5, 3.], requires_grad=True)
F.relu6(x), F.elu(x), F.selu(x), F.celu(x, alpha=0.5)
# parity: atol=2e-4 (its vectorised erf rounds in single precision)
F.gelu(x), F.gelu(x, approximate="tanh")
F.silu(x), F.mish(x), F.softplus(x), F.softsign(x)
F.hardtanh(x), F.hardsigmoid(x), F.hardswish(x), F.tanhshrink(x)
F.softshrink(x), F.hardshrink(x), F.threshold(x, 0.2, -1.), F.logsigmoid(x)
F.leaky_relu(x, 0.1), F.rrelu(x), F.prelu(x, torch.tensor([0.25])), F.glu(x[:4])
torch.manual_seed(0)
F.rrelu(x, training=True)
F.gumbel_softmax(torch.zeros(2, 3)), F.gumbel_softmax(torch.zeros(2, 3), hard=True)
for f in (F.elu, F.gelu, F.silu, F.mish, F.softplus, F.hardswish, F.logsigmoid, F.softshrink, F.hardtanh):
    g, = torch.autograd.grad(f(x).sum(), x, create_graph=True)
    print(f.__name__, g, type(g.grad_fn).__name__)
    print(torch.autograd.grad(g.sum(), x, allow_unused=True))

y = F.elu(x, alpha=2)
y.grad_fn, y.grad_fn._saved_alpha, y.grad_fn._saved_scale, y.grad_fn._saved_self
y = F.hardtanh(x, -1, 1)
y.grad_fn._saved_min_val, y.grad_fn._saved_max_val
y = F.relu6(x)
y.grad_fn, y.grad_fn._saved_max_val
[n for n in dir(F.softplus(x).grad_fn) if n.startswith("_saved")]
F.logsigmoid(x).grad_fn._saved_buffer
F.prelu(x, torch.tensor([0.25], requires_grad=True)).grad_fn.next_functions
y = (x * 1).clone(); F.elu_(y); y.grad_fn, y.grad_fn._saved_result
y = (x * 1); F.leaky_relu(y, 0.2, inplace=True); y
y = (x * 1); F.silu(y, inplace=True).sum().backward(); x.grad
F.relu6(x, inplace=True)
y = x * 1; z = F.hardtanh(y * 1); y.mul_(2); z.sum().backward()
y = torch.exp(x); z = F.elu_(y); z.sum().backward()
torch.selu(x), torch.celu(x), torch.hardshrink(x), torch.threshold(x, 1, 0)
x.hardshrink(0.3), x.prelu(torch.tensor([0.1]))
x.elu()
torch.elu(x)
torch.softplus(x)
F.elu(torch.tensor([1, 2]))
F.softplus(torch.tensor([True]))
F.gelu([1., 2.])
F.gelu(x, "tanh")
F.gelu(x, approximate="fast")
F.hardtanh(x, 2, 1)
F.softshrink(x, -1)
F.glu(torch.ones(3))
F.glu(torch.tensor(1.))
F.prelu(torch.ones(2, 3), torch.ones(2))
F.prelu(torch.ones(2), torch.ones(1, dtype=torch.float64))
F.threshold(x, 1)
F.celu(x, 0)
F.rrelu(x, 0.5, 0.1)
F.swish(x)
F.softmax(x)
F.softmin(torch.ones(2, 2), dim=1)
F.log_softmax(torch.tensor([1., 2., 3.]), 0, dtype=torch.float64)
F.softmax(torch.ones(2, 2), dim=2)
F.hardsigmoid(x).grad_fn
g, = torch.autograd.grad(F.hardsigmoid(x).sum(), x, create_graph=True); g.sum().backward()
nn.ReLU6(), nn.ELU(), nn.ELU(0.5, inplace=True), nn.SELU(), nn.CELU(2.0), nn.SiLU(inplace=True), nn.Mish()
nn.Softplus(), nn.Softsign(), nn.Hardtanh(), nn.Hardtanh(-2, 2), nn.Hardsigmoid(), nn.Hardswish(inplace=True)
nn.Tanhshrink(), nn.Softshrink(), nn.Hardshrink(0.1), nn.Threshold(0.1, 20), nn.LogSigmoid(), nn.GLU()
nn.PReLU(), nn.PReLU(3, 0.1), nn.RReLU(), nn.Softmin(dim=1), nn.Softmax(dim=0), nn.LogSoftmax(dim=1), nn.Softmax2d()
nn.LeakyReLU(0.2), nn.GELU(), nn.GELU("tanh")
nn.Hardtanh(2, 1)
nn.Hardtanh(min_value=-3)
nn.Threshold(1)
model = nn.Sequential(nn.Linear(2, 3), nn.PReLU(3), nn.Linear(3, 1), nn.Hardtanh())
model
[name for name, _ in model.named_parameters()], model[1].weight
nn.PReLU()(torch.tensor([[-1., 2.]]))
nn.Softmax2d()(torch.zeros(1, 2, 1, 1)), nn.Softmin(1)(torch.tensor([[0., 1.]]))
nn.Softmax2d()(torch.zeros(2, 2))
nn.Softmax()(torch.zeros(2, 2))
r = nn.RReLU(); r.eval(); r(torch.tensor([-1., 1.]))
nn.ELU()(x), nn.CELU()(x), nn.Softplus(2)(x), nn.LogSigmoid()(x), nn.Hardshrink()(x), nn.Threshold(0.2, 5.)(x)
nn.ReLU(1, 2)
nn.CELU(1, 2, 3)
nn.Softshrink(lambda_=1)
nn.Softmax(1, 2)
class Mine(nn.SiLU): pass

Mine(1, 2)
Mine(True)
