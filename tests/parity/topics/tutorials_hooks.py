# Looking inside: hooks, frozen layers, states, numpy, printing.
# Tensor hooks.
grads = {}
def save_grad(name):
  def hook(grad):
    grads[name] = grad
  return hook

x = torch.randn(1, 1).fill_(1.5).requires_grad_()
y = 3*x
z = y * y
y.register_hook(save_grad('y'))
z.register_hook(save_grad('z'))
z.backward()
print(grads['y'], grads['z'])
h = y.register_hook(print)
h
h.remove()
a = torch.tensor([1., 2.], requires_grad=True); b = a ** 2; b.retain_grad()
h1 = b.register_hook(lambda g: g * 2); h2 = b.register_hook(lambda g: print('second', g))
b.sum().backward(); a.grad, b.grad
c = a ** 2; c.register_hook(lambda g: g.mul_(3)); c.sum().backward(); a.grad
c = a ** 2; c.register_hook(lambda g: 'x'); c.sum().backward()
c = a ** 2; c.register_hook(lambda g: torch.ones(3)); c.sum().backward()
c = a ** 2; c.register_hook(lambda g: g.double()); c.sum().backward()
c = a ** 2; c.register_hook(lambda: 1); c.sum().backward()
torch.ones(2).register_hook(print)
c.register_hook(3)
c.register_hook
a.register_hook(lambda g: print('leaf', g)); a.grad = None; (a * 3).sum().backward(); a.grad
a.register_post_accumulate_grad_hook(lambda t: print('acc', t.grad)); (a * 3).sum().backward()
c.register_post_accumulate_grad_hook(print)
a._backward_hooks
n = (a * 2).grad_fn; n.register_hook(lambda gi, go: print('node', gi, go)); n.register_prehook(lambda go: print('pre', go)); n(torch.ones(2))
y = a * 2; y.grad_fn.register_hook(lambda gi, go: (gi[0] * 10,)); y.sum().backward(); a.grad
y.grad_fn.metadata['k'] = 1; y.grad_fn.metadata
acc = y.grad_fn.next_functions[0][0]; acc, acc.variable is a, acc.next_functions, type(acc).__name__
def print_graph(g, level=0):
  if g == None: return
  print('*' * level * 2, g)
  for sub in g.next_functions:
    print_graph(sub[0], level + 1)

print_graph((a.exp() * a + 1).mean().grad_fn)
# Module hooks.
import torch.nn as nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
acts = {}
def get_activation(name):
  def hook(model, input, output):
    acts[name] = output.detach()
  return hook

handles = [m.register_forward_hook(get_activation(n)) for n, m in net.named_children()]
x = torch.randn(2, 3); out = net(x); {k: v.shape for k, v in acts.items()}
for h in handles: h.remove()

net[0].register_full_backward_hook(lambda m, gi, go: print(m, [None if g is None else g.shape for g in gi], [g.shape for g in go]))
net(x).sum().backward()
net(x.requires_grad_()).sum().backward()
net[1].register_forward_pre_hook(lambda m, i: print('pre', type(i), len(i)))
net[2].register_forward_hook(lambda m, i, o: o * 0)
net(x)
net[0].register_backward_hook(lambda m, gi, go: print('old'))
net._forward_hooks, net[2]._forward_hooks.keys()
net[2].register_forward_hook(lambda m, i: None); net(x)
def inspect(m, i, o): print(m.__class__.__name__, tuple(o.shape))

for m in net.modules(): m.register_forward_hook(inspect)

with torch.no_grad(): _ = nn.Sequential(net[0], net[1])(x)

# Grad monitor.
import torch.nn as nn
torch.manual_seed(0)
layers = []
for i in range(4): layers += [nn.Linear(6, 6), nn.Sigmoid()]

net = nn.Sequential(*layers, nn.Linear(6, 1)); x = torch.randn(8, 6)
net(x).pow(2).mean().backward()
for n, p in net.named_parameters():
  if 'weight' in n: print(f"{n:10s} {p.grad.abs().mean():.3e} {p.grad.norm().item():.4f} {tuple(p.shape)}")

