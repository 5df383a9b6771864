import numpy as np
import copy, pickle, operator
x = torch.tensor([[1.5, -2.5], [3.5, 0.]])
r = torch.tensor([1., 2.], requires_grad=True)
x.to(torch.int64), x.to(torch.bool)
x.to(torch.float32) is x, x.to("cpu") is x, x.to(torch.float32, copy=True) is x
x.to("cuda")
x.to("cuda:1")
x.to(device="cuda")
x.to(torch.device("cuda"))
x.cuda()
x.to("nope")
x.to("float32")
x.to()
x.to(torch.float32, "cpu")
x.to("cpu", torch.float64)
x.to("cpu", torch.float64, True, True).dtype
x.to(torch.float64, non_blocking=True).dtype
x.to(x.double()).dtype
x.to(other=x.double()).dtype
x.to(tensor=x.double()).dtype
x.to(dtype=torch.float16, device="cpu")
x.to([1])
x.to(float), x.to(int), x.to(bool)
x.to(str)
r.to(torch.float64), r.to(torch.float32), r.to(torch.int64)
r.double().grad_fn, r.float().grad_fn, r.to(torch.float32, copy=True).grad_fn
x.float() is x, x.double().dtype, x.half().dtype, x.int().dtype, x.long().dtype, x.short().dtype, x.char().dtype, x.byte().dtype, x.bool().dtype
x.cfloat(), x.cdouble().dtype
x.type(), x.int().type(), r.type(), torch.tensor(True).type(), torch.tensor(1j).type()
x.type("torch.DoubleTensor").dtype, x.type(torch.IntTensor).dtype, x.type(torch.half).dtype
x.type("foo")
x.type(int)
x.type(3)
x.type_as(torch.tensor(1)), x.type_as(3)
x.item()
torch.tensor([]).item()
torch.tensor([[2.5]]).item(), torch.tensor(3).item(), torch.tensor(True).item(), torch.tensor(1j).item(), torch.tensor(0.1).item()
x.item(1)
x.tolist(), torch.tensor(5).tolist(), torch.zeros(2, 0).tolist(), torch.tensor([True]).tolist(), torch.tensor([1j]).tolist()
x.tolist(1)
r.tolist(), r[0].item()
r.numpy()
r.detach().numpy(), r.numpy(force=True)
x.numpy(), x.numpy().base is None, x.int().numpy().dtype
x.numpy(True)
np.asarray(x), np.array(x, dtype=np.float64)
np.asarray(r)
np.array(r.detach())
x.__array__()
np.sum(x), np.add(x, 1), np.sqrt(torch.tensor([4.])), type(np.sum(x))
x * np.float64(2)
a = np.zeros(2); t = torch.from_numpy(a); t += 1; a
a[0] = 5; t
t.numpy() is a, np.shares_memory(t.numpy(), a)
torch.from_numpy([1, 2])
torch.from_numpy(np.array(["a"]))
torch.from_numpy(np.array([object()]))
torch.from_numpy(np.arange(3)[::-1])
torch.from_numpy(np.array([1], dtype=">f4"))
b = np.ones(2); b.flags.writeable = False; torch.from_numpy(b)
torch.tensor(np.arange(3)[::-1])
torch.tensor(np.float32(1.5)), torch.tensor(np.int8(3)), torch.tensor(np.bool_(True)), torch.tensor([np.float64(1.5)]), torch.tensor([np.int16(1)])
torch.tensor([np.ones(2), np.zeros(2)])
torch.tensor([np.ones(2), np.zeros(3)])
torch.tensor([torch.tensor(1.), torch.tensor(2)])
torch.tensor([torch.tensor([1.]), torch.tensor([2.])])
torch.tensor([torch.tensor([1., 2.])])
torch.tensor([torch.tensor([1, 2])])
torch.tensor([r[0], r[1]])
torch.tensor(r)
torch.tensor(x).data_ptr() == x.data_ptr()
torch.tensor([[1, 2], [3]])
torch.tensor([[1, 2], 3])
torch.tensor([1, [2]])
torch.tensor([[1], [2, 3], [4]])
torch.tensor([[[1, 2]], [[3]]])
torch.tensor([1, "a"])
torch.tensor([1.5, None])
torch.tensor(["a"], dtype=torch.float32)
torch.tensor([[], []])
torch.tensor([1, 2.5, True])
torch.tensor([1, 2], dtype=torch.complex64)
torch.tensor([1 + 0j], dtype=torch.float32)
torch.tensor(3.9, dtype=torch.int32), torch.tensor(-1, dtype=torch.uint8), torch.tensor(2, dtype=torch.bool)
torch.tensor(256, dtype=torch.uint8)
torch.tensor(128, dtype=torch.int8)
torch.tensor(1e39), torch.tensor([1e39]), torch.tensor(65520., dtype=torch.float16)
torch.tensor(float("nan"), dtype=torch.int64)
torch.tensor([1, 2], requires_grad=True)
torch.tensor([1, 2], dtype=torch.int32, requires_grad=True)
torch.tensor(1, dtype="float32")
torch.tensor(1, dtype=np.float32)
torch.tensor(1, device="cuda")
torch.tensor(1, device="cuda:0")
torch.tensor(1, device=0)
torch.tensor(1, device="cpu:0").device
torch.tensor(range(3)), torch.tensor((1, 2)), torch.tensor(torch.Size([1, 2]))
torch.tensor({1: 2})
torch.tensor({1, 2})
torch.tensor(x for x in [1])
torch.tensor("12")
torch.tensor(None)
torch.tensor(object())
torch.tensor(int)
torch.as_tensor(x) is x, torch.as_tensor(a).data_ptr() == a.ctypes.data, torch.as_tensor(a, dtype=torch.float32).dtype
torch.as_tensor([1, 2], dtype=torch.float32), torch.as_tensor(3)
torch.as_tensor("a")
torch.as_tensor([1, 2], device="cuda")
torch.asarray(x) is x, torch.asarray(x, copy=True) is x, torch.asarray([1, 2]), torch.asarray(a, copy=False)
torch.asarray([1], copy=False)
torch.asarray(x, dtype=torch.float64, copy=False)
torch.asarray([1., 2.], requires_grad=True)
torch.asarray([1, 2], requires_grad=True)
torch.asarray(r).requires_grad, torch.asarray(r * 1).grad_fn
torch.scalar_tensor(2.5), torch.scalar_tensor(2, dtype=torch.int64)
int(torch.tensor(2.9)), float(torch.tensor(3)), bool(torch.tensor([0.])), complex(torch.tensor(2.))
int(x)
float(x)
complex(x)
bool(x)
bool(torch.tensor([]))
float(torch.tensor(1j))
int(torch.tensor(float("nan")))
int(torch.tensor(float("inf")))
float(r[0])
int(r[0]), bool(r[0])
operator.index(torch.tensor(3)), [10, 20, 30][torch.tensor(1)], range(5)[torch.tensor(2)]
operator.index(torch.tensor(3.))
operator.index(torch.tensor([3, 4]))
[1, 2][torch.tensor(1.)]
len(x), len(torch.tensor([])), list(r), [v.item() for v in x.view(-1)]
len(torch.tensor(1.))
list(torch.tensor(1.))
for v in x: print(v)

