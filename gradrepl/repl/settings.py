"""What is decided once, before the first prompt."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gradrepl.locale import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

APPLICATION = "gradrepl"
BACKGROUND = "gradrepl-"
"""How the names of our own threads begin."""
HISTORY_VARIABLE = "GRADREPL_HISTORY"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the prompt behaves."""

    version: str = ""
    backend: str = "numpy"
    """Named in the banner."""
    banner: bool = True
    plain: bool | None = None
    """Whether to read with `input()`; None does where prompt_toolkit cannot run."""
    history: Path | None = None
    """Where what is typed is kept; None asks `history_path`."""
    color: bool | None = None
    """As in `render.console.make_console`."""

    def greeting(self) -> str:
        """The banner's one line."""
        message = (
            gettext("gradrepl {version} on real PyTorch. %help lists the commands, Ctrl-D leaves.")
            if self.backend == "torch"
            else gettext("gradrepl {version}. %help lists the commands, Ctrl-D leaves.")
        )
        return message.format(version=self.version)


def history_path(environ: Mapping[str, str] | None = None) -> Path | None:
    """The history file: `GRADREPL_HISTORY`, else one in the user's data folder.

    None where the variable is set to nothing: then nothing is kept.
    """
    environ = os.environ if environ is None else environ
    wanted = environ.get(HISTORY_VARIABLE)
    if wanted is not None:
        return Path(wanted).expanduser() if wanted else None
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "history"
