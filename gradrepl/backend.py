"""The only file that names an engine: our own, or real PyTorch.

Every other room is handed a `Backend` (or its `torch` module), and cannot tell which it was given.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

Name: TypeAlias = Literal["numpy", "torch"]

NAMES: tuple[Name, ...] = ("numpy", "torch")


class BackendError(Exception):
    """An engine that cannot be had; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Backend:
    """An engine, as the rooms above see it."""

    name: Name
    torch: ModuleType
    """What `import torch` gives in a session."""
    release: str
    """The PyTorch release whose texts it speaks unless told otherwise."""
    releases: tuple[str, ...]
    """Every release whose texts it can speak."""
    folder: Path
    """Where its own source lies: frames from there are cut from the learner's tracebacks."""

    @contextlib.contextmanager
    def speaking(self, release: str) -> Iterator[None]:
        """Speaks another PyTorch release's texts inside the block.

        Raises:
            BackendError: where it does not know that release.
        """
        if release not in self.releases:
            raise BackendError(
                f"the {self.name} backend speaks PyTorch {', '.join(self.releases)}, not {release}"
            )
        if self.name == "torch":
            yield
            return
        with self.torch.release.speaking(release):  # our engine's own module
            yield

    @staticmethod
    def rows(node: str) -> tuple[Any, ...]:
        """The rows of our own table that make nodes of a name.

        PyTorch's nodes have the same names and save the same, so their formulas can be told.
        """
        ops = importlib.import_module("gradrepl.engine.ops")
        return cast("tuple[Any, ...]", ops.makers(node))

    @staticmethod
    def settle() -> None:
        """Tells the garbage collector that much lives long here: what was imported, and graphs.

        Without it a full collection takes 100 ms and not 1 on real PyTorch, and a chain of a
        million operations twice as long on ours.
        """
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)

    def install(self) -> None:
        """Makes `import torch` and `import torch.nn` give this backend in this process."""
        if self.name == "torch":
            return
        sys.modules["torch"] = self.torch
        self.torch.__name__ = "torch"  # in what `from torch import foo` says of itself
        if not any(isinstance(finder, _Alias) for finder in sys.meta_path):
            sys.meta_path.insert(0, _Alias())


class _Alias(MetaPathFinder):
    """Finds `torch.nn` in `gradrepl.engine.nn`: one module object under both names."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if not name.startswith("torch."):
            return None
        ours = "gradrepl.engine" + name.removeprefix("torch")
        try:
            module = importlib.import_module(ours)
        except ModuleNotFoundError as missing:
            if missing.name is None or not ours.startswith(missing.name):
                raise
            _refuse(name)
            return None
        return ModuleSpec(name, _Loader(module, name))


def _refuse(name: str) -> None:
    """Says of a module that PyTorch has, and our engine has not, that it is left out.

    Raises:
        ModuleNotFoundError: with that sentence; Python itself tells of any other name.
    """
    absent = importlib.import_module("gradrepl.engine.absent")
    place, _, last = name.rpartition(".")
    reason = absent.reason(place, last)
    if reason is not None:
        raise ModuleNotFoundError(reason) from None


class _Loader(Loader):
    """Hands out a module that is loaded already."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self.module = module
        self.name = name
        self.spec = module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        del spec
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: the engine imported it. Its own spec goes back in its place."""
        module.__spec__ = self.spec
        module.__name__ = self.name


def load(name: str = "numpy") -> Backend:
    """Imports an engine.

    Raises:
        BackendError: for an unknown name, or where real PyTorch is not installed.
    """
    if name not in NAMES:
        raise BackendError(f"no backend is called {name!r}; there are: {', '.join(NAMES)}")
    if name == "torch":
        try:
            torch = importlib.import_module("torch")
        except ImportError as missing:
            raise BackendError(
                f"--backend torch needs real PyTorch, and it cannot be imported ({missing}). "
                "Install it with: python -m pip install torch"
            ) from missing
        release = str(torch.__version__).partition("+")[0]
        return Backend(
            "torch", torch, release, (release,), Path(cast("str", torch.__file__)).parent
        )
    torch = importlib.import_module("gradrepl.engine")
    return Backend(
        "numpy",
        torch,
        torch.release.current(),
        torch.release.RELEASES,
        Path(cast("str", torch.__file__)).parent,
    )
