import torch.nn as nn, torch.nn.functional as F, torch.optim as optim
from collections import OrderedDict
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 3)
        self.b = nn.Sequential(nn.ReLU(), nn.Linear(3, 1, bias=False))
        self.register_buffer("buf", torch.zeros(1))
        self.register_buffer("np", torch.zeros(2), persistent=False)
        self.p = nn.Parameter(torch.ones(2))
        self.none = None
        self.register_parameter("q", None)
    def forward(self, x):
        return self.b(self.a(x))

net = Net(); net
list(net.state_dict()), list(net.named_parameters()), list(net.named_buffers())
[n for n, _ in net.named_modules()], [n for n, _ in net.named_children()], list(net.modules())[1:], list(net.children())
list(net.named_parameters(prefix="x", recurse=False)), list(net.named_modules(prefix="z"))[1]
net.get_parameter("a.weight").shape, net.get_buffer("buf"), net.get_submodule("b.1"), net.get_submodule("")
net.get_parameter("a.foo")
net.get_submodule("a.foo")
net.get_parameter("buf")
net.foo
net.a = 3
net.p = torch.ones(3)
net.p = None; net.p
net.p = nn.Parameter(torch.zeros(1)); net.p
net.buf = torch.ones(2); net.buf
net.buf = 3
net.register_buffer("a", torch.ones(1))
net.register_buffer("a.b", torch.ones(1))
net.register_buffer("", torch.ones(1))
net.register_buffer(1, torch.ones(1))
net.register_buffer("c", 1)
net.register_parameter("a", None)
net.register_parameter("w", torch.ones(1))
net.register_parameter("w", torch.ones(1, requires_grad=True) * 2)
net.register_parameter("w", nn.Parameter(torch.ones(1)) * 2)
net.add_module("m", 3)
net.add_module("m.n", nn.ReLU())
net.add_module("a", nn.ReLU()); net.a
net.register_module("mm", nn.Tanh()); net.mm
del net.mm; del net.buf; hasattr(net, "buf")
del net.zzz
sd = nn.Linear(2, 3).state_dict(); nn.Linear(2, 4).load_state_dict(sd)
nn.Linear(2, 3).load_state_dict(sd)
l = nn.Linear(2, 3, bias=False); l.load_state_dict(sd)
l.load_state_dict(sd, strict=False)
l.load_state_dict({"foo": 1, "weight": 3})
l.load_state_dict([1])
l.load_state_dict({})
l.load_state_dict(sd, strict=False, assign=True); l.weight is sd["weight"]
l.state_dict(prefix="x."), l.state_dict(keep_vars=True)["weight"] is l.weight
sd._metadata
type(sd)
net.train().training, net.eval().training, net.b[0].training
net.train("a")
net.requires_grad_(False); [p.requires_grad for p in net.parameters()]
net.zero_grad(set_to_none=False)
net.double(); next(net.parameters()).dtype
net.half(); net.float(); net.to(torch.float64); net.to("cpu"); net.to(torch.int8)
net.to("cuda")
net.cuda()
net.cpu(); net.type(torch.float32)
net.apply(lambda m: print(type(m).__name__))
l = nn.Linear(2, 2); h = l.register_forward_hook(lambda m, i, o: print("fwd", i, o.shape) or o * 2)
h2 = l.register_forward_pre_hook(lambda m, i: print("pre", i) or (i[0] + 1,))
h3 = l.register_full_backward_hook(lambda m, gi, go: print("bwd", gi, go))
h4 = l.register_full_backward_pre_hook(lambda m, go: print("bpre", go))
x = torch.ones(1, 2, requires_grad=True)
l(x).sum().backward()
h.remove(); h2.remove(); h3.remove(); h4.remove(); l._forward_hooks, l._backward_hooks
l.register_forward_hook(lambda m, a, k, o: print(a, k), with_kwargs=True)
l(input=x)
l.register_forward_pre_hook(lambda m, a, k: (a, {"input": k["input"] * 2}), with_kwargs=True)
l(input=x)
l.register_forward_hook(lambda m, a, o: print("first"), prepend=True)
l(input=x)
l.register_state_dict_post_hook(lambda m, sd, p, lm: print("sd hook", list(sd)))
l.state_dict()
l.register_load_state_dict_post_hook(lambda m, k: print("load hook", k))
l.load_state_dict(nn.Linear(2, 2).state_dict())
l(x, x)
l()
l("a")
l(torch.ones(3))
l(torch.ones(2, 2, dtype=torch.int64))
l(torch.ones(2, dtype=torch.float64))
nn.Linear(2)
nn.Linear("a", 2)
nn.Linear(2, 3, foo=1)
nn.Linear(0, 2)
nn.Linear(-1, 2)
nn.Linear(2, 3, dtype=torch.float64, device="cpu").weight.dtype
nn.Sequential(OrderedDict([("a", nn.Linear(1, 2)), ("b", nn.ReLU())]))
s = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 1)); s[0], s[-1], s[0:2], len(s), s[5]
s[1] = nn.Tanh(); del s[0]; s
s.append(nn.ReLU()), s.insert(0, nn.Sigmoid()), s.extend([nn.GELU()]), s.pop(0), s + nn.Sequential(nn.ELU()), s * 2
for m in s: print(m)

