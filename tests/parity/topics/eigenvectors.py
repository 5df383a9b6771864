# eigenvectors of symmetric matrices, sign for sign, and products added in place
import torch
torch.set_printoptions(precision=3)
torch.linalg.eigh(torch.tensor([[2., -1, 0], [-1, 2, -1], [0, -1, 2]])).eigenvectors.round(decimals=3) + 0
torch.linalg.eigh(torch.tensor([[4., 1, 0], [1, 3, 0], [0, 0, 1]]))
torch.linalg.eigh(torch.tensor([[4., 1, 2], [1, 3, 0.5], [2, 0.5, 1]]), UPLO="U").eigenvectors.round(decimals=3) + 0
torch.linalg.eigh(torch.diag(torch.tensor([3., 1., 2.])))
torch.linalg.eigh(torch.arange(16., dtype=torch.float64).view(4, 4)).eigenvectors[:, :1]
torch.view_as_real(torch.linalg.eigh(torch.tensor([[1, 1j, 0], [-1j, 2, 1], [0, 1, 3]])).eigenvectors).round(decimals=3) + 0
torch.manual_seed(0)
a = torch.randn(3, 3)
a = a @ a.T
w, v = torch.linalg.eigh(a)
v
v @ torch.diag(w) @ v.T - a < 1e-5
b = torch.randn(5, 5, dtype=torch.float64)
torch.linalg.eigh(b + b.T).eigenvectors
torch.linalg.eigh((b + b.T)[None].repeat(2, 1, 1)).eigenvectors.shape
c = torch.randn(8, 8, dtype=torch.float64)
torch.linalg.eigh(c @ c.T).eigenvectors[0]
data = torch.randn(50, 4, dtype=torch.float64) @ torch.diag(torch.tensor([3., 2., 1., .5], dtype=torch.float64))
cov = data.T.cov()
values, vectors = torch.linalg.eigh(cov)
vectors
(data @ vectors[:, -2:])[:3]
m = torch.tensor([[2., 1, 0], [1, 3, 1], [0, 1, 4]], dtype=torch.float64, requires_grad=True)
torch.linalg.eigh(m).eigenvectors
torch.linalg.eigh(m).eigenvectors[:, 0].abs().sum().backward()
m.grad.round(decimals=4) + 0
torch.linalg.eigh(m.detach().expand(2, 3, 3)).eigenvectors
o = torch.ones
o(2, 3).addmm_(o(2, 2), o(2, 2))
o(3).addmm_(o(2, 2), o(2, 3))
o(2, 2).addmm_(o(2, 3), o(2, 3))
o(1).addmv_(o(3, 2), o(2))
o(2).addmv_(o(3, 2), o(2))
o(2, 2).baddbmm_(o(2, 2, 2), o(2, 2, 2))
o(1, 2, 2).baddbmm_(o(2, 2, 2), o(2, 2, 2))
o(2, 2).addmm_(o(2, 2), o(2, 2))
