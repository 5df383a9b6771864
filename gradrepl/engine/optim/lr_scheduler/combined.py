"""Several schedulers in one: one after another, or all at once."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from gradrepl.engine.optim.lr_scheduler.plateau import ReduceLROnPlateau
from gradrepl.engine.optim.lr_scheduler.scheduler import LRScheduler, set_in

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Several(LRScheduler):
    __module__ = "torch.optim.lr_scheduler"
    _schedulers: Any

    def _check(self, optimizer: Any, schedulers: Any) -> None:
        name = self.__class__.__name__
        for at, each in enumerate(schedulers):
            if not hasattr(each, "optimizer"):
                raise TypeError(f"{name} at index {at} should have `optimizer` as its attribute.")
            if isinstance(each, ReduceLROnPlateau):
                raise ValueError(  # PyTorch's own
                    f"{name} does not support `ReduceLROnPlateau` scheduler as it requires "
                    "additional kwargs to be specified when calling `step`, but got one at index "
                    f"{at} in the given schedulers sequence."
                )
            if optimizer != each.optimizer:
                raise ValueError(
                    f"{name} expects all schedulers to belong to the same optimizer, but got "
                    f"scheduler {each.__class__.__name__} at index {at} has {each.optimizer}, "
                    f"which is different from {optimizer.__class__.__name__}."
                )

    def state_dict(self) -> dict[str, Any]:
        """Its own, and those of its schedulers."""
        found = super().state_dict()
        del found["_schedulers"]
        found["_schedulers"] = [each.state_dict() for each in self._schedulers]
        return found

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        states = state_dict.pop("_schedulers")
        self.__dict__.update(state_dict)
        state_dict["_schedulers"] = states
        for at, each in enumerate(states):
            self._schedulers[at].load_state_dict(each)


class SequentialLR(_Several):
    """One scheduler until the first milestone, the next one until the second, and so on."""

    __module__ = "torch.optim.lr_scheduler"

    def __init__(
        self, optimizer: Any, schedulers: list[Any], milestones: list[int], last_epoch: int = -1
    ) -> None:
        if len(schedulers) < 1:
            raise ValueError(
                f"{self.__class__.__name__} expects at least one scheduler, but got no scheduler."
            )
        self._check(optimizer, schedulers)
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                "Sequential Schedulers expects number of schedulers provided to be one more than "
                "the number of milestone points, but got number of schedulers "
                f"{len(schedulers)} and the number of milestones to be equal to {len(milestones)}"
            )
        self._schedulers = schedulers
        self._milestones = milestones
        self.last_epoch = last_epoch + 1
        self.optimizer = optimizer
        for group in optimizer.param_groups:
            set_in(group, "lr", group["initial_lr"])
        self.recursive_undo()
        first = schedulers[bisect_right(milestones, 0)]
        first._initial_step()
        self._last_lr = first.get_last_lr()

    def recursive_undo(self, sched: Any = None) -> None:
        """Takes back the first step, which every scheduler made when it was made."""
        undone = self if sched is None else sched
        if hasattr(undone, "_schedulers"):
            for each in undone._schedulers:
                self.recursive_undo(each)
        elif hasattr(undone, "last_epoch"):
            undone.last_epoch -= 1

    def step(self) -> None:  # type: ignore[override]  # as there
        self.last_epoch += 1
        at = bisect_right(self._milestones, self.last_epoch)
        scheduler = self._schedulers[at]
        if at > 0 and self._milestones[at - 1] == self.last_epoch:
            scheduler._update_lr(0)
        else:
            scheduler.step()
        self._last_lr = scheduler.get_last_lr()


class ChainedScheduler(_Several):
    """All schedulers at every step."""

    __module__ = "torch.optim.lr_scheduler"

    def __init__(self, schedulers: Sequence[Any], optimizer: Any = None) -> None:
        if len(schedulers) < 1:
            raise ValueError(
                f"{self.__class__.__name__} expects at least one scheduler to be chained, but got "
                "no scheduler."
            )
        optimizer = optimizer or schedulers[0].optimizer
        self._check(optimizer, schedulers)
        self._schedulers = schedulers
        self.optimizer = optimizer
        self._last_lr = self._schedulers[-1]._current()

    def step(self) -> None:  # type: ignore[override]  # as there
        for each in self._schedulers:
            each.step()
        self._last_lr = self._schedulers[-1]._current()
