"""`torch.utils.data`: data sets, and how they are walked in batches.

dataset      what can be asked for an item by its number, or gone through
sampler      in which order
collate      how items become a batch
dataloader   all of it together, in this process
"""

from __future__ import annotations

from gradrepl.engine import absent
from gradrepl.engine.utils.data.collate import default_collate as default_collate
from gradrepl.engine.utils.data.collate import default_convert as default_convert
from gradrepl.engine.utils.data.dataloader import DataLoader as DataLoader
from gradrepl.engine.utils.data.dataset import ChainDataset as ChainDataset
from gradrepl.engine.utils.data.dataset import ConcatDataset as ConcatDataset
from gradrepl.engine.utils.data.dataset import Dataset as Dataset
from gradrepl.engine.utils.data.dataset import IterableDataset as IterableDataset
from gradrepl.engine.utils.data.dataset import StackDataset as StackDataset
from gradrepl.engine.utils.data.dataset import Subset as Subset
from gradrepl.engine.utils.data.dataset import TensorDataset as TensorDataset
from gradrepl.engine.utils.data.dataset import random_split as random_split
from gradrepl.engine.utils.data.sampler import BatchSampler as BatchSampler
from gradrepl.engine.utils.data.sampler import RandomSampler as RandomSampler
from gradrepl.engine.utils.data.sampler import Sampler as Sampler
from gradrepl.engine.utils.data.sampler import SequentialSampler as SequentialSampler
from gradrepl.engine.utils.data.sampler import SubsetRandomSampler as SubsetRandomSampler
from gradrepl.engine.utils.data.sampler import WeightedRandomSampler as WeightedRandomSampler


def get_worker_info() -> None:
    """What a worker process knows of itself: there are none."""


def __getattr__(name: str) -> object:
    raise absent.error("torch.utils.data", name)
