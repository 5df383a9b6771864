A = torch.tensor([[2., 1.], [1., 3.]], requires_grad=True)
B = torch.tensor([[1., 2., 3.], [4., 5., 6.]], requires_grad=True)
b = torch.tensor([1., 2.])
torch.linalg.det(A)
torch.det(A)
torch.linalg.inv(A)
torch.inverse(A)
torch.linalg.inv(A) @ b
torch.linalg.solve(A, b)
torch.linalg.solve(A, b.unsqueeze(1))
torch.linalg.slogdet(A)
torch.slogdet(A)
torch.logdet(A)
torch.linalg.cholesky(A)
torch.linalg.cholesky(A, upper=True)
torch.linalg.qr(A)
Q, R = torch.linalg.qr(B)
Q
R
Q @ R
torch.linalg.svd(A)
U, S, Vh = torch.linalg.svd(B, full_matrices=False)
U
S
Vh
(U * S) @ Vh
torch.linalg.svd(B).Vh
torch.linalg.svdvals(B)
torch.linalg.eigh(A)
L, V = torch.linalg.eigh(A)
L
V.shape
torch.linalg.eigvalsh(A)
torch.linalg.eig(A)
torch.linalg.eigvals(torch.tensor([[0., 1.], [-1., 0.]]))
torch.linalg.lstsq(B.T.detach(), torch.tensor([[1.], [2.], [4.]]))
torch.linalg.pinv(B)
torch.linalg.matrix_rank(B)
torch.linalg.matrix_rank(torch.ones(3, 3))
torch.linalg.cond(A)
torch.linalg.norm(A)
torch.linalg.norm(A, 'nuc')
torch.linalg.norm(A, 2)
torch.linalg.norm(b)
torch.linalg.norm(b, 1)
torch.linalg.norm(b, float('inf'))
torch.linalg.vector_norm(B, dim=1)
torch.linalg.matrix_norm(B, 1)
torch.linalg.matrix_norm(B, ord='fro', keepdim=True)
torch.linalg.matrix_power(A, 3)
torch.linalg.matrix_power(A, -1)
torch.linalg.matrix_power(A, 0)
torch.linalg.multi_dot([A, B, B.T])
torch.linalg.matrix_exp(torch.zeros(2, 2))
torch.linalg.cross(torch.tensor([1., 0., 0.]), torch.tensor([0., 1., 0.]))
torch.linalg.vander(torch.tensor([1, 2, 3]))
torch.linalg.diagonal(B)
torch.linalg.vecdot(B, B)
torch.linalg.lu(A)
torch.linalg.lu_factor(A)
torch.linalg.solve_triangular(A, B, upper=True)
torch.linalg.tensorinv(A, ind=1)
torch.linalg.inv_ex(torch.ones(2, 2))
torch.svd(A)
torch.svd(A).V
torch.cholesky(A)
torch.qr(A)
torch.lu(A)
torch.chain_matmul(A, A)
torch.vander(torch.tensor([1., 2., 3.]))
torch.linalg.inv(torch.ones(2, 2))
torch.linalg.inv(torch.zeros(3, 3))
torch.linalg.inv(B)
torch.linalg.inv(b)
torch.linalg.inv(torch.tensor([[1, 2], [3, 4]]))
torch.linalg.det(B)
torch.linalg.solve(torch.ones(2, 2), b)
torch.linalg.solve(A, torch.ones(3))
torch.linalg.solve(A, b.double())
torch.linalg.cholesky(torch.tensor([[1., 2.], [2., 1.]]))
torch.linalg.svd(b)
torch.linalg.eigh(B)
torch.linalg.qr(A, mode='full')
torch.linalg.svd(torch.full((2, 2), float('nan')))
torch.linalg.svd()
torch.linalg.svd(A, B)
torch.linalg.norm(A, 'foo')
torch.linalg.foo
torch.linalg.LinAlgError
try: torch.linalg.inv(torch.zeros(2, 2))
except torch.linalg.LinAlgError as e: print('singular:', e)
issubclass(torch.linalg.LinAlgError, RuntimeError)
A.grad = None
torch.linalg.det(A).backward(); A.grad
A.grad = None
torch.logdet(A).backward(); A.grad
torch.autograd.grad(torch.linalg.solve(A, b).sum(), A)
torch.autograd.grad(torch.linalg.inv(A).trace(), A)
torch.autograd.grad(torch.linalg.cholesky(A).sum(), A)
torch.autograd.grad(torch.linalg.eigvalsh(A).max(), A)
torch.autograd.grad(torch.linalg.svdvals(B).sum(), B)
torch.autograd.grad(torch.linalg.norm(B, 'nuc'), B)
torch.autograd.grad(torch.linalg.qr(B)[1].sum(), B)
g, = torch.autograd.grad(torch.linalg.det(A), A, create_graph=True)
g
torch.autograd.grad(g.sum(), A)
torch.autograd.gradcheck(torch.linalg.inv, A.detach().double().requires_grad_())
torch.autograd.gradgradcheck(torch.linalg.det, A.detach().double().requires_grad_())
u = torch.linalg.svd(A); u.S.sum().backward(); A.grad
u.U.grad_fn is u.S.grad_fn
u.S.grad_fn.next_functions
u[1]
torch.linalg.det(A).grad_fn._saved_A
torch.linalg.eigh(A).eigenvalues.grad_fn
torch.linalg.svd(torch.zeros(0, 3))
torch.linalg.det(torch.zeros(0, 0))
torch.linalg.inv(torch.eye(2).expand(3, 2, 2)).shape
torch.linalg.det(torch.eye(2).expand(3, 2, 2))
