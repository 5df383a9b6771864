"""`torch.nn`: models.

parameter module containers   what a model is
parameter_containers          lists and dicts of parameters
registering converting        the parts of Module
walking state hooks naming    more of them
layers activation loss        the modules
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
from gradrepl.engine.nn.layers import Dropout as Dropout
from gradrepl.engine.nn.layers import Flatten as Flatten
from gradrepl.engine.nn.layers import Identity as Identity
from gradrepl.engine.nn.layers import Linear as Linear
from gradrepl.engine.nn.loss import BCELoss as BCELoss
from gradrepl.engine.nn.loss import BCEWithLogitsLoss as BCEWithLogitsLoss
from gradrepl.engine.nn.loss import CrossEntropyLoss as CrossEntropyLoss
from gradrepl.engine.nn.loss import HuberLoss as HuberLoss
from gradrepl.engine.nn.loss import L1Loss as L1Loss
from gradrepl.engine.nn.loss import MSELoss as MSELoss
from gradrepl.engine.nn.loss import NLLLoss as NLLLoss
from gradrepl.engine.nn.loss import SmoothL1Loss as SmoothL1Loss
from gradrepl.engine.nn.module import Module as Module
from gradrepl.engine.nn.parameter import Buffer as Buffer
from gradrepl.engine.nn.parameter import Parameter as Parameter
from gradrepl.engine.nn.parameter_containers import ParameterDict as ParameterDict
from gradrepl.engine.nn.parameter_containers import ParameterList as ParameterList


def __getattr__(name: str) -> object:
    raise AttributeError(f"module 'torch.nn' has no attribute '{name}'")
