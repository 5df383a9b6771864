"""`multi_head_attention_forward`: attentions side by side, and checks of what they are given."""

from __future__ import annotations

import math
import warnings
from typing import Any

from gradrepl.engine.nn.functional.activation import softmax
from gradrepl.engine.nn.functional.calling import in_torch, native, observed
from gradrepl.engine.nn.functional.dropping import dropout
from gradrepl.engine.nn.functional.image import pad
from gradrepl.engine.tensor import Tensor


def _canonical_mask(
    mask: Any,
    mask_name: str,
    other_type: Any,
    other_name: str,
    target_type: Any,
    check_other: bool = True,
) -> Any:
    """The mask as numbers to add to scores: -inf where a mask of bools hides."""
    if mask is None:
        return None
    if mask._a.dtype.kind not in "bf":
        raise AssertionError(f"only bool and floating types of {mask_name} are supported")
    if check_other and other_type not in (None, mask.dtype):
        warnings.warn(
            f"Support for mismatched {mask_name} and {other_name} is deprecated. Use same type "
            "for both instead.",
            stacklevel=2,
        )
    if mask._a.dtype.kind == "f":
        return mask
    from gradrepl.engine import zeros_like

    return zeros_like(mask, dtype=target_type).masked_fill_(mask, -math.inf)


def _none_or_dtype(input: Any) -> Any:
    if input is None:
        return None
    if isinstance(input, Tensor):
        return input.dtype
    raise RuntimeError("input to _none_or_dtype() must be None or torch.Tensor")


def _mha_shape_check(
    query: Any, key: Any, value: Any, key_padding_mask: Any, attn_mask: Any, num_heads: int
) -> bool:
    """Whether the input is a batch."""
    n = query.dim()
    if n not in (2, 3):
        raise AssertionError(
            f"query should be unbatched 2D or batched 3D tensor but received {n}-D query tensor"
        )
    start = f"For {'batched' if n == 3 else 'unbatched'} ({n}-D) `query`, expected"
    if key.dim() != n or value.dim() != n:
        raise AssertionError(
            f"{start} `key` and `value` to be {n}-D but found {key.dim()}-D and {value.dim()}-D "
            "tensors respectively"
        )
    if key_padding_mask is not None and key_padding_mask.dim() != n - 1:
        raise AssertionError(
            f"{start} `key_padding_mask` to be `None` or {n - 1}-D but found "
            f"{key_padding_mask.dim()}-D tensor instead"
        )
    if attn_mask is not None:
        if attn_mask.dim() not in (2, 3):
            raise AssertionError(
                f"{start} `attn_mask` to be `None`, 2-D or 3-D but found {attn_mask.dim()}-D "
                "tensor instead"
            )
        wanted = (num_heads, query.shape[0], key.shape[0])
        if n == 2 and attn_mask.dim() == 3 and attn_mask.shape != wanted:
            raise AssertionError(
                f"Expected `attn_mask` shape to be {wanted} but got {attn_mask.shape}"
            )
    return n == 3


def _linear(x: Any, w: Any, b: Any) -> Any:
    return native("linear")(x, w, b)


def _packed(x: Any, w: Any, b: Any, count: int) -> Any:
    """Several projections of one input by one product."""
    width = x.size(-1)
    found = _linear(x, w, b).unflatten(-1, (count, width))
    return found.unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous()


def _in_projection_packed(q: Any, k: Any, v: Any, w: Any, b: Any = None) -> tuple[Any, ...]:
    width = q.size(-1)
    if k is v and q is k:
        found = _packed(q, w, b, 3)
        return found[0], found[1], found[2]
    if k is v:
        sizes = [width, 2 * width]
        w_q, w_kv = w.split(sizes)
        b_q, b_kv = (None, None) if b is None else b.split(sizes)
        of_q, found = _linear(q, w_q, b_q), _packed(k, w_kv, b_kv, 2)
        return of_q, found[0], found[1]
    biases = (None,) * 3 if b is None else b.chunk(3)
    return tuple(map(_linear, (q, k, v), w.chunk(3), biases))


