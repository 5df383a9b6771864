x = torch.tensor([[1.23456789, -20000.5], [0.00001234, 3.]])
x
torch.set_printoptions(precision=2); x
torch.set_printoptions(precision=0); x
torch.set_printoptions(precision=10); x
torch.set_printoptions(profile="default"); x
torch.set_printoptions(sci_mode=True); x
torch.set_printoptions(sci_mode=False); x
torch.set_printoptions(sci_mode=None); x
torch.set_printoptions(precision=2, sci_mode=True); x, torch.arange(3), torch.tensor(1.5)
torch.set_printoptions(profile="short"); x, torch.arange(2000.)
torch.set_printoptions(profile="full"); torch.arange(1100).shape, str(torch.arange(1100.)).count("\n")
torch.set_printoptions(profile="default"); torch.arange(2000.)
torch.set_printoptions(threshold=5); torch.arange(6), torch.arange(5), torch.ones(3, 3)
torch.set_printoptions(edgeitems=1); torch.arange(6), torch.ones(4, 4)
torch.set_printoptions(edgeitems=0); torch.arange(6)
torch.set_printoptions(profile="default")
torch.set_printoptions(linewidth=20); torch.arange(10), torch.arange(6.).requires_grad_()
torch.set_printoptions(linewidth=200); torch.arange(40)
torch.set_printoptions(profile="default")
torch.set_printoptions(profile="foo")
torch.set_printoptions(2); torch.tensor(1.23456)
torch.set_printoptions(3, 10, 2, 40, "default"); torch.arange(12.) / 7
torch.set_printoptions(profile="default")
torch.set_printoptions(precision="a"); torch.tensor(1)
torch.set_printoptions(profile="default")
torch.set_printoptions(foo=1)
torch.set_printoptions(precision=3); torch.tensor([1 + 2.123456j, 3.]), torch.tensor(float("inf")), torch.tensor([float("nan"), 1.])
torch.set_printoptions(precision=3); torch.tensor([1e10, 1.]), torch.tensor([1e-10]), torch.tensor([1e5, 1e-5])
torch.set_printoptions(profile="default", precision=6); x
torch.set_printoptions(profile="default")
torch.set_printoptions(precision=2); torch.tensor([1.5, 2.], dtype=torch.float16), torch.tensor([1.5, 2.]).double(), torch.tensor([1., 2.])
torch.set_printoptions(profile="default")
torch.set_printoptions(sci_mode=True); torch.tensor([1, 2]), torch.tensor([True]), torch.tensor([]), torch.tensor(5.), torch.tensor([1.])
torch.set_printoptions(sci_mode=False); torch.tensor([1e10, 1e-10])
torch.set_printoptions(profile="default")
torch.arange(12.).view(2, 2, 3)
torch.zeros(2, 0), torch.zeros(0, 3), torch.zeros(0), torch.zeros(0, dtype=torch.int64), torch.zeros(1, 0, 2)
torch.tensor(1e-5), torch.tensor(123456.), torch.tensor(1234567.), torch.tensor(1e8), torch.tensor(0.1), torch.tensor(1.), torch.tensor(-0.)
torch.tensor([0.1, 1000.]), torch.tensor([0.1, 10000.]), torch.tensor([1., 1e8]), torch.tensor([1e8]), torch.tensor([99999999.])
torch.tensor([1, 10, 100]), torch.tensor([-1, 10]), torch.tensor([True, False]), torch.tensor([[1], [-20]])
torch.tensor([1 + 2j]), torch.tensor([1.5 - 0.25j, -3.]), torch.tensor(1j), torch.tensor([1e5 + 1e-5j])
torch.ones(2, 3, dtype=torch.float64), torch.ones(2, dtype=torch.int8), torch.ones(1, dtype=torch.complex128)
torch.arange(1001), torch.ones(100, 11), torch.ones(11, 10, 10).shape
torch.ones(4, 300)
torch.arange(3.).requires_grad_() * 2, torch.arange(1001., requires_grad=True)
repr(torch.tensor(1.)), str(torch.tensor([1.])), torch.tensor(1.).__repr__()
print(torch.tensor([1., 2.])), print(torch.tensor(1), torch.tensor([2]))
torch.ones(2, 2, 2, 2)
torch.ones(30)
