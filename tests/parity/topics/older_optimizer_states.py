import torch
import torch.nn as nn
import warnings
w = nn.Parameter(torch.tensor([1., -2.]))
z = nn.Parameter(torch.tensor([1. + 1j]))
optim = torch.optim
classes = [optim.SGD, optim.Adam, optim.AdamW, optim.Adadelta, optim.Adagrad, optim.Adamax, optim.NAdam, optim.RAdam, optim.ASGD, optim.Rprop, optim.RMSprop]
def old(made):
    state = made.state_dict()
    for group in state["param_groups"]:
        for name in ("maximize", "foreach", "capturable", "differentiable", "fused", "nesterov", "amsgrad", "centered", "decoupled_weight_decay"):
            group.pop(name, None)
    return state


for cls in classes:
    made = cls([w])
    made.load_state_dict(old(made))
    print(cls.__name__, sorted((k, v) for k, v in made.state_dict()["param_groups"][0].items() if k != "params"))


adamw = optim.AdamW([w])
adamw.load_state_dict(optim.Adam([w], weight_decay=0.1).state_dict())
adamw.param_groups[0]["decoupled_weight_decay"]
adamw
adam = optim.Adam([w])
adam.load_state_dict(optim.AdamW([w]).state_dict())
adam.param_groups[0]["decoupled_weight_decay"]
rms = optim.RMSprop([w])
state = rms.state_dict()
del state["param_groups"][0]["momentum"]
rms.load_state_dict(state)
rms.param_groups[0]["momentum"]
for cls in classes:
    made = cls([w, z], weight_decay=0.1) if cls is not optim.Rprop else cls([w, z])
    for _ in range(2):
        made.zero_grad()
        ((w ** 2).sum() + (z * z.conj()).real.sum()).backward()
        made.step()
    print(cls.__name__, w.data, z.data)
    print({i: sorted(s) for i, s in made.state_dict()["state"].items()})


for cls in (optim.Adam, optim.AdamW, optim.NAdam, optim.RAdam):
    for decoupled in (True, False):
        x = nn.Parameter(torch.tensor([3., 4.]))
        made = cls([x], lr=0.1, weight_decay=0.5, **({"decoupled_weight_decay": decoupled} if cls is not optim.AdamW else {}))
        x.sum().backward()
        made.step()
        print(cls.__name__, decoupled, x.data)


x = nn.Parameter(torch.tensor([3., 4.]))
made = optim.Rprop([x], lr=0.25)
x.sum().backward()
made.step()
made.state_dict()["state"]
made = optim.NAdam([x])
made.step()
list(made.state[x])
made.state[x]["mu_product"]
made = optim.ASGD([x])
made.step()
made.state[x]
made = optim.RMSprop([x], centered=True, momentum=0.5)
made.step()
list(made.state[x])
made = optim.Adam([x], amsgrad=True)
made.step()
list(made.state[x])
made = optim.SGD([x], lr=0.1)
made.step()
made.state_dict()["state"]
optim.Adagrad([x], initial_accumulator_value=2.5).state_dict()["state"]
optim.Adagrad([z], initial_accumulator_value=2.5).state_dict()["state"]
made = optim.SGD([x], lr=torch.tensor(0.1), weight_decay=0.1)
made.step()
x
