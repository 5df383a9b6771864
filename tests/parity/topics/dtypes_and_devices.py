torch.float32, torch.float, torch.double, torch.half, torch.int, torch.long, torch.short, torch.uint8, torch.bool, torch.cfloat, torch.cdouble
torch.float32 is torch.float, torch.float32 == torch.float64, {torch.int64: 1}[torch.long]
torch.float32.is_floating_point, torch.int8.is_floating_point, torch.complex64.is_complex, torch.uint8.is_signed, torch.int8.is_signed, torch.bool.is_signed
torch.float32.itemsize, torch.complex128.itemsize, torch.bool.itemsize
torch.float32.to_complex(), torch.complex64.to_real(), torch.float64.to_complex(), torch.complex128.to_real()
torch.int32.to_complex()
str(torch.int64), repr(torch.float16), type(torch.float32), f"{torch.float32}"
torch.float32.foo
torch.float32.itemsize = 3
torch.dtype
isinstance(torch.float32, torch.dtype)
torch.Size([2, 3]), torch.Size((2,)), torch.Size([]), torch.Size()
s = torch.zeros(2, 3).shape
s, s[0], s[-1], s[:1], s[::-1], len(s), s.numel(), list(s), tuple(s), s == (2, 3), s == [2, 3], (2, 3) == s
s + (4,), s + s, (1,) + s, s * 2, 2 * s, s.count(2), s.index(3), 3 in s, max(s), sum(s)
s + [1]
[1] + s
s[5]
s["a"]
s.index(9)
s[0] = 1
a, b = s; a, b
torch.Size([1.5])
torch.Size(["a"])
torch.Size(3)
torch.Size([2, torch.tensor(3)])
torch.Size([True])
hash(s) == hash((2, 3)), isinstance(s, tuple), type(s), type(s[:1]), type(s + (1,)), type((1,) + s), type(s * 2)
str(s), f"{s}", repr(torch.Size([1]))
torch.zeros(s).shape, torch.zeros(*s).shape
torch.finfo(torch.float32)
torch.finfo(torch.float64)
torch.finfo(torch.float16)
torch.finfo(), torch.finfo(torch.complex64).dtype
torch.finfo(torch.float32).eps, torch.finfo(torch.float32).max, torch.finfo(torch.float32).min, torch.finfo(torch.float32).tiny, torch.finfo(torch.float32).resolution, torch.finfo(torch.float32).bits, torch.finfo(torch.float32).smallest_normal, torch.finfo(torch.float32).dtype
torch.finfo(torch.float64).eps, torch.finfo(torch.float16).max
torch.finfo(torch.int64)
torch.finfo("float32")
torch.finfo(torch.float32).foo
torch.finfo(torch.float32) == torch.finfo(torch.float32), torch.finfo(torch.float32) == torch.finfo(torch.float64)
torch.finfo(type=torch.float16).bits
torch.finfo(1, 2)
torch.iinfo(torch.int64)
torch.iinfo(torch.uint8), torch.iinfo(torch.int8), torch.iinfo(torch.int16), torch.iinfo(torch.int32)
torch.iinfo(torch.int32).max, torch.iinfo(torch.int32).min, torch.iinfo(torch.int32).bits, torch.iinfo(torch.int32).dtype
torch.iinfo(torch.float32)
torch.iinfo(torch.bool)
torch.iinfo()
torch.iinfo(3)
torch.iinfo(torch.int32) == torch.iinfo(torch.int32)
torch.device("cpu"), torch.device("cuda"), torch.device("cuda:1"), torch.device("cpu", 0), torch.device("cuda", 2), torch.device(type="cpu"), torch.device("meta")
str(torch.device("cuda:1")), torch.device("cuda:1").index, torch.device("cpu").index, torch.device("cuda:1").type
torch.device("cpu") == torch.device("cpu"), torch.device("cpu") == torch.device("cpu:0"), torch.device("cpu") == "cpu", torch.device("cuda") != torch.device("cpu")
hash(torch.device("cpu")) == hash(torch.device("cpu")), isinstance(torch.device("cpu"), torch.device)
torch.device("foo")
torch.device("")
torch.device("cpu:a")
torch.device("cpu:-1")
torch.device("cpu", -1)
torch.device("cuda:1", 2)
torch.device()
torch.device(None)
torch.device(1.5)
torch.device(0)
torch.device("cpu", "a")
torch.device("cpu").foo
torch.device("cpu").type = "cuda"
torch.zeros(2).device, torch.zeros(2, device="cpu").device, torch.zeros(2, device=torch.device("cpu")).device
torch.zeros(2, device="cuda")
torch.zeros(2, device="cuda:0")
torch.ones(2, device=torch.device("cuda"))
torch.tensor([1.], device="cuda")
torch.rand(2, device="cuda")
torch.arange(3, device="cuda")
torch.zeros(2).cuda()
torch.zeros(2).to("xpu")
torch.cuda.is_available(), torch.cuda.device_count()
torch.zeros(2).is_cuda, torch.zeros(2).is_cpu, torch.zeros(2).get_device(), torch.zeros(2).cpu().device
torch.get_default_dtype()
torch.set_default_dtype(torch.float64)
torch.tensor(1.5), torch.tensor([1.5]).dtype, torch.zeros(1).dtype, torch.tensor(1j).dtype, (torch.tensor(1) / 2).dtype, torch.get_default_dtype()
torch.tensor([1.5], dtype=torch.float32)
torch.set_default_dtype(torch.float16)
torch.tensor(1.5), torch.tensor(1.5).dtype
torch.set_default_dtype(torch.float32)
torch.tensor(1.5, dtype=torch.float64)
torch.set_default_dtype(torch.int64)
torch.set_default_dtype("float32")
torch.set_default_dtype(float)
torch.set_default_dtype(torch.complex64)
torch.set_default_dtype()
torch.get_default_device()
torch.promote_types(torch.int32, torch.float16), torch.promote_types(torch.uint8, torch.int8), torch.promote_types(torch.float64, torch.complex64)
torch.promote_types(torch.int32, 3)
torch.result_type(torch.tensor(1), 2.5), torch.result_type(torch.tensor([1]), torch.tensor(1.5)), torch.result_type(1, 2)
torch.can_cast(torch.float32, torch.int32), torch.can_cast(torch.int32, torch.float32), torch.can_cast(torch.float64, torch.float16), torch.can_cast(torch.int8, torch.bool)
torch.is_tensor(torch.ones(1)), torch.is_tensor(1), torch.is_storage(1)
torch.strided, torch.zeros(1).layout, torch.preserve_format, torch.contiguous_format
torch.numel(torch.ones(2, 3)), torch.is_floating_point(torch.ones(1)), torch.is_complex(torch.ones(1)), torch.is_nonzero(torch.tensor(0))
torch.numel(3)
torch.pi, torch.e, torch.inf, torch.nan
torch.get_num_threads() > 0
