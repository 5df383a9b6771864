"""L-BFGS: a step along a curvature that is estimated from the last steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradrepl.engine.grad_mode import enable_grad, no_grad
from gradrepl.engine.optim.by_parameter import check, check_lr, number
from gradrepl.engine.optim.line_search import strong_wolfe
from gradrepl.engine.optim.optimizer import Optimizer

if TYPE_CHECKING:
    from collections.abc import Callable


_KEPT = ("d", "t", "old_dirs", "old_stps", "ro", "H_diag", "prev_flat_grad", "prev_loss")
"""What one step leaves to the next."""


class LBFGS(Optimizer):
    """Steps until it converges, calling the closure as often as it needs."""

    __module__ = "torch.optim.lbfgs"

    def __init__(
        self,
        params: Any,
        lr: Any = 1,
        max_iter: int = 20,
        max_eval: int | None = None,
        tolerance_grad: float = 1e-7,
        tolerance_change: float = 1e-9,
        history_size: int = 100,
        line_search_fn: str | None = None,
    ) -> None:
        check_lr(lr)
        check(lr=lr)
        defaults = {
            "lr": lr,
            "max_iter": max_iter,
            "max_eval": max_iter * 5 // 4 if max_eval is None else max_eval,
            "tolerance_grad": tolerance_grad,
            "tolerance_change": tolerance_change,
            "history_size": history_size,
            "line_search_fn": line_search_fn,
        }
        super().__init__(params, defaults)
        if len(self.param_groups) != 1:
            raise ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
        self._params = self.param_groups[0]["params"]

    def _grads(self) -> Any:
        """All gradients as one vector, zeros for what has none."""
        from gradrepl.engine import cat

        return cat(
            [
                each.new_zeros(each.numel()) if each.grad is None else each.grad.reshape(-1)
                for each in self._params
            ]
        )

    def _move(self, length: Any, direction: Any) -> None:
        start = 0
        for each in self._params:
            end = start + each.numel()
            each.add_(direction[start:end].view_as(each), alpha=length)
            start = end

    def _tried(self, closure: Callable[[], Any], length: Any, direction: Any) -> tuple[float, Any]:
        """Loss and gradient some way along the direction; the parameters stay where they are."""
        kept = [each.clone() for each in self._params]
        self._move(length, direction)
        loss = float(closure())
        grad = self._grads()
        for each, value in zip(self._params, kept, strict=True):
            each.copy_(value)
        return loss, grad

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]  # needs it here
        """Minimises what `closure` gives, which computes the gradients, too."""

        def called() -> Any:
            with enable_grad():
                return closure()

        with no_grad():
            return self._minimize(called)

    def _minimize(self, closure: Callable[[], Any]) -> Any:
        group = self.param_groups[0]
        state = self.state[self._params[0]]
        state.setdefault("func_evals", 0)
        state.setdefault("n_iter", 0)
        first = closure()
        loss, calls = float(first), 1
        state["func_evals"] += 1
        grad = self._grads()
        if grad.abs().max() <= group["tolerance_grad"]:
            return first
        kept: dict[str, Any] = {name: state.get(name) for name in _KEPT}
        for done in range(1, group["max_iter"] + 1):
            state["n_iter"] += 1
            _turn(state, kept, grad, group)
            before = kept["prev_loss"] = loss
            slope = grad.dot(kept["d"])
            if slope > -group["tolerance_change"]:
                break
            last = done == group["max_iter"]
            loss, grad, more = self._advance(closure, kept, grad, slope, calls, last=last)
            calls += more
            state["func_evals"] += more
            if last or calls >= group["max_eval"]:
                break
            if grad.abs().max() <= group["tolerance_grad"]:
                break
            if (kept["d"] * kept["t"]).abs().max() <= group["tolerance_change"]:
                break
            if abs(loss - before) < group["tolerance_change"]:
                break
        state.update(kept)
        return first

    def _advance(
        self, closure: Any, kept: dict[str, Any], grad: Any, slope: Any, calls: int, *, last: bool
    ) -> tuple[float, Any, int]:
        """One step; the loss and the gradient after it, and how many calls they took."""
        group = self.param_groups[0]
        loss, direction = kept["prev_loss"], kept["d"]
        if group["line_search_fn"] is None:
            self._move(kept["t"], direction)
            if last:  # nobody asks for them any more
                return loss, grad, 0
            return float(closure()), self._grads(), 1
        if group["line_search_fn"] != "strong_wolfe":
            raise RuntimeError("only 'strong_wolfe' is supported")
        loss, grad, kept["t"], more = strong_wolfe(
            lambda length: self._tried(closure, length, direction),
            kept["t"],
            direction,
            loss,
            grad,
            slope,
            most=group["max_eval"] - calls,
        )
        self._move(kept["t"], direction)
        return loss, grad, more


def _turn(state: dict[str, Any], kept: dict[str, Any], grad: Any, group: dict[str, Any]) -> None:
    """Chooses the direction, and how far to go at first."""
    if state["n_iter"] == 1:
        kept.update(d=grad.neg(), old_dirs=[], old_stps=[], ro=[], H_diag=1)
        kept["prev_flat_grad"] = grad.clone()
        kept["t"] = min(1.0, 1.0 / grad.abs().sum()) * number(group["lr"])
        return
    changes, steps, ro = kept["old_dirs"], kept["old_stps"], kept["ro"]
    change, step = grad.sub(kept["prev_flat_grad"]), kept["d"].mul(kept["t"])
    along = change.dot(step)
    if along > 1e-10:
        if len(changes) == group["history_size"]:
            for each in (changes, steps, ro):
                each.pop(0)
        changes.append(change)
        steps.append(step)
        ro.append(1.0 / along)
        kept["H_diag"] = along / change.dot(change)
    share = state.setdefault("al", [None] * group["history_size"])
    direction = grad.neg()
    for at in range(len(changes) - 1, -1, -1):
        share[at] = steps[at].dot(direction) * ro[at]
        direction.add_(changes[at], alpha=-share[at])
    direction = direction.mul(kept["H_diag"])
    for at, each in enumerate(changes):
        direction.add_(steps[at], alpha=share[at] - each.dot(direction) * ro[at])
    kept["d"] = direction
    kept["prev_flat_grad"].copy_(grad)
    kept["t"] = number(group["lr"])
