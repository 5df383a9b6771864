"""`torch.save` and `torch.load`: PyTorch's own files, and of what they hold only plain values.

# NOTE [The file]
A zip archive: `data.pkl` is a pickle in which each storage stands as a persistent id, `data/0` and
so on are their bytes. Reading calls nothing but what `_Reader` knows by name, so that no file can
run code of its own.
"""

from __future__ import annotations

import io
import os
import pickle  # noqa: TID251  # the format is PyTorch's
import zipfile
from collections import Counter, OrderedDict
from pathlib import Path
from typing import IO, Any

import numpy as np

from gradrepl.engine import dtypes
from gradrepl.engine.pickling import STORAGES, Writer
from gradrepl.engine.storage import Storage
from gradrepl.engine.tensor import Tensor, set_requires_grad, wrap

_FAILED = (
    "Weights only load failed. This file can still be loaded, to do so you have two options, "
    "\033[1mdo those steps only if you trust the source of the checkpoint\033[0m. \n"
    "\t(1) In PyTorch 2.6, we changed the default value of the `weights_only` argument in "
    "`torch.load` from `False` to `True`. Re-running `torch.load` with `weights_only` set to "
    "`False` will likely succeed, but it can result in arbitrary code execution. Do it only if "
    "you got the file from a trusted source.\n"
    "\t(2) Alternatively, to load with `weights_only=True` please check the recommended steps in "
    "the following error message.\n"
    "\tWeightsUnpickler error: Unsupported global: GLOBAL {0} was not an allowed global by "
    "default. Please use `torch.serialization.add_safe_globals([{0}])` or the "
    "`torch.serialization.safe_globals([{0}])` context manager to allowlist this global if you "
    "trust this class/function.\n\n"
    "Check the documentation of torch.load to learn more about types accepted by default with "
    "weights_only https://pytorch.org/docs/stable/generated/torch.load.html."
)
_NO_CUDA = (
    "Attempting to deserialize object on a CUDA device but torch.cuda.is_available() is False. If "
    "you are running on a CPU-only machine, please use torch.load with "
    "map_location=torch.device('cpu') to map your storages to the CPU."
)


def save(
    obj: Any,
    f: Any,
    pickle_module: Any = pickle,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
    _disable_byteorder_record: bool = False,
) -> None:
    """Writes a value to a file: tensors, numbers, texts, and containers of these.

    Raises:
        NotImplementedError: for an object of any other class.
    """
    del pickle_module, pickle_protocol, _use_new_zipfile_serialization, _disable_byteorder_record
    if not isinstance(f, (str, os.PathLike)) and not hasattr(f, "write"):
        raise AttributeError(
            "expected 'f' to be string, path, or a file-like object with a 'write' attribute"
        )
    name = "archive"
    if isinstance(f, (str, os.PathLike)):
        path = Path(f)
        if not path.parent.is_dir():
            raise RuntimeError(f"Parent directory {path.parent} does not exist.")
        name = path.stem
    writer = Writer()
    data = writer.pickled(obj)  # before a file is there
    with zipfile.ZipFile(f, "w") as archive:
        archive.writestr(f"{name}/data.pkl", data)
        archive.writestr(f"{name}/byteorder", "little")
        for key, array in enumerate(writer.storages.values()):
            archive.writestr(f"{name}/data/{key}", array.tobytes("A"))
        archive.writestr(f"{name}/version", "3\n")


def load(
    f: Any,
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    **pickle_load_args: Any,
) -> Any:
    """Reads what `save` wrote, here or in PyTorch."""
    del pickle_module, mmap, pickle_load_args
    if isinstance(f, (str, os.PathLike)):
        with Path(f).open("rb") as file:
            return _read(file, map_location, weights_only)
    if not hasattr(f, "seek"):
        raise AttributeError(
            f"'{type(f).__name__}' object has no attribute 'seek'. You can only torch.load from a "
            "file that is seekable. Please pre-load the data into a buffer like io.BytesIO and "
            "try to load from it instead."
        )
    return _read(f, map_location, weights_only)


def _read(file: IO[bytes], map_location: Any, weights_only: bool | None) -> Any:
    if not zipfile.is_zipfile(file):
        file.seek(0)
        if not file.read(1):
            raise EOFError
        raise pickle.UnpicklingError(
            "gradrepl's torch.load reads the zip archives that torch.save has written since "
            "PyTorch 1.6; this file is none"
        )
    with zipfile.ZipFile(file) as archive:
        start = next(each for each in archive.namelist() if each.endswith("/data.pkl"))
        data = io.BytesIO(archive.read(start))
        return _Reader(data, archive, start, map_location, weights_only is not False).load()


class _Reader(pickle.Unpickler):
    """Makes tensors and plain values, and refuses everything else by name."""

    def __init__(
        self,
        data: IO[bytes],
        archive: zipfile.ZipFile,
        start: str,
        map_location: Any,
        weights_only: bool,
    ) -> None:
        super().__init__(data)
        self.archive, self.place = archive, start.removesuffix("data.pkl")
        self.moved = map_location
        self.weights_only = weights_only
        self.found: dict[str, tuple[Any, Storage]] = {}

    def find_class(self, module: str, name: str) -> Any:
        module = "builtins" if module == "__builtin__" else module  # its name before Python 3
        known = _KNOWN.get((module, name))
        if known is None and module == "torch":
            kind = getattr(dtypes, {"bool": "bool_"}.get(name, name), None)
            known = kind if isinstance(kind, dtypes.dtype) else None
        if known is not None:
            return known
        if self.weights_only:
            raise pickle.UnpicklingError(_FAILED.format(f"{module}.{name}"))
        raise NotImplementedError(
            "gradrepl's torch.load makes tensors, numbers, texts and containers of these, and no "
            f"{module}.{name}: save its state_dict() instead"
        )

    def persistent_load(self, pid: Any) -> tuple[Any, Storage]:
        _, kind, key, location, count = pid
        wanted = location if self.moved is None else self.moved
        if isinstance(wanted, (str, dtypes.device)) and str(wanted).startswith("cuda"):
            raise RuntimeError(_NO_CUDA)
        if key not in self.found:
            raw = bytearray(self.archive.read(f"{self.place}data/{key}"))
            self.found[key] = (np.frombuffer(raw, STORAGES[kind])[:count], Storage())
        return self.found[key]


def _tensor(
    storage: tuple[Any, Storage], offset: int, size: Any, stride: Any, requires_grad: bool,
    hooks: Any = None, metadata: Any = None,
) -> Tensor:  # fmt: skip
    del hooks, metadata
    flat, shared = storage
    steps = tuple(each * flat.itemsize for each in stride)
    array = np.ndarray(tuple(size), flat.dtype, flat[offset:] if offset else flat, 0, steps)
    found = wrap(array)
    found._storage = shared
    if requires_grad:
        set_requires_grad(found, True)
    return found


def _parameter(data: Tensor, requires_grad: bool, hooks: Any = None) -> Any:
    from gradrepl.engine.nn.parameter import Parameter

    del hooks
    return Parameter(data, requires_grad)


def _encoded(text: str, encoding: str) -> bytes:
    """Bytes, which protocol 2 writes as text."""
    return text.encode(encoding)


_KNOWN: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("collections", "Counter"): Counter,
    ("builtins", "set"): set,
    ("builtins", "complex"): complex,
    ("_codecs", "encode"): _encoded,
    ("torch", "Size"): dtypes.Size,
    ("torch", "device"): dtypes.device,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    **{("torch", name): name for name in STORAGES},
}
"""All that a file may name, and what it makes."""
