"""Looking at a tensor, and taking its values out: no operation of autograd, but called like one."""

from __future__ import annotations

from gradrepl.engine import conversion, metadata, turned
from gradrepl.engine.table import Op, compose

# fmt: off
INSPECT: tuple[Op, ...] = (
    compose("item(Tensor self) -> Tensor", conversion.item, function=False),
    compose("tolist(Tensor self) -> Tensor", conversion.tolist, function=False),
    compose("numpy(Tensor self, *, bool force=False) -> Tensor", conversion.numpy, function=False),
    compose("size(Tensor self, int? dim=None) -> Tensor", metadata.size, function=False),
    compose("stride(Tensor self, int? dim=None) -> Tensor", metadata.stride, function=False),
    compose("storage_offset(Tensor self) -> Tensor", metadata.storage_offset, function=False),
    compose("is_contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> Tensor", metadata.is_contiguous, function=False),
    compose("data_ptr(Tensor self) -> Tensor", metadata.data_ptr, function=False),
    compose("untyped_storage(Tensor self) -> Tensor", metadata.untyped_storage, function=False),
    compose("dim(Tensor self) -> Tensor", metadata.dim, function=False),
    compose("ndimension(Tensor self) -> Tensor", metadata.dim, function=False),
    compose("numel(Tensor self) -> Tensor", metadata.numel),
    compose("nelement(Tensor self) -> Tensor", metadata.numel, function=False),
    compose("element_size(Tensor self) -> Tensor", metadata.element_size, function=False),
    compose("get_device(Tensor self) -> Tensor", metadata.get_device),
    compose("is_nonzero(Tensor self) -> Tensor", conversion.__bool__),
    compose("is_set_to(Tensor self, Tensor tensor) -> Tensor", metadata.is_set_to, function=False),
    compose("is_conj(Tensor self) -> Tensor", turned.is_conj),
    compose("is_neg(Tensor self) -> Tensor", turned.is_neg),
    compose("resolve_conj(Tensor self) -> Tensor", turned.resolve_conj),
    compose("resolve_neg(Tensor self) -> Tensor", turned.resolve_neg),
    compose("is_same_size(Tensor self, Tensor other) -> Tensor", metadata.is_same_size),
    compose("is_floating_point(Tensor self) -> Tensor", metadata.is_floating_point),
    compose("is_complex(Tensor self) -> Tensor", metadata.is_complex),
    compose("is_signed(Tensor self) -> Tensor", metadata.is_signed),
    compose("is_inference(Tensor self) -> Tensor", metadata.is_inference),
    compose("requires_grad_(Tensor self, bool requires_grad=True) -> Tensor", metadata.requires_grad_, function=False),
)
# fmt: on
