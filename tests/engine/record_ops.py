"""Records what real PyTorch computes for every sample and case.

python -m tests.engine.record_ops [FAMILY ...]
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from tests.engine import cases
from tests.engine.samples import RECORDED, call, observe, rows


def write(torch: Any, path: Path, expressions: list[str], *, whole: bool) -> None:
    found = {each: observe(torch, each, whole=whole) for each in expressions}
    lines = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main(families: list[str]) -> None:
    import torch

    warnings.simplefilter("ignore")
    for family in families or cases.FAMILIES:
        here = {*cases.cases(family), *cases.samples(family).values()}
        write(torch, cases.FOLDER / f"{family}.json", sorted(here), whole=True)
    if not families:
        elsewhere = {text for family in cases.FAMILIES for text in cases.samples(family).values()}
        write(torch, RECORDED, sorted({call(row) for row in rows()} - elsewhere), whole=False)


if __name__ == "__main__":
    main(sys.argv[1:])
