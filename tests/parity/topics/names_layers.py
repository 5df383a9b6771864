# Layers that few tutorials need, by their names: volumes, bags, norms over windows, sizes.
import torch
import torch.nn as nn
import torch.nn.functional as F
nn.Conv3d(2, 4, 3), nn.Conv3d(2, 4, (1, 2, 3), padding="same", groups=2, bias=False)
nn.ConvTranspose3d(2, 3, 2, output_padding=1, stride=2)
nn.Sequential(nn.MaxPool3d(2), nn.AvgPool3d(2, 1, 1), nn.AdaptiveAvgPool3d(2), nn.AdaptiveMaxPool3d((1, None, 2)))
nn.Sequential(nn.ConstantPad3d(1, 2.), nn.ZeroPad3d(1), nn.ReflectionPad3d(1), nn.ReplicationPad3d((1, 1, 0, 0, 1, 1)), nn.CircularPad3d(1))
nn.Sequential(nn.InstanceNorm3d(2), nn.LocalResponseNorm(2), nn.LPPool1d(2, 3), nn.LPPool2d(2, 3, stride=1), nn.LPPool3d(2, 3, ceil_mode=True), nn.ChannelShuffle(2))
torch.manual_seed(0)
conv = nn.Conv3d(1, 2, 2)
conv.weight[0]
conv.bias
x = torch.arange(64.).view(1, 1, 4, 4, 4).cos().requires_grad_()
y = conv(x)
y.shape, y.grad_fn
y.sum().backward()
x.grad[0, 0, 0]
conv.weight.grad[0]
nn.ConvTranspose3d(2, 1, 2)(y).shape
conv(x[0, 0])
nn.MaxPool3d(2)(x)
nn.MaxPool3d(2, return_indices=True)(x)[1]
nn.MaxPool3d(9)(x)
nn.AvgPool3d(2)(x)
nn.AvgPool3d()
nn.AdaptiveAvgPool3d(1)(x)
nn.AdaptiveAvgPool3d((None, 1, 2))(x).shape
nn.InstanceNorm3d(1)(x[0, 0, 0])
F.max_pool3d(x, 2).grad_fn, F.avg_pool3d(x, 2).grad_fn, F.adaptive_avg_pool3d(x, 2).grad_fn, F.adaptive_max_pool3d(x, 2).grad_fn
nn.LocalResponseNorm(2)(torch.arange(8.).view(1, 4, 2))
F.local_response_norm(torch.ones(3), 2)
F.lp_pool2d(torch.arange(16.).view(1, 4, 4), 2, 2)
nn.ChannelShuffle(2)(torch.arange(8.).view(1, 4, 2))
torch.channel_shuffle(torch.arange(6.).view(1, 3, 2), 2)
# bags
torch.manual_seed(1)
bag = nn.EmbeddingBag(4, 3)
bag
bag.weight
bag(torch.tensor([1, 2, 3]), torch.tensor([0, 1]))
bag(torch.tensor([[1, 2], [0, 0]])).sum().backward()
bag.weight.grad
nn.EmbeddingBag(4, 3, mode="sum", padding_idx=1, max_norm=2.)
nn.EmbeddingBag(10, 3, mode="max")(torch.tensor([1, 2, 4, 5]), torch.tensor([0, 2])).shape
nn.EmbeddingBag.from_pretrained(torch.eye(3), mode="sum")(torch.tensor([[0, 1]]))
bag(torch.tensor([1, 2]))
bag(torch.tensor([[1, 2]]), torch.tensor([0]))
bag(torch.tensor([1., 2.]), torch.tensor([0]))
nn.EmbeddingBag(4, 3, padding_idx=4)
nn.EmbeddingBag(4, 3, mode="median")(torch.tensor([[1]]))
# sizes
F.interpolate(torch.arange(4.).view(1, 1, 2, 2), scale_factor=2, mode="bicubic")
F.interpolate(torch.arange(16.).view(1, 1, 4, 4), size=2, mode="bilinear", antialias=True)
F.interpolate(torch.arange(8.).view(1, 1, 2, 2, 2), scale_factor=2, mode="trilinear", align_corners=True)
F.interpolate(torch.arange(8.).view(1, 1, 2, 2, 2), size=(1, 2, 3), mode="nearest")
F.interpolate(torch.arange(8.).view(1, 1, 2, 2, 2), 2, mode="bicubic")
F.interpolate(torch.arange(4.).view(1, 1, 2, 2), 2, mode="lanczos")
nn.Upsample(scale_factor=2, mode="bicubic")
# numbers
torch.manual_seed(2)
torch.empty(3).cauchy_(), torch.empty(3).log_normal_(0, 0.5), torch.empty(4).geometric_(0.3)
torch.poisson(torch.tensor([0.5, 3., 20., 100.]))
torch.empty(2).cauchy_(0, -1)
torch.empty(2).geometric_(1)
torch.poisson(torch.tensor([-1.]))
torch.hann_window(5), torch.hamming_window(4, False), torch.blackman_window(4), torch.bartlett_window(5), torch.kaiser_window(3)
torch.hann_window(-1)
torch.hann_window(3, dtype=torch.int64)
torch.gradient(torch.tensor([1., 4., 9., 16.]))
torch.gradient(torch.arange(6.).view(2, 3), dim=1, spacing=2.)
torch.gradient(torch.ones(1))
memory = bytearray(8)
t = torch.frombuffer(memory, dtype=torch.float32)
t[0] = 1
memory
torch.unravel_index(torch.tensor([1, 5]), (2, 3))
torch.nn.modules.conv.Conv3d is nn.Conv3d, isinstance(nn.MaxPool3d(2), nn.modules.pooling._MaxPoolNd)
