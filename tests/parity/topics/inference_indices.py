import torch
x = torch.arange(6.).reshape(2, 3).requires_grad_()
p = torch.arange(6.).reshape(2, 3)
with torch.inference_mode():
    rows = torch.tensor([0, 1])
    far = torch.tensor([0, 7])
    mask = torch.tensor([True, False])
    wide = torch.tensor([True, False, True])
    halves = torch.tensor([0.5, 1.])
    small = torch.tensor(1, dtype=torch.int8)


x[rows]
x[far]
x[mask]
x[wide]
x[halves]
x[small]
x[0, rows]
x[:, rows]
x[None, rows]
x[rows, 0]
x[7, rows]
x[rows, 7]
p[rows]
p[halves]
p[small]
p[wide]
p[far]
with torch.no_grad():
    x[rows]


q = p.clone()
q[rows] = 5.
q[rows] = torch.tensor(2., requires_grad=True)
q
r = x.clone()
r[rows] = 0.
r[halves] = 0.
r
torch.index_put(p, (rows,), torch.tensor(1., requires_grad=True))
torch.index_put(x, (rows,), torch.tensor(1.))
torch.index_put(p, (rows,), torch.tensor(1.))
x[torch.tensor([0, 1], dtype=torch.int8)]
x[torch.tensor(1, dtype=torch.int8)]
x[torch.tensor(1, dtype=torch.int16)]
x[torch.tensor([0, 1], dtype=torch.int32)]
x[torch.tensor(1.)]
x[torch.tensor([0j])]
x[0, torch.tensor([0.5])]
x[7, torch.tensor([0.5])]
p[torch.tensor([0, 7]), torch.tensor([True, False])]
p[torch.tensor([0, 7]), torch.tensor([0.5])]
q[torch.tensor([0.5])] = 1
q[torch.tensor(1, dtype=torch.int8)] = 1
q
with torch.inference_mode():
    p[rows], x[rows]


y = x[torch.tensor([1, 1])]
y.sum().backward()
x.grad
y.grad_fn._saved_indices
