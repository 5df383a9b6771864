"""Every family of operations beside real PyTorch, small and middling: the worst ratio first."""

import functools
import gc
import itertools
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from gradrepl import backend as backends
from tests.benchmarks.table import duration, table
from tests.benchmarks.timing import Action, medians

FAMILIES = {
    "pointwise": """x + y; x * 2; x - 1; x / y; 1 / p; x ** 2; p ** 0.5; -x; abs(x); x.exp()
        p.log(); p.sqrt(); x.sin(); x.tanh(); x.sigmoid(); x.erf(); x.floor(); x.clamp(-1, 1)
        x.clamp(min=0); torch.maximum(x, y); torch.where(mask, x, y); torch.lerp(x, y, 0.5)
        torch.addcmul(x, y, y); x.remainder(2); x % 2; torch.atan2(x, y); p.lgamma(); p.rsqrt()
        x > y; x == y; mask & mask; ~mask; i + 1; i // 2; torch.isclose(x, y)
        torch.allclose(x, x); x.isnan(); torch.hypot(x, y); x + v; x.square(); x.round()
        p.pow(y); x.sign(); torch.equal(x, x)""",
    "reductions": """x.sum(); x.sum(0); x.sum(1, keepdim=True); x.mean(); x.mean(-1); x.prod()
        x.max(); x.max(1); x.min(0); x.amax(1); x.argmax(); x.argmax(1); x.std(); x.var(0)
        torch.var_mean(x, 0); x.norm(); x.norm(dim=1); x.logsumexp(1); mask.all(); mask.any(1)
        x.count_nonzero(); x.cumsum(1); p.cumprod(1); x.cummax(0); x.logcumsumexp(0); x.median()
        x.median(1); x.nansum(); x.kthvalue(2, 1); x.topk(2); x.sort(); x.argsort(); i.unique()
        x.mode(1)""",
    "shape": """x.reshape(-1); x.view(-1); x.flatten(); x.squeeze(); x.unsqueeze(0); x.t(); x.T
        x.mT; x.transpose(0, 1); x.permute(1, 0); v.expand(n, m); x.repeat(2, 2)
        x.repeat_interleave(2); torch.cat([x, y]); torch.cat((x, y), dim=1); torch.stack([x, y])
        x.split(1); x.chunk(2); x.unbind(); x.narrow(1, 0, 2); x.flip(0); x.roll(1)
        x.diagonal(); x.diag(); x.tril(); x.triu(1); torch.meshgrid(v, v, indexing="ij")
        x.clone(); x.contiguous(); x.T.contiguous(); torch.hstack([x, y]); torch.vstack([x, y])
        x.tile(2); x.movedim(0, 1); x.unfold(1, 2, 1); torch.broadcast_tensors(x, v); x.detach()
        x.rot90()""",
    "indexing": """x[0]; x[0, 1]; x[-1]; x[:, 1]; x[1:]; x[:, :2]; x[::2]; x[..., 0]; x[None]
        x[:, None]; x[mask]; x[x > 0]; x[rows]; x[:, rows]; x[rows, rows]; x[[0, 1]]
        x[0, 0].item(); x.gather(1, i); torch.zeros(n, m).scatter(1, i, x)
        torch.zeros(n, m).scatter_add(1, i, x); x.select(0, 0); x.index_select(0, rows)
        torch.zeros(n, m).index_add(0, rows, x[rows]); x.take(i); x.masked_fill(mask, 0.0)
        x.masked_select(mask); mask.nonzero(); x.index_fill(0, rows, 1.0)
        torch.take_along_dim(x, i, 1); q[0] = 1.0; q[0, 1] = 5.0; q[mask] = 0.0; q[0:2] = y[:2]
        q[rows] = 0.0""",
    "linear algebra": """x @ w; torch.mm(x, w); torch.matmul(x, v); x.mv(v); v.dot(v)
        torch.outer(v, v); torch.bmm(b, b.mT); b @ w; torch.addmm(y @ w, x, w)
        torch.einsum("ij,jk->ik", x, w); torch.einsum("bij,bkj->bik", b, b)
        torch.tensordot(x, w, 1); torch.kron(x[:3, :4], y[:3, :4]); s.trace()
        torch.linalg.norm(x); torch.linalg.vector_norm(x, dim=1); torch.linalg.det(s)
        torch.linalg.slogdet(s); torch.linalg.inv(s); torch.linalg.solve(s, x); s.inverse()
        s.det(); torch.linalg.cholesky(d); torch.linalg.qr(x); torch.linalg.eigh(d)
        torch.linalg.svd(s); torch.linalg.matrix_power(s, 3); torch.linalg.lstsq(s, x)
        torch.linalg.multi_dot([x, w, x]); torch.cdist(x, y)
        torch.linalg.cross(x[:, :3], y[:, :3])""",
    "activations": """F.relu(x); torch.relu(x); F.leaky_relu(x); F.elu(x); F.selu(x); F.gelu(x)
        F.silu(x); F.mish(x); F.softplus(x); F.softsign(x); F.hardtanh(x); F.hardswish(x)
        F.relu6(x); F.softshrink(x); F.logsigmoid(x); F.softmax(x, dim=1); x.softmax(0)
        F.log_softmax(x, dim=1); F.dropout(x, 0.5); F.normalize(x); F.cosine_similarity(x, y)
        F.pairwise_distance(x, y)""",
    "layers": """F.linear(x, w.T); F.linear(x, w.T, bias); linear(x); F.embedding(i, table)
        F.one_hot(rows); F.layer_norm(x, (m,)); F.group_norm(image, 1)
        F.batch_norm(x, None, None, training=True); F.batch_norm(x, mean, one[0]); bn(x)
        F.conv1d(signal, k1); F.conv2d(image, k2); F.conv2d(image, k2, padding=1)
        F.conv2d(image, k2, stride=2, padding=1); F.max_pool1d(signal, 2)
        F.max_pool2d(image, 2); F.avg_pool1d(signal, 2); F.avg_pool2d(image, 2)
        F.adaptive_avg_pool2d(image, 1); F.adaptive_avg_pool2d(image, (2, 2)); F.pad(x, (1, 1))
        F.pad(image, (1, 1, 1, 1)); F.interpolate(image, scale_factor=2)
        F.scaled_dot_product_attention(b, b, b)
        F.scaled_dot_product_attention(b, b, b, is_causal=True); mlp(x)""",
    "losses": """F.mse_loss(x, y); F.l1_loss(x, y); F.smooth_l1_loss(x, y); F.huber_loss(x, y)
        F.cross_entropy(x, goal); F.nll_loss(x, goal)
        F.cross_entropy(x, goal, label_smoothing=0.1); F.binary_cross_entropy(x.sigmoid(), p01)
        F.binary_cross_entropy_with_logits(x, p01); F.kl_div(x, p01, reduction="batchmean")
        F.hinge_embedding_loss(x, one); F.margin_ranking_loss(v, v, v.sign())
        ((x - y) ** 2).mean(); F.cross_entropy(x, p01)""",
    "creation": """torch.zeros(n, m); torch.ones(n, m); torch.rand(n, m); torch.randn(n, m)
        torch.randint(0, 10, (n, m)); torch.arange(m); torch.arange(0.0, m)
        torch.linspace(0, 1, m); torch.eye(n); torch.full((n, m), 2.0); torch.empty(n, m)
        torch.zeros_like(x); torch.randn_like(x); torch.ones_like(x); torch.tensor(1.0)
        torch.tensor([1.0, 2.0]); torch.tensor(nested); torch.from_numpy(array)
        torch.randperm(m); torch.zeros((n, m)); x.new_zeros(n)
        torch.zeros(n, m, requires_grad=True); torch.manual_seed(0); torch.as_tensor(array)
        torch.normal(0.0, 1.0, (n, m)); torch.bernoulli(p01); torch.multinomial(p01, 2)""",
    "attributes": """x.shape; x.size(0); x.dtype; x.device; x.requires_grad; x.grad_fn
        loss.grad_fn; x.grad; x.ndim; x.dim(); x.numel(); len(x); loss.item(); x.data; x.is_leaf
        q.numpy(); q.tolist(); x.float(); x.double(); i.float(); x.to(torch.float64)
        x.to("cpu"); float(loss.detach()); bool(loss > 0); x.is_contiguous(); x.stride(); list(v)
        x.shape[0]; x.type(); q.cpu(); isinstance(x, torch.Tensor); x.detach().clone()
        x.requires_grad_(); repr(q); str(loss); format(loss, ".3f")""",
    "in place": """q.add_(1.0); q.mul_(1.0); q.zero_(); q.fill_(1.0); q.copy_(y); q.clamp_(0, 1)
        q.sub_(y, alpha=0); q.relu_(); q.masked_fill_(mask, 1.0); q.normal_(); q.uniform_()
        q.addcmul_(y, y, value=0.0); q.div_(1.0)""",
}
"""Expressions and statements over `Inputs`, by family."""


