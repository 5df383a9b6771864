from torch import nn
g = torch.manual_seed(0)
m = nn.RNN(2, 3)
m
[(n, tuple(p.shape)) for n, p in m.named_parameters()]
m.weight_ih_l0
x = torch.randn(4, 1, 2)
out, h = m(x)
out.shape, h.shape
out
h
h.grad_fn.next_functions[0][0].name()
out.sum().backward()
m.weight_hh_l0.grad
m.bias_ih_l0.grad
out, h = m(x, torch.ones(1, 1, 3)); out
m(x[:, 0])
m(torch.randn(4, 1, 5))
m(torch.randn(4))
m(x, torch.zeros(1, 2, 3))
m(x, torch.zeros(3))
m(x[:, 0], torch.zeros(1, 1, 3))
m(x.double())
nn.RNN(2, 3, nonlinearity='foo')
nn.RNN(2, 3, nonlinearity='relu', bias=False, batch_first=True)(torch.ones(1, 2, 2))
nn.RNN(2, 3, num_layers=2, dropout=0.5, bidirectional=True)
nn.RNN(2, 3, dropout=0.5)
nn.RNN(2, 3, dropout=2)
nn.RNN(0, 3)
nn.RNN(2, -1)
nn.RNN(2., 3)
nn.RNN(2, 3, num_layers=0)
nn.RNN(2, 3, bias=1)
nn.RNN(2, 3, proj_size=2)
nn.GRU(2, 3, proj_size=2)
r = nn.RNN(2, 3, 2, bidirectional=True, batch_first=True)
out, h = r(torch.ones(2, 4, 2)); out.shape, h.shape
out[0]
out.grad_fn
out.grad_fn.next_functions[0][0].name()
[n for n, _ in r.named_parameters()]
h
out.sum().backward(); r.weight_ih_l1_reverse.grad
l = nn.LSTM(2, 3)
l
out, (h, c) = l(x)
out
h
c
out.grad_fn.next_functions[1:3]
(out.sum() + c.sum()).backward()
l.weight_ih_l0.grad
l.bias_hh_l0.grad
y = x.clone().requires_grad_()
s = (torch.ones(1, 1, 3, requires_grad=True), torch.ones(1, 1, 3, requires_grad=True))
out, (h, c) = l(y, s)
h.sum().backward()
y.grad
s[0].grad, s[1].grad
l(x[:, 0])[0].shape
l(x, torch.zeros(1, 1, 3))
l(x, (torch.zeros(1, 1, 3), torch.zeros(1, 1, 4)))
l(x, (torch.zeros(1, 3), torch.zeros(1, 3)))
l2 = nn.LSTM(2, 3, 2, batch_first=True, bidirectional=True)
out, (h, c) = l2(torch.ones(1, 3, 2))
out
h.shape, c.shape
out.sum().backward(); l2.weight_hh_l0_reverse.grad
d = nn.LSTM(2, 3).double()
out, _ = d(x.double()); out
out.sum().backward(); d.weight_ih_l0.grad
nn.LSTM(2, 3, bias=False)(x)[0]
u = nn.GRU(2, 3)
u
out, h = u(x)
out
h
out.sum().backward(); u.weight_hh_l0.grad
u(x[:, 0], torch.ones(1, 3))[1]
nn.GRU(2, 3, 2, bidirectional=True)(x)[1].shape
a = nn.RNNCell(2, 3); a
a(torch.ones(1, 2))
a(torch.ones(2), torch.ones(3))
a(torch.ones(1, 1, 2))
nn.RNNCell(2, 3, nonlinearity='relu', bias=False)
b = nn.LSTMCell(2, 3); b
h, c = b(torch.ones(2, 2)); h, c
h, c = b(torch.ones(2, 2), (h, c)); h
b(torch.ones(2))
(h.sum() + c.sum()).backward(); b.weight_hh.grad
e = nn.GRUCell(2, 3); e
h = torch.zeros(1, 3)
for t in x: h = e(t, h)
h
h.sum().backward(); e.weight_ih.grad
l.state_dict().keys()
sum(p.numel() for p in l.parameters())
l.all_weights[0][0].shape
l.flatten_parameters()
isinstance(nn.CELU(), nn.ELU), isinstance(l, nn.RNNBase)
nn.CELU(), nn.CELU(2., True)
l.input_size, l.hidden_size, l.num_layers, l.bidirectional, l.mode
l.training, l.eval().training
g = torch.manual_seed(1)
drop = nn.LSTM(2, 3, 2, dropout=0.5)
drop(x)[0]
emb = nn.Embedding(5, 4); gru = nn.GRU(4, 3, batch_first=True); head = nn.Linear(3, 2)
out, h = gru(emb(torch.tensor([[1, 2, 3]]))); head(h[-1])
loss = nn.functional.cross_entropy(head(h[-1]), torch.tensor([1])); loss
loss.backward(); emb.weight.grad
nn.LSTM(2, 3, batch_first=True).double()(torch.ones(1, 2, 2).double())[0].grad_fn.name()
nn.GRU(2, 3, batch_first=True)(torch.ones(1, 2, 2))[0].grad_fn.name()
with torch.no_grad(): l(x)[0].shape
q = torch.autograd.grad(l(x)[0].sum(), l.weight_hh_l0, create_graph=True)[0]; q.shape
q.sum().backward()
nn.utils.clip_grad_norm_(u.parameters(), 1.).dim()
opt = torch.optim.SGD(u.parameters(), 0.1); opt.step(); u.bias_ih_l0
l.zero_grad(); torch.autograd.grad(l(x)[0].square().sum(), l.weight_hh_l0, create_graph=True)[0].sum().backward(); l.weight_ih_l0.grad
l.weight_hh_l0.grad, l.bias_ih_l0.grad
