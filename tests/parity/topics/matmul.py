v = torch.tensor([1., 2.], requires_grad=True)
w = torch.tensor([3., 4.], requires_grad=True)
A = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
B = torch.tensor([[0., 1.], [1., 0.]], requires_grad=True)
A @ B
A @ v
v @ A
v @ w
torch.matmul(A, B)
torch.matmul(A, v)
torch.matmul(v, w)
A.matmul(B)
A.mm(B)
torch.mm(A, B)
A.mv(v)
torch.mv(A, v)
v.dot(w)
torch.dot(v, w)
torch.inner(v, w)
torch.outer(v, w)
torch.bmm(A[None], B[None])
A.t() @ v
(A @ v).grad_fn
(v @ w).grad_fn
(A @ B).grad_fn
(A @ B[None]).grad_fn
A @ A @ A
A.addmm(B, B)
torch.addmm(B, A, A, beta=2, alpha=3)
torch.trace(A)
A @ torch.ones(3)
A @ torch.ones(3, 2)
torch.ones(2, 3) @ torch.ones(2, 3)
torch.ones(3) @ A
torch.ones(3) @ torch.ones(2)
torch.tensor(2.) @ A
A @ torch.tensor(2.)
A @ torch.tensor([1, 2])
torch.tensor([1, 2]) @ torch.tensor([3, 4])
torch.tensor([[1, 2]]) @ torch.tensor([[3], [4]])
torch.tensor([True]) @ torch.tensor([True])
A.double() @ B
A.double() @ B.double()
A.mm(v)
v.mm(A)
A.mv(A)
v.dot(A)
v.dot(torch.ones(3))
torch.mm(A)
torch.mm(A, 2)
A.mm(torch.ones(3, 2))
A.mv(torch.ones(3))
torch.dot(v, torch.tensor([1, 2]))
torch.mm(A, torch.tensor([[1, 2], [3, 4]]))
torch.ones(2, 3, 4) @ torch.ones(4)
torch.ones(2, 3, 4) @ torch.ones(2, 4, 2)
torch.ones(2, 3, 4) @ torch.ones(3, 4, 2)
(torch.ones(2, 1, 3, 4) @ torch.ones(5, 4, 1)).shape
torch.ones(2, 0) @ torch.ones(0, 3)
torch.bmm(A, B)
torch.bmm(torch.ones(2, 3, 4), torch.ones(2, 3, 4))
A @ [1., 2.]
[1., 2.] @ A
A.dot(v)
def slopes(f):
  v = torch.tensor([1., 2.], requires_grad=True)
  A = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
  f(A, v).sum().backward()
  return A.grad, v.grad

slopes(lambda A, v: A @ v)
slopes(lambda A, v: v @ A)
slopes(lambda A, v: v @ v)
slopes(lambda A, v: A @ A)
slopes(lambda A, v: A.t() @ A)
slopes(lambda A, v: A @ A.T @ v)
slopes(lambda A, v: v @ A @ v)
slopes(lambda A, v: A.mm(v.unsqueeze(1)))
slopes(lambda A, v: A.mv(v))
slopes(lambda A, v: torch.outer(v, v))
slopes(lambda A, v: torch.ones(3, 2, 2) @ A)
slopes(lambda A, v: torch.ones(3, 2, 2) @ v)
slopes(lambda A, v: A.expand(3, 2, 2) @ v)
slopes(lambda A, v: torch.addmm(v, A, A))
w = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([0.5], requires_grad=True)
X = torch.tensor([[1., 2.], [3., 4.], [5., 6.]])
y = torch.tensor([5., 6., 7.])
for step in range(3):
  loss = ((X @ w + b - y) ** 2).mean()
  loss.backward()
  print(loss)
  with torch.no_grad():
    for p in (w, b):
      p -= 0.01 * p.grad
      p.grad.zero_()

w, b
