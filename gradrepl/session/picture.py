"""`gradrepl.draw`: the graph behind tensors, for a script or a notebook of one's own."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradrepl.graph.canvas import clean
from gradrepl.graph.capture import capture
from gradrepl.graph.fold import unmatched
from gradrepl.graph.options import OPTIONS, OptionError, told, view
from gradrepl.graph.view import USUAL, View
from gradrepl.lens.snapshot import Snapshot, with_gradients
from gradrepl.locale import gettext
from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import is_tensor, reachable, read_tensor, undisturbed, walk
from gradrepl.session import memory
from gradrepl.session.ledger import Ledger
from gradrepl.session.through import through

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gradrepl.graph.export import Look
    from gradrepl.graph.model import Graph
    from gradrepl.graph.palette import ThemeName


@dataclass(frozen=True, slots=True)
class Picture:
    """A graph that was drawn. It is a value: it holds no tensor, and stays as it was.

    `print` shows it as in the terminal, a notebook as a picture; `save` writes a file.
    """

    graph: Graph
    view: View = field(default_factory=View)
    theme: ThemeName = "light"

    def __str__(self) -> str:
        """The drawing for a terminal of this width; in ASCII where its encoding lacks the signs."""
        drawn = self._drawn()
        try:
            drawn.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return self._drawn(ascii_only=True)
        return drawn

    def _drawn(self, *, ascii_only: bool = False) -> str:
        from gradrepl.graph.draw import draw_view  # noqa: PLC0415  # only who prints it
        from gradrepl.graph.key import key  # noqa: PLC0415  # same

        width = shutil.get_terminal_size().columns
        drawing = draw_view(self.graph, self.view, width=width, ascii_only=ascii_only)
        lines = [str(drawing)]
        if self.view.legend:
            signs = key(drawing, ascii_only=ascii_only)
            lines += ["", *(f"{sign.text}  {meaning.text}" for sign, meaning in signs)]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return str(self)

    @property
    def dot(self) -> str:
        """The graph in Graphviz's language."""
        return self._made("dot").decode("utf-8")

    @property
    def svg(self) -> str:
        """The picture as an SVG document.

        Raises:
            ExportError: where nothing can draw it; the message says what to install.
        """
        return self._made("svg").decode("utf-8")

    @property
    def json(self) -> str:
        """The graph as a JSON document; `gradrepl/graph/graph.schema.json` says what is in it."""
        return self._made("json").decode("utf-8")

    def save(
        self,
        path: str | Path,
        *,
        dpi: int | None = None,
        theme: str | None = None,
        legend: bool | None = None,
    ) -> Path:
        """Writes a picture, by the suffix: `.svg`, `.png`, `.pdf`, `.dot`, `.json`.

        Args:
            path: where.
            dpi: of a PNG, its dots to an inch; 144 unless told.
            theme: other colours than those it was drawn with.
            legend: whether it says what its signs mean, other than it was drawn.

        Raises:
            ExportError: where it cannot be written; the message says what to do.
            ValueError: for a dpi, a theme or a legend that there is not.
            TypeError: for a path that is none.
        """
        from gradrepl.graph.export import export  # noqa: PLC0415  # loads graphviz

        if not isinstance(path, str | PathLike):
            message = gettext("save() wants the name of a file, such as 'loss.svg', not {value}")
            raise TypeError(message.format(value=told(path)))
        own, asked = self._look(), _values("save", dpi=dpi, theme=theme, legend=legend)
        look = replace(
            own,
            theme=asked.get("--theme", own.theme),
            legend=asked.get("--legend", own.legend),
            dpi=asked.get("--dpi", own.dpi),
        )
        return export(self.graph, Path(path), view=self.view, look=look, warn=_warn)

    def _made(self, kind: Any) -> bytes:
        from gradrepl.graph.export import picture  # noqa: PLC0415  # loads graphviz

        return picture(self.graph, kind, view=self.view, look=self._look())

    def _look(self) -> Look:
        from gradrepl.graph.export import Look  # noqa: PLC0415  # loads graphviz

        return Look(self.theme, self.view.legend)

    def _repr_svg_(self) -> str | None:
        """What a notebook shows; None, and then it shows the text, where nothing can render it."""
        from gradrepl.graph.export import ExportError  # noqa: PLC0415  # loads graphviz

        try:
            return self.svg
        except ExportError:
            return None


