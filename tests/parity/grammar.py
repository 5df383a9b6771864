"""Random statements of the kinds that a student tries: what `fuzz` plays on two engines.

A statement is made beside the prompt that has just run the ones before it, so that names, shapes
and dtypes are those that really stand there, and most statements work. Some do not, on purpose.
"""

import math
from collections.abc import Callable, Iterator

from tests.parity import themes
from tests.parity.phrases import (
    BACKWARDS,
    CALLS,
    CREATIONS,
    DTYPES,
    EXACT,
    FLAGS,
    FUNCTIONS,
    HOOKS,
    METHODS,
    MODES,
    PRODUCTS,
    READINGS,
    REDUCTIONS,
    RESETS,
    ROUNDED,
    VIEWS,
    WRITES,
)
from tests.parity.world import World, floats, grads, scalar_grads

SIZES = ("3", "2", "4", "2 3", "2 2", "1", "", "3 1", "1 3", "4 2", "2 1 3", "2 2 2", "0", "3 2")
SHAPES = tuple(tuple(map(int, each.split())) for each in SIZES)
BINARY = ("*", "+", "-", "/", "**", "*", "+", "-", "//", "%")
PARTS = (":", "1:", ":-1", "::2", "0:2", "None", "...", "-1:", "[0, -1]", "[0]")
COMPARE = ("==", ">", "<", ">=", "<=", "!=")


# --- creation ---------------------------------------------------------------------


def _value(world: World, kind: str) -> str:
    if kind == "int":
        return str(world.rng.randint(-3, 5))
    if kind == "bool":
        return world.rng.choice(("True", "False"))
    if world.chance(0.02):
        return world.rng.choice(
            ("float('inf')", "float('nan')", "1e10", "-0.0", "1e-8", "123456.789")
        )
    return world.rng.choice(
        (f"{world.rng.randint(-8, 8) / 2}", f"{world.rng.randint(1, 5)}.", "1.1", "0.1")
    )


def _nested(world: World, shape: tuple[int, ...], kind: str) -> str:
    if not shape:
        return _value(world, kind)
    return "[" + ", ".join(_nested(world, shape[1:], kind) for _ in range(shape[0])) + "]"


def _options(world: World, *, grad: float = 0.45, dtype: float = 0.12) -> str:
    text = f", dtype={world.rng.choice(DTYPES)}" if world.chance(dtype) else ""
    return text + (", requires_grad=True" if world.chance(grad) else "")


def tensor(world: World) -> str:
    kind = world.rng.choice(("float",) * 8 + ("int", "bool"))
    shape = world.rng.choice(SHAPES)
    options = _options(world, grad=0.6 if kind == "float" else 0.05)
    return f"{world.new()} = torch.tensor({_nested(world, shape, kind)}{options})"


def create(world: World) -> str:
    size = ", ".join(map(str, world.rng.choice(SHAPES))) or "()"
    form = world.rng.choice(CREATIONS)
    made = form.format(
        s=size,
        l=f"({size},)" if size != "()" else size,
        k=world.rng.randint(1, 6),
        n=world.number(),
        a=world.pick(),
        f=world.pick(floats),
    )
    return f"{world.new()} = torch.{made}{_options(world)})"


# --- operations -------------------------------------------------------------------


def operand(world: World, name: str) -> str:
    return world.beside(name) if world.chance(0.55) else world.number()


def expression(world: World, depth: int = 0) -> str:
    """A tensor, and what is computed from it."""
    a = world.pick(grads if world.chance(0.4) else floats)
    roll = world.rng.random()
    if depth > 2 or roll < 0.1:
        return a
    if roll < 0.45:
        left, right = a, operand(world, a)
        if world.chance(0.15):
            left, right = right, left
        return f"({left} {world.rng.choice(BINARY)} {right})"
    if roll < 0.62:
        return f"{expression(world, depth + 1)}.{world.rng.choice(EXACT[:4] + ROUNDED[:8])}()"
    if roll < 0.8:
        return f"{view(world, a)}"
    return f"({expression(world, depth + 1)} {world.rng.choice(BINARY[:4])} {world.number()})"


def compute(world: World) -> str:
    text = expression(world)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return f"{world.new()} = {text}"


