"""`torch.nn.modules`: the classes of torch.nn once more, at the paths that PyTorch keeps them at.

`isinstance(layer, nn.modules.batchnorm._BatchNorm)` and `from torch.nn.modules.loss import _Loss`
work. The modules are made of what each class says of itself.
"""

from __future__ import annotations

import sys
from types import ModuleType

from gradrepl.engine import absent, nn
from gradrepl.engine.nn import hooks

_START = "torch.nn.modules."
_OURS = "gradrepl.engine.nn."


def _places() -> dict[str, dict[str, type]]:
    """All classes, those that only others inherit from included, by their module's name."""
    for name in nn.LATER:
        getattr(nn, name)
    ours = [each for name, each in sys.modules.items() if name.startswith(_OURS)]
    found: dict[str, dict[str, type]] = {}
    for each in [value for module in ours for value in list(vars(module).values())]:
        if isinstance(each, type) and each.__module__.startswith(_START):
            found.setdefault(each.__module__.removeprefix(_START), {})[each.__name__] = each
    return found


for _name, _classes in _places().items():
    _made = ModuleType(_START + _name)
    _made.__dict__.update(_classes)
    sys.modules[f"{__name__}.{_name}"] = globals()[_name] = _made
    globals().update({name: cls for name, cls in _classes.items() if not name.startswith("_")})

for _each in (
    hooks.register_module_forward_pre_hook,
    hooks.register_module_forward_hook,
    hooks.register_module_full_backward_hook,
    hooks.register_module_full_backward_pre_hook,
):
    setattr(globals()["module"], _each.__name__, _each)


def __getattr__(name: str) -> object:
    raise absent.error("torch.nn.modules", name)
