import torch, copy, pickle
from collections import OrderedDict
from torch import nn
torch.manual_seed(0)
lin = nn.Linear(2, 1)
class Net(nn.Module):
  def __init__(self):
    super().__init__()
    self.body = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
    self.head = nn.Linear(3, 1)
    self.scale = nn.Parameter(torch.ones(1))
    self.register_buffer("steps", torch.zeros(2))
    self.register_buffer("hidden", torch.ones(1), persistent=False)
    self.none = None
  def forward(self, x, *, twice=False):
    y = self.scale * self.head(self.body(x))
    return y * 2 if twice else y

net = Net(); net
[n for n, _ in net.named_parameters()], [n for n, _ in net.named_buffers()]
[n for n, _ in net.named_parameters(prefix="net")], [n for n, _ in net.named_parameters(recurse=False)]
[n for n, _ in net.named_modules()], [n for n, _ in net.named_modules(prefix="top")], [n for n, _ in net.named_children()]
[type(m).__name__ for m in net.modules()], len(list(net.children())), len(list(net.buffers())), len(list(net.parameters(False)))
list(net.state_dict()), net.state_dict()._metadata
net.state_dict(prefix="a.")["a.scale"], net.state_dict(keep_vars=True)["scale"]
net.state_dict(OrderedDict(), "p.").keys()
net.get_submodule("body.0"), net.get_submodule("") is net, net.get_parameter("body.0.bias").shape, net.get_buffer("steps")
net.get_submodule("body.5")
net.get_submodule("scale")
net.get_submodule("foo.bar")
net.get_parameter("steps")
net.get_parameter("body.0.w")
net.get_buffer("scale")
net.set_submodule("body.1", nn.Tanh()); net.body
net.set_submodule("", nn.Tanh())
net.set_submodule("body.1", 3)
net.set_submodule("scale", nn.Tanh())
net.set_submodule("body.foo", nn.Tanh(), strict=True)
shared = nn.ModuleList([lin, lin]); [n for n, _ in shared.named_parameters()], [n for n, _ in shared.named_parameters(remove_duplicate=False)], list(shared.state_dict())
[n for n, _ in shared.named_modules()], [n for n, _ in shared.named_modules(remove_duplicate=False)]
net.load_state_dict(net.state_dict())
net.load_state_dict({})
net.load_state_dict({"scale": torch.ones(1), "foo": 1, "body.0.foo": 2, "bar.x": 3})
net.load_state_dict({"scale": torch.ones(2, 3), "head.weight": 3})
net.load_state_dict({"scale": torch.zeros(1), "x": 1}, strict=False)
net.scale
net.load_state_dict({"scale": "a"}, strict=False)
net.load_state_dict([1])
net.load_state_dict({"scale": torch.tensor([5.0], dtype=torch.float64)}, strict=False), net.scale
net.load_state_dict({"scale": torch.tensor([7.0])}, strict=False, assign=True), net.scale
type(lin.load_state_dict(lin.state_dict())), lin.load_state_dict(lin.state_dict()).missing_keys
nn.Linear(3, 1).load_state_dict(lin.state_dict())
handles = []
handles.append(net.register_forward_pre_hook(lambda m, args: print("pre", args)))
handles.append(net.register_forward_hook(lambda m, args, out: print("post", out.shape)))
handles.append(net.register_forward_pre_hook(lambda m, args, kwargs: print("kw", kwargs), with_kwargs=True, prepend=True))
out = net(torch.ones(1, 2), twice=True)
handles[0].remove(); handles[2].remove()
handles.append(net.register_forward_hook(lambda m, args, out: out * 0 + 42, prepend=True))
handles.append(net.register_forward_hook(lambda m, args, kwargs, out: print(kwargs, out.item()), with_kwargs=True))
_ = net(torch.ones(1, 2))
for h in handles: h.remove()
len(net._forward_hooks), len(net._forward_pre_hooks)
h = net.register_forward_pre_hook(lambda m, args: torch.zeros(1, 2)); net(torch.ones(1, 2)); h.remove()
h = net.register_forward_pre_hook(lambda m, args, kwargs: 3, with_kwargs=True)
net(torch.ones(1, 2))
h.remove()
class Fails(nn.Module):
  def forward(self, x):
    raise ValueError("broken")

