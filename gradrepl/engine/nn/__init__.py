"""`torch.nn`: models.

parameter module containers   what a model is
parameter_containers          lists and dicts of parameters
registering converting        the parts of Module
walking state hooks naming    more of them
layers activation softmax     the modules
dropout loss margin distance  the same
conv normalization pooling    the same
image sparse tuples           the same
recurrent recurrent_cells     the same
multihead transformer         the same, and transformer_layers
volumes windows bags lazy     the same
functional init               the same as functions, and how weights start
"""

from __future__ import annotations

import importlib

from gradrepl.engine import absent
from gradrepl.engine.listing import public
from gradrepl.engine.nn import functional as functional
from gradrepl.engine.nn import init as init
from gradrepl.engine.nn import parameter as parameter
from gradrepl.engine.nn import utils as utils
from gradrepl.engine.nn.activation import CELU as CELU
from gradrepl.engine.nn.activation import ELU as ELU
from gradrepl.engine.nn.activation import GELU as GELU
from gradrepl.engine.nn.activation import SELU as SELU
from gradrepl.engine.nn.activation import Hardshrink as Hardshrink
from gradrepl.engine.nn.activation import Hardsigmoid as Hardsigmoid
from gradrepl.engine.nn.activation import Hardswish as Hardswish
from gradrepl.engine.nn.activation import Hardtanh as Hardtanh
from gradrepl.engine.nn.activation import LeakyReLU as LeakyReLU
from gradrepl.engine.nn.activation import LogSigmoid as LogSigmoid
from gradrepl.engine.nn.activation import Mish as Mish
from gradrepl.engine.nn.activation import PReLU as PReLU
from gradrepl.engine.nn.activation import ReLU as ReLU
from gradrepl.engine.nn.activation import ReLU6 as ReLU6
from gradrepl.engine.nn.activation import RReLU as RReLU
from gradrepl.engine.nn.activation import Sigmoid as Sigmoid
from gradrepl.engine.nn.activation import SiLU as SiLU
from gradrepl.engine.nn.activation import Softplus as Softplus
from gradrepl.engine.nn.activation import Softshrink as Softshrink
from gradrepl.engine.nn.activation import Softsign as Softsign
from gradrepl.engine.nn.activation import Tanh as Tanh
from gradrepl.engine.nn.activation import Tanhshrink as Tanhshrink
from gradrepl.engine.nn.activation import Threshold as Threshold
from gradrepl.engine.nn.containers import ModuleDict as ModuleDict
from gradrepl.engine.nn.containers import ModuleList as ModuleList
from gradrepl.engine.nn.containers import Sequential as Sequential
from gradrepl.engine.nn.conv import Conv1d as Conv1d
from gradrepl.engine.nn.conv import Conv2d as Conv2d
from gradrepl.engine.nn.conv import ConvTranspose1d as ConvTranspose1d
from gradrepl.engine.nn.conv import ConvTranspose2d as ConvTranspose2d
from gradrepl.engine.nn.distance import CosineSimilarity as CosineSimilarity
from gradrepl.engine.nn.distance import PairwiseDistance as PairwiseDistance
from gradrepl.engine.nn.dropout import AlphaDropout as AlphaDropout
from gradrepl.engine.nn.dropout import Dropout as Dropout
from gradrepl.engine.nn.dropout import Dropout1d as Dropout1d
from gradrepl.engine.nn.dropout import Dropout2d as Dropout2d
from gradrepl.engine.nn.dropout import Dropout3d as Dropout3d
from gradrepl.engine.nn.dropout import FeatureAlphaDropout as FeatureAlphaDropout
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
from gradrepl.engine.nn.margin import CosineEmbeddingLoss as CosineEmbeddingLoss
from gradrepl.engine.nn.margin import GaussianNLLLoss as GaussianNLLLoss
from gradrepl.engine.nn.margin import HingeEmbeddingLoss as HingeEmbeddingLoss
from gradrepl.engine.nn.margin import KLDivLoss as KLDivLoss
from gradrepl.engine.nn.margin import MarginRankingLoss as MarginRankingLoss
from gradrepl.engine.nn.margin import MultiLabelMarginLoss as MultiLabelMarginLoss
from gradrepl.engine.nn.margin import MultiLabelSoftMarginLoss as MultiLabelSoftMarginLoss
from gradrepl.engine.nn.margin import MultiMarginLoss as MultiMarginLoss
from gradrepl.engine.nn.margin import PoissonNLLLoss as PoissonNLLLoss
from gradrepl.engine.nn.margin import SoftMarginLoss as SoftMarginLoss
from gradrepl.engine.nn.margin import TripletMarginLoss as TripletMarginLoss
from gradrepl.engine.nn.margin import TripletMarginWithDistanceLoss as TripletMarginWithDistanceLoss
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
from gradrepl.engine.nn.recurrent import GRU as GRU
from gradrepl.engine.nn.recurrent import LSTM as LSTM
from gradrepl.engine.nn.recurrent import RNN as RNN
from gradrepl.engine.nn.recurrent import RNNBase as RNNBase
from gradrepl.engine.nn.recurrent_cells import GRUCell as GRUCell
from gradrepl.engine.nn.recurrent_cells import LSTMCell as LSTMCell
from gradrepl.engine.nn.recurrent_cells import RNNCell as RNNCell
from gradrepl.engine.nn.recurrent_cells import RNNCellBase as RNNCellBase
from gradrepl.engine.nn.softmax import GLU as GLU
from gradrepl.engine.nn.softmax import LogSoftmax as LogSoftmax
from gradrepl.engine.nn.softmax import Softmax as Softmax
from gradrepl.engine.nn.softmax import Softmax2d as Softmax2d
from gradrepl.engine.nn.softmax import Softmin as Softmin
from gradrepl.engine.nn.sparse import Embedding as Embedding

