import torch.nn as nn, torch.nn.functional as F, torch.optim as optim, copy
from torch.optim import lr_scheduler as LS
from torch.utils.data import Dataset, TensorDataset, DataLoader, random_split, Subset, ConcatDataset, RandomSampler, SequentialSampler, BatchSampler, WeightedRandomSampler, IterableDataset, default_collate
def P(): return nn.Parameter(torch.tensor([1., 2.]))

def run(o, p, n=3):
    for _ in range(n):
        o.zero_grad(); ((p - 3) ** 2).sum().backward(); o.step()
    return p.data

p = P(); run(optim.SGD([p], lr=0.1), p)
p = P(); run(optim.SGD([p], lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1), p)
p = P(); run(optim.SGD([p], lr=0.1, momentum=0.9, dampening=0.5, maximize=True), p)
p = P(); run(optim.SGD([p]), p)
p = P(); run(optim.Adam([p], lr=torch.tensor(0.1)), p)
p = P(); run(optim.Adam([p], amsgrad=True, weight_decay=0.1, betas=(0.5, 0.9), eps=1e-3), p)
p = P(); run(optim.Adam([p], foreach=True), p)
p = P(); run(optim.Adam([p], fused=True), p)
p = P(); run(optim.Adam([p], capturable=True), p)
p = P(); run(optim.Adam([p], differentiable=True), p)
p = P(); run(optim.AdamW([p], lr=0.1, amsgrad=True, maximize=True), p)
p = P(); run(optim.RMSprop([p], centered=True, momentum=0.5), p)
p = P(); run(optim.RMSprop([p], alpha=0.5, weight_decay=0.1), p)
p = P(); run(optim.Adagrad([p], lr=1., lr_decay=0.1, initial_accumulator_value=0.1, weight_decay=0.01), p)
optim.SGD([p], 0.1), optim.Adam([p]), optim.AdamW([p]), optim.RMSprop([p]), optim.Adagrad([p])
optim.SGD([{"params": [p], "lr": 1}, {"params": [P()]}], lr=0.5, momentum=0.1)
optim.SGD([p], lr=-1)
optim.SGD([p], lr=0.1, momentum=-1)
optim.SGD([p], lr=0.1, nesterov=True)
optim.SGD([p], lr="a")
optim.Adam([p], betas=(1., 0.9))
optim.Adam([p], betas=(0.9,))
optim.Adam([p], eps=-1)
optim.Adam([p], lr=torch.tensor([0.1, 0.2]))
optim.Adam([p], weight_decay=-1)
optim.SGD([], 0.1)
optim.SGD(p, 0.1)
optim.SGD([1], 0.1)
optim.SGD([p * 2], 0.1)
optim.SGD([p, p], 0.1)
optim.SGD([{"params": [p]}, {"params": [p]}], 0.1)
optim.SGD({"a": p}, 0.1)
optim.SGD([{"lr": 1}], 0.1)
optim.SGD({p}, 0.1)
optim.SGD(nn.Linear(1, 1).parameters, 0.1)
optim.SGD(nn.Linear(1, 1).named_parameters(), 0.1).param_groups[0]["param_names"]
optim.SGD([("a", p), P()], 0.1)
optim.SGD()
optim.SGD([p], foo=1)
optim.Foo
o = optim.SGD([p], lr=0.1, momentum=0.9); o.state_dict(), o.state, o.defaults
run(o, p); o.state_dict()
o.state[p]
o.param_groups
o.add_param_group({"params": P(), "lr": 5}); len(o.param_groups), o.param_groups[1]["momentum"]
o.add_param_group({"params": p})
o.add_param_group([P()])
o.zero_grad(set_to_none=False); p.grad
o.zero_grad(); p.grad
o.step()
p2 = P(); o2 = optim.Adam([p2]); run(o2, p2); p3 = P(); o3 = optim.Adam([p3], lr=5); o3.load_state_dict(o2.state_dict()); o3, run(o3, p3)
o3.load_state_dict({"a": 1})
o3.load_state_dict(o.state_dict())
optim.SGD([p], 0.1).load_state_dict(o2.state_dict())
p = P(); o = optim.SGD([p], 0.1)
def closure():
    o.zero_grad(); l = ((p - 3) ** 2).sum(); l.backward(); return l

o.step(closure), p
h = o.register_step_pre_hook(lambda o, a, k: print("pre", a)); h2 = o.register_step_post_hook(lambda o, a, k: print("post"))
o.step(closure)
h.remove(); h2.remove()
o.step("a")
o.step(closure=closure)
o.state_dict()["param_groups"][0]
o.param_groups[0]["lr"] = 100; o
copy.deepcopy(o).param_groups[0]["lr"]
p.requires_grad_(False); o.step()
p = P(); o = optim.SGD([p], lr=1.); p.grad = torch.ones(2); o.step(); p, p._version
p.grad = torch.ones(2).to(torch.float64)
p.grad = torch.ones(2, requires_grad=True); o.zero_grad(set_to_none=False); p.grad
def lrs(s, o, n=6): return [(o.step(), s.step(), s.get_last_lr()[0])[2] for _ in range(n)]

