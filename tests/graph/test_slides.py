"""One picture a step: the same places, the right node marked, and nothing known too early."""

import random
import re
import xml.etree.ElementTree as ET

import pytest

from gradrepl import backend
from gradrepl.graph import renderer, slideshow
from gradrepl.graph.animation import animated
from gradrepl.graph.export import ExportError
from gradrepl.graph.motion import Motion
from gradrepl.graph.palette import PALETTES
from gradrepl.graph.rails import rails
from gradrepl.graph.slides import MOST, motion_graph, slides
from gradrepl.graph.slideshow import show
from gradrepl.observe.backward import rehearse
from gradrepl.observe.identity import Identities
from gradrepl.observe.steps import Gradient, Sent, Step, Steps
from tests.graph.test_views import HOSTILE

SVG = "{http://www.w3.org/2000/svg}"
torch = backend.load("numpy").torch


@pytest.fixture(autouse=True)
def _only_the_wheel(monkeypatch):
    """As on a machine without Graphviz."""
    monkeypatch.setattr(renderer, "system_dot", lambda: None)
    monkeypatch.setattr(renderer, "converter", lambda: None)


def a_pass(seed):
    """A watched pass over a random program, its leaves named."""
    dice, identities = random.Random(seed), Identities()
    leaves = [torch.tensor([dice.random(), 2.0], requires_grad=True) for _ in range(2)]
    made = list(leaves)
    for _ in range(dice.randint(1, 9)):
        a, b = dice.choice(made), dice.choice(made)
        made.append(
            dice.choice((a * b, a - b, a.exp(), torch.stack([a, b]).sum(0), a.split(1)[0] + b))
        )
    loss = (made[-1] * leaves[0]).sum()
    names = {(identities.key(leaf), 2**64 - 1): (f"leaf{n}",) for n, leaf in enumerate(leaves)}
    return Motion("loss", rehearse(torch, loss, None, identities), names)


def made_of(motion, layout=rails):
    graph = motion_graph(motion)
    return graph, slides(motion, graph, layout(graph))


@pytest.mark.once
@pytest.mark.parametrize("seed", range(30))
def test_each_picture_knows_what_has_run_and_no_more(seed):
    motion = a_pass(seed)
    graph, made = made_of(motion)
    steps = motion.steps.steps
    assert len(made.scenes) == len(steps)
    assert len({(scene.width, scene.height) for scene in made.scenes}) == 1
    places = {tuple((box.id, box.x, box.y) for box in scene.boxes) for scene in made.scenes}
    assert len(places) == 1
    for number, (scene, step) in enumerate(zip(made.scenes, steps, strict=True)):
        active = [box for box in scene.boxes if box.active]
        assert [box.id for box in active] == [made.runs[number]]
        assert {box.id for box in scene.boxes if box.hollow} == set(made.runs[:number])
        known = {box.id for box in scene.boxes if any(w.role == "grad" for w in box.words)}
        assert known == set(made.runs[: number + 1])
        lines = [edge for edge, line in zip(graph.edges, scene.lines, strict=True) if line.flows]
        assert sorted((edge.operand, edge.output) for edge in lines) == sorted(
            (sent.operand, sent.output) for sent in step.sent if sent.gradient is not None
        )
        assert all(edge.target == active[0].id for edge in lines)
        assert f"{number + 1}/{len(steps)}  {step.name}" in scene.text()


def test_the_graph_of_a_pass_is_what_ran():
    motion = a_pass(3)
    graph = motion_graph(motion)
    order = {node.id: place for place, node in enumerate(graph.nodes)}
    assert all(order[edge.source] < order[edge.target] for edge in graph.edges)
    assert len(graph.nodes) == len(motion.steps.steps)
    assert len(graph.edges) == sum(len(step.sent) for step in motion.steps.steps)
    assert {node.label for node in graph.nodes if node.role == "leaf"} <= {"leaf0", "leaf1"}


RULE = re.compile(r"^(\S.*?) \{ animation: (\S+) ([\d.]+)s step-end infinite \}$", re.MULTILINE)
FRAMES = re.compile(r"^@keyframes (\S+) \{ (.*) \}$", re.MULTILINE)


def at(css, percent):
    """What a browser shows at a moment: by selector the declarations of the last keyframe."""
    frames = {
        name: re.findall(r"([\d.%, ]+?) \{ (.*?) \}", body) for name, body in FRAMES.findall(css)
    }
    found = {}
    for selector, name, _ in RULE.findall(css):
        best = (-1.0, "")
        for moments, declared in frames[name]:
            for moment in moments.split(","):
                value = float(moment.strip().rstrip("%"))
                if best[0] < value <= percent:
                    best = (value, declared)
        found[selector] = dict(one.split(": ") for one in best[1].split("; "))
    return found