def draw(
    what: Any,  # tensors of whichever library
    *,
    names: Mapping[str, Any] | None = None,
    style: str = "auto",
    show: str | Iterable[str] = USUAL,
    depth: int | None = None,
    fold: bool | None = None,
    unfold: str | Iterable[str] = (),
    lane: str | Iterable[str] = (),
    theme: str = "light",
    legend: bool = False,
) -> Picture:
    """Draws the graph behind tensors, of gradrepl's engine or of PyTorch.

    Args:
        what: a tensor; a list, tuple or dict with tensors somewhere in it; or a module. Of a module
            the graphs are drawn that went through its parameters and that a variable of the caller
            still holds, and where there are none, the parameters.
        names: where the tensors' names are looked up; by default the variables of the caller.
        style: `boxes`, `lanes`, or `auto`; `chain` is one line, in a terminal only.
        show: what is said of each node: some of `values`, `grads`, `saved`, `versions`, `shapes`.
        depth: go back at most so many operations.
        fold: tell repeats as one, always or never; by default where the graph is large.
        unfold: what is shown whole all the same: names of modules, tensors, operations.
        lane: what has a lane before others where a terminal is narrow, by name.
        theme: the colours of a picture: `light`, `dark` or `print`.
        legend: whether it says what its shapes and signs mean.

    Raises:
        TypeError: where no tensor was given, or no names.
        ValueError: for a value that one of the others cannot have; it says what it can have.
    """
    asked = _values(
        "draw",
        style=style,
        show=show,
        depth=depth,
        fold=fold,
        unfold=unfold,
        lane=lane,
        theme=theme,
        legend=legend,
    )
    wanted = view(asked)
    if names is not None and not isinstance(names, Mapping):
        message = gettext("draw(): names wants a dict, such as globals(), not {value}")
        raise TypeError(message.format(value=told(names)))
    caller = sys._getframe(1)  # noqa: SLF001  # the variables of the caller have no other way to us
    home = {"__name__": caller.f_globals.get("__name__")}
    namespace = {**home, **caller.f_globals, **caller.f_locals, **home}
    if names is not None:
        namespace = {**home, **names}
    graph = _captured(what, namespace)
    for argument, given in (("unfold", wanted.unfold), ("lane", wanted.lanes)):
        for name in unmatched(graph, given):
            message = gettext("{flag}: nothing in this graph is called {name!r}")
            raise OptionError(message.format(flag=f"draw(): {argument}", name=clean(name)))
    return Picture(graph, wanted, asked["--theme"])


def _captured(what: Any, namespace: dict[str, Any]) -> Graph:
    known = memory.current()
    if known is None:
        return _read(what, namespace, Identities(), Ledger())
    with undisturbed(known.torch):
        return _read(what, namespace, known.identities, known.ledger)


def _read(what: Any, namespace: dict[str, Any], identities: Identities, ledger: Ledger) -> Graph:
    given = _given(what, namespace)
    named = [*given, *reachable(namespace).names]
    tensors = {identities.key(tensor): tensor for _, tensor in named}
    facts = {key: read_tensor(tensor, identities) for key, tensor in tensors.items()}
    roots = list(dict.fromkeys(identities.key(tensor) for _, tensor in given))
    seen = walk([tensors[key] for key in roots], identities)
    if _is_module(what) or ledger.origins or ledger.mutations:  # behind a cut may stand any tensor
        seen = walk(tensors.values(), identities)
    if _is_module(what):
        roots = through(roots, facts, seen.nodes)
    names = tuple((name, identities.key(tensor)) for name, tensor in named if name)
    whole = with_gradients(Snapshot(names, tuple(facts.values())), identities)
    return capture(
        roots=[facts[key] for key in roots],
        nodes=seen.nodes,
        tensors=whole.tensors,
        names=whole.names,
        origins=ledger.origins,
        mutations=ledger.mutations,
        unseen=ledger.unseen,
        numbers=ledger.numbers,
        truncated=seen.truncated,
    )


def _given(what: Any, namespace: dict[str, Any]) -> list[tuple[str, Any]]:
    """The tensors that were given, each with its name; of a tensor in a list that is nothing."""
    if is_tensor(what):
        return [("", what)]
    inside = reachable({"__name__": namespace.get("__name__"), "it": what}).names
    if not inside:
        holds = isinstance(what, Mapping | list | tuple) or _is_module(what)
        message = (
            gettext(
                "draw() wants a tensor, a module, or a list, tuple or dict with tensors in it; "
                "found {kind} without one"
            )
            if holds
            else gettext(
                "draw() wants a tensor, a module, or a list, tuple or dict with tensors in it; "
                "found {kind}"
            )
        )
        raise TypeError(message.format(kind=type(what).__name__))
    if _is_module(what):
        called = next((name for name, value in namespace.items() if value is what), "")
        return [((called + path[2:]).lstrip("."), tensor) for path, tensor in inside]
    if isinstance(what, Mapping):
        names = {id(value): str(key) for key, value in what.items()}
        return [(names.get(id(tensor), ""), tensor) for _, tensor in inside]
    return [("", tensor) for _, tensor in inside]


def _is_module(what: Any) -> bool:
    """Whether it is an `nn.Module`, ours or PyTorch's, by what it is made of."""
    tables = ("_parameters", "_buffers", "_modules")
    own = getattr(what, "__dict__", None)
    return isinstance(own, dict) and all(isinstance(own.get(table), dict) for table in tables)


def _values(function: str, **arguments: object) -> dict[str, Any]:
    """The values of arguments, each read by the option of its name; None is as usual."""
    return {
        option.name: option.read(f"{function}(): {option.argument}", arguments[option.argument])
        for option in OPTIONS
        if arguments.get(option.argument) is not None
    }


def _warn(message: str) -> None:
    warnings.warn(message, stacklevel=4)