a, b = r; a
a, b, c = r
2 in torch.tensor([1, 2]), torch.tensor(2) in torch.tensor([1, 2]), 5 in x
"a" in x
None in x
f"{torch.tensor(1.23456):.2f} {torch.tensor(3):d} {torch.tensor(2.5)}", f"{r[0]:.1f}"
f"{x:.2f}"
f"{torch.tensor([1.]):.2f}"
"{}".format(torch.tensor([1.])), str(torch.tensor(1)), format(torch.tensor(7), "03d")
round(torch.tensor(2.567), 2), round(torch.tensor(2.5)), abs(torch.tensor(-1)), divmod(torch.tensor(7), torch.tensor(2))
hash(x) == hash(x), x == x.clone(), {x: 1}[x]
copy.copy(x), copy.deepcopy(r), copy.deepcopy(r) is r
copy.deepcopy(r * 2)
pickle.loads(pickle.dumps(x)), pickle.loads(pickle.dumps(r)).requires_grad
x.data_ptr() == x.view(4).data_ptr(), x.untyped_storage().nbytes(), x.element_size(), x.nbytes, x.nelement()
x.new_tensor([1, 2]), x.new_tensor(x).equal(x), x.new_zeros(2, 1), x.int().new_ones(2), x.new_full((2,), 7), x.new_empty(0)
x.new_tensor([[1], [2, 3]])
x.new_full((2,), "a")
x.new_zeros(2, dtype=torch.int64, requires_grad=True)
torch.zeros_like(x, dtype=torch.int64), torch.ones_like(r), torch.full_like(x, 2), torch.empty_like(r).requires_grad, torch.zeros_like(r, requires_grad=True)
torch.full_like(x.int(), 2.7), torch.full_like(x, 1j)
torch.zeros_like(x, device="cuda")
torch.zeros_like(5)
torch.ones_like(x, 5)
x.__dlpack_device__(), torch.from_dlpack(x), torch.from_dlpack(x) is x, torch.from_dlpack(x).data_ptr() == x.data_ptr()
torch.from_dlpack(np.ones(2)), np.from_dlpack(x), torch.from_dlpack(np.arange(4)[::2])
torch.from_dlpack(r)
np.from_dlpack(r)
torch.from_dlpack([1])
torch.from_dlpack(x.__dlpack__())
from torch.utils.dlpack import to_dlpack, from_dlpack
from_dlpack(to_dlpack(x))
