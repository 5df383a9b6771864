a = torch.tensor([1., 2.], requires_grad=True)
b = a * 2
b.detach()
b.detach().requires_grad, b.detach().grad_fn, b.detach().is_leaf
b.data
b.data.requires_grad
b.detach().data_ptr() == b.data_ptr()
b.detach()._base, b.data._base
b.clone()
b.clone().grad_fn
b.clone().data_ptr() == b.data_ptr()
b.detach().clone()
b.clone().detach()
a.clone()
a.clone().backward(torch.ones(2))
a.grad
a.item()
a[0].item()
a.sum().item()
type(a.sum().item())
torch.tensor([[3]]).item()
type(torch.tensor(3).item()), type(torch.tensor(True).item())
torch.tensor([]).item()
b.tolist()
a.sum().tolist()
torch.tensor([[1, 2], [3, 4]]).tolist()
torch.tensor([True, False]).tolist()
torch.zeros(2, 0).tolist()
a.numpy()
b.numpy()
a.detach().numpy()
b.detach().numpy()
b.data.numpy()
b.numpy(force=True)
type(a.detach().numpy())
with torch.no_grad():
  a.numpy()

import numpy as np
np.array(a)
np.array(a.detach())
np.asarray(a.detach()).dtype
np.sum(a.detach().numpy())
n = np.array([1., 2., 3.])
t = torch.from_numpy(n)
t
n[0] = 10.
t
t[1] = 20.
n
t.add_(1)
n
t.requires_grad_()
torch.from_numpy([1, 2])
torch.from_numpy(np.array(["a"]))
torch.from_numpy(np.arange(3))
torch.from_numpy(np.array([True]))
torch.from_numpy(np.zeros((2, 2), dtype=np.float32))
torch.tensor(n)
torch.tensor(n).data_ptr() == t.data_ptr()
torch.tensor(np.float32(1.5))
torch.tensor(np.int64(3))
torch.tensor([np.float32(1.5), 2.])
torch.as_tensor(n).data_ptr() == t.data_ptr()
z = torch.zeros(2)
m = z.numpy()
m[0] = 5.
z
z.add_(1)
m
torch.from_numpy(np.array([3., 2., 1.])[::-1])
torch.tensor([1, 2]).numpy().dtype
torch.tensor([1.]).numpy() * 2
a.detach() * np.float32(2)
a * np.float64(2)
a * np.int64(2)
a.requires_grad
a.requires_grad = False
a.requires_grad
a.requires_grad = True
b.requires_grad = False
b.requires_grad = True
b.requires_grad_(False)
b.requires_grad_(True)
b.requires_grad_()
b.detach().requires_grad_()
c = torch.tensor([1., 2.])
c.requires_grad_()
c.requires_grad_(False)
c.requires_grad_(requires_grad=True)
c.requires_grad = 1
c.requires_grad = None
c.requires_grad_("a")
torch.tensor([1, 2]).requires_grad_()
torch.tensor([1, 2]).requires_grad_(False)
i = torch.tensor([1, 2])
i.requires_grad = True
torch.tensor([True]).requires_grad_()
torch.tensor([1 + 1j]).requires_grad_()
a = torch.tensor([1., 2.], requires_grad=True)
b = a.detach()
b.mul_(10)
a
a._version, b._version
c = a.data
c.mul_(10)
a
a._version, c._version
d = (a * a)
a.detach().zero_()
d.sum().backward()
e = a * a
a.data.fill_(3.)
e.sum().backward()
a.grad
a.data = torch.tensor([7., 8.])
a
a.data = torch.tensor([7., 8., 9.])
a
a.data = [1., 2.]
a.data = torch.tensor([1, 2])
b = torch.tensor([1., 2.], requires_grad=True) * 2
b.detach_()
b.requires_grad, b.is_leaf
v = b[0]
v.detach_()
(torch.tensor([1., 2.], requires_grad=True) * 2).view(2).detach_()
x = torch.tensor([1., 2.], requires_grad=True)
y = x * 2
z = y.detach() * x
z.sum().backward()
x.grad
x.grad = None
w = y * x
w.sum().backward()
x.grad
copied = x.clone().detach().requires_grad_(True)
copied, copied.is_leaf
torch.tensor(x)
torch.tensor(x.detach().tolist(), requires_grad=True)
import copy
copy.deepcopy(x)
copy.copy(x)
copy.deepcopy(x * 2)
x.cpu() is x
x.contiguous() is x
x.clone().is_leaf, x.cpu().is_leaf, x.to(torch.float64).is_leaf
x.cuda()
x.to("cuda")