total = sum(p.grad.detach().norm(2).item() ** 2 for p in net.parameters()) ** 0.5; print(f"{total:.6f}")
nn.utils.clip_grad_norm_(net.parameters(), 0.01), max(p.grad.abs().max() for p in net.parameters())
print([p.grad.data_ptr() == p.data_ptr() for p in net.parameters()][:2], all(p.grad.is_contiguous() for p in net.parameters()))
sum(p.numel() for p in net.parameters() if p.requires_grad)
print(f"{'Layer':<12}{'Params':>8}")
for n, m in net.named_modules():
  if isinstance(m, nn.Linear): print(f"{n:<12}{sum(p.numel() for p in m.parameters()):>8}")

# Freezing.
import torch.nn as nn
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
for p in net.parameters(): p.requires_grad = False

net[2] = nn.Linear(4, 3); net
[(n, p.requires_grad) for n, p in net.named_parameters()]
opt = torch.optim.SGD(filter(lambda p: p.requires_grad, net.parameters()), lr=0.1, momentum=0.9)
x, y = torch.randn(5, 4), torch.tensor([0, 1, 2, 1, 0]); before = net[0].weight.clone()
for _ in range(3):
  opt.zero_grad(); loss = nn.functional.cross_entropy(net(x), y); loss.backward(); opt.step(); print(f"{loss.item():.4f}")

torch.equal(before, net[0].weight), net[0].weight.grad, net[2].weight.grad.shape
net.requires_grad_(False); net(x).requires_grad, net(x).grad_fn
loss = nn.functional.cross_entropy(net(x), y); loss.backward()
net.requires_grad_(True)
net[0].weight.requires_grad = False; net(x).grad_fn.next_functions
opt = torch.optim.SGD([{'params': net[0].parameters()}, {'params': net[2].parameters(), 'lr': 1e-1}], lr=1e-3); opt
opt.add_param_group({'params': net[0].weight})
with torch.no_grad():
  feats = net[:2](x)

feats.requires_grad, net[:2], net[-1], len(net), list(net.children())[0]
net.eval(), net.training
nn.Sequential(*list(net.children())[:-1])
model = nn.Module(); model.fc = nn.Linear(2, 2); model.fc.in_features, model
model.fc = nn.Identity(); model
del model.fc; model
net.add_module('head', nn.Linear(3, 1)); net.head, net[3] is net.head
net.register_parameter('scale', nn.Parameter(torch.ones(1))); net
net.append(nn.ReLU()); net.insert(0, nn.Flatten()); net.pop(0)
isinstance(net[0], nn.Module), net[0].__class__, type(net[0].weight), net[0].weight.__class__.__name__
hasattr(net[0], 'bias'), net.get_parameter('0.weight').shape, net.get_submodule('0')
net.get_submodule('zzz')
[n for n, _ in net.named_parameters()], [n for n, _ in net.named_children()]
# State dicts.
import torch.nn as nn, copy
torch.manual_seed(0)
net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
net.state_dict()
for k in net.state_dict(): print(k, "\t", net.state_dict()[k].size())

