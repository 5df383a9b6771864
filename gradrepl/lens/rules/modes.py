"""What the grad modes are doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradrepl.lens.explain import Explanation
from gradrepl.lens.reading import fill, made_by, name_of
from gradrepl.locale import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gradrepl.lens.explain import Situation


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
        off = [mode for mode in operation.modes if mode != "enable_grad"]
        if not (operation.grad_enabled and operation.recorded and off):
            continue
        if operation.modes[-1] == off[-1] and operation.modes[-1] != "set_grad_enabled":
            continue
        if len(operation.modes) < 2 or operation.in_place:
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
                    outer=f"torch.{operation.modes[0]}",
                    inner=f"torch.{operation.modes[-1]}",
                ),
                *made_by(operation),
            ),
        )
        return
