"""Why it is so: one small function a rule, in the order in which they speak.

Add a rule as a function in the file of its topic and its name here. It is called with every
statement's `Situation`, yields what it has to say, and mostly yields nothing. Its id is its name,
with `-` for `_`.

backward.py   backward() raised            gradients.py  what a backward() that worked did
in_place.py   values were overwritten      sharing.py    ... through another tensor
names.py      a name was given away        modes.py      what the grad modes are doing
severed.py    a path was cut               leaves.py     requires_grad, is_leaf and .grad
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from gradrepl.lens.rules.backward import (
    backward_after_in_place,
    backward_needs_scalar,
    backward_twice,
    backward_without_graph,
)
from gradrepl.lens.rules.gradients import (
    backward_in_no_grad,
    gradient_accumulated,
    gradient_added_up,
    gradient_cut,
    gradient_one_path,
)
from gradrepl.lens.rules.in_place import (
    in_place_not_recorded,
    in_place_on_leaf,
    in_place_stale,
)
from gradrepl.lens.rules.leaves import (
    grad_cut_off,
    grad_not_reached,
    grad_not_required,
    grad_of_non_leaf,
    inference_is_for_good,
    integers_need_no_grad,
    leaf_by_convention,
    numpy_needs_detach,
    only_leaves_can_change,
)
from gradrepl.lens.rules.modes import mode_left_off, mode_restored, recorded_inside_no_grad
from gradrepl.lens.rules.names import grad_is_none, loop_name_rebound, update_made_new_tensor
from gradrepl.lens.rules.severed import (
    severed_by_copy,
    severed_by_data,
    severed_by_detach,
    severed_by_inference_mode,
    severed_by_no_grad,
    severed_by_numbers,
    severed_by_set_grad_enabled,
)
from gradrepl.lens.rules.sharing import (
    changed_from_outside,
    changed_through_detached,
    changed_unseen,
    memory_shared,
    view_changed,
)
from gradrepl.lens.situation import Explanation, Situation

Rule: TypeAlias = Callable[[Situation], Iterable[Explanation]]

RULES: tuple[Rule, ...] = (
    # why it raised
    backward_without_graph,
    backward_needs_scalar,
    backward_twice,
    backward_after_in_place,
    in_place_on_leaf,
    grad_is_none,
    integers_need_no_grad,
    only_leaves_can_change,
    numpy_needs_detach,
    inference_is_for_good,
    # what will go wrong, or did and said nothing
    in_place_stale,
    in_place_not_recorded,
    changed_unseen,
    changed_through_detached,
    changed_from_outside,
    loop_name_rebound,
    update_made_new_tensor,
    mode_left_off,
    gradient_one_path,
    # what is worth knowing
    gradient_cut,
    gradient_accumulated,
    gradient_added_up,
    backward_in_no_grad,
    recorded_inside_no_grad,
    severed_by_no_grad,
    severed_by_set_grad_enabled,
    severed_by_inference_mode,
    severed_by_detach,
    severed_by_data,
    severed_by_copy,
    severed_by_numbers,
    mode_restored,
    view_changed,
    memory_shared,
    grad_of_non_leaf,
    grad_not_required,
    grad_cut_off,
    grad_not_reached,
    leaf_by_convention,
)

RULE_IDS: tuple[str, ...] = tuple(rule.__name__.replace("_", "-") for rule in RULES)
"""What lessons name under `teaches:`."""
