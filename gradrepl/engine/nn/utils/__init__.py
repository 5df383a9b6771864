"""`torch.nn.utils`: gradients clipped, parameters as one vector or computed, sequences padded."""

from __future__ import annotations

import importlib

from gradrepl.engine import absent
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
from gradrepl.engine.nn.utils.weight_norm import remove_weight_norm as remove_weight_norm
from gradrepl.engine.nn.utils.weight_norm import weight_norm as weight_norm


def __getattr__(name: str) -> object:
    if name in {"parametrize", "parametrizations"}:  # few ask for them
        return importlib.import_module(f"gradrepl.engine.nn.utils.{name}")
    raise absent.error("torch.nn.utils", name)
