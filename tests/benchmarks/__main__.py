"""The command line of the benchmarks."""

import argparse
import json
import platform
import sys
from pathlib import Path

from tests.benchmarks import chains, drawing, engine, families, importing, lens, memory, start_up

PARTS = {
    "start_up": start_up,
    "importing": importing,
    "lens": lens,
    "drawing": drawing,
    "engine": engine,
    "families": families,
    "chains": chains,
    "memory": memory,
}


def main() -> int:
    """Runs the parts that were named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="a first impression")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the numbers")
    options = parser.parse_args()
    unknown = [part for part in options.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part is called {unknown[0]!r}; there are: {', '.join(PARTS)}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {sys.platform}")
    numbers = {}
    for name in options.parts or PARTS:
        part = PARTS[name]
        if part in (start_up, memory) and sys.platform == "win32":
            print(f"\n{name} asks the system for what Windows has not")
            continue
        numbers[name] = part.measure(quick=options.quick)
        print(part.report(numbers[name]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(numbers, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
