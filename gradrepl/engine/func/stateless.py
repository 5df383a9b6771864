"""`torch.func.functional_call`: a module as a function of its parameters."""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gradrepl.engine.nn.module import Module


def functional_call(
    module: Module,
    parameter_and_buffer_dicts: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    args: Any = None,
    kwargs: Mapping[str, Any] | None = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any:
    """Calls the module with these tensors in place of its parameters and buffers."""
    del tie_weights  # no module of ours holds one parameter under two names by itself
    given: dict[str, Any] = {}
    dicts: Any = parameter_and_buffer_dicts
    for each in dicts if isinstance(dicts, (tuple, list)) else (dicts,):
        given.update(each)
    if args is None:
        args = ()
    positional = args if isinstance(args, tuple) else (args,)
    with _swapped(module, given, strict):
        return module(*positional, **(kwargs or {}))


@contextlib.contextmanager
def _swapped(module: Module, given: Mapping[str, Any], strict: bool) -> Iterator[None]:
    places = {**dict(module.named_parameters()), **dict(module.named_buffers())}
    unexpected = [name for name in given if name not in places]
    missing = [name for name in places if name not in given]
    if strict and (unexpected or missing):
        problems = [
            f"{word} key(s): {', '.join(map(repr, names))}."
            for word, names in (("Unexpected", unexpected), ("Missing", missing))
            if names
        ]
        raise RuntimeError(
            f"Error(s) in reparametrizing for {type(module).__name__}:\n\t" + "\n\t".join(problems)
        )
    before = []
    try:
        for name, tensor in given.items():
            if name not in places:
                continue
            path, _, last = name.rpartition(".")
            owner = module.get_submodule(path)
            kept = owner._parameters if last in owner._parameters else owner._buffers
            before.append((kept, last, kept[last]))
            kept[last] = tensor
        yield
    finally:
        for kept, last, former in reversed(before):
            kept[last] = former


def stack_module_state(models: Sequence[Module]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The parameters and buffers of modules of one kind, each stacked over the modules.

    Raises:
        RuntimeError: where the modules differ in more than their values.
    """
    if not len(models):
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if len({bool(each.training) for each in models}) > 1:
        raise RuntimeError(
            "stack_module_state: Expected all models to have the same training/eval mode."
        )
    if len({type(each) for each in models}) > 1:
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    return (
        _stacked([dict(each.named_parameters()) for each in models]),
        _stacked([dict(each.named_buffers()) for each in models]),
    )


def _stacked(states: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from gradrepl.engine.ops import function

    found = {}
    for name in states[0]:
        tensors = [each[name] for each in states]
        if len({each.requires_grad for each in tensors}) > 1:
            raise RuntimeError(f"Expected {name} from each model to have the same .requires_grad")
        found[name] = function("stack")(tensors)
        if tensors[0].requires_grad:
            found[name] = found[name].detach().requires_grad_()
    return found


def replace_all_batch_norm_modules_(root: Module) -> Module:
    """Batch norms without running statistics: what they write in place no transform can follow."""
    kind = importlib.import_module("gradrepl.engine.nn.normalization")._BatchNorm
    for each in root.modules():
        if isinstance(each, kind) and each.track_running_stats:
            each.running_mean = each.running_var = each.num_batches_tracked = None
            each.track_running_stats = False
    return root
