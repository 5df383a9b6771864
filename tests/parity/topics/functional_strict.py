import torch
from torch.autograd import functional as A
x, y = torch.tensor([1., 2.]), torch.tensor([3., 4.])
def told(name, f, *given, **how):
    try:
        print(name, how, getattr(A, name)(f, *given, **how))
    except Exception as error:
        print(name, how, type(error).__name__, error)


def square(a):
    return (a ** 2).sum()


def straight(a):
    return (3 * a).sum()


def doubled(a):
    return a * 2


def both(a):
    return a, a ** 2


def fixed(a):
    return torch.tensor(1.)


def cut(a):
    return a.detach() * 2


for f in (square, straight, doubled, both, fixed, cut):
    for name in ("jacobian", "hessian"):
        told(name, f, x, strict=True)
        told(name, f, x, strict=True, create_graph=True)
        told(name, f, x)


for f in (square, straight, doubled, both, fixed, cut):
    for name in ("vjp", "jvp", "vhp", "hvp"):
        for v in (None, x):
            told(name, f, x, v, strict=True)
            told(name, f, x, v, strict=True, create_graph=True)
            told(name, f, x, v)


for f in (lambda a, b: (a ** 2).sum(), lambda a, b: (a * b).sum(), lambda a, b: (a * a, b)):
    for name in ("vjp", "jvp", "vhp", "hvp"):
        for v in (None, (x, y), (x,), x, (x, y[0])):
            told(name, f, (x, y), v)
            told(name, f, (x, y), v, strict=True)


told("vjp", square, x, (x, y))
told("hvp", square, x, (x, y))
told("vjp", lambda a: 3, x)
told("jvp", lambda a: (a, 3), x)
told("hessian", lambda a: (a.sum(), 3), x)
told("hessian", doubled, x)
told("hvp", both, x, x)
told("vjp", square, [x])
told("vjp", square, (x, 2))
told("jvp", square, x, 3)
A.jacobian(square, x, strategy="sideways")
A.jacobian(square, x, strategy="forward-mode")