def _in_projection(
    q: Any, k: Any, v: Any, weights: tuple[Any, ...], biases: tuple[Any, ...]
) -> tuple[Any, ...]:
    named = ("query", "key", "value")
    width = q.size(-1)
    for name, x, w in zip(named, (q, k, v), weights, strict=True):
        if w.shape != (width, x.size(-1)):
            raise AssertionError(
                f"expecting {name} weights shape of {(width, x.size(-1))}, but got {w.shape}"
            )
    for name, b in zip(named, biases, strict=True):
        if b is not None and b.shape != (width,):
            raise AssertionError(f"expecting {name} bias shape of {(width,)}, but got {b.shape}")
    return tuple(map(_linear, (q, k, v), weights, biases))


def _projected(
    query: Any, key: Any, value: Any, weight: Any, bias: Any, apart: tuple[Any, ...] | None
) -> tuple[Any, ...]:
    if apart is None:
        if key.shape != value.shape:
            raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")
        if weight is None:
            raise AssertionError("use_separate_proj_weight is False but in_proj_weight is None")
        return _in_projection_packed(query, key, value, weight, bias)
    if key.shape[:2] != value.shape[:2]:
        raise AssertionError(
            f"key's sequence and batch dims {key.shape[:2]} do not match value's {value.shape[:2]}"
        )
    for name, each in zip("qkv", apart, strict=True):
        if each is None:
            raise AssertionError(f"use_separate_proj_weight is True but {name}_proj_weight is None")
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    return _in_projection(query, key, value, apart, biases)


def _mask_of_three(mask: Any, flat: tuple[int, int], whole: tuple[int, int, int]) -> Any:
    """The mask with a dimension for the heads of all batches."""
    if mask.dim() not in (2, 3):
        raise RuntimeError(f"attn_mask's dimension {mask.dim()} is not supported")
    wanted = flat if mask.dim() == 2 else whole
    if mask.shape != wanted:
        raise RuntimeError(
            f"The shape of the {mask.dim()}D attn_mask is {mask.shape}, but should be {wanted}."
        )
    return mask.unsqueeze(0) if mask.dim() == 2 else mask


def _heads(x: Any, static: Any, name: str, count: int, width: int) -> Any:
    """The projection by heads, or what stands in its place."""
    if static is None:
        return x.view(x.shape[0], count, width).transpose(0, 1)
    for dim, wanted in ((0, count), (2, width)):
        if static.size(dim) != wanted:
            raise AssertionError(
                f"expecting {name}.size({dim}) of {wanted}, but got {static.size(dim)}"
            )
    return static


def _with_bias(k: Any, v: Any, bias_k: Any, bias_v: Any, static_k: Any, static_v: Any) -> Any:
    """Keys and values with one more of each, which is learnt; None where there is none."""
    if bias_k is None and bias_v is None:
        return None
    if bias_v is None:
        raise AssertionError("bias_k is set but bias_v is None")
    if bias_k is None:
        raise AssertionError("bias_v is set but bias_k is None")
    for name, static in (("key", static_k), ("value", static_v)):
        if static is not None:
            raise AssertionError(f"bias cannot be added to static {name}.")
    batch = k.shape[1]
    return tuple(
        in_torch("cat", [x, more.repeat(1, batch, 1)]) for x, more in ((k, bias_k), (v, bias_v))
    )


def _with_zeros(x: Any) -> Any:
    from gradrepl.engine import zeros

    return in_torch("cat", [x, zeros((x.shape[0], 1, x.shape[2]), dtype=x.dtype)], 1)


def _merged(attn_mask: Any, hidden: Any, batch: int, heads: int, length: int) -> Any:
    """One mask of both: what is added to scores, and which keys are padding."""
    for dim, wanted in enumerate((batch, length)):
        if hidden.shape[dim] != wanted:
            raise AssertionError(
                f"Expected key_padded_mask.shape[{dim}] to be {wanted}, but got {hidden.shape[dim]}"
            )
    spread = hidden.view(batch, 1, 1, length).expand(-1, heads, -1, -1)
    spread = spread.reshape(batch * heads, 1, length)
    return spread if attn_mask is None else attn_mask + spread