f = Fails(); h1 = f.register_forward_hook(lambda m, a, o: print("not called")); h2 = f.register_forward_hook(lambda m, a, o: print("always", o), always_call=True)
f(1)
h3 = f.register_forward_hook(lambda m, a, o: 1 / 0, always_call=True)
f(1)
with lin.register_forward_hook(lambda m, a, o: print("inside")): _ = lin(torch.ones(2))
_ = lin(torch.ones(2))
back = lin.register_full_backward_hook(lambda m, gi, go: print("back", gi, go))
x = torch.ones(1, 2, requires_grad=True)
lin(x).sum().backward()
lin(torch.ones(1, 2)).sum().backward()
pre = lin.register_full_backward_pre_hook(lambda m, go: (go[0] * 10,))
lin.zero_grad(); lin(x).sum().backward(); lin.bias.grad
lin.register_backward_hook(print)
back.remove(); pre.remove()
h = lin.register_full_backward_hook(lambda m, gi, go: (gi[0] * 0,)); x.grad = None; lin(x).sum().backward(); x.grad; h.remove()
h = lin.register_full_backward_hook(lambda m, gi, go: gi * 2)
lin(x).sum().backward()
h.remove(); h = lin.register_full_backward_pre_hook(lambda m, go: go * 2)
lin(x).sum().backward()
h.remove(); lin(x).grad_fn
h = lin.register_full_backward_pre_hook(lambda m, go: None); lin(x).grad_fn
with torch.no_grad(): lin(x).grad_fn is None
h.remove()
class Pair(nn.Module):
  def forward(self, a, b):
    return a * b, a + b

p = Pair(); h = p.register_full_backward_hook(lambda m, gi, go: print(gi, go))
a, b = p(torch.tensor(2., requires_grad=True), torch.tensor(3.))
a.backward()
class Listed(nn.Module):
  def forward(self, a):
    return [a * 2]

l = Listed(); h = l.register_full_backward_hook(lambda m, gi, go: print("list", gi, go)); l(torch.tensor(1., requires_grad=True))[0].backward()
old = nn.Linear(2, 1); h = old.register_backward_hook(lambda m, gi, go: print(len(gi), go)); old(x).sum().backward()
old.register_full_backward_hook(print)
def show(m, sd, prefix, meta): sd[prefix + "extra"] = 1

h = lin.register_state_dict_post_hook(show); lin.state_dict().keys(); h.remove()
h = lin.register_state_dict_pre_hook(lambda m, prefix, keep: print("saving", repr(prefix), keep)); _ = nn.Sequential(lin).state_dict(); h.remove()
h = lin.register_state_dict_post_hook(lambda m, sd, p, meta: 3)
lin.state_dict()
h.remove()
h = lin.register_load_state_dict_post_hook(lambda m, keys: keys.missing_keys.clear()); lin.load_state_dict({}); h.remove()
h = lin.register_load_state_dict_pre_hook(lambda m, sd, prefix, *rest: print(type(m).__name__, list(sd), prefix, len(rest))); lin.load_state_dict(lin.state_dict()); h.remove()
class Extra(nn.Module):
  def get_extra_state(self): return {"n": 3}
  def set_extra_state(self, state): print("set", state)

e = Extra(); e.state_dict(), e.load_state_dict(e.state_dict())
e.load_state_dict({})
lin.load_state_dict({"_extra_state": 1, **lin.state_dict()})
lin.get_extra_state()
net.register_buffer("a.b", torch.ones(1))
net.register_buffer("", torch.ones(1))
net.register_buffer(3, torch.ones(1))
net.register_buffer("scale", torch.ones(1))
net.register_buffer("other", 3)
net.register_parameter("steps", nn.Parameter(torch.ones(1)))
net.register_parameter("w", torch.ones(1))
net.register_parameter("w", nn.Parameter(torch.ones(1)) * 2)
net.register_parameter("a.b", None)
net.add_module("a.b", lin)
net.add_module("", lin)
net.add_module("scale", lin)
net.add_module("x", 3)
net.add_module(3, lin)
net.register_module("extra", nn.Identity()); net.extra
net.scale = torch.ones(1)
net.scale = None; net.scale, list(net.state_dict())[0]
net.body = 3
net.body = None; net
net.steps = "a"
net.steps = torch.full((2,), 3.); net.state_dict()["steps"]
net.hidden = nn.Parameter(torch.ones(1)); [n for n, _ in net.named_parameters()]
net.buf = nn.Buffer(torch.ones(2)); net.buf, isinstance(net.buf, nn.Buffer), type(net.buf).__name__, "buf" in net._buffers
net.tmp = nn.Buffer(torch.ones(2), persistent=False); "tmp" in net.state_dict()
nn.Buffer(), nn.Parameter(), nn.Parameter(torch.ones(2), requires_grad=False)
del net.buf; hasattr(net, "buf")
del net.nothing
net.nothing
net.weight = 3; net.weight
"head" in dir(net), "scale" in dir(net), "0" in dir(nn.Sequential(lin)), "forward" in dir(net)
class NoInit(nn.Module):
  def __init__(self):
    self.lin = nn.Linear(1, 1)

