import numpy as np
x = torch.arange(6.).view(2, 3)
x[np.array([1, 0])]
x[np.array([True, False])]
x[np.int64(1)], x[np.array(1)], x[np.bool_(True)].shape
x[np.array([0.5])]
x[np.array([1, 0]), 1]
x[range(2)]
x[:, range(0, 3, 2)]
x[[1, 0]]
x[[[1, 0]]]
x[[[0, 1], [1, 2]]]
x[[0, 1], [1, 2]]
x[(0, 1), (1, 2)]
x[[0, slice(None)]]
x[[torch.tensor(0), 1]]
x[[True, False]]
x[[True]]
x[[]]
x[[], []]
x[()]
x[(1,)]
x[((1, 0),)]
x["a"]
x[b"a"]
x[{}]
x[{1}]
x[1j]
x[1.0]
x[0, 1.0]
x[0, "a"]
x[None, None, 0].shape
x[..., None].shape
x[..., ..., 0]
x[0, ..., 1]
x[0, 1, ...]
x[2]
x[0, 3]
x[0, -4]
x[0, 0, 0]
x[0, 0, None]
x[0, 0, ..., 0]
x[1:0]
x[5:]
x[-5:-1]
x[::-1]
x[::0]
x[:, ::-2]
x[1.5:]
x["a":]
x[torch.tensor(1):]
x[torch.tensor([1]):].shape
x[torch.tensor([0, 1]):]
x[True], x[False].shape
x[True, 0], x[False, 0].shape
x[0, True]
x[True, True].shape
x[torch.tensor(True)].shape, x[torch.tensor(False)].shape
x[torch.tensor([True, False])]
x[torch.tensor([True, False, True])]
x[:, torch.tensor([True, False, True])]
x[torch.tensor([[True, False, True], [False, False, True]])]
x[torch.tensor([[True, False], [False, True]])]
x[x > 2, 0]
x[x > 2, None].shape
x[torch.tensor([True, False]), torch.tensor([0, 2])]
x[torch.tensor([True, True]), torch.tensor([0, 2])]
x[torch.tensor([True, True]), torch.tensor([0, 2, 1])]
x[torch.tensor(1)], x[torch.tensor(-1)]
x[torch.tensor(2)]
x[torch.tensor([2])]
x[:, torch.tensor([3])]
x[torch.tensor([0]), torch.tensor([-4])]
x[torch.tensor([1, 0], dtype=torch.int32)]
x[torch.tensor([1, 0], dtype=torch.int8)]
x[torch.tensor([1, 0], dtype=torch.int16)]
x[torch.tensor([1, 0], dtype=torch.uint8)]
x[torch.tensor([1., 0.])]
x[torch.tensor([1j])]
x[torch.tensor([])]
x[torch.tensor([], dtype=torch.int64)].shape
x[torch.tensor([[0], [1]]), torch.tensor([0, 2])]
x[torch.tensor([0, 1]), torch.tensor([0, 1, 2])]
x[torch.tensor([0]), torch.tensor([0]), torch.tensor([0])]
x[None, torch.tensor([0])].shape
x[torch.tensor([0]), None].shape
x[torch.tensor([0]), None, torch.tensor([1])].shape
x[..., torch.tensor([0])].shape
h = torch.arange(24.).view(2, 3, 4)
h[torch.tensor([0, 1]), :, torch.tensor([0, 1])].shape
h[:, torch.tensor([0, 1]), torch.tensor([0, 1])].shape
h[0, :, torch.tensor([0, 1])].shape
h[torch.tensor([0, 1]), 0].shape
h[torch.tensor([0, 1]), 0, torch.tensor([0, 1])].shape
h[:, 0, torch.tensor([0, 1])].shape
h[torch.tensor(0), :, torch.tensor([0, 1])].shape
h[h[..., 0] > 3].shape
h[:, torch.tensor([[True, False, False, False], [True, True, False, False], [False, False, False, True]])].shape
h[0, ..., torch.tensor([0, 1])].shape
h[:, [0, 1], 1:3].shape
h[:, [0, 1], ..., None].shape
h[1:, [0, 1], [0, 1]].shape
h.T[torch.tensor([0])].shape
n = torch.tensor(5.)
n[()], n[...], n[None]
n[0]
n[1]
n[0, 0]
n[:]
n[True], n[False].shape
n[torch.tensor(True)]
n[torch.tensor(0)]
n[None, 0]
n[[]]
n["a"]
e = torch.zeros(0, 3)
e[0]
e[:, 0]
e[torch.tensor([], dtype=torch.int64)].shape
e[torch.tensor([0])]
e[e > 0].shape
v = torch.arange(3., requires_grad=True)
v[0], v[:1], v[None], v[...], v[[0]], v[v > 0], v[True], v[torch.tensor(1)], v[0:2][0]
v[:].grad_fn, v[...].grad_fn, v[()].grad_fn, v[None].grad_fn, v[0, ...].grad_fn, v[None, 0].grad_fn
v[0:3:2].grad_fn._saved_step, v[1:].grad_fn._saved_start, v[1:].grad_fn._saved_end, v[-1].grad_fn._saved_index
v[:2]._is_view(), v[[0]]._is_view(), v[...]._is_view(), v[0]._base is v
a = torch.zeros(2, 3)
a[0] = 1; a
a[0, 1] = torch.tensor(5.); a
a[:, 1] = torch.tensor([7., 8.]); a
a[1] = [1, 2, 3]; a
a[1] = (1, 2, 3)
a[1] = np.array([1, 2, 3])
a[1] = None
a[1] = "a"
a[1] = range(3)
a[0] = True; a
a[0] = 1j
a[0] = np.float64(2.5); a
a[0] = torch.tensor([1, 2, 3]); a
a[0] = torch.tensor([1., 2.])
a[0] = torch.ones(2, 3)
a[0] = torch.ones(1, 3); a
a[:] = torch.ones(1, 1, 2, 3); a
a[0, 0] = torch.tensor([3.]); a
a[0, 0] = torch.tensor([[3., 4.]])
a[[0, 1]] = 5; a
a[[0, 1], [0, 1]] = torch.tensor([6., 7.]); a
a[[0, 1], [0, 1]] = torch.tensor([6., 7., 8.])
a[[0, 1], [0, 1]] = torch.tensor([6, 7])
a[torch.tensor([0, 0]), torch.tensor([0, 0])] = torch.tensor([1., 2.]); a
a[a > 5] = 0; a
a[a > 0] = torch.tensor([1., 2.])
a[a > 100] = torch.tensor([])
a[a > 0] = -a[a > 0]; a
a[x > 100] = 3; a
a[torch.tensor([True, False])] = 9; a
a[torch.tensor([True, False, True])] = 9
a[2] = 0
a[0, 3] = 0
a[0, 0, 0] = 0
a[1.5] = 0
a["a"] = 0
a[::-1] = 0
a[5:] = 0; a
a[..., 0] = 4; a
a[None, 0] = torch.ones(1, 3); a
a[True] = 2; a
a[False] = 3; a
a[()] = 8; a
a[...] = 9; a
a[torch.tensor([5])] = 0
a[np.array([0])] = 1; a
a[range(1)] = 2; a
a[[]] = 5; a
a[[0]] = torch.zeros(2, 3)
i = torch.zeros(3, dtype=torch.int64)
i[0] = 2.9; i
i[1] = torch.tensor(3.7); i
i[i > 0] = 1.5; i
i[[0]] = torch.tensor([1.5])
i[0] = 2 ** 63
i[0] = float("nan")
i[0] = float("inf")
u = torch.zeros(2, dtype=torch.uint8)
u[0] = 300
u[0] = -1; u
b = torch.zeros(2, dtype=torch.bool)
b[0] = 5; b
n[...] = 3; n
n[()] = 4; n
n[0] = 1
n[None] = 2; n
v[0] = 1
w = v * 1; w[0] = 5; w
w = v * 1; w[1:] = v[:2]; w.sum().backward(); v.grad
w = v * 1; w[[0, 0]] = v[1:]; w
w = v * 1; w[w > 0] = 0; w
w = torch.zeros(3); w[0] = v[1]; w
w = torch.zeros(3); w[:2] = v[1:]; w.sum().backward(); v.grad
torch.zeros(3).expand(2, 3)[0] = 1
w = torch.zeros(3).expand(2, 3); w[0] = 1; w
w = torch.zeros(3).expand(2, 3); w[:, 0] = 1; w
w = torch.zeros(1).expand(3); w[1] = 5; w
w = torch.zeros(1).expand(3); w[0:2] = 5
w = torch.arange(4.); w[1:] = w[:-1]
w = torch.arange(4.); w[:] = w.flip(0); w
del w[0]
w[0] += 1; w
w[1:3] *= 10; w
w[[0, 0]] += 1; w
a = torch.zeros(2, 3); a[[0, 1], [0]] = torch.tensor([[True, False], [True, True]])
a[[0, 1], [0, 1]] = torch.tensor([1, 2])
torch.tensor([]).view(torch.float64), torch.zeros(2, 0).view(torch.int8).shape
