"""Statements of larger subjects: what `grammar` mixes in among the elementary ones."""

from collections.abc import Callable

from tests.parity.families import (
    ARGUMENTS,
    COMPLEX,
    DECOMPOSED,
    FUNCTIONS_OF_FUNCTIONS,
    IMAGES,
    IN_PLACE,
    STEPPED,
    TRAINING,
)
from tests.parity.phrases import LOOPS, SWITCHES, WRONG
from tests.parity.subjects import (
    BUFFERS,
    CLOSURES,
    DERIVATIVES,
    FUNCTIONALS,
    GATHERING,
    JOINING,
    KEYWORDS,
    LAYERS,
    LINALG,
    LOSSES,
    MIXES,
    NODES,
    OPTIMIZERS,
    POINTWISE,
    REDUCED,
    SHAPED,
    STEPS,
    WRITTEN_VIEWS,
)
from tests.parity.world import World, floats, grads, scalar_grads


def _filled(world: World, forms: tuple[str, ...], a: str) -> str:
    shape = world.shape(a)
    last = shape[-1] if shape else 1
    w = world.pick(lambda t: t.dim() > 1 and t.is_floating_point())
    return world.rng.choice(forms).format(
        a=a,
        b=world.beside(a),
        c=world.beside(a),
        d=world.dim(a),
        e=world.dim(a),
        n=world.number(),
        m=world.number(),
        k=world.rng.randint(1, 3),
        i=world.rng.randint(-1, 2),
        s=world.pick(scalar_grads),
        g=world.pick(grads),
        x=world.pick(),
        w=w,
        r=(world.shape(w) or (1, 1))[-2:][0],
        l=last,
        t=world.rng.choice(("torch.float64", "torch.int64", "torch.float16", "torch.bool")),
        new=world.new(),
    )


def _float(world: World) -> str:
    return world.pick(grads if world.chance(0.5) else floats)


def pointwise(world: World) -> str:
    a = _float(world) if world.chance(0.85) else world.pick()
    return f"{world.new()} = {_filled(world, POINTWISE, a)}"


def reduced(world: World) -> str:
    a = _float(world) if world.chance(0.85) else world.pick()
    return f"{world.new()} = {_filled(world, REDUCED, a)}"


def shaped(world: World) -> str:
    return f"{world.new()} = {_filled(world, SHAPED, world.pick())}"


def gathered(world: World) -> str:
    return f"{world.new()} = {_filled(world, GATHERING, _float(world))}"


def joined(world: World) -> str:
    return f"{world.new()} = {_filled(world, JOINING, world.pick())}"


def linalg(world: World) -> str:
    a = world.pick(lambda t: t.dim() > 1 and t.is_floating_point())
    return f"{world.new()} = {_filled(world, LINALG, a)}"


def functional(world: World) -> str:
    return f"{world.new()} = {_filled(world, FUNCTIONALS, _float(world))}"


def loss(world: World) -> str:
    return f"{world.new()} = {_filled(world, LOSSES, _float(world))}"


def keywords(world: World) -> str:
    return _filled(world, KEYWORDS, world.pick())


def mixed(world: World) -> str:
    return f"{world.new()} = {_filled(world, MIXES, world.pick())}"


def derivative(world: World) -> str:
    return _filled(world, DERIVATIVES, world.pick(grads))


def node(world: World) -> str:
    return _filled(world, NODES, world.pick(grads))


def closure(world: World) -> str:
    return _filled(world, CLOSURES, _float(world))


def written_view(world: World) -> str:
    return _filled(world, WRITTEN_VIEWS, world.pick(grads if world.chance(0.6) else floats))


def buffer(world: World) -> str:
    return _filled(world, BUFFERS, world.pick())


def switch(world: World) -> str:
    return world.rng.choice(SWITCHES)


def loop(world: World) -> str:
    a, b = world.pick(grads), world.pick(floats)
    form = world.rng.choice(LOOPS)
    return form.format(a=a, b=b)


def wrong(world: World) -> str:
    a = world.pick()
    b = world.pick()
    return world.rng.choice(WRONG).format(a=a, b=b)


def layer(world: World) -> str:
    """A module, or what is asked of the one that is there."""
    a = world.pick(lambda t: t.dim() > 0 and t.is_floating_point())
    if "net" not in world.namespace or world.chance(0.15):
        made = world.rng.choice(LAYERS).format(
            l=(world.shape(a) or (1,))[-1], k=world.rng.randint(1, 3)
        )
        return f"net = torch.nn.{made}"
    if "opt" not in world.namespace and world.chance(0.3):
        return f"opt = torch.optim.{world.rng.choice(OPTIMIZERS)}"
    return _filled(world, STEPS, a)


def in_place(world: World) -> str:
    a = _float(world) if world.chance(0.85) else world.pick()
    target = world.rng.choice((a, f"({a} * 1)", f"{a}.clone()", f"{a}.detach()", f"{a}[:1]"))
    return f"{world.new()} = {target}.{_filled(world, IN_PLACE, a)}"


def arguments(world: World) -> str:
    a = _float(world) if world.chance(0.85) else world.pick()
    return f"{world.new()} = {_filled(world, ARGUMENTS, a)}"


def complex_number(world: World) -> str:
    return f"{world.new()} = {_filled(world, COMPLEX, world.pick())}"


def decomposed(world: World) -> str:
    return f"{world.new()} = {_filled(world, DECOMPOSED, _float(world))}"


def image(world: World) -> str:
    return f"{world.new()} = {_filled(world, IMAGES, _float(world))}"


def of_functions(world: World) -> str:
    a = world.pick(grads if world.chance(0.7) else floats)
    return _filled(world, FUNCTIONS_OF_FUNCTIONS, a)


def training(world: World) -> str:
    return _filled(world, TRAINING, _float(world))


def stepped(world: World) -> str:
    a = world.pick(lambda t: t.dim() == 2 if world.chance(0.8) else t.dim() > 1)
    return f"{world.new()} = {_filled(world, STEPPED, a)}"


KINDS: tuple[tuple[Callable[[World], str], int], ...] = (
    (pointwise, 9),
    (reduced, 8),
    (shaped, 6),
    (gathered, 4),
    (joined, 3),
    (linalg, 4),
    (functional, 4),
    (loss, 3),
    (keywords, 4),
    (mixed, 4),
    (derivative, 4),
    (node, 5),
    (closure, 2),
    (written_view, 5),
    (buffer, 3),
    (layer, 8),
    (switch, 2),
    (loop, 4),
    (wrong, 6),
    (in_place, 8),
    (arguments, 8),
    (complex_number, 3),
    (decomposed, 3),
    (image, 5),
    (of_functions, 4),
    (training, 5),
    (stepped, 4),
)