class Inputs(dict[str, Any]):
    """What the expressions see: 3x4 for small ones, 100x128 for middling ones."""

    def __init__(self, torch: ModuleType, size: str) -> None:
        """Makes them, the same on both engines."""
        nn = torch.nn
        n, m, batch, side = (3, 4, 2, 6) if size == "small" else (100, 128, 8, 28)
        torch.manual_seed(0)

        def leaf(*shape: int) -> Any:
            return (torch.randn(*shape) * 0.5).requires_grad_()

        square = torch.randn(n, n) * 0.3 + 2 * torch.eye(n)
        super().__init__(
            torch=torch, F=nn.functional, n=n, m=m, x=leaf(n, m), w=leaf(m, n), v=leaf(m),
            y=torch.randn(n, m), p=(torch.rand(n, m) + 0.5).requires_grad_(), q=torch.randn(n, m),
            mask=torch.randn(n, m) > 0, i=torch.randint(0, n, (n, m)),
            rows=torch.randint(0, n, (n,)), s=square.clone().requires_grad_(),
            d=(square @ square.T).requires_grad_(), b=leaf(batch, n, m), bias=leaf(n),
            table=leaf(n, m), mean=torch.zeros(m), image=leaf(batch, 3, side, side),
            signal=leaf(batch, 3, side), k1=leaf(4, 3, 3), k2=leaf(8, 3, 3, 3),
            goal=torch.randint(0, m, (n,)), p01=torch.rand(n, m), one=torch.ones(n, m),
            loss=leaf(1).sum(), array=torch.randn(n, m).numpy(), nested=torch.randn(n, m).tolist(),
            linear=nn.Linear(m, n), bn=nn.BatchNorm1d(m),
            mlp=nn.Sequential(nn.Linear(m, 16), nn.ReLU(), nn.Linear(16, 1)),
        )  # fmt: skip


