"""`torch.nn.functional`: layers and losses as functions.

activation dropping distance loss margin    the functions, by theme
calling reducing                            how they reach the operations of the table
"""

from __future__ import annotations

from typing import Any

from gradrepl.engine.nn.functional.activation import celu as celu
from gradrepl.engine.nn.functional.activation import elu as elu
from gradrepl.engine.nn.functional.activation import glu as glu
from gradrepl.engine.nn.functional.activation import gumbel_softmax as gumbel_softmax
from gradrepl.engine.nn.functional.activation import hardsigmoid as hardsigmoid
from gradrepl.engine.nn.functional.activation import hardswish as hardswish
from gradrepl.engine.nn.functional.activation import hardtanh as hardtanh
from gradrepl.engine.nn.functional.activation import leaky_relu as leaky_relu
from gradrepl.engine.nn.functional.activation import log_softmax as log_softmax
from gradrepl.engine.nn.functional.activation import mish as mish
from gradrepl.engine.nn.functional.activation import relu as relu
from gradrepl.engine.nn.functional.activation import relu6 as relu6
from gradrepl.engine.nn.functional.activation import rrelu as rrelu
from gradrepl.engine.nn.functional.activation import selu as selu
from gradrepl.engine.nn.functional.activation import sigmoid as sigmoid
from gradrepl.engine.nn.functional.activation import silu as silu
from gradrepl.engine.nn.functional.activation import softmax as softmax
from gradrepl.engine.nn.functional.activation import softmin as softmin
from gradrepl.engine.nn.functional.activation import softsign as softsign
from gradrepl.engine.nn.functional.activation import tanh as tanh
from gradrepl.engine.nn.functional.activation import tanhshrink as tanhshrink
from gradrepl.engine.nn.functional.activation import threshold as threshold
from gradrepl.engine.nn.functional.calling import native as _native
from gradrepl.engine.nn.functional.calling import native_in_place as _native_in_place
from gradrepl.engine.nn.functional.calling import torch as _torch
from gradrepl.engine.nn.functional.distance import normalize as normalize
from gradrepl.engine.nn.functional.dropping import alpha_dropout as alpha_dropout
from gradrepl.engine.nn.functional.dropping import dropout as dropout
from gradrepl.engine.nn.functional.dropping import dropout1d as dropout1d
from gradrepl.engine.nn.functional.dropping import dropout2d as dropout2d
from gradrepl.engine.nn.functional.dropping import dropout3d as dropout3d
from gradrepl.engine.nn.functional.dropping import feature_alpha_dropout as feature_alpha_dropout
from gradrepl.engine.nn.functional.loss import binary_cross_entropy as binary_cross_entropy
from gradrepl.engine.nn.functional.loss import (
    binary_cross_entropy_with_logits as binary_cross_entropy_with_logits,
)
from gradrepl.engine.nn.functional.loss import cross_entropy as cross_entropy
from gradrepl.engine.nn.functional.loss import huber_loss as huber_loss
from gradrepl.engine.nn.functional.loss import l1_loss as l1_loss
from gradrepl.engine.nn.functional.loss import mse_loss as mse_loss
from gradrepl.engine.nn.functional.loss import nll_loss as nll_loss
from gradrepl.engine.nn.functional.loss import smooth_l1_loss as smooth_l1_loss
from gradrepl.engine.nn.functional.margin import cosine_embedding_loss as cosine_embedding_loss
from gradrepl.engine.nn.functional.margin import gaussian_nll_loss as gaussian_nll_loss
from gradrepl.engine.nn.functional.margin import hinge_embedding_loss as hinge_embedding_loss
from gradrepl.engine.nn.functional.margin import kl_div as kl_div
from gradrepl.engine.nn.functional.margin import margin_ranking_loss as margin_ranking_loss
from gradrepl.engine.nn.functional.margin import multi_margin_loss as multi_margin_loss
from gradrepl.engine.nn.functional.margin import (
    multilabel_soft_margin_loss as multilabel_soft_margin_loss,
)
from gradrepl.engine.nn.functional.margin import poisson_nll_loss as poisson_nll_loss
from gradrepl.engine.nn.functional.margin import soft_margin_loss as soft_margin_loss
from gradrepl.engine.nn.functional.margin import triplet_margin_loss as triplet_margin_loss
from gradrepl.engine.nn.functional.margin import (
    triplet_margin_with_distance_loss as triplet_margin_with_distance_loss,
)

_NATIVE = {"logsigmoid": "log_sigmoid"} | {
    name: name for name in ("linear", "gelu", "one_hot", "softplus", "softshrink")
}
"""Operations that are functions here as they stand, by their names here."""
_NATIVE_IN_PLACE = ("elu_", "hardtanh_", "leaky_relu_")
_IN_TORCH = (
    "celu_", "cosine_similarity", "hardshrink", "pairwise_distance", "prelu", "relu_", "rrelu_",
    "selu_", "threshold_",
)  # fmt: skip
"""Functions of `torch` that stand here, too."""
_ROOMS = ("activation", "calling", "distance", "dropping", "loss", "margin", "reducing")


def __getattr__(name: str) -> Any:
    if name in _NATIVE:
        made = _native(_NATIVE[name])
    elif name in _NATIVE_IN_PLACE:
        made = _native_in_place(name)
    elif name in _IN_TORCH:
        made = getattr(_torch(), name)
    else:
        raise AttributeError(f"module 'torch.nn.functional' has no attribute '{name}'")
    globals()[name] = made
    return made


def __dir__() -> list[str]:
    names = {*globals(), *_NATIVE, *_NATIVE_IN_PLACE, *_IN_TORCH}.difference(_ROOMS)
    return sorted(name for name in names if not name.startswith("_"))