LATER = {
    **dict.fromkeys((
        "LazyBatchNorm1d", "LazyBatchNorm2d", "LazyBatchNorm3d", "LazyConv1d", "LazyConv2d",
        "LazyConv3d", "LazyConvTranspose1d", "LazyConvTranspose2d", "LazyConvTranspose3d",
        "LazyInstanceNorm1d", "LazyInstanceNorm2d", "LazyInstanceNorm3d", "LazyLinear",
        "UninitializedBuffer", "UninitializedParameter",
    ), "lazy"),
    "EmbeddingBag": "bags",
    **dict.fromkeys((
        "AdaptiveAvgPool3d", "AdaptiveMaxPool3d", "AvgPool3d", "CircularPad3d", "ConstantPad3d",
        "Conv3d", "ConvTranspose3d", "InstanceNorm3d", "MaxPool3d", "ReflectionPad3d",
        "ReplicationPad3d", "ZeroPad3d",
    ), "volumes"),
    **dict.fromkeys((
        "ChannelShuffle", "LPPool1d", "LPPool2d", "LPPool3d", "LocalResponseNorm",
    ), "windows"),
    "MultiheadAttention": "multihead",
    **dict.fromkeys((
        "Transformer", "TransformerDecoder", "TransformerDecoderLayer", "TransformerEncoder",
        "TransformerEncoderLayer",
    ), "transformer"),
}  # fmt: skip
"""Modules that are made when they are first asked for, and where they stand."""


def __getattr__(name: str) -> object:
    if name in LATER:
        place = importlib.import_module(f"gradrepl.engine.nn.{LATER[name]}")
        made = globals()[name] = getattr(place, name)
        return made
    if name == "modules":
        return importlib.import_module("gradrepl.engine.nn.modules")
    raise absent.error("torch.nn", name)


def __dir__() -> list[str]:
    return public(globals(), ("functional", "init", "modules", "parameter", "utils", *LATER))
