"""`gradrepl.draw`: the graph behind tensors, for a script or a notebook of one's own."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradrepl.graph.capture import capture
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import is_tensor, reachable, read_tensor, walk

if TYPE_CHECKING:
    from gradrepl.graph.model import Graph
    from gradrepl.observe.facts import TensorKey

_ROOTS = 64


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph that was drawn. It is a value: it holds no tensor, and stays as it was."""

    graph: Graph

    def __str__(self) -> str:
        """The drawing for a terminal of this width."""
        from gradrepl.graph.draw import draw as draw_graph  # noqa: PLC0415  # only who prints it

        width = shutil.get_terminal_size().columns
        return str(draw_graph(self.graph, width=width))

    def __repr__(self) -> str:
        return str(self)

    @property
    def dot(self) -> str:
        """The graph in Graphviz's language."""
        from gradrepl.graph.dot import to_dot  # noqa: PLC0415  # loads graphviz

        return to_dot(self.graph)

    def save(self, path: str | Path) -> Path:
        """Writes a picture, by the suffix: `.svg`, `.png`, `.dot`; `.pdf` where that is possible.

        Raises:
            ExportError: where it cannot be written; the message says what to do.
        """
        from gradrepl.graph.export import export  # noqa: PLC0415  # loads graphviz

        return export(self.graph, Path(path))

    def _repr_svg_(self) -> str | None:
        """What a notebook shows; None, and then it shows the text, where nothing can render it."""
        from gradrepl.graph.export import ExportError  # noqa: PLC0415  # loads graphviz

        with tempfile.TemporaryDirectory() as folder:
            try:
                return self.save(Path(folder) / "graph.svg").read_text(encoding="utf-8")
            except ExportError:
                return None


def draw(
    tensors: Any, *, names: Mapping[str, Any] | None = None
) -> Picture:  # any tensor, or tensors in a sequence or mapping
    """Draws the graph behind a tensor, a sequence of tensors, or a mapping of names to tensors.

    Args:
        tensors: what to draw.
        names: where the tensors' names are looked up; by default the variables of the caller.

    Raises:
        TypeError: where something else was given.
    """
    given = _given(tensors)
    namespace: dict[str, Any] = {}
    if names is None:
        caller = sys._getframe(1)  # noqa: SLF001  # the variables of the caller have no other way to us
        namespace.update(caller.f_globals)
        namespace.update(caller.f_locals)
    else:
        namespace.update(names)
    identities = Identities()
    known = [(name, tensor) for name, tensor in given.items() if isinstance(tensors, Mapping)]
    known += reachable(namespace).names
    facts = {
        identities.key(tensor): read_tensor(tensor, identities)
        for tensor in (*given.values(), *(tensor for _, tensor in known))
    }
    found = walk(given.values(), identities)
    roots: list[TensorKey] = list(dict.fromkeys(map(identities.key, given.values())))
    return Picture(
        capture(
            roots=[facts[key] for key in roots],
            nodes=found.nodes,
            tensors=tuple(facts.values()),
            names=[(name, identities.key(tensor)) for name, tensor in known],
            origins={},
            truncated=found.truncated,
        )
    )


def _given(tensors: Any) -> dict[str, Any]:
    if is_tensor(tensors):
        return {"": tensors}
    if isinstance(tensors, Mapping):
        pairs = {str(name): value for name, value in tensors.items()}
    elif isinstance(tensors, Sequence) and not isinstance(tensors, str | bytes):
        pairs = {str(index): value for index, value in enumerate(tensors)}
    else:
        pairs = {}
    wrong = next((value for value in pairs.values() if not is_tensor(value)), None)
    if not pairs or wrong is not None:
        found = type(tensors if wrong is None else wrong).__name__
        raise TypeError(
            "draw() wants a tensor, a sequence of tensors or a mapping of names to tensors; "
            f"found {found}"
        )
    return dict(islice(pairs.items(), _ROOTS))