def reduce(world: World) -> str:
    a = world.pick(grads if world.chance(0.5) else floats)
    function = world.rng.choice(REDUCTIONS)
    inside = ""
    if world.chance(0.4) or function in ("cumsum", "softmax", "logsumexp"):
        inside = world.rng.choice((world.dim(a), f"dim={world.dim(a)}"))
        if world.chance(0.3) and function not in ("cumsum", "softmax", "sort"):
            inside += ", keepdim=True"
    elif world.chance(0.06) and function in ("sum", "mean", "amax", "std"):
        inside = world.rng.choice(("(0, 1)", "dim=(0, -1)", "dim=[0]", "axis=0", "dim=None"))
    call = (
        f"torch.{function}({a}{', ' if inside else ''}{inside})"
        if world.chance(0.25)
        else f"{a}.{function}({inside})"
    )
    return f"{world.new()} = {call}"


def product(world: World) -> str:
    a = world.pick(lambda t: t.dim() > 0 and t.is_floating_point())
    shape = world.shape(a)
    last = shape[-1] if shape else 0
    b = world.pick(
        lambda t: t.dim() > 0 and t.shape[max(t.dim() - 2, 0)] == last and t.is_floating_point()
    )
    form = world.rng.choice(PRODUCTS)
    return f"{world.new()} = " + form.format(a=a, b=b)


def function(world: World) -> str:
    a = world.pick()
    b = operand(world, a)
    form = world.rng.choice(FUNCTIONS)
    text = form.format(
        a=a,
        b=b,
        d=world.dim(a),
        n=world.number(),
        t=world.rng.choice(DTYPES),
        o=world.rng.choice(BINARY),
        f=world.rng.choice(METHODS[:-1]),
        u=world.rng.choice(EXACT + ROUNDED),
        c=world.rng.choice(COMPARE),
    )
    return f"{world.new()} = {text}"


# --- views ------------------------------------------------------------------------


def index(world: World, name: str) -> str:
    """What stands between the brackets."""
    parts = []
    for size in world.shape(name)[: world.rng.randint(1, 2)] or (1,):
        at = world.rng.randint(-size, max(size - 1, 0)) if world.chance(0.95) else size
        parts.append(world.rng.choice((str(at), str(at), *PARTS)))
    if parts.count("...") > 1:
        parts = parts[:1]
    return ", ".join(parts)


def view(world: World, name: str) -> str:
    shape = world.shape(name)
    count = math.prod(shape)
    shapes = (
        "-1",
        f"{count}",
        f"1, {count}",
        f"{count}, 1",
        f"-1, {shape[-1] if shape else 1}",
        "2, -1",
    )
    form = world.rng.choice(VIEWS)
    sizes = ", ".join(map(str, shape)) or "1"
    order = list(range(len(shape)))
    world.rng.shuffle(order)
    return name + form.format(
        i=index(world, name),
        s=world.rng.choice(shapes),
        d=world.dim(name),
        l=sizes,
        n=name,
        p=", ".join(map(str, order)) or "0",
    )


def take_view(world: World) -> str:
    return f"{world.new()} = {view(world, world.pick(lambda t: t.dim() > 0))}"


# --- writing ----------------------------------------------------------------------


def write(world: World) -> str:
    a = world.pick(floats if world.chance(0.9) else lambda _: True)
    target = a + world.rng.choice(
        ("",) * 7 + (".data", ".detach()", f"[{index(world, a)}]", ".t()", ".view(-1)", ".grad")
    )
    b = operand(world, a)
    form = world.rng.choice(WRITES)
    return form.format(x=target, a=a, b=b, n=world.number(), i=index(world, a))


# --- gradients --------------------------------------------------------------------


def backward(world: World) -> str:
    a = world.pick(grads)
    if world.chance(0.4):
        a = world.pick(scalar_grads)
    b = world.beside(a)
    keep = world.rng.choice(
        ("", "", "", "retain_graph=True", "create_graph=True", "retain_graph=False")
    )
    start = world.rng.choice(BACKWARDS)
    return start.format(a=a, b=b, k=keep, c=", " if keep else "")


