import numpy as np
x = torch.tensor([1., -2.], requires_grad=True)
d = torch.tensor([1., 2.], dtype=torch.float64)
a = np.ones(2)
n = np.array(3.)
x + a
x * a
a * x
a * x.detach()
a + x.detach()
a - d
a / d
a ** d
a // d
a % d
d + a, d - a, d * a, d / a
d ** a
d // a
d % a
x < a
a < x
a < d
a > d, a <= d, a >= d, a == d, a != d
d < a, d > a, d == a, d != a
d == [1., 2.]
d == None
x.detach() * n
n * x.detach()
(x.detach() * n).dtype
(n * x.detach()).dtype
type(n * x.detach())
type(a * d), type(d * a)
(torch.tensor([1, 2]) * n).dtype
(torch.tensor([1, 2]) * np.array(3)).dtype
torch.tensor([1, 2]) * np.array([1, 2], dtype=np.int32)
np.float64(2) * x
x * np.float64(2)
np.float32(2) * x
x * np.float32(2)
np.int64(2) * x
x / np.int64(2)
np.int64(2) / x.detach()
np.int64(2) ** x.detach()
np.float64(2) - x
np.float64(2) < x
x < np.float64(2)
np.float64(2) == x.detach()
np.bool_(True) * x.detach()
x.detach() * np.bool_(True)
np.complex128(1j) * x.detach()
type(np.float64(2) * x.detach())
(np.float64(2) * torch.tensor([1, 2])).dtype
(torch.tensor([1, 2]) * np.float64(2)).dtype
(torch.tensor([1, 2]) + np.float32(2)).dtype
torch.tensor(2.) * a
a * torch.tensor(2.)
y = d.clone(); y += a; y
y -= a; y *= np.array([2., 3.]); y
y /= n; y
y += n; y
z = torch.zeros(2); z += a; z
z += np.array([1, 2]); z
z **= np.array(2.); z
b = np.ones(2); b += d; b
b *= torch.tensor([2., 3.]); b
type(b)
b += x
b @ d
d @ b
torch.add(d, a)
d.add(a)
d.mul(n)
torch.mul(d, np.float64(2))
d.add(np.float64(2))
torch.dot(d, a)
torch.sin(a)
torch.where(d > 1, d, a)
d.dot(a)
torch.maximum(d, a)
d & a
torch.tensor([True]) & np.array([True])
torch.tensor([1, 2]) | np.array([4, 8])
np.array([4, 8]) | torch.tensor([1, 2])
np.array([4, 8]) << torch.tensor([1, 2])
torch.tensor([1, 2]) << np.array([1, 2])
np.sin(d)
type(np.sin(d))
np.sin(x)
np.sum(d)
np.sum(d, axis=0)
np.mean(d)
np.add(d, a)
np.add(a, d)
np.maximum(a, d)
np.dot(a, d)
np.exp(torch.tensor(1.))
np.sqrt(torch.tensor([4]))
np.stack([d, d])
np.concatenate([d, d])
np.allclose(d, d)
np.argmax(d)
np.max(d)
np.array([d, d])
np.array([torch.tensor(1.), torch.tensor(2.)])
np.array(d) is d
np.asarray(d)
np.asarray(x)
np.multiply(x, a)
a[torch.tensor([1, 0])]
a[torch.tensor(1)]
a[d > 1]
d[np.array([1, 0])]
d[np.array([True, False])]
d[np.int64(1)]
d[np.array(1)]
d[0] = np.float64(5); d
d[:] = a; d
d[:] = np.array([7, 8]); d
d[0] = np.array(3.); d
d[np.array([0])] = 9.; d
torch.full((2,), np.float64(3))
torch.arange(np.int64(3))
torch.zeros(np.int64(2))
torch.zeros((np.int64(2), 1))
d.sum(np.int64(0))
d.reshape(np.int64(2), np.int64(1))
torch.tensor(np.float32(1.5))
torch.tensor(np.float64(1.5))
torch.tensor([np.float32(1.5), np.float32(2)])
torch.tensor([np.array([1, 2]), np.array([3, 4])])
x.__array_priority__
x.__array_ufunc__
np.ones((2, 2)) @ d
d @ np.ones((2, 2))
np.ones(3) * d
np.ones(3) + d
d + np.ones(3)
d * np.array(['a', 'b'])
np.array(['a', 'b']) * d
d * np.array([None, 1])
np.ones(2, dtype=np.uint16) * torch.ones(2)
torch.ones(2) * np.ones(2, dtype=np.uint16)
divmod(a, d)
divmod(d, 2)
-a * d
a[:1] * d
float(np.float64(2)) * x
x.detach().numpy() * x
(x * a).sum().backward()
x.grad
a / x
2 / x
'a' / x
np.array([1, 2], dtype=np.int32) / torch.tensor([1, 2])
np.array(2.) / d
torch.tensor([1, 2]) & np.array([1, 3])
torch.tensor([1, 2]) ^ np.array([1, 3])
d.eq(a)
d == np.array(['a', 'b'])
d != a
d == a
a == d
a != d
np.float32(2) // d
np.float32(2) % d
np.float32(2) ** d
d // np.float32(2)
d ** np.float32(2)
d % np.int64(2)
np.int64(5) & torch.tensor([1, 2])
torch.tensor([1, 2]) & np.int64(3)
np.int64(1) << torch.tensor([1, 2])
torch.tensor([1, 2]) << np.int64(1)
torch.clamp(d, np.float64(1.5))
d.fill_(np.float32(2))
d.add_(np.float64(2))
d.mul_(np.int64(2))
d.mul_(a)
d.masked_fill(d > 1, np.float64(0))
torch.tensor(a)
torch.tensor(np.ones((2, 2), dtype=np.float32))
torch.as_tensor(n)
torch.from_numpy(n)
d.new_tensor(a)
torch.Tensor(a)
torch.FloatTensor(np.ones(2, dtype=np.float32))
torch.cat([d, a])
torch.stack([a, a])
d.copy_(a)
x.data = torch.from_numpy(np.ones(2, dtype=np.float32)); x
x.grad = a
d.tolist() == a.tolist()
np.testing.assert_allclose(d, np.ones(2))
np.isnan(d)
np.round(d)
np.clip(d, 0, .5)
np.linalg.norm(d)
np.abs(d)
np.where(d > 0, 1, 2)
np.zeros_like(d)
np.ones_like(d)
np.shape(d), np.ndim(d)
len(np.array(d)), np.array(d, dtype=np.float32).dtype
np.random.default_rng(0).permutation(torch.arange(3)).dtype
d.numpy() is d.numpy(), np.shares_memory(d.numpy(), d.numpy())
for v in np.ones(2): print(d * v)
d == np.ones(3)
x == a
x == np.array([1, -2])
d == np.array(8.)
d == np.float32(8)
d == [8., 8.]