nn.Sequential(1)
nn.Sequential(nn.ReLU)
m = nn.ModuleList([nn.Linear(1, 1) for _ in range(4)]); m
m[0], m[1:3], len(m), m + m[:1], m.append(nn.ReLU())[-1]
m(x)
m["a"]
m[10]
d = nn.ModuleDict({"a": nn.ReLU(), "b": nn.Linear(1, 2)}); d, list(d.keys()), list(d.items()), "a" in d, d["a"], len(d), d.pop("a")
d["zz"]
d.update({"c": nn.Tanh()}); d
d[1] = nn.ReLU()
nn.ParameterList([torch.ones(2), nn.Parameter(torch.ones(1, 2))]), nn.ParameterDict({"a": torch.ones(2)})
nn.Module(), nn.Module()(1)
class NoInit(nn.Module):
    def __init__(self): self.l = nn.Linear(1, 1)

NoInit()
class NoInit2(nn.Module):
    def __init__(self):
        self.l = nn.Parameter(torch.ones(1))

NoInit2()
class Ext(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n
    def extra_repr(self): return f"n={self.n}"

Ext(3), nn.Sequential(Ext(2), Ext(2)), nn.ModuleList([Ext(1)] * 3)
nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2), requires_grad=False), nn.Parameter(), nn.Parameter(torch.ones(1, requires_grad=True) * 2), nn.Parameter(torch.ones(2)) + 1
nn.Parameter([1., 2.])
nn.Parameter(torch.ones(2).long())
nn.Parameter(torch.ones(2).long(), requires_grad=False)
p = nn.Parameter(torch.ones(2)); p.data, p.grad, p.is_leaf, type(p), type(p.data), type(p * 1), isinstance(p, nn.Parameter), p.detach(), p.clone()
import copy, pickle
copy.deepcopy(p), copy.copy(p), type(copy.deepcopy(p)), pickle.loads(pickle.dumps(p)), pickle.loads(pickle.dumps(nn.Linear(1, 1))).weight.shape
n2 = copy.deepcopy(net); n2.p is net.p
nn.Embedding(5, 3, padding_idx=0), nn.Embedding(5, 3, max_norm=1.)(torch.tensor([1, 2])), nn.Embedding.from_pretrained(torch.ones(2, 3)), nn.Embedding(3, 2, padding_idx=0).weight
nn.Embedding(5, 3)(torch.tensor([5]))
nn.Embedding(5, 3)(torch.tensor([1.]))
nn.Embedding(5, 3, padding_idx=7)
nn.Conv2d(1, 2, 3), nn.Conv2d(1, 2, (3, 2), stride=2, padding=1, dilation=2, groups=1, bias=False, padding_mode="reflect"), nn.Conv1d(2, 4, 3, padding="same"), nn.Conv2d(2, 4, 1, groups=2)
nn.Conv2d(3, 4, 3, groups=2)
nn.Conv2d(1, 2, 3, padding="same", stride=2)
nn.Conv2d(1, 2, 3)(torch.ones(1, 2, 5, 5))
nn.Conv2d(1, 2, 3)(torch.ones(5, 5))
nn.Conv2d(1, 2, 3)(torch.ones(1, 1, 2, 2))
nn.Conv2d(1, 2, 3)(torch.ones(1, 5, 5)).shape
nn.BatchNorm1d(3), nn.BatchNorm2d(3, affine=False, track_running_stats=False, momentum=None, eps=1e-3), list(nn.BatchNorm1d(2).state_dict().items())
bn = nn.BatchNorm1d(2); bn(torch.tensor([[1., 2.], [3., 5.]])), bn.running_mean, bn.running_var, bn.num_batches_tracked, bn.eval()(torch.ones(1, 2))
nn.BatchNorm1d(2)(torch.ones(1, 2))
nn.BatchNorm1d(2)(torch.ones(2))
nn.BatchNorm2d(2)(torch.ones(2, 2))
nn.BatchNorm1d(2)(torch.ones(2, 3))
nn.LayerNorm(3), nn.LayerNorm((2, 3), elementwise_affine=False), nn.LayerNorm(3, bias=False), nn.LayerNorm(3)(torch.arange(6.).view(2, 3))
nn.LayerNorm(3)(torch.ones(2))
nn.Dropout(), nn.Dropout(0.3, inplace=True), nn.Dropout(0.5)(torch.ones(8)), nn.Dropout(0.5).eval()(torch.ones(2))
nn.Dropout(2)
nn.Flatten(), nn.Flatten(0, 1), nn.Flatten()(torch.ones(2, 3, 4)).shape, nn.Unflatten(1, (2, 2)), nn.Identity(1, foo=2), nn.Identity()(3)
nn.ReLU(), nn.ReLU(inplace=True), nn.LeakyReLU(), nn.LeakyReLU(0.2, True), nn.ELU(), nn.SELU(), nn.CELU(), nn.GELU(), nn.GELU("tanh"), nn.SiLU(), nn.Mish(), nn.Softplus(), nn.Softsign(), nn.Hardtanh(), nn.Hardtanh(-2, 2), nn.Hardsigmoid(), nn.Hardswish(), nn.Tanhshrink(), nn.Softshrink(), nn.Hardshrink(), nn.Threshold(0.1, 20), nn.Sigmoid(), nn.Tanh(), nn.Softmax(), nn.Softmax(dim=1), nn.LogSoftmax(1), nn.Softmin(), nn.PReLU(), nn.RReLU(), nn.GLU(), nn.LogSigmoid(), nn.ReLU6(), nn.Softmax2d()
nn.Softmax()(torch.ones(2))
nn.MSELoss(), nn.L1Loss(reduction="sum"), nn.SmoothL1Loss(), nn.HuberLoss(), nn.NLLLoss(), nn.CrossEntropyLoss(), nn.BCELoss(), nn.BCEWithLogitsLoss(), nn.KLDivLoss(), nn.HingeEmbeddingLoss(), nn.MarginRankingLoss(), nn.CosineEmbeddingLoss(), nn.TripletMarginLoss(), nn.CrossEntropyLoss(weight=torch.ones(3), ignore_index=1, label_smoothing=0.1)
nn.MSELoss(reduction="foo")(x, x)
nn.MSELoss(size_average=True)
nn.MSELoss()(torch.ones(2), torch.ones(3, 1))
nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0, 3]))
nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0., 1.]))
nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0, 1, 2]))
nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([[0], [1]]))
nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([0, 1], dtype=torch.int32))
nn.CrossEntropyLoss(label_smoothing=2.)(torch.ones(2, 3), torch.tensor([0, 1]))
nn.BCELoss()(torch.tensor([2.]), torch.tensor([1.]))
nn.BCELoss()(torch.ones(2), torch.ones(3))
nn.BCELoss()(torch.ones(2), torch.ones(2).long())
nn.NLLLoss()(torch.ones(2, 3), torch.ones(2))
nn.MaxPool2d(2), nn.MaxPool1d(3, stride=1), nn.AvgPool2d(2, padding=1), nn.AvgPool1d(2), nn.AdaptiveAvgPool2d((1, 1)), nn.AdaptiveAvgPool2d(1), nn.MaxPool2d(2, return_indices=True)(torch.arange(16.).view(1, 4, 4)), nn.Upsample(scale_factor=2), nn.ZeroPad2d(1), nn.PixelShuffle(2)
p.grad = torch.tensor([3., 4.]); nn.utils.clip_grad_norm_([p], 1.), p.grad, nn.utils.clip_grad_norm_(p, 1., norm_type=float("inf"))
p.grad = torch.tensor([float("nan"), 4.]); nn.utils.clip_grad_norm_([p], 1., error_if_nonfinite=True)
v = torch.zeros(2); nn.utils.vector_to_parameters(v, [p]); p