@pytest.mark.parametrize("seed", [1, 5, 8])
def test_the_film_shows_each_step_in_its_turn(seed):
    motion = a_pass(seed)
    _, made = made_of(motion)
    palette = PALETTES["light"]
    text = animated(made, palette)
    root = ET.fromstring(text)
    css = root.find(f"{SVG}style").text
    assert css.startswith("\n@media (prefers-reduced-motion: no-preference) {")
    count = len(made.runs)
    for number, scene in enumerate(made.scenes):
        shown = at(css, 100 * (number + 0.5) / (count + 2))
        for box in scene.boxes:
            state = shown[f"#{box.id} rect"]
            assert (state["stroke"] == palette.active[0]) == box.active
            assert (state["fill"] == palette.ground) == box.hollow
            has_gradient = any(one.role == "grad" for one in box.words)
            assert (shown[f"#{box.id} .grad"]["visibility"] == "visible") == has_gradient
        for step in range(1, count + 1):
            visible = "visible" if step == number + 1 else "hidden"
            assert shown[f"#step{step}"]["visibility"] == visible
            assert shown[f"#back{step} g"]["visibility"] == visible
    last = at(css, 99)
    assert last[f"#step{count}"]["visibility"] == "visible"
    assert {state["fill"] for name, state in last.items() if name.endswith("rect")} == {
        palette.ground
    }


def test_without_motion_the_film_is_the_last_picture():
    _, made = made_of(a_pass(5))
    root = ET.fromstring(animated(made, PALETTES["light"]))
    hidden = {id(text) for g in root.iter(f"{SVG}g") if g.get("visibility") for text in g.iter()}
    seen = [t.text for t in root.iter(f"{SVG}text") if id(t) not in hidden]
    assert sorted(seen) == sorted(made.scenes[-1].text().splitlines())
    assert not list(root.iter(f"{SVG}script"))
    assert "http" not in animated(made, PALETTES["light"]).replace("http://www.w3.org/2000/svg", "")


def hostile(name):
    one = Gradient((1,), "float32", "[1.]")
    leaf = Step((7, 2**64 - 1), "AccumulateGrad", "leaf", (one,))
    first = Step((1, 1), name, "function", (one,), (Sent(0, leaf.node, 0, one),), failed=True)
    return Motion(name, Steps((first, leaf)), {leaf.node: (name, name)})


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_harmless(name, tmp_path):
    motion = hostile(name)
    for target in ("a.svg", "b.dot", "c.png"):
        paths = show(motion, tmp_path / target)
        assert len(paths) == 2
    (film,) = show(motion, tmp_path / "film.svg", animate=True)
    for path in (*tmp_path.glob("a-*.svg"), film):
        root = ET.parse(path).getroot()
        assert len([g for g in root.iter(f"{SVG}g") if "node" in (g.get("class") or "")]) == 2
        assert all(element.tag.startswith(SVG) for element in root.iter())
        text = path.read_text(encoding="utf-8")
        assert not set("\x00\x1b\u202e\u2028") & set(text)


def test_files(tmp_path):
    motion = a_pass(2)
    count = len(motion.steps.steps)
    folder = tmp_path / "steps"
    written = show(motion, folder, animate=True)
    names = [f"step-{number:02}.svg" for number in range(1, count + 1)]
    assert [path.name for path in written] == [*names, "backward.svg"]
    assert {path.name for path in folder.iterdir()} == {*names, "backward.svg"}
    for kind in ("png", "dot"):
        written = show(motion, tmp_path / f"walk.{kind}")
        assert [path.name for path in written] == [
            f"walk-{number:02}.{kind}" for number in range(1, count + 1)
        ]
    assert written[0].read_text(encoding="utf-8").startswith("digraph")
    assert (tmp_path / "walk-01.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("place", "animate", "said"),
    [
        ("no/such/folder/", False, "the folder that it is to be in does not exist"),
        ("file/", False, "there is a file of that name"),
        ("walk.png", True, "only an SVG can move"),
        ("walk.json", False, "a step is a picture"),
        ("walk.gif", False, "no format is called .gif"),
        ("no/walk.svg", False, "is no folder"),
    ],
)
def test_places_that_will_not_do(place, animate, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ExportError, match=said):
        slideshow.check(place, animate=animate)


def test_a_pass_that_is_too_long_or_empty(tmp_path):
    one = Gradient((1,), "float32", "[1.]")
    steps = tuple(
        Step((1, n), "SinBackward0", "formula", (one,), (Sent(0, (1, n - 1), 0, one),))
        for n in range(MOST + 1, 0, -1)
    )
    with pytest.raises(ExportError, match=r"the pass has 201 steps.* of 200 at most; take a"):
        show(Motion("y", Steps(steps), {}), tmp_path / "steps")
    with pytest.raises(ExportError, match="the pass has no steps"):
        show(Motion("y", Steps(), {}), tmp_path / "steps")
    assert len(show(Motion("y", Steps(steps[1:]), {}), tmp_path / "steps")) == MOST
