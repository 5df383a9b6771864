import torch
from torch import nn
device = torch.device("cuda" if torch.cuda.is_available() else "cpu"); device
device = torch.accelerator.current_accelerator().type if torch.accelerator.is_available() else "cpu"; device
device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"; device
torch.manual_seed(0); torch.cuda.manual_seed(0); torch.cuda.manual_seed_all(0)
torch.backends.cudnn.deterministic = True; torch.backends.cudnn.benchmark = False; torch.backends.cudnn.deterministic
torch.use_deterministic_algorithms(True); torch.are_deterministic_algorithms_enabled()
torch.use_deterministic_algorithms(False)
torch.set_num_threads(1); torch.get_num_threads()
torch.set_num_threads(0)
torch.set_num_threads("two")
torch.set_float32_matmul_precision("high"); torch.get_float32_matmul_precision()
torch.set_float32_matmul_precision("highest")
torch.get_default_device(), torch.cuda.device_count(), torch.mps.is_available(), torch.xpu.is_available(), torch.backends.mps.is_built()
model = nn.Linear(2, 1).to(device); x = torch.ones(1, 2).to(device, non_blocking=True); model(x).device, next(model.parameters()).device
x.to("cuda:0")
x.cuda()
model.cuda()
nn.ReLU().cuda()
torch.ones(2, device="cuda")
torch.cuda.get_device_name(0)
torch.cuda.current_device()
torch.cuda.synchronize()
torch.cuda.empty_cache(); torch.cuda.memory_allocated()
torch.cuda.foo
torch.backends.foo
torch.typename(x), torch.typename(model), torch.typename(3), torch.typename(nn.Linear)
x.is_cuda, x.get_device(), x.device.type, x.device == torch.device("cpu")
