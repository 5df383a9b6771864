"""`torch.nn.Transformer`: an encoder and a decoder, each a stack of layers."""

from __future__ import annotations

import copy
import math
import warnings
from typing import Any

from gradrepl.engine.backends import mha
from gradrepl.engine.nn import functional as F  # noqa: N812  # its usual name
from gradrepl.engine.nn import init
from gradrepl.engine.nn.containers import ModuleList
from gradrepl.engine.nn.functional.attention import _canonical_mask, _none_or_dtype
from gradrepl.engine.nn.module import Module
from gradrepl.engine.nn.multihead import records
from gradrepl.engine.nn.normalization import LayerNorm
from gradrepl.engine.nn.transformer_layers import TransformerDecoderLayer, TransformerEncoderLayer

_MODULE = "torch.nn.modules.transformer"


def _causal(size: int, device: Any = None, dtype: Any = None) -> Any:
    """A mask that hides from each place what comes after it."""
    from gradrepl.engine import full, triu

    return triu(full((size, size), -math.inf, dtype=dtype, device=device), diagonal=1)


def _is_causal(mask: Any, told: bool | None, size: int) -> bool:
    """Whether the mask is causal, by what the caller says or else by what it holds."""
    if told is not None or mask is None:
        return told is True
    wanted = _causal(size, mask.device, mask.dtype)
    return mask.size() == wanted.size() and bool((mask == wanted).all())


def _length(x: Any, batch_first: bool) -> int:
    return int(x.size(1 if batch_first and x.dim() == 3 else 0))


def _copies(module: Any, count: int) -> ModuleList:
    return ModuleList([copy.deepcopy(module) for _ in range(count)])


