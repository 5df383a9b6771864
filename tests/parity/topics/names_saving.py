# torch.save and torch.load.
import torch
import torch.nn as nn
import io, os, tempfile
from collections import OrderedDict
os.chdir(tempfile.mkdtemp())
torch.manual_seed(0)
model = nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
model(torch.randn(4, 2)).square().sum().backward()
optimizer.step()
torch.save(model.state_dict(), "model.pt")
sorted(os.listdir())
torch.load("model.pt")
torch.load("model.pt", weights_only=True)["0.weight"]
other = nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
other.load_state_dict(torch.load("model.pt"))
all((a == b).all() for a, b in zip(model.parameters(), other.parameters()))
torch.load("model.pt")._metadata
torch.save({"epoch": 3, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "loss": 0.5}, "check.tar")
checkpoint = torch.load("check.tar", map_location="cpu")
checkpoint["epoch"], checkpoint["loss"], list(checkpoint)
checkpoint["optimizer"]["param_groups"]
checkpoint["optimizer"]["state"][0]["exp_avg"]
optimizer.load_state_dict(checkpoint["optimizer"])
x = torch.arange(6.).view(2, 3)
torch.save([x, x[1], x.t(), x], "views.pt")
a, b, c, d = torch.load("views.pt")
a, b, c
a is d, a._is_view(), c.stride()
b.fill_(9)
a
torch.save((nn.Parameter(torch.ones(2)), torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True) * 2), "grads.pt")
torch.load("grads.pt")
torch.save({"name": "é", "n": None, "yes": True, "big": 2 ** 70, "neg": -5, "t": (1, ()), "s": {3}, "size": x.size(), "dtype": torch.float64, "device": x.device, "c": 1 + 2j, "b": b"a\xff", "o": OrderedDict(a=1), "f": 1e-300}, "plain.pt")
torch.load("plain.pt")
for dtype in (torch.float64, torch.float16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.complex64, torch.complex128):
    torch.save(torch.tensor([0, 1, 1]).to(dtype), "dtype.pt")
    print(torch.load("dtype.pt"))

torch.save(torch.empty(0, 3), "empty.pt")
torch.load("empty.pt")
torch.save(torch.tensor(3), "zero.pt")
torch.load("zero.pt").shape
torch.save(torch.arange(10)[::3], "steps.pt")
torch.load("steps.pt"), torch.load("steps.pt").stride()
buffer = io.BytesIO()
torch.save(torch.eye(2), buffer)
buffer.seek(0)
torch.load(buffer)
torch.load("none.pt")
torch.load("model.pt", map_location="cuda")
torch.load("model.pt", map_location=torch.device("cpu"))["3.bias"]
torch.load("model.pt", map_location=lambda storage, location: storage)["3.bias"]
torch.save({}, "no/such/place.pt")
torch.save({}, 3)
torch.load(3)
torch.save()
torch.load("model.pt", "cpu", None, True)
open("empty.txt", "w").close()
torch.load("empty.txt")
