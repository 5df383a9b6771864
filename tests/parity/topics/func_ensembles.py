# torch.func.stack_module_state: several models run as one
import torch
from torch import nn
from torch.func import stack_module_state, functional_call, vmap, grad
torch.manual_seed(0)
models = [nn.Linear(2, 1) for _ in range(3)]
params, buffers = stack_module_state(models)
params
buffers
{name: (p.shape, p.is_leaf, p.requires_grad) for name, p in params.items()}
x = torch.tensor([[1., 2.], [3., 4.]])
def run(params, buffers, x):
    return functional_call(models[0], (params, buffers), (x,))
vmap(run, in_dims=(0, 0, None))(params, buffers, x).shape
vmap(run, in_dims=(0, 0, None))(params, buffers, x).sum().backward()
params["bias"].grad
norms = [nn.BatchNorm1d(2), nn.BatchNorm1d(2)]
params, buffers = stack_module_state(norms)
list(params), list(buffers)
buffers["running_var"]
buffers["num_batches_tracked"]
stack_module_state([])
stack_module_state([nn.Linear(1, 1), nn.Linear(1, 1).eval()])
stack_module_state([nn.Linear(1, 1), nn.ReLU()])
stack_module_state([nn.Linear(1, 1), nn.Linear(1, 1).requires_grad_(False)])