class TransformerEncoder(Module):
    """A stack of encoder layers, each a copy of the one that is given."""

    __module__ = _MODULE

    def __init__(
        self,
        encoder_layer: Any,
        num_layers: int,
        norm: Any = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = _copies(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        self.use_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check
        reason = _why_not_nested(encoder_layer)
        if enable_nested_tensor and reason:
            warnings.warn(
                "enable_nested_tensor is True, but self.use_nested_tensor is False because "
                f"{reason}",
                stacklevel=2,
            )
            self.use_nested_tensor = False

    def forward(
        self, src: Any, mask: Any = None, src_key_padding_mask: Any = None,
        is_causal: bool | None = None,
    ) -> Any:  # fmt: skip
        hidden = _canonical_mask(
            src_key_padding_mask, "src_key_padding_mask", _none_or_dtype(mask), "mask", src.dtype
        )
        mask = _canonical_mask(mask, "mask", None, "", src.dtype, False)
        first = self.layers[0]
        ragged = self._is_ragged(src, mask, hidden)
        if ragged:
            _warn_of_nested()
        batch_first = first.self_attn.batch_first
        causal = _is_causal(mask, is_causal, _length(src, batch_first))
        found = src
        for layer in self.layers:
            found = layer(found, src_mask=mask, is_causal=causal, src_key_padding_mask=hidden)
        if ragged:  # what is padding was not computed
            found = found.masked_fill((hidden != 0).unsqueeze(-1), 0.0)
        return found if self.norm is None else self.norm(found)

    def _is_ragged(self, src: Any, mask: Any, hidden: Any) -> bool:
        """Whether PyTorch drops what is padding, and puts zeros there in the end."""
        first = self.layers[0]
        return (
            mha.get_fastpath_enabled()
            and self.use_nested_tensor
            and not first.training
            and src.dim() == 3
            and hidden is not None
            and mask is None
            and (not self.mask_check or _is_left_aligned(src, hidden))
            and not records(src, *first.parameters())
        )


def _why_not_nested(layer: Any) -> str:
    """Why the layers cannot drop what is padding; empty where they can."""
    if not isinstance(layer, TransformerEncoderLayer):
        return "encoder_layer was not TransformerEncoderLayer"
    attention = layer.self_attn
    for fits, reason in (
        (not layer.norm_first, "norm_first was True"),
        (
            attention.batch_first,
            "self_attn.batch_first was not True(use batch_first for better inference performance)",
        ),
        (attention._qkv_same_embed_dim, "self_attn._qkv_same_embed_dim was not True"),
        (attention.in_proj_bias is not None, "self_attn was passed bias=False"),
        (layer.activation_relu_or_gelu, "activation_relu_or_gelu was not True"),
        (
            layer.norm1.eps == layer.norm2.eps,
            "norm1.eps was not equal to encoder_layer.norm2.eps",
        ),
        (attention.num_heads % 2 == 0, "self_attn.num_heads is odd"),
    ):
        if not fits:
            return f"encoder_layer.{reason}"
    return ""


def _is_left_aligned(src: Any, hidden: Any) -> bool:
    """Whether each row of the mask shows a start and hides the rest."""
    away = hidden._a != 0
    if away.shape != src._a.shape[:2]:
        raise RuntimeError("Expected mask to have the same size as the first two dimensions of src")
    return bool((away[:, 1:] >= away[:, :-1]).all())


def _warn_of_nested() -> None:
    from gradrepl.engine.warning import warn_once

    warn_once(
        "The PyTorch API of nested tensors is in prototype stage and will change in the near "
        "future. We recommend specifying layout=torch.jagged when constructing a nested tensor, "
        "as this layout receives active development, has better operator coverage, and works "
        "with torch.compile. (Triggered internally at ...)",
        own_place=True,
    )


class TransformerDecoder(Module):
    """A stack of decoder layers, each a copy of the one that is given."""

    __module__ = _MODULE

    def __init__(self, decoder_layer: Any, num_layers: int, norm: Any = None) -> None:
        super().__init__()
        self.layers = _copies(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def forward(
        self,
        tgt: Any,
        memory: Any,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Any:
        length = _length(tgt, self.layers[0].self_attn.batch_first)
        causal = _is_causal(tgt_mask, tgt_is_causal, length)
        found = tgt
        for layer in self.layers:
            found = layer(
                found, memory, tgt_mask=tgt_mask, memory_mask=memory_mask,
                tgt_key_padding_mask=tgt_key_padding_mask,
                memory_key_padding_mask=memory_key_padding_mask, tgt_is_causal=causal,
                memory_is_causal=memory_is_causal,
            )  # fmt: skip
        return found if self.norm is None else self.norm(found)


class Transformer(Module):
    """An encoder, and a decoder that attends to what the encoder made."""

    __module__ = _MODULE

    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Any = F.relu,
        custom_encoder: Any = None,
        custom_decoder: Any = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        where = {"device": device, "dtype": dtype}
        how = (
            d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first,
            norm_first, bias,
        )  # fmt: skip
        for name, custom, stack, layer, count in (
            ("encoder", custom_encoder, TransformerEncoder, TransformerEncoderLayer,
             num_encoder_layers),
            ("decoder", custom_decoder, TransformerDecoder, TransformerDecoderLayer,
             num_decoder_layers),
        ):  # fmt: skip
            made = custom
            if custom is None:
                one = layer(*how, **where)
                norm = LayerNorm(d_model, eps=layer_norm_eps, bias=bias, **where)
                made = stack(one, count, norm)
            setattr(self, name, made)
        self._reset_parameters()
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def forward(
        self,
        src: Any,
        tgt: Any,
        src_mask: Any = None,
        tgt_mask: Any = None,
        memory_mask: Any = None,
        src_key_padding_mask: Any = None,
        tgt_key_padding_mask: Any = None,
        memory_key_padding_mask: Any = None,
        src_is_causal: bool | None = None,
        tgt_is_causal: bool | None = None,
        memory_is_causal: bool = False,
    ) -> Any:
        batch = 0 if self.batch_first else 1
        if src.dim() == 3 and src.size(batch) != tgt.size(batch):
            raise RuntimeError("the batch number of src and tgt must be equal")
        if src.size(-1) != self.d_model or tgt.size(-1) != self.d_model:
            raise RuntimeError("the feature number of src and tgt must be equal to d_model")
        memory = self.encoder(
            src, mask=src_mask, src_key_padding_mask=src_key_padding_mask, is_causal=src_is_causal
        )
        return self.decoder(
            tgt, memory, tgt_mask=tgt_mask, memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask, tgt_is_causal=tgt_is_causal,
            memory_is_causal=memory_is_causal,
        )  # fmt: skip

    @staticmethod
    def generate_square_subsequent_mask(sz: int, device: Any = None, dtype: Any = None) -> Any:
        """A mask that hides from each place what comes after it."""
        return _causal(sz, device, dtype)

    def _reset_parameters(self) -> None:
        for each in self.parameters():
            if each.dim() > 1:
                init.xavier_uniform_(each)
