"""The layers that `torch.nn.Transformer` is made of."""

from __future__ import annotations

from typing import Any

from gradrepl.engine.backends import mha
from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn.activation import GELU, ReLU
from gradrepl.engine.nn.dropout import Dropout
from gradrepl.engine.nn.functional.attention import _canonical_mask, _none_or_dtype
from gradrepl.engine.nn.layers import Linear
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.multihead import MultiheadAttention, records
from gradrepl.engine.nn.normalization import LayerNorm

_MODULE = "torch.nn.modules.transformer"


class _Layer(Module):
    """What the layers of encoder and decoder have in common."""

    __module__ = _MODULE

    norms = 2
    activation: Any

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int,
        dropout: float,
        activation: Any,
        layer_norm_eps: float,
        batch_first: bool,
        norm_first: bool,
        bias: bool,
        device: Any,
        dtype: Any,
    ) -> None:
        where = {"device": device, "dtype": dtype}
        super().__init__()
        attentions = ("self_attn", "multihead_attn")[: self.norms - 1]
        for name in attentions:
            made = MultiheadAttention(
                d_model, nhead, dropout=dropout, bias=bias, batch_first=batch_first, **where
            )
            setattr(self, name, made)
        self.linear1 = Linear(d_model, dim_feedforward, bias=bias, **where)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, bias=bias, **where)
        self.norm_first = norm_first
        for i in range(self.norms):
            norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, **where)
            setattr(self, f"norm{i + 1}", norm)
        for i in range(self.norms):
            setattr(self, f"dropout{i + 1}", Dropout(dropout))
        self.activation = _activation(activation) if isinstance(activation, str) else activation

    def _sa_block(self, x: Any, mask: Any, hidden: Any, is_causal: bool = False) -> Any:
        found = self.self_attn(
            x, x, x, attn_mask=mask, key_padding_mask=hidden, need_weights=False,
            is_causal=is_causal,
        )[0]  # fmt: skip
        return self.dropout1(found)

    def _ff_block(self, x: Any) -> Any:
        x = self.linear2(self.dropout(self.activation(self.linear1(x))))
        return getattr(self, f"dropout{self.norms}")(x)


class TransformerEncoderLayer(_Layer):
    """A sequence's attention to itself, then two linear layers; each is added to its input."""

    __module__ = _MODULE

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first,
            norm_first, bias, device, dtype,
        )  # fmt: skip
        known = ((F.relu, ReLU), (F.gelu, GELU))
        self.activation_relu_or_gelu = 0
        for at, (function, module) in enumerate(known, 1):
            if self.activation is function or isinstance(self.activation, module):
                self.activation_relu_or_gelu = at

    def forward(
        self, src: Any, src_mask: Any = None, src_key_padding_mask: Any = None,
        is_causal: bool = False,
    ) -> Any:  # fmt: skip
        hidden = _canonical_mask(
            src_key_padding_mask, "src_key_padding_mask", _none_or_dtype(src_mask), "src_mask",
            src.dtype,
        )  # fmt: skip
        mask = _canonical_mask(src_mask, "src_mask", None, "", src.dtype, False)
        if self._is_without_gradients(src):

            def attend(x: Any) -> Any:
                return self.self_attn._without_gradients(x, mask, hidden)[0]
        else:

            def attend(x: Any) -> Any:
                return self._sa_block(x, mask, hidden, is_causal=is_causal)

        if self.norm_first:
            x = src + attend(self.norm1(src))
            return x + self._ff_block(self.norm2(x))
        x = self.norm1(src + attend(src))
        return self.norm2(x + self._ff_block(x))

    def _is_without_gradients(self, src: Any) -> bool:
        attention = self.self_attn
        if (
            not mha.get_fastpath_enabled()
            or src.dim() != 3
            or self.training
            or not attention.batch_first
            or attention.in_proj_bias is None
            or not self.activation_relu_or_gelu
            or self.norm1.eps != self.norm2.eps
            or attention.num_heads % 2
            or any(each._forward_hooks or each._forward_pre_hooks for each in self.modules())
        ):
            return False
        return not records(src, *self.parameters())


class TransformerDecoderLayer(_Layer):
    """As a layer of the encoder, with a second attention in between: to what the encoder made."""

    __module__ = _MODULE
    norms = 3

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first,
            norm_first, bias, device, dtype,
        )  # fmt: skip

    def _mha_block(self, x: Any, mem: Any, mask: Any, hidden: Any, is_causal: bool = False) -> Any:
        found = self.multihead_attn(
            x, mem, mem, attn_mask=mask, key_padding_mask=hidden, is_causal=is_causal,
            need_weights=False,
        )[0]  # fmt: skip
        return self.dropout2(found)

    def forward(
        self,
        tgt: Any,
        memory: Any,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: bool = False,
        memory_is_causal: bool = False,
    ) -> Any:
        of_target = (tgt_mask, tgt_key_padding_mask, tgt_is_causal)
        of_memory = (memory_mask, memory_key_padding_mask, memory_is_causal)
        x = tgt
        if self.norm_first:
            x = x + self._sa_block(self.norm1(x), *of_target)
            x = x + self._mha_block(self.norm2(x), memory, *of_memory)
            return x + self._ff_block(self.norm3(x))
        x = self.norm1(x + self._sa_block(x, *of_target))
        x = self.norm2(x + self._mha_block(x, memory, *of_memory))
        return self.norm3(x + self._ff_block(x))


def _activation(name: str) -> Any:
    if name not in ("relu", "gelu"):
        raise RuntimeError(f"activation should be relu/gelu, not {name}")
    return getattr(F, name)