@observed
def multi_head_attention_forward(
    query: Any,
    key: Any,
    value: Any,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Any,
    in_proj_bias: Any,
    bias_k: Any,
    bias_v: Any,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Any,
    out_proj_bias: Any,
    training: bool = True,
    key_padding_mask: Any = None,
    need_weights: bool = True,
    attn_mask: Any = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Any = None,
    k_proj_weight: Any = None,
    v_proj_weight: Any = None,
    static_k: Any = None,
    static_v: Any = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[Any, Any]:
    batched = _mha_shape_check(query, key, value, key_padding_mask, attn_mask, num_heads)
    if not batched:
        query, key, value = (each.unsqueeze(1) for each in (query, key, value))
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    length, batch, width = query.shape
    hidden = _canonical_mask(
        key_padding_mask, "key_padding_mask", _none_or_dtype(attn_mask), "attn_mask", query.dtype
    )
    if is_causal and attn_mask is None:
        raise RuntimeError(
            "Need attn_mask if specifying the is_causal hint. You may use the Transformer module "
            "method `generate_square_subsequent_mask` to create this mask."
        )
    if is_causal and hidden is None and not need_weights:
        attn_mask = None  # the hint says it all
    else:
        attn_mask = _canonical_mask(attn_mask, "attn_mask", None, "", query.dtype, False)
        is_causal = is_causal and hidden is None
    if width != embed_dim_to_check:
        raise AssertionError(
            f"was expecting embedding dimension of {embed_dim_to_check}, but got {width}"
        )
    each = width // num_heads
    if each * num_heads != width:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {num_heads}")
    apart = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else None
    q, k, v = _projected(query, key, value, in_proj_weight, in_proj_bias, apart)
    count = batch * num_heads
    if attn_mask is not None:
        source = key.shape[0]
        attn_mask = _mask_of_three(attn_mask, (length, source), (count, length, source))
    more = _with_bias(k, v, bias_k, bias_v, static_k, static_v)
    if more is not None:
        k, v = more
    q = _heads(q, None, "", count, each)
    k = _heads(k, static_k, "static_k", count, each)
    v = _heads(v, static_v, "static_v", count, each)
    if add_zero_attn:
        k, v = _with_zeros(k), _with_zeros(v)
    for added in (more is not None, add_zero_attn):
        if added:  # nothing hides what was added
            attn_mask, hidden = (x if x is None else pad(x, (0, 1)) for x in (attn_mask, hidden))
    if hidden is not None:
        attn_mask = _merged(attn_mask, hidden, batch, num_heads, k.size(1))
    out = (out_proj_weight, out_proj_bias)
    p = dropout_p if training else 0.0
    sizes = (batch, num_heads, length, width)
    if not need_weights:
        found = _at_once(q, k, v, attn_mask, p, is_causal, sizes, out)
        return found if batched else found.squeeze(1), None
    found, weights = _with_weights(q, k, v, attn_mask, p, is_causal, sizes, out)
    if average_attn_weights:
        weights = weights.mean(dim=1)
    return (found, weights) if batched else (found.squeeze(1), weights.squeeze(0))


def _with_weights(
    q: Any, k: Any, v: Any, mask: Any, p: float, causal: bool, sizes: tuple[int, ...], out: Any
) -> tuple[Any, Any]:
    batch, heads, length, width = sizes
    scaled = q * math.sqrt(1.0 / float(q.shape[-1]))
    if causal and mask is None:
        raise AssertionError("FIXME: is_causal not implemented for need_weights")
    across = k.transpose(-2, -1)
    if mask is None:
        scores = in_torch("bmm", scaled, across)
    else:
        scores = in_torch("baddbmm", mask, scaled, across)
    weights = softmax(scores, dim=-1)
    if p > 0.0:
        weights = dropout(weights, p=p)
    found = in_torch("bmm", weights, v).transpose(0, 1).reshape(length * batch, width)
    found = _linear(found, *out)
    found = found.view(length, batch, found.size(1))
    return found, weights.view(batch, heads, length, k.size(1))


def _at_once(
    q: Any, k: Any, v: Any, mask: Any, p: float, causal: bool, sizes: tuple[int, ...], out: Any
) -> Any:
    batch, heads, length, width = sizes
    source = k.size(1)
    if mask is not None:
        alike = mask.size(0) == 1 and mask.dim() == 3
        mask = mask.unsqueeze(0) if alike else mask.view(batch, heads, -1, source)
    q, k, v = (x.view(batch, heads, -1, width // heads) for x in (q, k, v))
    found = native("scaled_dot_product_attention")(q, k, v, mask, p, causal)
    found = _linear(found.permute(2, 0, 1, 3).reshape(batch * length, width), *out)
    return found.view(length, batch, found.size(1))
