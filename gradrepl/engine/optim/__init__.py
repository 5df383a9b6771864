"""`torch.optim`: what changes parameters by their gradients.

optimizer                  groups, state, hooks: what every optimizer has
by_parameter arithmetic    how most of them step, and with what numbers
sgd adam rmsprop ...       the optimizers
lr_scheduler               learning rates that change with time
"""

from __future__ import annotations

import importlib
from typing import Any

from gradrepl.engine import absent
from gradrepl.engine.listing import public
from gradrepl.engine.optim.adadelta import Adadelta as Adadelta
from gradrepl.engine.optim.adagrad import Adagrad as Adagrad
from gradrepl.engine.optim.adam import Adam as Adam
from gradrepl.engine.optim.adam import AdamW as AdamW
from gradrepl.engine.optim.adamax import Adamax as Adamax
from gradrepl.engine.optim.asgd import ASGD as ASGD
from gradrepl.engine.optim.lbfgs import LBFGS as LBFGS
from gradrepl.engine.optim.nadam import NAdam as NAdam
from gradrepl.engine.optim.optimizer import Optimizer as Optimizer
from gradrepl.engine.optim.radam import RAdam as RAdam
from gradrepl.engine.optim.rmsprop import RMSprop as RMSprop
from gradrepl.engine.optim.rprop import Rprop as Rprop
from gradrepl.engine.optim.sgd import SGD as SGD

for _module in (
    "adadelta", "adagrad", "adam", "adamax", "asgd", "lbfgs", "nadam", "radam", "rmsprop", "rprop",
    "sgd",
):  # fmt: skip
    del globals()[_module]  # as in PyTorch: `torch.optim.adam` is a misspelt class


def __getattr__(name: str) -> Any:
    if name == "lr_scheduler":
        return importlib.import_module("gradrepl.engine.optim.lr_scheduler")
    raise absent.error("torch.optim", name)


def __dir__() -> list[str]:
    return public(globals(), ("lr_scheduler",))
