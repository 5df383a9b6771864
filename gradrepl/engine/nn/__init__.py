"""`torch.nn`: models.

parameter module containers   what a model is
parameter_containers          lists and dicts of parameters
registering converting        the parts of Module
walking state hooks naming    more of them
layers activation loss        the modules
conv normalization pooling    the same
image sparse tuples           the same
functional init               the same as functions, and how weights start
"""

from __future__ import annotations

from gradrepl.engine.nn import functional as functional
from gradrepl.engine.nn import init as init
from gradrepl.engine.nn import parameter as parameter
from gradrepl.engine.nn import utils as utils
from gradrepl.engine.nn.activation import GELU as GELU
from gradrepl.engine.nn.activation import LeakyReLU as LeakyReLU
from gradrepl.engine.nn.activation import LogSoftmax as LogSoftmax
from gradrepl.engine.nn.activation import ReLU as ReLU
from gradrepl.engine.nn.activation import Sigmoid as Sigmoid
from gradrepl.engine.nn.activation import Softmax as Softmax
from gradrepl.engine.nn.activation import Tanh as Tanh
from gradrepl.engine.nn.containers import ModuleDict as ModuleDict
from gradrepl.engine.nn.containers import ModuleList as ModuleList
from gradrepl.engine.nn.containers import Sequential as Sequential
from gradrepl.engine.nn.conv import Conv1d as Conv1d
from gradrepl.engine.nn.conv import Conv2d as Conv2d
from gradrepl.engine.nn.conv import ConvTranspose1d as ConvTranspose1d
from gradrepl.engine.nn.conv import ConvTranspose2d as ConvTranspose2d
from gradrepl.engine.nn.image import CircularPad1d as CircularPad1d
from gradrepl.engine.nn.image import CircularPad2d as CircularPad2d
from gradrepl.engine.nn.image import ConstantPad1d as ConstantPad1d
from gradrepl.engine.nn.image import ConstantPad2d as ConstantPad2d
from gradrepl.engine.nn.image import Fold as Fold
from gradrepl.engine.nn.image import PixelShuffle as PixelShuffle
from gradrepl.engine.nn.image import PixelUnshuffle as PixelUnshuffle
from gradrepl.engine.nn.image import ReflectionPad1d as ReflectionPad1d
from gradrepl.engine.nn.image import ReflectionPad2d as ReflectionPad2d
from gradrepl.engine.nn.image import ReplicationPad1d as ReplicationPad1d
from gradrepl.engine.nn.image import ReplicationPad2d as ReplicationPad2d
from gradrepl.engine.nn.image import Unfold as Unfold
from gradrepl.engine.nn.image import Upsample as Upsample
from gradrepl.engine.nn.image import UpsamplingBilinear2d as UpsamplingBilinear2d
from gradrepl.engine.nn.image import UpsamplingNearest2d as UpsamplingNearest2d
from gradrepl.engine.nn.image import ZeroPad1d as ZeroPad1d
from gradrepl.engine.nn.image import ZeroPad2d as ZeroPad2d
from gradrepl.engine.nn.layers import Bilinear as Bilinear
from gradrepl.engine.nn.layers import Dropout as Dropout
from gradrepl.engine.nn.layers import Flatten as Flatten
from gradrepl.engine.nn.layers import Identity as Identity
from gradrepl.engine.nn.layers import Linear as Linear
from gradrepl.engine.nn.layers import Unflatten as Unflatten
from gradrepl.engine.nn.loss import BCELoss as BCELoss
from gradrepl.engine.nn.loss import BCEWithLogitsLoss as BCEWithLogitsLoss
from gradrepl.engine.nn.loss import CrossEntropyLoss as CrossEntropyLoss
from gradrepl.engine.nn.loss import HuberLoss as HuberLoss
from gradrepl.engine.nn.loss import L1Loss as L1Loss
from gradrepl.engine.nn.loss import MSELoss as MSELoss
from gradrepl.engine.nn.loss import NLLLoss as NLLLoss
from gradrepl.engine.nn.loss import SmoothL1Loss as SmoothL1Loss
from gradrepl.engine.nn.module import Module as Module
from gradrepl.engine.nn.normalization import BatchNorm1d as BatchNorm1d
from gradrepl.engine.nn.normalization import BatchNorm2d as BatchNorm2d
from gradrepl.engine.nn.normalization import BatchNorm3d as BatchNorm3d
from gradrepl.engine.nn.normalization import GroupNorm as GroupNorm
from gradrepl.engine.nn.normalization import InstanceNorm1d as InstanceNorm1d
from gradrepl.engine.nn.normalization import InstanceNorm2d as InstanceNorm2d
from gradrepl.engine.nn.normalization import LayerNorm as LayerNorm
from gradrepl.engine.nn.normalization import RMSNorm as RMSNorm
from gradrepl.engine.nn.parameter import Buffer as Buffer
from gradrepl.engine.nn.parameter import Parameter as Parameter
from gradrepl.engine.nn.parameter_containers import ParameterDict as ParameterDict
from gradrepl.engine.nn.parameter_containers import ParameterList as ParameterList
from gradrepl.engine.nn.pooling import AdaptiveAvgPool1d as AdaptiveAvgPool1d
from gradrepl.engine.nn.pooling import AdaptiveAvgPool2d as AdaptiveAvgPool2d
from gradrepl.engine.nn.pooling import AdaptiveMaxPool1d as AdaptiveMaxPool1d
from gradrepl.engine.nn.pooling import AdaptiveMaxPool2d as AdaptiveMaxPool2d
from gradrepl.engine.nn.pooling import AvgPool1d as AvgPool1d
from gradrepl.engine.nn.pooling import AvgPool2d as AvgPool2d
from gradrepl.engine.nn.pooling import MaxPool1d as MaxPool1d
from gradrepl.engine.nn.pooling import MaxPool2d as MaxPool2d
from gradrepl.engine.nn.sparse import Embedding as Embedding


def __getattr__(name: str) -> object:
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")
