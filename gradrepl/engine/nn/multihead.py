"""`torch.nn.MultiheadAttention`: queries that look at keys and fetch values, several ways at once.

# NOTE [PyTorch's way without gradients]
Where nobody asks for gradients and the module is not training, PyTorch computes the same with a
function of its own. That shows: its results lie in order, it takes any mask for one of bools, and
what hides everything from a query gives nan there.
"""

from __future__ import annotations

import math
from typing import Any

from gradrepl.engine.backends import mha
from gradrepl.engine.grad_mode import is_grad_enabled
from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn import init
from gradrepl.engine.nn.functional.attention import _canonical_mask, _none_or_dtype
from gradrepl.engine.nn.layers import Linear
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.parameter import uninitialized
from gradrepl.engine.state import STATE

_PARTS = ("q", "k", "v")


class NonDynamicallyQuantizableLinear(Linear):
    """A Linear by another name: PyTorch quantizes the others."""

    __module__ = "torch.nn.modules.linear"

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(in_features, out_features, bias=bias, device=device, dtype=dtype)


class MultiheadAttention(Module):
    """Several attentions side by side, each on its part of the features."""

    __module__ = "torch.nn.modules.activation"

    in_proj_weight: Any
    in_proj_bias: Any
    bias_k: Any
    bias_v: Any

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, got "
                f"embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        self._add_projections(device, dtype)
        if bias:
            self.in_proj_bias = uninitialized(3 * embed_dim, device, dtype)
        else:
            self.register_parameter("in_proj_bias", None)
        self.out_proj = NonDynamicallyQuantizableLinear(
            embed_dim, embed_dim, bias=bias, device=device, dtype=dtype
        )
        self.bias_k = self.bias_v = None
        if add_bias_kv:
            self.bias_k = uninitialized((1, 1, embed_dim), device, dtype)
            self.bias_v = uninitialized((1, 1, embed_dim), device, dtype)
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _add_projections(self, device: Any, dtype: Any) -> None:
        """One weight for queries, keys and values, or one each where they are of other sizes."""
        width = self.embed_dim
        if self._qkv_same_embed_dim:
            self.in_proj_weight = uninitialized((3 * width, width), device, dtype)
            for part in _PARTS:
                self.register_parameter(f"{part}_proj_weight", None)
            return
        for part, size in zip(_PARTS, (width, self.kdim, self.vdim), strict=True):
            setattr(self, f"{part}_proj_weight", uninitialized((width, size), device, dtype))
        self.register_parameter("in_proj_weight", None)

    def _reset_parameters(self) -> None:
        if self._qkv_same_embed_dim:
            init.xavier_uniform_(self.in_proj_weight)
        else:
            for part in _PARTS:
                init.xavier_uniform_(getattr(self, f"{part}_proj_weight"))
        if self.in_proj_bias is not None:
            init.constant_(self.in_proj_bias, 0.0)
            init.constant_(self.out_proj.bias, 0.0)
        if self.bias_k is not None:
            init.xavier_normal_(self.bias_k)
        if self.bias_v is not None:
            init.xavier_normal_(self.bias_v)

    def forward(
        self,
        query: Any,
        key: Any,
        value: Any,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> tuple[Any, Any]:
        masks = (attn_mask, key_padding_mask)
        numbers = any(each is not None and each._a.dtype.kind == "f" for each in masks)
        batched = query.dim() == 3
        key_padding_mask = _canonical_mask(
            key_padding_mask, "key_padding_mask", _none_or_dtype(attn_mask), "attn_mask",
            query.dtype,
        )  # fmt: skip
        attn_mask = _canonical_mask(attn_mask, "attn_mask", None, "", query.dtype, False)
        if not numbers and query is key and key is value and self._is_without_gradients(query):
            return self._without_gradients(
                query, attn_mask, key_padding_mask, need_weights, average_attn_weights
            )
        turned = self.batch_first and batched
        if turned:
            query, key, value = _turned(query, key, value)
        found, weights = self._attend(
            query, key, value, attn_mask, key_padding_mask, need_weights=need_weights,
            average_attn_weights=average_attn_weights, is_causal=is_causal,
        )  # fmt: skip
        return found.transpose(1, 0) if turned else found, weights

    def _attend(
        self, query: Any, key: Any, value: Any, mask: Any, hidden: Any, **how: Any
    ) -> tuple[Any, Any]:
        if not self._qkv_same_embed_dim:
            how["use_separate_proj_weight"] = True
            how |= {f"{each}_proj_weight": getattr(self, f"{each}_proj_weight") for each in _PARTS}
        found: tuple[Any, Any] = F.multi_head_attention_forward(
            query, key, value, self.embed_dim, self.num_heads, self.in_proj_weight,
            self.in_proj_bias, self.bias_k, self.bias_v, self.add_zero_attn, self.dropout,
            self.out_proj.weight, self.out_proj.bias, training=self.training,
            key_padding_mask=hidden, attn_mask=mask, **how,
        )  # fmt: skip
        return found

    # --- see NOTE [PyTorch's way without gradients] ---

    def _is_without_gradients(self, x: Any) -> bool:
        weight, bias = self.in_proj_weight, self.in_proj_bias
        return (
            mha.get_fastpath_enabled()
            and x.dim() == 3
            and not self.training
            and self.batch_first
            and weight is not None
            and bias is not None
            and x.dtype == weight.dtype == bias.dtype
            and self.num_heads % 2 == 0
            and self.bias_k is None
            and self.bias_v is None
            and not self.add_zero_attn
            and not records(x, weight, bias, self.out_proj.weight, self.out_proj.bias)
        )

    def _without_gradients(
        self, x: Any, mask: Any, hidden: Any, need_weights: bool = True, average: bool = True
    ) -> tuple[Any, Any]:
        x = x.transpose(1, 0)
        found, weights = self._attend(
            x, x, x, _of_bools(mask), _of_bools(hidden),
            need_weights=need_weights or mask is not None or hidden is not None,
            average_attn_weights=average,
        )  # fmt: skip
        return found.transpose(1, 0).contiguous(), weights if need_weights else None

    def merge_masks(self, attn_mask: Any, key_padding_mask: Any, query: Any) -> tuple[Any, Any]:
        """Both masks as one of shape (batch, heads, length, length), and its kind."""
        if attn_mask is None:
            return key_padding_mask, None if key_padding_mask is None else 1
        batch, length, _ = query.shape
        if attn_mask.dim() == 3:
            merged = attn_mask.view(batch, -1, length, length)
        else:
            merged = attn_mask.view(1, 1, length, length)
            merged = merged.expand(batch, self.num_heads, -1, -1)
        if key_padding_mask is not None:
            hidden = key_padding_mask.view(batch, 1, 1, length)
            merged = merged + hidden.expand(-1, self.num_heads, -1, -1)
        return merged, 2


def records(*tensors: Any) -> bool:
    """Whether what is computed from these is recorded, or seen by a torch-function mode."""
    if STATE.function_modes:
        return True
    return is_grad_enabled() and any(x is not None and x.requires_grad for x in tensors)


def _of_bools(mask: Any) -> Any:
    """-inf wherever a mask of numbers is not 0."""
    return None if mask is None else mask.masked_fill(mask != 0, -math.inf)


def _turned(query: Any, key: Any, value: Any) -> tuple[Any, Any, Any]:
    """The sequence first; what was one tensor stays one, which makes one projection of them."""
    if key is value:
        keys = key.transpose(1, 0)
        return (keys if query is key else query.transpose(1, 0)), keys, keys
    return query.transpose(1, 0), key.transpose(1, 0), value.transpose(1, 0)
