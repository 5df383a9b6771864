"""`torch.optim.lr_scheduler`: learning rates that change with time.

scheduler         what every scheduler has
factors cosine    rates by a formula of the epoch
cyclic            rates that go up and down, and momentum against them
combined          several schedulers in one
plateau           a rate that falls when nothing gets better
"""

from __future__ import annotations

from gradrepl.engine import absent
from gradrepl.engine.optim.lr_scheduler.combined import ChainedScheduler as ChainedScheduler
from gradrepl.engine.optim.lr_scheduler.combined import SequentialLR as SequentialLR
from gradrepl.engine.optim.lr_scheduler.cosine import CosineAnnealingLR as CosineAnnealingLR
from gradrepl.engine.optim.lr_scheduler.cosine import (
    CosineAnnealingWarmRestarts as CosineAnnealingWarmRestarts,
)
from gradrepl.engine.optim.lr_scheduler.cyclic import CyclicLR as CyclicLR
from gradrepl.engine.optim.lr_scheduler.cyclic import OneCycleLR as OneCycleLR
from gradrepl.engine.optim.lr_scheduler.factors import ConstantLR as ConstantLR
from gradrepl.engine.optim.lr_scheduler.factors import ExponentialLR as ExponentialLR
from gradrepl.engine.optim.lr_scheduler.factors import LambdaLR as LambdaLR
from gradrepl.engine.optim.lr_scheduler.factors import LinearLR as LinearLR
from gradrepl.engine.optim.lr_scheduler.factors import MultiplicativeLR as MultiplicativeLR
from gradrepl.engine.optim.lr_scheduler.factors import MultiStepLR as MultiStepLR
from gradrepl.engine.optim.lr_scheduler.factors import PolynomialLR as PolynomialLR
from gradrepl.engine.optim.lr_scheduler.factors import StepLR as StepLR
from gradrepl.engine.optim.lr_scheduler.plateau import ReduceLROnPlateau as ReduceLROnPlateau
from gradrepl.engine.optim.lr_scheduler.scheduler import LRScheduler as LRScheduler
from gradrepl.engine.optim.lr_scheduler.scheduler import _LRScheduler as _LRScheduler


def __getattr__(name: str) -> object:
    raise absent.error("torch.optim.lr_scheduler", name)
