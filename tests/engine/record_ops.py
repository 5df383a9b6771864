"""Records what real PyTorch computes for every sample: python -m tests.engine.record_ops."""

import json
import warnings

from tests.engine.samples import RECORDED, call, observe, rows


def main() -> None:
    import torch

    warnings.simplefilter("ignore")
    expressions = sorted({call(row) for row in rows()})
    found = {each: observe(torch, each) for each in expressions}
    lines = (f"{json.dumps(k)}: {json.dumps(v)}" for k, v in found.items())
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
