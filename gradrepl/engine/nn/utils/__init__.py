"""`torch.nn.utils`: gradients clipped, parameters as one vector, sequences padded."""

from __future__ import annotations

from gradrepl.engine.nn.utils import rnn as rnn
from gradrepl.engine.nn.utils.clip_grad import clip_grad_norm as clip_grad_norm
from gradrepl.engine.nn.utils.clip_grad import clip_grad_norm_ as clip_grad_norm_
from gradrepl.engine.nn.utils.clip_grad import clip_grad_value_ as clip_grad_value_
from gradrepl.engine.nn.utils.clip_grad import clip_grads_with_norm_ as clip_grads_with_norm_
from gradrepl.engine.nn.utils.clip_grad import get_total_norm as get_total_norm
from gradrepl.engine.nn.utils.convert_parameters import (
    parameters_to_vector as parameters_to_vector,
)
from gradrepl.engine.nn.utils.convert_parameters import (
    vector_to_parameters as vector_to_parameters,
)

_ABSENT = frozenset((
    "fuse_conv_bn_eval", "fuse_linear_bn_eval", "parametrizations", "parametrize", "prune",
    "remove_spectral_norm", "remove_weight_norm", "skip_init", "spectral_norm", "stateless",
    "weight_norm",
))  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _ABSENT:
        raise AttributeError(f"gradrepl has no torch.nn.utils.{name}")
    raise AttributeError(f"module 'torch.nn.utils' has no attribute '{name}'")