o = optim.SGD([P()], lr=1.); s = LS.StepLR(o, 2, 0.5); lrs(s, o), s, s.state_dict()
o = optim.SGD([P()], lr=1.); s = LS.ExponentialLR(o, 0.9); lrs(s, o), s.last_epoch
o = optim.SGD([P()], lr=1.); s = LS.CosineAnnealingLR(o, 5, eta_min=0.1); lrs(s, o, 12)
o = optim.SGD([P()], lr=1.); s = LS.LambdaLR(o, lambda e: 1 / (e + 1)); lrs(s, o), s.state_dict()
o = optim.SGD([{"params": P()}, {"params": P(), "lr": 2.}], lr=1.); s = LS.LambdaLR(o, [lambda e: 1, lambda e: e]); o.step(); s.step(); s.get_last_lr(), s.base_lrs
LS.LambdaLR(o, [lambda e: 1])
o = optim.SGD([P()], lr=1.); s = LS.ReduceLROnPlateau(o, patience=1, factor=0.5); [(s.step(v), o.param_groups[0]["lr"])[1] for v in [1, 1, 1, 1, 1, 0.5, 0.5, 0.5]], s.state_dict()
LS.ReduceLROnPlateau(o, mode="foo")
LS.ReduceLROnPlateau(o, factor=1.)
s.step()
s.get_last_lr()
LS.StepLR(o, 2, verbose=True)
LS.StepLR(3, 2)
LS.StepLR(o)
s = LS.StepLR(o, 1); s.step(); s.get_last_lr()
s.get_lr()
LS.MultiStepLR(o, [1, 2]), LS.ConstantLR(o), LS.LinearLR(o), LS.OneCycleLR(o, 1., total_steps=10), LS.CyclicLR(o, 0.1, 1.), LS.CosineAnnealingWarmRestarts(o, 2), LS.PolynomialLR(o)
o = optim.SGD([P()], lr=1.); s = LS.SequentialLR(o, [LS.ConstantLR(o, 0.1, 2), LS.ExponentialLR(o, 0.9)], [2]); lrs(s, o)
o = optim.SGD([P()], lr=1.); s = LS.ChainedScheduler([LS.ConstantLR(o, 0.1, 2), LS.ExponentialLR(o, 0.9)]); lrs(s, o)
o = optim.SGD([P()], lr=1.); s = LS.StepLR(o, 2, last_epoch=3)
o = optim.SGD([P()], lr=1.); s = LS.StepLR(o, 2); s2 = LS.StepLR(o, 2); s2.load_state_dict(s.state_dict()); s.step(5)
ds = TensorDataset(torch.arange(5), torch.arange(5) * 2); ds, len(ds), ds[0], ds[1:3], ds.tensors
TensorDataset(torch.ones(2), torch.ones(3))
torch.manual_seed(0)
list(DataLoader(ds)), list(DataLoader(ds, batch_size=2)), list(DataLoader(ds, 2, drop_last=True)), len(DataLoader(ds, 2)), len(DataLoader(ds, 2, drop_last=True))
list(DataLoader(ds, 2, shuffle=True)), list(DataLoader(ds, batch_size=None))
list(DataLoader(ds, 2, shuffle=True, generator=torch.Generator().manual_seed(3)))
DataLoader(ds, 2).dataset is ds, DataLoader(ds, 2).batch_size, DataLoader(ds).sampler, DataLoader(ds, shuffle=True).sampler, DataLoader(ds).batch_sampler, DataLoader(ds).collate_fn
DataLoader(ds, 0)
DataLoader(ds, 2, foo=1)
DataLoader(ds, 2.5)
DataLoader(ds, num_workers=-1)
DataLoader(ds, shuffle=True, sampler=[1])
DataLoader(ds, batch_sampler=[[0, 1]], batch_size=2)
list(DataLoader(ds, batch_sampler=[[0, 1], [4]])), list(DataLoader(ds, sampler=[3, 1]))
list(DataLoader(ds, 2, collate_fn=lambda b: len(b)))
DataLoader(ds)
next(iter(DataLoader(ds, 3)))
it = iter(DataLoader(ds, 5)); next(it); next(it)
class D(Dataset):
    def __len__(self): return 3
    def __getitem__(self, i):
        return {"x": torch.ones(2) * i, "y": i, "s": str(i), "f": 1.5 * i, "t": (i, [i])}

list(DataLoader(D(), 2))
D()[0], D() + D(), len(D() + D())
class D2(Dataset): pass

D2()[0]
len(D2())
DataLoader(D2(), shuffle=True)
class D3(Dataset):
    def __len__(self): return 2
    def __getitem__(self, i): return torch.ones(i + 1)

list(DataLoader(D3(), 2))
class D4(Dataset):
    def __len__(self): return 2
    def __getitem__(self, i): return object

list(DataLoader(D4(), 2))
class It(IterableDataset):
    def __iter__(self): return iter(range(5))

list(DataLoader(It(), 2)), list(DataLoader(It(), batch_size=2, drop_last=True))
DataLoader(It(), shuffle=True)
len(DataLoader(It()))
random_split(ds, [2, 3])[0].indices, [len(q) for q in random_split(ds, [0.5, 0.5])], random_split(ds, [1, 1])
list(Subset(ds, [0, 2])), len(ConcatDataset([ds, ds])), ConcatDataset([ds, ds])[7], list(RandomSampler(ds)), list(SequentialSampler(ds)), list(BatchSampler(SequentialSampler(ds), 2, False)), list(WeightedRandomSampler([0.1, 0.9], 3))
default_collate([1, 2]), default_collate([1., 2.]), default_collate(["a"]), default_collate([(1, 2), (3, 4)]), default_collate([torch.ones(1), torch.ones(2)])
