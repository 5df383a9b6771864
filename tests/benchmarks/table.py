"""Numbers as a table in plain text."""

from collections.abc import Mapping, Sequence

UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


def duration(seconds: float) -> str:
    """`12.3 ms`: three digits and a unit."""
    for size, unit in UNITS:
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.2g} ns"


def table(title: str, columns: Sequence[str], rows: Mapping[str, Sequence[str]]) -> str:
    """A title, a head and the rows, columns to the right."""
    cells = [["", *columns], *([name, *values] for name, values in rows.items())]
    widths = [max(len(row[at]) for row in cells) for at in range(len(columns) + 1)]
    lines = [
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join(["", title, "-" * len(title), *lines])
