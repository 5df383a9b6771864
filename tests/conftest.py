"""What every test room shares: the two engines, one test's settings kept from the next one's."""

import gc
import importlib.util
import signal
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from gradrepl import backend as backends
from gradrepl.backend import Backend

BACKENDS = (
    pytest.param("numpy", id="numpy"),
    pytest.param("torch", id="torch", marks=pytest.mark.torch),
)


def pytest_configure(config: pytest.Config) -> None:
    # Every skipped test is reported by its own name, not as "[40] conftest.py:27".
    config.option.fold_skipped = False
    # A shell starts what runs in the background with Ctrl-C ignored, and children inherit that.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if importlib.util.find_spec("torch") is not None:
        return
    skip = pytest.mark.skip(reason="needs real PyTorch, which is not installed")
    for item in items:
        if item.get_closest_marker("torch") is not None:
            item.add_marker(skip)


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Our engine, and real PyTorch where it is installed."""
    return backends.load(request.param)


@pytest.fixture
def torch(backend: Backend) -> Iterator[ModuleType]:
    """The `torch` module of a backend, with every setting at its default and a known seed."""
    module = backend.torch
    _settle(module)
    yield module
    _settle(module)


def _settle(torch: ModuleType) -> None:
    torch.set_grad_enabled(True)  # PyTorch's own signature
    torch.set_default_dtype(torch.float32)
    torch.set_printoptions(profile="default", sci_mode=None)
    torch.manual_seed(0)


@pytest.fixture(autouse=True)
def import_torch_unchanged() -> Iterator[None]:
    """Undoes `Backend.install`, so that `import torch` means the same in the next test."""
    before = {name: module for name, module in sys.modules.items() if _is_torch(name)}
    finders = list(sys.meta_path)
    yield
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if _is_torch(name)]:
        if sys.modules[name].__name__.startswith("gradrepl.engine"):
            del sys.modules[name]
    sys.modules.update(before)  # a first real `import torch` stays: it cannot be done twice


def _is_torch(name: str) -> bool:
    return name == "torch" or name.startswith("torch.")


def pytest_collection_finish() -> None:
    """Twelve thousand tests are many objects: the collector need not go through them each time."""
    gc.collect()
    gc.freeze()