opt = torch.optim.Adam(net.parameters(), lr=0.01); opt.state_dict()
net(torch.ones(2, 2) * torch.arange(2.)).sum().backward(); opt.step()
{k: (v['step'], v['exp_avg'].shape) for k, v in opt.state_dict()['state'].items()}
sd = copy.deepcopy(net.state_dict()); other = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)); other.load_state_dict(sd)
all(torch.equal(a, b) for a, b in zip(net.parameters(), other.parameters()))
checkpoint = {'model': net.state_dict(), 'opt': opt.state_dict(), 'epoch': 3}; opt2 = torch.optim.Adam(other.parameters(), lr=1.0); opt2.load_state_dict(checkpoint['opt']); opt2
nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).load_state_dict(sd)
nn.Sequential(nn.Linear(2, 2)).load_state_dict(sd)
nn.Linear(2, 2).load_state_dict(sd, strict=False)
sd['0.weight'].zero_(); net[0].weight.sum() != 0
net.state_dict()['0.bias'].fill_(9.); net[0].bias
type(net.state_dict()), net.state_dict()._metadata
list(sd.items())[0]
net.state_dict(prefix='m.').keys(), net.state_dict(keep_vars=True)['0.bias']
opt.state[net[0].weight].keys(), opt.state[net[0].weight]['step']
opt.param_groups[0]['params'][0] is net[0].weight
torch.optim.SGD(net.parameters(), lr=0.1).load_state_dict(opt.state_dict()), torch.optim.SGD([net[0].weight], lr=0.1).load_state_dict(opt.state_dict())
# Numpy interop.
import numpy as np
x = torch.ones(3, requires_grad=True)
loss = (x * torch.tensor(np.array([1., 2., 3.]))).sum(); loss, loss.dtype
losses = []
losses.append(loss.item()); losses.append(loss.detach().numpy()); losses.append(float(loss)); losses.append(loss.detach()); losses
np.mean([l for l in losses])
np.array(losses[:3])
np.array([torch.tensor(1.), torch.tensor(2.)])
np.array([loss])
torch.tensor(losses[:3])
torch.tensor([loss, loss])
torch.tensor([torch.tensor([1., 2.]), torch.tensor([3., 4.])])
torch.tensor(np.arange(6).reshape(2, 3)), torch.tensor(np.float32(2)), torch.tensor(np.array(2))
torch.from_numpy(np.array(['a']))
torch.tensor(np.random.RandomState(0).rand(2, 2)).float()
x.detach().cpu().numpy(), x.data.numpy().sum(), x.tolist()
np.exp(x)
np.exp(x.detach())
np.concatenate([x.detach(), x.detach()])
np.allclose(x.detach(), np.ones(3)), np.sum(x.detach().numpy())
a = np.zeros(3); t = torch.from_numpy(a); t += 1; a
t2 = torch.tensor(a); t2 += 1; a
b = torch.ones(3).numpy(); b[0] = 5; b
torch.as_tensor(a) is t, torch.as_tensor(t) is t
np.argmax(torch.tensor([1, 5, 2])), np.max(torch.tensor([1., 5.]))
a[torch.tensor([0, 1])], a[torch.tensor(True)].shape
t[np.array([0, 2])], t[np.array([True, False, True])], t[np.int64(1)]
for v in torch.tensor([1., 2.]): print(v, type(v))

