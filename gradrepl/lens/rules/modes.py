"""What the grad modes are doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.reading import fill, made_by, name_of
from gradrepl.lens.situation import Explanation
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.situation import Situation


def mode_left_off(situation: Situation) -> Iterator[Explanation]:
    """`torch.set_grad_enabled(False)` as a plain call."""
    if situation.before.grad_enabled and not situation.after.grad_enabled:
        yield Explanation(
            "mode-left-off",
            "caution",
            N_(
                "Recording stays switched off after this statement: nothing that is computed from "
                "here on has a grad_fn."
            ),
            N_(
                "torch.set_grad_enabled(True) switches it on again; `with torch.no_grad():` would "
                "have done so by itself."
            ),
        )


def mode_restored(situation: Situation) -> Iterator[Explanation]:
    """`torch.set_grad_enabled(True)` after it had been left off."""
    if not situation.before.grad_enabled and situation.after.grad_enabled:
        yield Explanation(
            "mode-restored",
            "note",
            N_(
                "Recording is switched on again. What was computed meanwhile stays without a "
                "grad_fn."
            ),
        )


def recorded_inside_no_grad(situation: Situation) -> Iterator[Explanation]:
    """`with torch.no_grad(): with torch.enable_grad(): y = x * 2`."""
    for operation in situation.operations:
        modes = operation.modes
        if not (operation.grad_enabled and operation.recorded and len(modes) > 1):
            continue
        if modes[0] == "enable_grad" or modes[-1] == "no_grad":  # or a function's own forward()
            continue
        yield Explanation(
            "recorded-inside-no-grad",
            "note",
            N_(
                "`{op}` was recorded although it stands inside {outer}: the innermost mode "
                "decides, and that is {inner}. So {name} has a grad_fn."
            ),
            values=(
                *fill(
                    name=name_of(situation, operation.outputs[0].key),
                    outer=_call(operation.modes[0], enabled=False),
                    inner=_call(operation.modes[-1], enabled=True),
                ),
                *made_by(operation),
            ),
        )
        return


def _call(mode: str, *, enabled: bool) -> str:
    return f"torch.{mode}({enabled if mode == 'set_grad_enabled' else ''})"
