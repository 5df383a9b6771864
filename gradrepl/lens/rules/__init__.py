"""Why it is so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from gradrepl.lens.explain import Explanation, Situation

Rule: TypeAlias = Callable[[Situation], Iterable[Explanation]]


RULES: tuple[Rule, ...] = ()
