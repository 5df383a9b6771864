"""`torch.nn.functional`: layers and losses as functions.

activation dropping distance loss margin    the functions, by theme
attention embedding image                   the same, of layers
normalization pooling windows               the same
calling reducing                            how they reach the operations of the table
"""

from __future__ import annotations

import importlib
from typing import Any

from gradrepl.engine import absent
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
from gradrepl.engine.nn.functional.embedding import embedding as embedding
from gradrepl.engine.nn.functional.image import fold as fold
from gradrepl.engine.nn.functional.image import interpolate as interpolate
from gradrepl.engine.nn.functional.image import pad as pad
from gradrepl.engine.nn.functional.image import unfold as unfold
from gradrepl.engine.nn.functional.image import upsample as upsample
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
from gradrepl.engine.nn.functional.margin import multilabel_margin_loss as multilabel_margin_loss
from gradrepl.engine.nn.functional.margin import (
    multilabel_soft_margin_loss as multilabel_soft_margin_loss,
)
from gradrepl.engine.nn.functional.margin import poisson_nll_loss as poisson_nll_loss
from gradrepl.engine.nn.functional.margin import soft_margin_loss as soft_margin_loss
from gradrepl.engine.nn.functional.margin import triplet_margin_loss as triplet_margin_loss
from gradrepl.engine.nn.functional.margin import (
    triplet_margin_with_distance_loss as triplet_margin_with_distance_loss,
)
from gradrepl.engine.nn.functional.normalization import batch_norm as batch_norm
from gradrepl.engine.nn.functional.normalization import group_norm as group_norm
from gradrepl.engine.nn.functional.normalization import instance_norm as instance_norm
from gradrepl.engine.nn.functional.normalization import layer_norm as layer_norm
from gradrepl.engine.nn.functional.normalization import rms_norm as rms_norm
from gradrepl.engine.nn.functional.pooling import adaptive_avg_pool2d as adaptive_avg_pool2d
from gradrepl.engine.nn.functional.pooling import adaptive_max_pool1d as adaptive_max_pool1d
from gradrepl.engine.nn.functional.pooling import (
    adaptive_max_pool1d_with_indices as adaptive_max_pool1d_with_indices,
)
from gradrepl.engine.nn.functional.pooling import adaptive_max_pool2d as adaptive_max_pool2d
from gradrepl.engine.nn.functional.pooling import (
    adaptive_max_pool2d_with_indices as adaptive_max_pool2d_with_indices,
)
from gradrepl.engine.nn.functional.pooling import max_pool1d as max_pool1d
from gradrepl.engine.nn.functional.pooling import max_pool1d_with_indices as max_pool1d_with_indices
from gradrepl.engine.nn.functional.pooling import max_pool2d as max_pool2d
from gradrepl.engine.nn.functional.pooling import max_pool2d_with_indices as max_pool2d_with_indices

_NATIVE = {"logsigmoid": "log_sigmoid"} | {
    name: name
    for name in (
        "linear", "gelu", "one_hot", "softplus", "softshrink",
        "avg_pool2d", "avg_pool3d", "scaled_dot_product_attention",
    )
}  # fmt: skip
"""Operations that are functions here as they stand, by their names here."""
_NATIVE_IN_PLACE = ("elu_", "hardtanh_", "leaky_relu_")
_IN_TORCH = (
    "celu_", "cosine_similarity", "hardshrink", "pairwise_distance", "prelu", "relu_", "rrelu_",
    "selu_", "threshold_",
    "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d",
    "avg_pool1d", "adaptive_avg_pool1d", "bilinear", "pixel_shuffle", "pixel_unshuffle",
    "channel_shuffle",
)  # fmt: skip
"""Functions of `torch` that stand here, too."""
LATER = {
    "multi_head_attention_forward": "attention", "_canonical_mask": "attention",
    "_none_or_dtype": "attention", "embedding_bag": "embedding",
    **dict.fromkeys(("local_response_norm", "lp_pool1d", "lp_pool2d", "lp_pool3d"), "windows"),
    **dict.fromkeys((
        "adaptive_avg_pool3d", "adaptive_max_pool3d", "adaptive_max_pool3d_with_indices",
        "max_pool3d", "max_pool3d_with_indices",
    ), "pooling"),
}  # fmt: skip
"""Functions that are imported when they are first asked for, and where they stand."""


def __getattr__(name: str) -> Any:
    if name in _NATIVE:
        made = _native(_NATIVE[name])
    elif name in _NATIVE_IN_PLACE:
        made = _native_in_place(name)
    elif name in _IN_TORCH:
        made = getattr(_torch(), name)
    elif name in LATER:
        place = importlib.import_module(f"gradrepl.engine.nn.functional.{LATER[name]}")
        made = getattr(place, name)
    else:
        raise absent.error("torch.nn.functional", name)
    globals()[name] = made
    return made


def __dir__() -> list[str]:
    own = {name for name, each in globals().items() if callable(each) and each is not Any}
    names = {*own, *_NATIVE, *_NATIVE_IN_PLACE, *_IN_TORCH, *LATER}
    return sorted(name for name in names if not name.startswith("_"))
