"""What things cost. Run on its own: `python -m tests.benchmarks [PART...] [--quick] [--json FILE]`.

timing.py    medians of interleaved runs
table.py     numbers as text
start_up.py  time to the first prompt, in a real pseudo-terminal, beside python -i and IPython
lens.py      what the lens and the drawing add to a statement, by the size of its graph
drawing.py   from a statement to its drawing, up to a million nodes, and letting go of them
engine.py    small operations beside numpy by hand and real PyTorch, where it is installed
families.py  every family of operations, small and middling, the worst ratio first
chains.py    a long chain built, run backward and freed: the cost of a node
memory.py    the peak of a deep network and of a long chain
importing.py what importing the engine adds to numpy
"""

import os

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""Read by the libraries when they are first imported, hence here."""

os.environ.update(ONE_THREAD)
