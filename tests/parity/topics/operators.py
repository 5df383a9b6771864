a = torch.tensor([1., 2., 3.], requires_grad=True)
b = torch.tensor([4., 5., 6.], requires_grad=True)
a + b
a - b
a * b
a / b
a ** b
a // 2
a % 2
b // a
b % a
-a
+a
+a is a
abs(-a)
a + 1
1 + a
a - 1
1 - a
a * 2
2 * a
a / 2
2 / a
a ** 2
a ** 0.5
2 ** a
a ** 0
a ** -1
7 // a.detach()
7 % a.detach()
a @ b
a.add(b, alpha=2)
a.sub(b, alpha=2)
torch.add(a, b)
torch.add(a, 1)
torch.add(a, b, alpha=10)
torch.sub(a, b)
torch.mul(a, b)
torch.div(a, b)
torch.div(b, a, rounding_mode="floor")
torch.div(b, a, rounding_mode="trunc")
torch.div(b, a, rounding_mode="round")
torch.true_divide(a, 2)
torch.floor_divide(b, a)
torch.remainder(b, a)
torch.fmod(-b, a)
torch.rsub(a, 1)
a.multiply(b)
a.divide(b)
a.subtract(b)
a.rsub(b)
a.true_divide(2)
torch.neg(a)
torch.negative(a)
torch.positive(a)
x = torch.tensor([7, -7, 3])
x / 2
x // 2
x % 3
x * 2
x * 2.5
x ** 2
x + True
-x
~x
x & 1
x | 8
x ^ 1
x << 1
x >> 1
x / 0
x // 0
x % 0
x ** -1
2 ** x
t = torch.tensor([True, False])
t & True
t | t
~t
t ^ True
t + t
t + 1
t * 2.0
-t
t - t
1 - t
a + [1., 2., 3.]
a + "x"
"x" + a
a + None
None * a
a @ 2
2 @ a
a + (1, 2, 3)
a & 1
a << 1
a ** "2"
divmod(a, 2)
a + torch.ones(2)
a + torch.ones(3, 1)
torch.ones(2, 3) * torch.ones(3, 2)
torch.ones(2, 3) + torch.ones(2)
a.add()
a.add(1, 2, 3)
torch.add(1, 2)
torch.add(a)
torch.mul(a, "x")
torch.mul(2, a)
a.mul(b, alpha=2)
a == b
a != b
a < b
a <= 2
a > 2
2 > a
a >= torch.tensor([3., 2., 1.])
a.eq(1)
a.ne(b)
a.lt(2), a.le(2), a.gt(2), a.ge(2)
torch.eq(a, a)
a == None
a == "a"
a != "a"
a == [1., 2., 3.]
a < "a"
a == torch.tensor([1., 2.])
torch.equal(a, a)
torch.equal(a, b)
torch.allclose(a, a + 1e-9)
torch.isclose(a, b)
(a > 1).requires_grad
(a > 1) & (a < 3)
(a > 1) | (a < 3)
torch.logical_not(a > 1)
torch.logical_and(a > 1, a < 3)
torch.logical_or(a > 1, a < 3)
1 < a < 3
not a
bool(a)
bool(a[0]), bool(a[:1])
bool(torch.tensor([]))
if a > 1:
  print("yes")
if a.sum() > 1:
  print("yes")
int(a[1]), float(a[1]), complex(a[1])
int(a)
float(a)
round(a[0])
len(a), len(a.reshape(3, 1))
len(a[0])
list(a)
1. in a, 9. in a
sum(a)
max(a), min(a)
[v * 2 for v in a]
for v in a:
  print(v.item())
x, y, z = a
y
x, y = a
iter(a[0])
hash(a) == id(a)
{a: 1}[a]
sorted([a[2], a[0]])
reversed(a)
a.__add__(b)
a.__radd__(1)
a.__rsub__(1)
a.__mul__("x")
a.__eq__(b)