[int(v) for v in torch.tensor([1, 2])], list(torch.arange(3)), max(torch.tensor([1, 3, 2])), sum(torch.ones(3))
x + np.ones(3)
np.ones(3) + x
x.detach() + np.ones(3)
x * np.float64(2), np.float64(2) * x, x + np.int64(1)
torch.add(x, np.ones(3))
torch.sin(np.ones(2))
torch.tensor([1.], requires_grad=True) == np.array([1.])
torch.from_numpy(np.array(3.0)), torch.from_numpy(np.zeros((0, 3)))
torch.ones(2).__array__(), np.asarray(torch.ones(2)).dtype, np.array(torch.arange(2)).dtype
str(np.float32(1) * torch.tensor(2.)), torch.ones(2, dtype=torch.float16).numpy().dtype
torch.tensor(np.array([1, 2, 3])) / 2, torch.tensor([1, 2, 3]).numpy() / 2
# Printing.
torch.manual_seed(0)
torch.rand(2, 3) * 1000
torch.rand(3) * 1e-5
torch.tensor([1e-8, 1.0, 1e8])
torch.tensor([1., float('nan'), float('inf')])
torch.arange(2000)
torch.rand(100, 100)
torch.zeros(1001).shape, torch.zeros(3, 0), torch.tensor([])
torch.rand(2, 2, 2, requires_grad=True)
torch.rand(2, 2).double() * 1e10
torch.set_printoptions(precision=2, sci_mode=False); torch.rand(3) * 1e-5, torch.rand(3) * 1e5
torch.set_printoptions(profile='default')
torch.tensor([True, False]), torch.tensor(3.0), torch.tensor(2), torch.tensor([1 + 2j])
print(torch.rand(3, requires_grad=True) * 2)
print(torch.ones(3).requires_grad_().sum())
torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(2), requires_grad=False)
print(torch.nn.Parameter(torch.ones(2)))
f"{torch.tensor(3.14159):.2f}", f"{torch.tensor([1.5])}", str(torch.tensor(1.5)), "%.3f" % torch.tensor(2.), "{}".format(torch.ones(2)), f"{torch.tensor(3)}", f"{torch.tensor(3):5d}|"
torch.Size([2, 3]), torch.Size((2,))[0], tuple(torch.Size([2, 3])), torch.float32, torch.device('cpu'), torch.strided, torch.ones(2).layout
torch.finfo(torch.float32), torch.iinfo(torch.int8), torch.finfo(torch.float32).eps
torch.ones(2).is_leaf, torch.ones(2).grad_fn, torch.ones(2).device, torch.ones(2).type(), torch.ones(2).layout
torch.tensor([-1.5, 2.25, 100.125]), torch.tensor([0.1, 0.22, 0.333])
torch.tensor([[1, 20], [300, 4]]), torch.tensor([1e10]), torch.tensor([123456.789])
torch.rand(5, 5)[:, None].shape, torch.rand(2, 30)
torch.nn.Linear(2, 3), torch.nn.Conv2d(1, 2, 3), torch.nn.Embedding(3, 2, padding_idx=0), torch.nn.Dropout(), torch.nn.LayerNorm(3), torch.nn.ModuleList([torch.nn.ReLU()] * 3), torch.nn.ModuleDict({'a': torch.nn.ReLU()})
torch.nn.CrossEntropyLoss(), torch.nn.MSELoss(reduction='sum'), torch.nn.Flatten(), torch.nn.Sequential(), torch.nn.Softmax(dim=1), torch.nn.LeakyReLU(0.1), torch.nn.MaxPool2d(2), torch.nn.BatchNorm2d(3), torch.nn.GroupNorm(2, 4), torch.nn.Upsample(scale_factor=2), torch.nn.Unflatten(1, (2, 3)), torch.nn.Bilinear(1, 2, 3), torch.nn.PReLU(), torch.nn.GELU(), torch.nn.ELU()
torch.nn.ModuleList([torch.nn.Linear(1, 1) for _ in range(3)] + [torch.nn.Linear(1, 2)])
torch.optim.Adam([torch.ones(1, requires_grad=True)]), torch.optim.AdamW([torch.ones(1, requires_grad=True)]), torch.optim.RMSprop([torch.ones(1, requires_grad=True)]), torch.optim.Adagrad([torch.ones(1, requires_grad=True)])
torch.utils.data.TensorDataset(torch.ones(2)), torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(2)))
torch.no_grad, torch.Tensor, torch.nn.Linear, torch.nn.functional.relu, torch.optim.SGD, torch.autograd.Function, torch.autograd.grad, torch.nn.functional.cross_entropy, type(torch.ones(2)), torch.LongTensor, torch.dtype
# Autograd mechanics.
x = torch.randn(5, 5, requires_grad=True)
y = x.pow(2); print(x.equal(y.grad_fn._saved_self)); print(x is y.grad_fn._saved_self)
y = x.exp(); print(y.equal(y.grad_fn._saved_result)); print(y is y.grad_fn._saved_result)
class SelfDeletingTempFile: pass

def pack_hook(t): print("Packing", t.shape); return t.numpy() if not t.requires_grad else t.detach().numpy()

def unpack_hook(t): print("Unpacking", type(t)); return torch.from_numpy(t)

a = torch.ones(2, requires_grad=True); b = torch.ones(2, requires_grad=True) * 2
with torch.autograd.graph.saved_tensors_hooks(pack_hook, unpack_hook): y = a * b

y.sum().backward(); a.grad
with torch.autograd.graph.save_on_cpu(): z = (a * b).exp()

z.sum().backward()
with torch.autograd.graph.disable_saved_tensors_hooks("no hooks"): torch.autograd.graph.saved_tensors_hooks(pack_hook, unpack_hook).__enter__()

y = a * b; y.grad_fn._raw_saved_self.register_hooks(lambda x: x * 4, lambda x: x / 4); y.sum().backward()
y.grad_fn._saved_self
with torch.autograd.detect_anomaly():
  t = torch.tensor([-1.], requires_grad=True); torch.sqrt(t).sum().backward()

with torch.autograd.set_detect_anomaly(False): pass

x = torch.tensor([0.], requires_grad=True); torch.where(x > 0, x.sqrt(), x).backward(); x.grad
x = torch.tensor([0.], requires_grad=True); (x / x).backward(); x.grad
x = torch.tensor([1., 1., 0.], requires_grad=True); x.max().backward(); x.grad
x = torch.zeros(2, requires_grad=True); x.norm().backward(); x.grad; x.abs().sum().backward(); x.grad
with torch.inference_mode(): i = torch.ones(2)