def gradient(world: World) -> str:
    a = world.pick(grads)
    b = world.pick(grads)
    more = world.rng.choice(
        (
            "",
            "",
            ", create_graph=True",
            ", retain_graph=True",
            ", allow_unused=True",
            f", torch.ones_like({a})",
            ", materialize_grads=True",
            ", allow_unused=True, create_graph=True",
        )
    )
    out = world.rng.choice(
        (
            "{a}.sum()",
            "{a}.sum()",
            "{a}",
            "({a} ** 2).sum()",
            "({a} * {b}).sum()",
            "({a} * {b}).mean()",
        )
    ).format(a=a, b=b)
    asked = world.rng.choice((b, b, f"({b},)", f"[{a}, {b}]", a))
    target = world.rng.choice(("", f"{world.new()}, = ", f"{world.new()} = ", f"{world.new()}, = "))
    return f"{target}torch.autograd.grad({out}, {asked}{more})"


def reset(world: World) -> str:
    a = world.pick(grads)
    form = world.rng.choice(RESETS)
    return form.format(a=a, b=world.beside(a), n=world.new())


def hook(world: World) -> str:
    # PyTorch crashes where a view without a history of its own gets a hook
    a = world.pick(lambda t: t.requires_grad and t._base is None)
    form = world.rng.choice(HOOKS)
    return form.format(a=a, n=world.rng.choice("jkl"))


# --- reading ----------------------------------------------------------------------


def read(world: World) -> str:
    a = world.pick(grads if world.chance(0.5) else lambda _: True)
    b = world.pick()
    form = world.rng.choice(READINGS)
    flags = world.rng.choices(FLAGS, k=2)
    return form.format(a=a, b=b, f=flags[0], g=flags[1], c=world.rng.choice(CALLS))


# --- modes ------------------------------------------------------------------------


def mode(world: World) -> str:
    return world.rng.choice(MODES).format(b=world.rng.choice(("True", "False")))


def block(world: World, depth: int = 0) -> str:
    """A `with` block of a few statements; nested, sometimes."""
    if depth < 2 and world.chance(0.25):
        inner = [block(world, depth + 1)]
    else:
        inner = [
            world.rng.choice(
                (write, write, compute, backward, read, take_view, create, reset, gradient)
            )(world)
        ]
    inner += [
        world.rng.choice((compute, read, write))(world) for _ in range(world.rng.randint(0, 2))
    ]
    lines = [f"  {line}" for text in inner for line in text.split("\n")]
    return "\n".join([f"with {mode(world)}:", *lines])


def decorated(world: World) -> str:
    a = world.pick(grads)
    body = world.rng.choice(
        (
            f"return t {world.rng.choice(BINARY[:4])} {world.number()}",
            f"return t * {a}",
            "return t.sum()",
            "return t.requires_grad",
            f"return ({a} ** 2).sum().backward()",
            "return t.mul_(2)",
            "yield t * 2",
            "return torch.is_grad_enabled()",
            "return t.view(-1)",
            "return torch.ones(2, requires_grad=True)",
        )
    )
    used = mode(world).partition(", ")[0]
    if world.chance(0.2):
        used = used.partition("(")[0]  # `@torch.no_grad` works as well
    return f"@{used}\ndef f(t):\n  {body}"


def call(world: World) -> str:
    a = world.pick(grads)
    return world.rng.choice(
        (
            f"f({a})",
            f"{world.new()} = f({a})",
            f"print(f({a}))",
            f"list(f({a}))",
            f"f({a}).requires_grad",
        )
    )


# --- programs ---------------------------------------------------------------------

KINDS: tuple[tuple[Callable[[World], str], int], ...] = (
    (tensor, 8),
    (create, 4),
    (compute, 16),
    (function, 6),
    (reduce, 7),
    (product, 3),
    (take_view, 8),
    (write, 12),
    (backward, 10),
    (gradient, 4),
    (reset, 4),
    (hook, 3),
    (read, 18),
    (block, 7),
    (decorated, 1),
    (call, 1),
    *themes.KINDS,
)


def statements(world: World) -> Iterator[str]:
    """A program: ask for the next statement when the prompt has run the one before."""
    length = world.rng.randint(8, 25)
    kinds, weights = zip(*KINDS, strict=True)
    yield tensor(world)
    for _ in range(length - 1):
        yield world.rng.choices(kinds, weights)[0](world)
