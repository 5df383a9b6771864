"""Whose name an error of a layer tells, and how often a loss warns of its older flags."""

import torch
import torch.nn as nn
import torch.nn.functional as F

nn.ReflectionPad1d()
nn.ReplicationPad2d(1, 2)
nn.ZeroPad2d()
nn.ConstantPad1d(1)
nn.Conv1d(1)
nn.Conv2d(1, 2)
nn.Conv2d(3, 4, 3)(torch.zeros(1, 3, 5, 5), 1)
nn.ConvTranspose2d(1, 2)
nn.ConvTranspose1d(1, 2, 3)()
nn.MarginRankingLoss(1, 2, 3, 4, 5)
nn.CosineEmbeddingLoss(margins=1)
nn.Hardshrink(1, 2)
nn.Softshrink(lambda_=1)
nn.Softmax(0, 1)
nn.LogSoftmax(dimension=1)
nn.GRU(2, 3)(torch.zeros(4, 2), None, None)
nn.LSTM(2, 3)()
nn.RNN(2, 3)()
nn.LayerNorm()
nn.GroupNorm(3, 4)
nn.MaxPool2d()
isinstance(nn.Softshrink(), nn.Hardshrink)
isinstance(nn.Conv2d(1, 1, 1), nn.Conv1d)


class MyPad(nn.ReflectionPad1d):
    def __init__(self, padding):
        super().__init__(padding, 2)


MyPad(1)


class MyConv(nn.Conv2d):
    pass


MyConv(1)
MyConv(1, 1, 1)


class MyReLU(nn.ReLU):
    pass


MyReLU(False, True)
F.max_pool2d
F.adaptive_max_pool1d
F.max_pool2d()
F.max_pool1d(torch.zeros(1, 4), 2, return_indices=True, wrong=1)
F.max_pool2d(torch.zeros(1, 4, 4), 2, wrong=1)
F.max_pool1d_with_indices()
nn.LayerNorm(3, elementwise_affine=False).reset_parameters()
list(nn.LayerNorm(3, bias=False).state_dict())
list(nn.RMSNorm(3).state_dict())
nn.RMSNorm(3).bias
nn.GroupNorm(1, 2, affine=False).weight
nn.Linear(2, 3, bias=False).bias
nn.Linear(2, -3)
nn.Linear(2, 3, dtype=torch.int64)
nn.Bilinear(2, 3, 4, bias=False)
x = torch.ones(3)
rows = torch.ones(3, 2)
classes = torch.tensor([0, 1, 0])
F.mse_loss(x, x, size_average=False)
F.mse_loss(x, x, size_average=False)
F.l1_loss(x, x, size_average=False)
F.smooth_l1_loss(x, x, size_average=False)
F.kl_div(x, x, size_average=False)
F.nll_loss(rows, classes, size_average=False)
F.cross_entropy(rows, classes, size_average=False)
F.cross_entropy(rows, classes, size_average=False)
F.binary_cross_entropy(x, x, size_average=False)
F.poisson_nll_loss(x, x, size_average=False)
F.multilabel_soft_margin_loss(rows, rows, size_average=False)
F.mse_loss(x, x, reduction="elementwise_mean")
F.l1_loss(x, x, reduction="elementwise_mean")
nn.MSELoss(reduce=False)
nn.L1Loss(reduce=False)
nn.MSELoss(size_average=False).reduction
nn.BatchNorm1d()
nn.BatchNorm2d(3, 4, 5, 6, 7, 8, 9, 10)
nn.utils.clip_grad_norm()
w = nn.Linear(2, 2)
w.weight.grad = torch.ones(2, 2)
nn.utils.clip_grad_norm(w.parameters(), 1.0)
w.weight.grad
nn.init.constant(w.weight, 0.5)
nn.init.constant(1)
[name in dir(F) for name in ("embedding", "relu", "mse_loss", "calling", "pooling")]
nn.init.xavier_uniform_([[1.]])
nn.init.kaiming_normal_(3)
nn.init.xavier_normal_(torch.zeros(3))
nn.init.kaiming_uniform_(torch.zeros(0, 3))
layer = nn.Module()
layer.buffer = nn.Buffer(torch.ones(1))
layer.buffer = torch.zeros(1)
layer.buffer = 3
layer.state_dict()
layer.plain = torch.ones(1)
layer.late
layer.register_buffer("hidden", torch.ones(2), persistent=False)
list(layer.state_dict()), [name for name, _ in layer.named_buffers()]
nn.ReflectionPad1d(1)()
nn.ReplicationPad2d(1)()
nn.CircularPad2d(1)()
nn.CircularPad1d(1)(torch.zeros(4))
nn.CircularPad1d(1)(torch.zeros(1, 4)).shape
nn.CircularPad1d(1)(torch.zeros(1, 1, 4, 4))
nn.CircularPad2d(1)(torch.zeros(4, 4))
nn.CircularPad2d((1, 2, 3, 0))(torch.arange(16.).reshape(1, 4, 4))
nn.CircularPad2d(2)
