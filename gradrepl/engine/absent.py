"""What PyTorch has and this engine leaves out: who asks for it is told so, by name.

Looked at only where a name is not found. It is an AttributeError: `hasattr` stays False, as scripts
expect that look before they leap.
"""

from __future__ import annotations

LEFT_OUT = {
    "torch": """
        BFloat16Tensor Event OutOfMemoryError Stream amp ao as_strided_scatter autocast
        bfloat16 binomial chalf  channels_last
        channels_last_3d compile compiler complex32 conv_tbc cpu ctc_loss dequantize distributed
        distributions  empty_permuted export fft float8_e4m3fn float8_e4m3fnuz
        float8_e5m2 float8_e5m2fnuz frobenius_norm from_file futures fx
        geqrf get_device_module grid_sampler gru gru_cell
        histogram histogramdd hub igamma igammac is_distributed istft jit library
        lobpcg lstm lstm_cell masked  mtia multiprocessing nested nonzero_static
        nuclear_norm onnx orgqr ormqr package pca_lowrank pdist profiler qint32 qint8
        quantization quantize_per_channel quantize_per_tensor quint8 rnn_relu rnn_tanh
        segment_reduce set_default_tensor_type signal slice_inverse sparse sparse_bsc
        sparse_bsc_tensor sparse_bsr sparse_bsr_tensor sparse_compressed_tensor sparse_coo
        sparse_coo_tensor sparse_csc sparse_csc_tensor sparse_csr sparse_csr_tensor stft
        svd_lowrank testing to_dlpack triangular_solve uint16 uint32 uint64
        unsafe_split_with_sizes
    """,
    "torch.Tensor": """
        apply_ as_strided_scatter as_subclass bfloat16 chalf coalesce dense_dim
        dequantize dim_order geqrf histogram igamma igamma_ igammac igammac_ indices
        is_coalesced is_distributed is_pinned is_shared istft map2_ map_ module_load
        nonzero_static orgqr ormqr pin_memory record_stream reinforce resize resize_as
        resize_as_ set_ share_memory_ slice_inverse sparse_dim sparse_mask sparse_resize_ stft
        storage_type to_dense to_mkldnn to_padded_tensor to_sparse to_sparse_bsc
        to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr triangular_solve
        unsafe_split_with_sizes values xpu
    """,
    "torch.autograd": "profiler profiler_legacy",
    "torch.autograd.function": "NestedIOFunction",
    "torch.autograd.graph": """
        region_activation_memory_budget set_override_stale_capture_stream
        set_warn_on_accumulate_grad_stream_mismatch
    """,
    "torch.cuda": "amp",
    "torch.func": """
        debug_unwrap functionalize
    """,
    "torch.linalg": "householder_product ldl_factor ldl_factor_ex ldl_solve",
    "torch.nn": """
         AdaptiveLogSoftmaxWithLoss   CTCLoss
             CrossMapLRN2d
        DataParallel  FractionalMaxPool2d FractionalMaxPool3d



        LinearCrossEntropyLoss   MaxUnpool1d MaxUnpool2d MaxUnpool3d
        NLLLoss2d
         SyncBatchNorm
         attention intrinsic parallel qat quantizable quantized
    """,
    "torch.nn.functional": """
          affine_grid   conv_tbc
        ctc_loss  fractional_max_pool2d fractional_max_pool3d grid_sample
        grouped_mm linear_cross_entropy
         max_unpool1d max_unpool2d max_unpool3d pdist
        scaled_grouped_mm scaled_mm upsample_bilinear upsample_nearest
    """,
    "torch.nn.utils": """
        convert_conv2d_weight_memory_format convert_conv3d_weight_memory_format
        fuse_conv_bn_eval fuse_conv_bn_weights fuse_linear_bn_eval fuse_linear_bn_weights fusion
        memory_format prune remove_spectral_norm skip_init spectral_norm stateless
    """,
    "torch.nn.utils.parametrizations": "orthogonal spectral_norm",
    "torch.nn.utils.rnn": """
        PackedSequence invert_permutation pack_padded_sequence pack_sequence pad_packed_sequence
    """,
    "torch.optim": "Adafactor Muon SparseAdam swa_utils",
    "torch.special": """
        airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 chebyshev_polynomial_t
        chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w gammainc gammaincc
        hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p
        modified_bessel_i0 modified_bessel_i1 modified_bessel_k0 modified_bessel_k1
        scaled_modified_bessel_k0 scaled_modified_bessel_k1 shifted_chebyshev_polynomial_t
        shifted_chebyshev_polynomial_u shifted_chebyshev_polynomial_v
        shifted_chebyshev_polynomial_w spherical_bessel_j0 zeta
    """,
    "torch.utils": """
        backend_registration benchmark bundled_inputs collect_env cpp_extension deterministic
        file_baton flop_counter hipify jit mkldnn mobile_optimizer model_dump model_zoo
        module_tracker show_pickle tensorboard throughput_benchmark viz weak
    """,
    "torch.utils.checkpoint": """
        CheckpointPolicy GraphExecGroup SelectiveCheckpointContext
        create_selective_checkpoint_contexts set_checkpoint_debug_enabled
    """,
    "torch.utils.data": """
        DFIterDataPipe DistributedSampler IterDataPipe MapDataPipe datapipes distributed
        functional_datapipe
    """,
}