NoInit()
class NoInit2(nn.Module):
  def __init__(self):
    self.w = nn.Parameter(torch.ones(1))

NoInit2()
class NoInit3(nn.Module):
  def __init__(self):
    self.register_buffer("x", torch.ones(1))

NoInit3()
class Empty(nn.Module): pass

Empty()(3)
Empty(3)
Empty(a=3)
Empty().foo
class Shown(nn.Module):
  def __init__(self):
    super().__init__()
    self.inner = nn.ModuleDict({"a": nn.Linear(1, 1), "b": nn.ModuleList([nn.ReLU(), nn.ReLU(), nn.Tanh()])})
  def extra_repr(self):
    return "first=1\nsecond=2"

Shown()
nn.Sequential(OrderedDict(one=nn.Linear(1, 1), two=nn.Sequential()))
lin.to(torch.int64)
lin.to(3)
lin.to("cuda")
lin.to("foo")
lin.to([1])
lin.cuda()
lin.double().weight.dtype, lin.float().weight.dtype, lin.half().bias.dtype, lin.to(torch.float32).weight.dtype, lin.to(dtype=torch.float64).weight.dtype, lin.to(torch.ones(1)).weight.dtype
w = lin.weight; lin.double(); lin.weight is w, lin.weight.grad.dtype; lin = lin.float()
lin.type(torch.float64).weight.dtype, lin.type("torch.FloatTensor").weight.dtype
lin.requires_grad_(False).weight.requires_grad, lin.requires_grad_().weight.requires_grad
lin.train(3)
net.eval().training, net.head.training, net.train().head.training
lin(x).sum().backward(); lin.zero_grad(set_to_none=False); lin.weight.grad; lin.zero_grad(); lin.weight.grad
nn.Sequential(nn.Linear(1, 1), nn.ReLU()).apply(lambda m: print(type(m).__name__))
twin = copy.deepcopy(lin); twin.weight is lin.weight, torch.equal(twin.weight, lin.weight), twin
again = pickle.loads(pickle.dumps(nn.Sequential(nn.Linear(2, 1), nn.Tanh()))); again
seq = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 1))
seq[0:2], seq[-1], len(seq), seq[1] is seq.get_submodule("1")
seq[5]
seq["a"]
seq[1] = nn.Tanh(); del seq[0]; seq
seq.append(nn.ReLU()), seq.insert(0, nn.Identity()), seq.extend([nn.Tanh()]), seq.pop(-1)
seq + nn.Sequential(nn.ReLU()), nn.Sequential(nn.ReLU()) * 2
seq *= 2; len(seq)
seq + 3
seq * 0
seq * 1.5
seq.insert(0, 3)
seq.insert(50, nn.ReLU())
nn.Sequential(3)
nn.Sequential([nn.ReLU()])
layers = nn.ModuleList([nn.Linear(1, 1) for _ in range(3)]); layers
layers += [nn.ReLU()]; layers.insert(0, nn.Tanh()); layers[1:3], layers.pop(0), len(layers + [nn.ReLU()])
layers(3)
layers[7]
layers.append(3)
nn.ModuleList(3)
table = nn.ModuleDict([["relu", nn.ReLU()], ["lin", nn.Linear(1, 1)]]); table, list(table), "relu" in table, table["lin"]
table["x.y"] = nn.ReLU()
table["foo"]
table["relu"] = 3
table.pop("relu"), list(table.items()), len(table)
nn.ModuleDict({"forward": nn.ReLU()})
nn.ModuleDict([1])
nn.ModuleDict([[1, 2, 3]])
params = nn.ParameterList([torch.ones(2), nn.Parameter(torch.zeros(1, 2)), 3, "a"]); params
len(params), params[0], params[-1], params[0:2], [n for n, _ in params.named_parameters()]
params[9]
params(3)
params.append(torch.zeros(())), params.extend([torch.ones(1)]), len(params)
nn.ParameterList(torch.ones(2))
named = nn.ParameterDict({"b": torch.ones(2), "a": nn.Parameter(torch.zeros(1, 2)), "c": None}); named
list(named), named["b"], named.get("z"), named.pop("c"), len(named), "a" in named, list(named.keys()), list(reversed(named))
named[3] = torch.ones(1)
named2 = nn.ParameterDict({"q": torch.ones(1)}) | nn.ParameterDict({"r": torch.zeros(1)}); list(named2.items()), named2.setdefault("s", torch.ones(1)), named2.popitem()[0]
nn.ParameterDict(3)
nn.ParameterDict([3])
named2.clear(); named2, list(named2.values())
