"""PyTorch's error texts, word for word: who reads one here finds the same words on the web.

Those that differ between releases are in `release.py`; those about arguments are made by
`arguments.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.dtypes import OF, Array

if TYPE_CHECKING:
    from collections.abc import Sequence

DETACHED = (
    "Trying to use a saved tensor that has been detached in-place, i.e. with .detach_().This is "
    "not supported, please use out-of-place `.detach()` instead"
)
FREED = (
    "Trying to backward through the graph a second time (or directly access saved tensors after "
    "they have already "
    "been freed). Saved intermediate values of the graph are freed when you call .backward() or "
    "autograd.grad(). "
    "Specify retain_graph=True if you need to backward through the graph a second time or if you "
    "need to access "
    "saved tensors after calling backward."
)
FREED_BEFORE_HOOKS = (
    "Calling register_hooks on a saved tensor after it has been freed. Saved intermediate values "
    "of the graph are freed when you call .backward() or autograd.grad(). Specify "
    "retain_graph=True if you need to backward through the graph a second time or if you need to "
    "access saved variables after calling backward."
)
PACK_WRITES = (
    "A saved tensor pack hook is modifying its input in place. Tensors provided as input to pack "
    "hook cannot be "
    "modified by in-place operations as this can lead to unexpected side-effects. Please open an "
    "issue if you need to "
    "perform in-place operations on the input to a pack hook."
)
SCALAR_ONLY = "grad can be implicitly created only for scalar outputs"
VIEW_OF_LEAF = (
    "a view of a leaf Variable that requires grad is being used in an in-place operation."
)
SHARED = (
    "unsupported operation: some elements of the input tensor and the written-to tensor refer to a "
    "single memory location. Please clone() the tensor before performing the operation."
)
OVERLAP = (
    "unsupported operation: more than one element of the written-to tensor refers to a single "
    "memory location. "
    "Please clone() the tensor before performing the operation."
)
INFERENCE_SAVED = (
    "Inference tensors cannot be saved for backward. Please do not use Tensors created in "
    "inference mode in "
    "computation tracked by autograd. To work around this, you can make a clone to get a normal "
    "tensor and use it "
    "in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`."
)
INFERENCE_IN_PLACE = (
    "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone "
    "to get a normal "
    "tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more "
    "details."
)
INFERENCE_VERSION = "Inference tensors do not track version counter."
INFERENCE_REQUIRES_GRAD = (
    "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed."
)
DETACH_VIEW = (
    "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel "
    "(DDP) for "
    "training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and "
    "hence detach_() "
    "cannot be called on these gradients. To fix this error, please refer to the "
    "Optimizer.zero_grad() function in "
    "torch/optim/optimizer.py as the solution."
)
CHANGE_REQUIRES_GRAD = "you can only change requires_grad flags of leaf variables."
DROP_REQUIRES_GRAD = (
    CHANGE_REQUIRES_GRAD
    + " If you want to use a computed variable in a subgraph that doesn't require "
    "differentiation use var_no_grad = var.detach()."
)
NUMPY_REQUIRES_GRAD = (
    "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."
)
NOT_REQUIRED = "One of the differentiated Tensors does not require grad"

_AMBIGUOUS = (
    "Given that this use case is ambiguous and error-prone, it is forbidden. You can clarify your "
    "code by moving "
    "both the view and the inplace either both inside the {} block (if you don't want the inplace "
    "to be tracked) "
    "or both outside (if you want the inplace to be tracked)."
)
_MODES = {"no_grad": "with grad mode enabled", "inference_mode": "in normal mode"}
_CUSTOM = (
    "This view was created inside a custom Function (or because an input was returned as-is) and "
    "the autograd logic to handle view+inplace would override the custom backward associated with "
    "the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix "
    "this by cloning the output of the custom Function."
)
DIRTY_NO_INPUT = (
    "ctx.mark_dirty() received a tensor that was not an input. Only input Tensors that have been "
    "mutated should be passed to ctx.mark_dirty(). (Triggered internally at ...)"
)
DIRTY_NOT_RETURNED = (
    "Some elements marked as dirty during the forward method were not returned as output. The "
    "inputs that are modified inplace must all be outputs of the Function."
)
_IN_TRANSFORM = (
    "You are attempting to call Tensor.{call}{beside} inside of a function being transformed by a "
    "functorch transform. This is unsupported, please attempt to use the functorch transforms "
    "(e.g. grad, vjp, jacrev, jacfwd, hessian) or call {call} outside of a function being "
    "transformed instead."
)
REQUIRES_GRAD_IN_TRANSFORM = _IN_TRANSFORM.format(
    call="requires_grad_()", beside=" (or perhaps using torch.autograd.functional.* APIs)"
)
RETAIN_GRAD_IN_TRANSFORM = _IN_TRANSFORM.format(call="retain_grad()", beside="")
BACKWARD_IN_TRANSFORM = (
    "backward() called inside a functorch transform. This is not supported, please use "
    "functorch.grad or functorch.vjp instead or call backward() outside of functorch transforms."
)
NO_SETUP_CONTEXT = (
    "In order to use an autograd.Function with functorch transforms (vmap, grad, jvp, jacrev, "
    "...), it must override the setup_context staticmethod. For more details, please see "
    "https://pytorch.org/docs/main/notes/extending.func.html"
)
OTHER_KIND = (
    "Expected isFloatingType(grad.scalar_type()) || (input_is_complex == grad_is_complex) to be "
    "true, but got false.  (Could this error message be improved?  If so, please report an "
    "enhancement request to PyTorch.)"
)
DIRTY_VIEW = (
    "If your Function modifies inplace an input that is a view of another Tensor, your Function "
    "cannot return more than one Tensor. This is not supported by the current autograd engine. You "
    "should either make sure the input is not a view (using .clone() for example) or make your "
    "Function only return one Tensor (potentially splitting it into two Functions: one doing the "
    "inplace that returns a single Tensor and a second one that does the other operations). You "
    "can ask on the forum https://discuss.pytorch.org/ if you need help to do this change."
)
_MULTIPLE = (
    "This view is the output of a function that returns multiple views. Such functions do not "
    "allow the output "
    "views to be modified inplace. You should replace the inplace operation by an out-of-place one."
)


def view_written(mode: str, place: tuple[int, str] | None, *, base: bool) -> RuntimeError:
    """A view is written into, or its base was, against the rules of how it was made.

    `mode` is what it was made in, empty for one of many views; `place` is its node, if it has one,
    and which of its outputs it is.
    """
    written = "its base or another view of its base has been" if base else "is being"
    if mode == "custom_function":
        found = "A view was created in no_grad mode"
        when = f" {_MODES['no_grad']}"
        if place is not None:
            found, when = f"Output {place[0]} of {plain(place[1])} is a view", ""
        return RuntimeError(f"{found} and {written} modified inplace{when}. {_CUSTOM}")
    if place is None:
        made_in = mode or "no_grad"  # PyTorch's guess, where nothing was recorded
        word = made_in.removesuffix("_mode")
        found = (
            f"A view was created in {word} mode and {written} modified inplace {_MODES[made_in]}. "
        )
    else:
        found = f"Output {place[0]} of {plain(place[1])} is a view"
        if mode:
            found += f" of a view which was created in {mode.removesuffix('_mode')} mode"
        found += f" and {written} modified inplace{' ' + _MODES[mode] if mode else ''}. "
    return RuntimeError(found + (_AMBIGUOUS.format(mode) if mode else _MULTIPLE))


def plain(node: str) -> str:
    """`Exp` for `ExpBackward0`, `Pow1` for `PowBackward1`: how the texts name a node."""
    name, _, number = node.rpartition("Backward")
    if number and not number.isdigit():  # `CopyBackwards`
        return node
    return name if not number else name if number == "0" else name + number


_TURN_ON = (
    "enable anomaly detection to find the operation that failed to compute its gradient, with "
    "torch.autograd.set_detect_anomaly(True, check_nan=False)."
)
_IS_ON = (
    "the backtrace further above shows the operation that failed to compute its gradient. The "
    "variable in question "
    "was changed in there or anywhere later. Good luck!"
)


def cpp_type(array: Array) -> str:
    """Source: observed. What C++ has no literals for goes by another name."""
    name = OF[array.dtype].legacy
    return f"CPU{name}Type" if array.dtype.kind in "bc" else f"torch.{name}Tensor"


def stale(
    array: Array,
    made_by: tuple[str, int] | None,
    version: int,
    expected: int,
    *,
    anomaly: bool = False,
) -> RuntimeError:
    """A saved tensor was written into after it was saved."""
    shape = ", ".join(map(str, array.shape))
    by = f", which is output {made_by[1]} of {plain(made_by[0])}," if made_by else ""
    return RuntimeError(
        "one of the variables needed for gradient computation has been modified by an inplace "
        "operation: "
        f"[{cpp_type(array)} [{shape}]]{by} is at version {version}; expected "
        f"version {expected} "
        f"instead. Hint: {_IS_ON if anomaly else _TURN_ON}"
    )


def unused(number: int) -> RuntimeError:
    return RuntimeError(
        f"The differentiated Tensor at index {number} appears to not have been used in the graph. "
        "Set "
        "allow_unused=True if this is the desired behavior."
    )


def no_grad_fn(position: int) -> RuntimeError:
    return RuntimeError(
        f"element {position} of tensors does not require grad and does not have a grad_fn"
    )


def sizes_differ(a: Sequence[int], b: Sequence[int]) -> RuntimeError:
    """Two shapes that do not broadcast."""
    for back in range(1, min(len(a), len(b)) + 1):
        left, right = a[-back], b[-back]
        if left != right and 1 not in (left, right):
            dim = max(len(a), len(b)) - back
            return RuntimeError(
                f"The size of tensor a ({left}) must match the size of tensor b ({right}) at "
                "non-singleton "
                f"dimension {dim}"
            )
    return RuntimeError(f"shapes {list(a)} and {list(b)} do not broadcast")


def bad_output_shape(out: Sequence[int], result: Sequence[int]) -> RuntimeError:
    return RuntimeError(
        f"output with shape {list(out)} doesn't match the broadcast shape {list(result)}"
    )


C_NAMES = {
    "bool": "bool",
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
    "complex64": "c10::complex<float>",
    "complex128": "c10::complex<double>",
}
"""How C++ names the types, as a few texts do."""


def bad_cast(from_: str, to: str) -> RuntimeError:
    return RuntimeError(f"result type {from_} can't be cast to the desired output type {to}")


def dim_out_of_range(dim: int, ndim: int) -> IndexError:
    top = max(ndim, 1)
    return IndexError(
        f"Dimension out of range (expected to be in range of [{-top}, {top - 1}], but got {dim})"
    )


def bad_size(size: Sequence[int], numel: int) -> RuntimeError:
    return RuntimeError(f"shape '{list(size)}' is invalid for input of size {numel}")


def check_switch(function: str, mode: Any, name: str = "enabled", position: int = 1) -> None:
    """A mode is switched by True or False, and by nothing else that is true or false.

    Raises:
        TypeError: with PyTorch's text.
    """
    if not isinstance(mode, bool):
        raise TypeError(
            f"{function}(): argument '{name}' (position {position}) must be bool, not "
            f"{type(mode).__name__}"
        )


def no_forward_mode(*, create_graph: bool, strict: bool, vectorize: bool) -> RuntimeError:
    """Why there is no derivative in forward mode: PyTorch's reason, or that it is missing."""
    together = "are not supported together (yet). Please either set"
    if create_graph:
        return NotImplementedError(
            "torch.autograd.functional.jacobian: `create_graph=True` and `strategy="
            f'"forward-mode"` {together} `create_graph=False` or `strategy="reverse-mode"`.'
        )
    if strict:
        return RuntimeError(
            'torch.autograd.functional.jacobian: `strict=True` and `strategy="forward-mode"` '
            f'{together} `strict=False` or `strategy="reverse-mode"`.'
        )
    if vectorize:
        return NotImplementedError("gradrepl's torch.autograd.functional has no forward-mode")
    return NotImplementedError(
        "Computing Jacobian using forward-AD or forward-over-reverse Hessian isonly implemented "
        "for `vectorize=True`."
    )


def check_mapped(function: Any, *, own_rule: bool) -> None:
    """A Function that `vmap` meets says how it is mapped: by a rule of its own, or a made one.

    Raises:
        RuntimeError: with PyTorch's text, where it says neither, or both.
    """
    if function.generate_vmap_rule != own_rule:
        return
    if own_rule:
        reason = (
            "it has both generate_vmap_rule=True and an overridden vmap staticmethod. Please set "
            "generate_vmap_rule=False or delete the overridden vmap staticmethod to avoid "
            "ambiguity."
        )
    else:
        reason = (
            "it does not have vmap support. Please override and implement the vmap staticmethod or "
            "set generate_vmap_rule=True."
        )
    raise RuntimeError(
        f"You tried to vmap over {function.__name__}, but {reason} For more details, please see "
        "https://pytorch.org/docs/main/notes/extending.func.html"
    )