_KEPT_DTYPE = "tensors keep the dtype that they have"
_INSTEAD = {
    **dict.fromkeys(("torch.amp", "torch.autocast", "torch.cuda.amp"), _KEPT_DTYPE),
    "torch.distributions": (
        "draw with torch.normal, torch.bernoulli or torch.multinomial, and write the "
        "log-probability as a formula"
    ),
    "torch.fft": "numpy.fft transforms `x.detach().numpy()`",
    **dict.fromkeys(("torch.geqrf", "torch.orgqr", "torch.ormqr"), "use torch.linalg.qr"),
    **dict.fromkeys(
        ("torch.svd_lowrank", "torch.pca_lowrank"),
        "use torch.linalg.svd and take the first columns",
    ),
    "torch.lobpcg": "use torch.linalg.eigh and take the last columns",
    "torch.triangular_solve": "use torch.linalg.solve_triangular",
    "torch.frobenius_norm": "use torch.linalg.norm",
    "torch.nuclear_norm": "use torch.linalg.norm with 'nuc'",
    "torch.histogram": "use torch.histc, or numpy.histogram of `x.detach().numpy()`",
    "torch.jit": "models run as they are, without it",
    "torch.optim.swa_utils": "average copies of the parameters under torch.no_grad",
    "torch.set_default_tensor_type": "use torch.set_default_dtype",
    "torch.compile": "models run as they are, without it",
    "torch.channels_last": "its tensors lie in the order of their shapes",
    **{
        f"torch.{name}": "use torch.int64, which holds the same small numbers"
        for name in ("uint16", "uint32", "uint64")
    },
    **{
        f"torch.nn.utils.rnn.{name}": "pad the sequences to one length with pad_sequence"
        for name in LEFT_OUT["torch.nn.utils.rnn"].split()
    },
}
"""What to do without it."""

_NO_SUCH_TYPE = {
    "torch.complex32": "torch.complex64",
    "torch.chalf": "torch.complex64",
    "torch.bfloat16": "torch.float16 or torch.float32",
    "torch.Tensor.bfloat16": "half() or float()",
    "torch.Tensor.chalf": "cfloat()",
}
"""Types that numpy does not have, and those that it has."""


def reason(module: str, name: str) -> str | None:
    """Why the module has no such name, where PyTorch's has; None where neither has."""
    if name not in LEFT_OUT.get(module, "").split():
        return None
    full = f"{module}.{name}"
    shown = full.removeprefix("torch.") if module == "torch.Tensor" else full
    if full in _NO_SUCH_TYPE:
        return f"gradrepl has no {shown}, since numpy has no such type: use {_NO_SUCH_TYPE[full]}"
    return f"gradrepl has no {shown}" + (f": {_INSTEAD[full]}" if full in _INSTEAD else "")


def error(module: str, name: str) -> AttributeError:
    """What a module says of a name that it does not have."""
    return AttributeError(reason(module, name) or f"module '{module}' has no attribute '{name}'")
