import numpy as np
from torch import nn
from torch.nn import functional as F
x = torch.tensor([[1.5, -2.0, 0.25], [3.0, 0.0, -1.0]])
z = torch.tensor([-1.0, 0.5, 2.0])
s = torch.tensor(0.75)
b = torch.tensor([[True, False, True], [False, False, True]])
q = torch.tensor([[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]])
t = torch.arange(24.0).view(2, 3, 4)
torch.float32(3)
torch.dtype("float")
torch.float + torch.int
torch.float < torch.int
x + torch.float
x.shape()
torch.Size([1]) - torch.Size([2])
torch.device("cpu")()
torch.device("cpu", foo=1)
torch.Generator().foo
torch.strided + 1
torch.dtype.__name__, torch.Size.__name__, type(torch.device("cpu")).__name__
torch.return_types.max, torch.return_types.sort
torch.return_types.foo
m = torch.max(x, 0)
m.values = 1
torch.finfo(float), torch.iinfo(int)
torch.finfo(int)
torch.iinfo(float)
torch.iinfo(torch.int, foo=1)
torch.finfo(torch.float, foo=1)
torch.promote_types(int, float), torch.can_cast(int, float)
import decimal, datetime
torch.tensor(decimal.Decimal("1.5"))
torch.tensor([datetime.date(2020, 1, 1)])
torch.Tensor([1, 2], torch.float)
torch.Tensor([1], [2])
torch.Tensor([1.0], [2], [3])
y = torch.zeros(2)
y[0] = np.float32(3)
y[0] = np.int32(3); y[1] = np.float64(4); y
y[0] = np.bool_(True)
h = torch.zeros(3, dtype=torch.half)
h[0] = 1e6; h[1:2] = 1e6; h
h.fill_(1e6)
h[2].fill_(-1e6), h
i = torch.tensor([[3, -2, 0], [7, 1, -5]])
i.index_put((b,), torch.tensor(9.5))
x.take_along_dim(torch.tensor([0.0]), 0)
z.expand(-2, 3)
x.split([1, 2, 3], -1)
s.repeat_interleave(torch.tensor([1, 2]), 0)
torch.tensor([2, 0, 1]).bincount(z[:2])
torch.tensor([2, 0, 1]).bincount(minlength=-1)
torch.linalg.cross(q, x)
torch.linalg.norm(torch.zeros(0, 3), 2), torch.linalg.matrix_norm(torch.zeros(2, 3, 0), 1)
torch.linalg.cond(x[:0], "fro")
torch.linalg.cond(z, "fro")
torch.linalg.lstsq(q[None], x)
torch.norm(x, 0, dtype=torch.int64)
torch.nanmean(x, 0, dtype=torch.int64)
torch.cumsum(x, 0, dtype=torch.bool)
torch.logsumexp(torch.zeros(0, 3), dim=())
c = torch.tensor([1 + 2j])
def twice():
    c.double()
    c.float()

twice()
torch.prod(torch.tensor([1 + 2j, -0.5j, 3.0]), dim=0, dtype=torch.bool)
torch.special.i1(torch.tensor([0.0, -2.0, 1e-20]))
torch.ldexp(torch.tensor([1.0]), torch.tensor([1, 2]))
x.abs().multinomial(2, True).shape
torch.tensor([-1.0, 1, 2]).multinomial(2, True)
torch.normal(z, -1.0)
torch.unique(x, 2, 0)
torch.unique(x, dim=(0,))
torch.unique_consecutive(x, 0)
torch.unique_consecutive(x, dim="a")
F.pixel_shuffle(torch.zeros(0, 4, 2, 2), 2).shape, F.pixel_shuffle(torch.zeros(2, 0, 2, 2), 2).shape
F.layer_norm(s, ())
F.rms_norm(s, (3,))
F.cross_entropy(x, torch.tensor([0, 1]), label_smoothing=-0.5)
F.cross_entropy(x, torch.tensor([0, 1]), label_smoothing=1.5)
k = torch.arange(16.0).view(1, 2, 4, 2) / 16
attended = F.scaled_dot_product_attention(k, k, k, is_causal=True)
attended.stride(), attended.is_contiguous(), attended.transpose(1, 2).is_contiguous()
attended.transpose(1, 2).view(1, 4, 4)
rows = torch.arange(16.0).view(1, 4, 2, 2).transpose(1, 2) / 16
F.scaled_dot_product_attention(rows, rows, rows).transpose(1, 2).view(1, 4, 4)

nn.GRUCell(2, 3)(torch.ones(1, 2), torch.ones(2, 3))
nn.GRUCell(2, 3)(torch.ones(1, 4), torch.ones(1, 3))
nn.RNNCell(2, 3)(torch.ones(1, 2), torch.ones(1, 4))
nn.RNNCell(2, 3)(torch.ones(2), torch.ones(1, 3))
nn.LSTMCell(2, 3)(torch.ones(1, 3))
nn.LSTMCell(2, 3)(torch.ones(1, 2), (torch.ones(1, 3), torch.ones(1, 4)))
nn.LSTMCell(2, 3)(torch.ones(1, 2), torch.ones(1, 3))
nn.LSTMCell(2, 3)(torch.ones(1, 2), (torch.ones(1, 3),))
torch.linspace(-3, 3.5, 12).half().cumsum(0)
nn.RNN(2)
nn.RNN(2, nonlinearity="relu")
nn.RNN(2, 3, 1, "relu", False), nn.RNN(2, 3, nonlinearity="tanh", batch_first=True)
nn.RNN(2, 3, 1, "foo")