def _training(optimizer: str, widths: tuple[int, ...], **options: float) -> Callable[..., Action]:
    """A step as in a tutorial: forward, zero_grad, backward, step."""

    def make(torch: ModuleType) -> Action:
        nn, (batch, *sizes) = torch.nn, widths
        torch.manual_seed(0)
        layers = [
            layer for a, b in itertools.pairwise(sizes) for layer in (nn.Linear(a, b), nn.ReLU())
        ]
        model = nn.Sequential(*layers[:-1])
        x, goal = torch.randn(batch, sizes[0]), torch.randint(0, sizes[-1], (batch,))
        stepping = getattr(torch.optim, optimizer)(model.parameters(), lr=0.001, **options)

        def run() -> None:
            loss = nn.functional.cross_entropy(model(x), goal)
            stepping.zero_grad()
            loss.backward()
            stepping.step()

        return run

    return make


def _stepping(optimizer: str, widths: tuple[int, ...], **options: float) -> Callable[..., Action]:
    """The step of the optimizer alone."""

    def make(torch: ModuleType) -> Action:
        torch.manual_seed(0)
        model = torch.nn.Sequential(
            *[torch.nn.Linear(a, b) for a, b in itertools.pairwise(widths[1:])]
        )
        model(torch.randn(widths[:2])).sum().backward()
        step: Action = getattr(torch.optim, optimizer)(model.parameters(), lr=1e-5, **options).step
        return step

    return make


def _epoch(torch: ModuleType) -> Action:
    data = torch.utils.data
    torch.manual_seed(0)
    known = data.TensorDataset(torch.randn(200, 4), torch.randn(200, 1))
    loader = data.DataLoader(known, batch_size=16, shuffle=True)
    return lambda: [x for x, _ in loader]


