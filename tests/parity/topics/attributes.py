x = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
x.shape
x.size()
type(x.shape)
x.shape == (2, 2)
x.shape == [2, 2]
tuple(x.shape)
list(x.shape)
x.shape[0]
x.shape[-1:]
x.shape.numel()
x.shape + (3,)
(3,) + x.shape
torch.Size([1, 2])
torch.Size((1, 2))[0]
torch.Size()
torch.Size([1.5])
a, b = x.shape
print(x.shape)
str(x.shape), repr(x.shape), f"{x.shape}"
x.dtype
str(x.dtype), repr(x.dtype), f"{x.dtype}"
torch.float32, torch.float64, torch.float16
torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool
torch.float, torch.double, torch.half, torch.long, torch.int, torch.short
torch.complex64
type(x.dtype)
torch.dtype
x.device
str(x.device)
x.device == torch.device("cpu")
x.device == "cpu"
torch.device("cpu")
torch.device("cpu").type, torch.device("cpu").index
torch.device("cuda")
torch.device("cuda:0")
torch.device("foo")
type(x)
type(x).__name__
isinstance(x, torch.Tensor)
torch.is_tensor(x), torch.is_tensor(1)
isinstance(torch.tensor(1), torch.FloatTensor), isinstance(x, torch.FloatTensor)
torch.Tensor
x.requires_grad, x.is_leaf, x.grad, x.grad_fn
x.ndim, x.dim(), x.numel()
x.layout
x.is_cuda, x.is_sparse, x.is_quantized, x.is_complex()
x.itemsize, x.nbytes
x.names
x.T.shape, x.H.shape
x.real
x.imag
x.is_contiguous()
x.is_same_size(x)
x.stride(), x.stride(0)
x.storage_offset()
x.untyped_storage().nbytes()
x.type()
x.get_device()
x.element_size()
x.foo
x.foo()
x.foo = 5
x.foo
del x.foo
x.foo
x.shape = (4,)
x.dtype = torch.float64
x.grads
x.require_grad
x.requires_gard
x.require_grad = True
x.backwards()
x.append(1)
x.length
x.add(1, 2, 3, 4)
x.size(0, 1)
# parity: differs (a bound method of ours is a Python function's)
x.item
# parity: differs (a bound method of ours is a Python function's)
x.sum
torch.foo
torch.Foo()
torch.tesnor([1.])
torch.nograd()
torch.autograd.foo
# parity: differs (a function of ours is a Python function)
torch.tensor
# parity: differs (a function of ours is a Python function)
torch.add
torch.manual_seed
x.sum(dims=0)
x.view("a")
x.reshape()
x.mean("a")
x.transpose(0, 1, 2)
x.max(0, 1, 2)
x.t(1)
x.clone(1)
x.detach(1)
x.item(1)
x.tolist(1)
x.requires_grad_(1, 2)
x.backward(1, 2, 3, 4, 5)
x.pow()
x.matmul()
x.expand()
x.squeeze(1, 2)
x.unsqueeze("a")
x.fill_()
x.zero_(1)
# parity: differs (copy_ has a second, deprecated overload there)
x.copy_()
x.copy_(1.)
torch.ones(2, 3, dtype="float32")
torch.ones(2, dtype=float)
torch.ones(2, dtype=int)
torch.ones(2, dtype=bool)
torch.zeros(2, 3, requires_grad="yes")
torch.cat()
torch.stack(1)
torch.where()
torch.matmul(x)
torch.sum(x, "a")
torch.mean(1.)
torch.exp(x, foo=1)
torch.manual_seed("a")
torch.manual_seed()
torch.manual_seed(1.5)
torch.numel(x)
torch.numel(1)
x(1)
x.__len__()
x.__class__
x.data.foo
callable(x)
"%s" % x
"{}".format(x)
f"{x}"
f"{x[0, 0]}"
f"{x[0, 0]:.3f}"
f"{x:.3f}"
"%.2f" % x[0, 0]
"%d" % x[0, 0]
"{:>8.2f}".format(x[0, 0].item())
format(x[0, 0], ".1f")
str(x) == repr(x)
print(x, x.shape, sep="\n")
print(x[0, 0].item(), x.sum().item())
range(torch.tensor(3))
[1, 2, 3][torch.tensor(1)]
[1, 2, 3][torch.tensor(1.)]
[1, 2, 3] * torch.tensor(2)
import math
math.sqrt(torch.tensor(4.))
math.exp(x[0, 0])
math.floor(torch.tensor(1.5))
x.__array__().dtype
x.detach().__array__().dtype
"grad_fn" in dir(x), "requires_grad" in dir(x)
vars(x)
x.__dict__
x.__module__
torch.Tensor.__module__
id(x) == id(x), x is x
# parity: differs (a bound method of ours is a Python function's)
x.new
x._base, x._version
