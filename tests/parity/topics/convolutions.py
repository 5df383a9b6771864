import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
conv = nn.Conv2d(1, 2, 3)
conv
conv.weight
conv.bias
conv.weight.shape, conv.bias.shape
conv.state_dict().keys()
image = torch.arange(25.0).view(1, 1, 5, 5)
# parity: atol=1e-3 (a convolution sums in another order)
conv(image)
conv(image).shape
conv(image).grad_fn
conv(image).grad_fn.next_functions
conv(torch.ones(3, 5, 5))
conv(torch.ones(1, 3, 5, 5))
conv(torch.ones(5, 5))
conv(torch.ones(1, 1, 2, 2))
conv(torch.ones(1, 5, 5)).shape
conv(image.double())
conv(image.long())
conv([1, 2])
conv("image")
kernel = torch.tensor([[1.0, 0.0, -1.0], [2.0, 0.0, -2.0], [1.0, 0.0, -1.0]]).view(1, 1, 3, 3)
F.conv2d(image, kernel)
F.conv2d(image, kernel, padding=1)
F.conv2d(image, kernel, stride=2)
F.conv2d(image, kernel, padding="same").shape
F.conv2d(image, kernel, padding="valid").shape
F.conv2d(image, kernel, padding="full")
F.conv2d(image, kernel, padding="same", stride=2)
F.conv2d(image, kernel, dilation=2)
F.conv2d(image, kernel, bias=torch.tensor([10.0]))
F.conv2d(image, kernel, torch.ones(2))
F.conv2d(image, kernel, groups=2)
F.conv2d(image, kernel, stride=0)
F.conv2d(image, kernel, stride=(1, 2, 3))
F.conv2d(image)
F.conv2d(image, weights=kernel)
kernel.requires_grad_()
out = F.conv2d(image, kernel)
out
out.sum().backward()
kernel.grad
node = out.grad_fn
node._saved_stride, node._saved_padding, node._saved_dilation, node._saved_groups
node._saved_transposed, node._saved_output_padding, node._saved_bias_sym_sizes_opt
node._saved_input
[name for name in dir(F.conv2d(image, kernel).grad_fn) if name.startswith("_saved_")]
x = torch.ones(1, 1, 3, 3, requires_grad=True)
y = F.conv2d(x, torch.ones(1, 1, 2, 2)) ** 2
(g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
g
g.sum().backward()
x.grad
F.conv1d(torch.arange(6.0).view(1, 1, 6), torch.tensor([[[1.0, -1.0]]]))
F.conv1d(torch.arange(6.0), torch.tensor([[[1.0, -1.0]]]))
F.conv1d(torch.arange(6.0).view(1, 6), torch.tensor([[[1.0, -1.0]]]))
nn.Conv1d(4, 8, 3, stride=2, padding=1)
nn.Conv1d(4, 8, 3, padding="same", padding_mode="circular", bias=False)
nn.Conv1d(4, 8, 3)(torch.ones(2, 3, 9))
nn.Conv2d(4, 8, (3, 5), groups=4, dilation=2)
nn.Conv2d(4, 6, 3, groups=4)
nn.Conv2d(3, 6, 3, groups=2)
nn.Conv2d(1, 1)
nn.Conv2d(1, 1, 3, padding="same", stride=2)
nn.ConvTranspose2d(2, 1, 2, stride=2)
torch.manual_seed(1)
nn.ConvTranspose1d(2, 1, 2).weight
up = nn.ConvTranspose2d(1, 1, 2, stride=2, bias=False)
nn.init.ones_(up.weight)
up(torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]))
up(torch.ones(1, 1, 2, 2), output_size=[5, 5]).shape
up(torch.ones(1, 1, 2, 2), output_size=[9, 9])
up(torch.ones(1, 2, 2, 2))
net = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 2))
net
net(torch.ones(2, 1, 4, 4)).shape
sum(p.numel() for p in net.parameters())
net(torch.ones(2, 1, 5, 8))
loss = F.cross_entropy(net(torch.ones(2, 1, 4, 4)), torch.tensor([0, 1]))
loss.backward()
[p.grad.shape for p in net.parameters()]
F.unfold(image, 4).shape
F.unfold(image[..., :3, :3], 2)
F.fold(F.unfold(image[..., :3, :3], 2), 3, 2)
