import torch
from torch.utils.data import Dataset, TensorDataset, DataLoader, random_split, Subset, ConcatDataset, IterableDataset
import torch.utils.data as data
torch.manual_seed(0)
X = torch.arange(10.).reshape(5, 2); Y = torch.arange(5)
ds = TensorDataset(X, Y)
len(ds), ds[0], ds[-1]
ds[1:3]
ds[9]
TensorDataset(X, Y[:3])
loader = DataLoader(ds, batch_size=2)
len(loader)
for x, y in loader:
  print(x, y)

list(DataLoader(ds, batch_size=2, drop_last=True))
torch.manual_seed(0)
for epoch in range(2):
  print([y.tolist() for x, y in DataLoader(ds, batch_size=2, shuffle=True)])

torch.rand(2)
g = torch.Generator().manual_seed(3)
shuffled = DataLoader(ds, batch_size=3, shuffle=True, generator=g)
[y.tolist() for _, y in shuffled], [y.tolist() for _, y in shuffled]
torch.manual_seed(1)
it = iter(DataLoader(ds)); torch.rand(1)
next(it); next(it)
next(iter(loader))
[y for _, y in loader][-1]
class Squares(Dataset):
  def __init__(self, n):
    self.n = n
  def __len__(self):
    return self.n
  def __getitem__(self, i):
    if i >= self.n:
      raise IndexError("no more")
    return i, i ** 2 / 2

sq = Squares(6)
list(DataLoader(sq, batch_size=4))
list(sq)
sq + Squares(2), len(sq + Squares(2)), (sq + Squares(2))[7], (sq + Squares(2))[-1]
(sq + sq)[-13]
class Words(Dataset):
  def __len__(self): return 3
  def __getitem__(self, i):
    return {"text": "abc"[i], "n": i, "x": torch.ones(2) * i, "pair": (i, [float(i)]), "flag": i > 1}

next(iter(DataLoader(Words(), batch_size=3)))
class Ragged(Dataset):
  def __len__(self): return 2
  def __getitem__(self, i): return list(range(i + 1))

next(iter(DataLoader(Ragged(), batch_size=2)))
class RaggedTensors(Ragged):
  def __getitem__(self, i): return torch.zeros(i + 1)

next(iter(DataLoader(RaggedTensors(), batch_size=2)))
class Nones(Ragged):
  def __getitem__(self, i): return None

next(iter(DataLoader(Nones())))
next(iter(DataLoader(Nones(), batch_size=None)))
class NoLength(Dataset):
  def __getitem__(self, i): return i

DataLoader(NoLength())
len(DataLoader(NoLength()))
DataLoader(NoLength(), shuffle=True)
class NoItems(Dataset):
  def __len__(self): return 2

next(iter(DataLoader(NoItems())))
class Stream(IterableDataset):
  def __init__(self, n): self.n = n
  def __iter__(self): return iter(range(self.n))

list(DataLoader(Stream(5), batch_size=2))
list(DataLoader(Stream(5), batch_size=2, drop_last=True))
list(DataLoader(Stream(2), batch_size=None))
len(DataLoader(Stream(2)))
DataLoader(Stream(2), shuffle=True)
DataLoader(Stream(2), sampler=[1])
list(Stream(2) + Stream(3))
ConcatDataset([Stream(2)])
ConcatDataset([])
torch.manual_seed(0)
a, b = random_split(range(10), [7, 3])
a.indices, b.indices, len(a), list(b)
[len(s) for s in random_split(range(10), [0.5, 0.3, 0.2])]
[s.indices for s in random_split(range(7), [0.5, 0.5], generator=torch.Generator().manual_seed(42))]
random_split(range(10), [5, 4])
random_split(range(2), [0.9, 0.1])[1].indices
Subset(ds, [0, 4])[1], len(Subset(ds, [0, 4]))
list(DataLoader(Subset(ds, [4, 0, 2]), batch_size=2))
DataLoader(ds, batch_size=0)
DataLoader(ds, batch_size=2.5)
DataLoader(ds, num_workers=-1)
DataLoader(ds, timeout=-1)
DataLoader(ds, prefetch_factor=2)
DataLoader(ds, persistent_workers=True)
DataLoader(ds, shuffle=True, sampler=[0])
DataLoader(ds, batch_size=None, drop_last=True)
DataLoader(ds, batch_size=2, batch_sampler=[[0]])
DataLoader(TensorDataset(torch.zeros(0, 2)), shuffle=True)
list(DataLoader(TensorDataset(torch.zeros(0, 2))))
loader.batch_size = 4
[y.tolist() for _, y in DataLoader(ds, sampler=[4, 1, 1], batch_size=2)]
[y.tolist() for _, y in DataLoader(ds, batch_sampler=[[4, 1], [0]])]
list(DataLoader(ds, batch_size=None))[1]
list(DataLoader([1, 2, 3], batch_size=2)), list(DataLoader(["a", "b"], batch_size=2))
list(DataLoader([1.5, 2.5], batch_size=2)), list(DataLoader([True, False], batch_size=2))
DataLoader(ds, batch_size=2, collate_fn=lambda batch: len(batch)).collate_fn([1, 2]), list(DataLoader(ds, 3, collate_fn=len))
list(DataLoader(X, batch_size=3))
torch.manual_seed(0); list(data.RandomSampler(range(5))), list(data.RandomSampler(range(5), num_samples=7))
torch.manual_seed(0); list(data.RandomSampler(range(5), replacement=True, num_samples=40))
data.RandomSampler([])
data.RandomSampler([1], replacement=1)
list(data.SequentialSampler("abc")), len(data.SequentialSampler("abc"))
torch.manual_seed(0); list(data.SubsetRandomSampler([7, 8, 9]))
torch.manual_seed(0); list(data.WeightedRandomSampler([0.1, 0.9, 0.5], 6)), list(data.WeightedRandomSampler([0.1, 0.9, 0.5], 2, replacement=False))
data.WeightedRandomSampler([0.1], -1)
list(data.BatchSampler(range(7), 3, False)), list(data.BatchSampler(range(7), 3, True)), len(data.BatchSampler(range(7), 3, False))
data.BatchSampler(range(3), 2, 1)
data.default_collate([{"a": 1, "b": (2, "x")}, {"a": 3, "b": (4, "y")}])
data.default_collate([torch.tensor(1), 2])
data.default_collate([b"a", b"b"]), data.default_collate([(1, 2.0), (3, 4.0)])
data.default_collate([object()])
import numpy as np
data.default_collate([np.array([1., 2.]), np.array([3., 4.])]), data.default_collate([np.float32(1), np.float32(2)]), data.default_collate([np.int64(1)])
data.default_convert((1, np.ones(2), "a")), data.default_convert({"x": [np.int32(3)]})
from collections import namedtuple
P = namedtuple("P", "a b")
data.default_collate([P(1, 2), P(3, 4)])
data.StackDataset(X, Y)[1], len(data.StackDataset(a=X, b=Y)), data.StackDataset(a=[1, 2], b=[3, 4])[0]
data.Nothing
data.get_worker_info() is None
loader.dataset is ds, loader.num_workers, loader.drop_last, type(loader.sampler).__name__, loader.batch_sampler.batch_size
ds, loader