i * torch.ones(2, requires_grad=True)
i.requires_grad_()
i.requires_grad, i.is_inference(), torch.is_inference(i)
torch.is_grad_enabled(), torch.set_grad_enabled(False), torch.is_grad_enabled(); (torch.ones(1, requires_grad=True) * 2).requires_grad
_ = torch.set_grad_enabled(True)
@torch.enable_grad()
def doubler(x): return x * 2

with torch.no_grad(): z = doubler(torch.ones(1, requires_grad=True))

z.requires_grad
@torch.no_grad
def tripler(x): return x * 3

tripler(torch.ones(1, requires_grad=True)).requires_grad, tripler
@torch.no_grad()
def gen():
  for i in range(2): yield torch.is_grad_enabled()

list(gen()), torch.is_grad_enabled()
v = torch.ones(4, requires_grad=True); w = v.view(2, 2); w._base is v, w.grad_fn, w._version
c = v.clone(); c[0] = 3; c.grad_fn, c._version; d = c[1:]; d.mul_(2); c.grad_fn, d.grad_fn, c
c.sum().backward(); v.grad
v.detach().fill_(5); v
t = v.detach(); t.is_leaf, t.requires_grad, t._version, t.data_ptr() == v.data_ptr()
(v * 2).unbind()[0].mul_(2)
s = (v * 2).split(2); s[0].add_(1)
v.data = torch.zeros(3); v, v.grad
v.sum().backward()
v.grad = None; v.sum().backward(); v.grad
torch.autograd.Variable(torch.ones(2), requires_grad=True)
torch.autograd.Variable(torch.ones(2)).data[0]
u = torch.ones(2, requires_grad=True); (u * 2).backward(torch.ones(2), create_graph=True)
u.grad, u.grad.requires_grad
# Variables.
from torch.autograd import Variable
Variable
x = Variable(torch.ones(2, 2), requires_grad=True)
x, isinstance(x, Variable), isinstance(torch.ones(1), Variable), isinstance(3, Variable), type(x)
y = Variable(x * 2); y, y.requires_grad
Variable([1, 2])
Variable(torch.ones(2), volatile=True)
Variable(torch.tensor([1]), requires_grad=True)
Variable(torch.ones(2), foo=1)
Variable(data=torch.ones(2)).data
Variable(torch.Tensor([1, 2, 3]), True)
Variable(torch.nn.Parameter(torch.ones(2)))
Variable()
loss = (x * 2).sum(); loss.backward(); x.grad.data, loss.data[0]
loss.data.item()
import numpy as np
torch.tensor([np.array(6.), 1.0])
torch.tensor([1.0, np.array(6.)])
torch.tensor([1, np.array(6.)])
torch.tensor([1.0, np.array(6.), np.float32(2)])
torch.tensor([[1.0], [np.array(6.)]])
torch.tensor([1.0, np.array([6.])])
torch.tensor([np.array([6.]), 1.0])
torch.tensor([1.0, np.array(6.)], dtype=torch.float32)
import torch.nn as nn
from collections import OrderedDict
s = nn.Sequential(OrderedDict(a=nn.ReLU(), b=nn.Tanh())); s.insert(2, nn.ELU())
s.insert(0, nn.ELU())
s = nn.Sequential(nn.ReLU(), nn.ELU()); s.insert(1, nn.Tanh()); s.insert(-1, nn.GELU())
l = nn.ModuleList([nn.ReLU(), nn.Tanh()]); l.insert(1, nn.GELU()); l
x.storage()
p = torch.tensor([[1., 4.], [2., 1.]]); p.storage()[0], len(p.storage()), p[1].storage_offset()
st = p.storage(); st[0] = 9.; p
p.t().storage()
p.untyped_storage()
st[9]
dir(x.sum().grad_fn)[-3:], [n for n in dir((x * x).grad_fn) if n.startswith('_saved')]
torch.optim.adam
torch.newaxis
nn.CrossEntropyLoss()(torch.ones(2), torch.ones(3))
nn.BatchNorm1d(2).load_state_dict({'a': 1})
np.ones(2) * torch.ones(2)
torch.ones(2) * np.ones(2)
np.ones(2) < torch.ones(2)