def _convolutional(torch: ModuleType) -> Action:
    nn = torch.nn
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 13 * 13, 10)
    )
    x, goal = torch.randn(32, 1, 28, 28), torch.randint(0, 10, (32,))
    stepping = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def run() -> None:
        loss = nn.functional.cross_entropy(model(x), goal)
        stepping.zero_grad()
        loss.backward()
        stepping.step()

    return run


SIZES = {"small": (100, 2, 16, 16, 2), "middling": (64, 784, 128, 10)}
PROGRAMS: dict[str, dict[str, Callable[[ModuleType], Action]]] = {
    size: {
        f"{what} {name}": kind(name.partition(" ")[0], widths, **options)
        for name, options in {
            "SGD": {},
            "SGD momentum": {"momentum": 0.9},
            "Adam": {},
            "AdamW": {},
            "RMSprop": {},
            "Adagrad": {},
        }.items()
        for what, kind in {"train": _training, "step": _stepping}.items()
    }
    for size, widths in SIZES.items()
}
PROGRAMS["small"]["DataLoader, 200 rows, an epoch"] = _epoch
PROGRAMS["middling"]["train a convolutional network"] = _convolutional


def cases() -> Iterator[tuple[str, Callable[[ModuleType], Action | None]]]:
    """Name and maker of each case; a maker gives None for a backward that there is not."""
    for size in SIZES:
        for family, text in FAMILIES.items():
            for each in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
                name = f"{size} {family}: {each}"
                yield name, functools.partial(_forward, each, size)
                yield f"{name} backward", functools.partial(_backward, each, size)
        for program, make in PROGRAMS[size].items():
            yield f"{size} programs: {program}", make


def _forward(text: str, size: str, torch: ModuleType) -> Action:
    scope = Inputs(torch, size)
    statement = text if re.search(r"\] = ", text) else f"return {text}"
    exec(f"def run():\n    {statement}", scope)  # our own expressions, from above
    action: Action = scope["run"]
    return action


def _backward(text: str, size: str, torch: ModuleType) -> Action | None:
    forward = _forward(text, size, torch)
    out = _recorded(forward())
    if out is None:
        return None
    grad = torch.ones_like(out)

    def run() -> None:
        found: Any = _recorded(forward())
        found.backward(grad)

    return run if out.grad_fn is not None else None


def _recorded(found: Any) -> Any:
    """The first tensor with a history, or None."""
    several = found if isinstance(found, (tuple, list)) else [found]
    return next((each for each in several if getattr(each, "grad_fn", None) is not None), None)


def measure(*, quick: bool, only: str = "") -> dict[str, dict[str, float]]:
    """Median seconds of each case, by peer."""
    engines = {"gradrepl": backends.load("numpy").torch}
    try:
        engines["PyTorch"] = backends.load("torch").torch
        engines["PyTorch"].set_num_threads(1)
    except backends.BackendError:
        pass
    numbers = {}
    for case, make in cases():
        if not re.search(only, case):
            continue
        peers = {name: make(torch) for name, torch in engines.items()}
        actions = {name: action for name, action in peers.items() if action is not None}
        gc.freeze()  # each turn collects: let that be quick
        if actions:
            rounds, seconds = (5, 0.002) if quick else (9, 0.005)
            numbers[case] = medians(actions, rounds=rounds, seconds=seconds)
    return numbers


def report(numbers: dict[str, dict[str, float]]) -> str:
    """The numbers as text, the worst ratio first."""
    ratios = {
        case: found["gradrepl"] / found["PyTorch"] if "PyTorch" in found else float("nan")
        for case, found in numbers.items()
    }
    rows = {
        case: [
            *(duration(found[peer]) if peer in found else "-" for peer in ("gradrepl", "PyTorch")),
            f"{ratios[case]:.2f}",
        ]
        for case, found in sorted(numbers.items(), key=lambda pair: -ratios[pair[0]])
    }
    title = "Operations by family, one thread (medians; the last column is a ratio)"
    return table(title, ["gradrepl", "PyTorch", "/ PyTorch"], rows)
