# ruff: noqa: E501  # a case is a case
"""Losses, distances and dropout: every reduction, weights, targets that do not fit, and calls that are wrong."""

_REDUCED = ("", ", reduction='none'", ", reduction='sum'")
_TWO = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")
_SIGNS = "torch.tensor([[1, -1, 1], [-1, -1, 1]])"
_SIGN = "torch.tensor([1, -1])"

_LIKE = (
    *(f"F.{name}(x, y{how})" for name in _TWO for how in (*_REDUCED, ", reduction='avg'")),
    *(f"F.{name}({operands})" for name in _TWO for operands in (
        "x, v", "x, y[:, :2]", "n, n", "x.float()[:0], y.float()[:0]", "x.float(), y.float()", "x.half(), y.half()", "x, y.detach().float()", "i, j", "c, c", "z, z",
        "x, 1.0", "x", "x, i", "x, y.detach()", "x, x", "x[0], y[0], reduction='none'",
    )),
    "F.mse_loss(x, y, size_average=False)", "F.mse_loss(x, y, reduce=False)", "F.l1_loss(x, y, True, False)", "F.mse_loss(x, y, reduction=None)",
    "F.smooth_l1_loss(x, y, beta=0.4)", "F.smooth_l1_loss(x, y, beta=0)", "F.smooth_l1_loss(x, y, beta=-1)", "F.smooth_l1_loss(x, y, beta=2)",
    "F.huber_loss(x, y, delta=0.4)", "F.huber_loss(x, y, delta=0)", "F.huber_loss(x, y, 'sum', 2)",
    *(f"F.{name}(x, y, weight=p{how})" for name in ("mse_loss", "l1_loss", "huber_loss") for how in (*_REDUCED, ", reduction='avg'")),
    "F.mse_loss(x, y, weight=v)", "F.l1_loss(x, y, reduction='elementwise_mean')",
)  # fmt: skip

_CLASSES = (
    *(f"F.nll_loss(x, at{how})" for how in (*_REDUCED, ", weight=v.detach().abs()", ", weight=v.detach().abs(), reduction='sum'",
                                           ", ignore_index=1", ", ignore_index=0, reduction='none'", ", weight=k", ", reduction='x'")),
    *(f"F.cross_entropy({call})" for call in (
        "x, at", "x, at, reduction='none'", "x, at, reduction='sum'", "x, at, weight=p[0].detach()", "x, at, label_smoothing=0.2",
        "x, at, weight=p[0].detach(), label_smoothing=0.2", "x, at, ignore_index=1", "x, at, ignore_index=0, label_smoothing=0.1",
        "x, at, label_smoothing=0.3, reduction='none'", "x, at, label_smoothing=0.3, reduction='sum'", "x, at, label_smoothing=2",
        "x, u", "x, u, reduction='none'", "x, u, reduction='sum'", "x, u, weight=p[0].detach()", "x, u, label_smoothing=0.2",
        "v, torch.tensor(1)", "h, torch.tensor([[0, 1], [1, 0]])", "h, torch.tensor([[0, 1], [1, 0]]), reduction='none'",
        "h, torch.tensor([[0, 1], [1, -100]]), weight=torch.tensor([0.3, 0.7], dtype=torch.float64)",
        "h[None], torch.zeros(1, 2, 2, dtype=torch.long)", "x, torch.tensor([1, 3])", "x, torch.tensor([1])", "x, at.int()", "x, at.float()",
        "x, i", "i, at", "x.float(), at", "x.half(), at", "x", "x, [1, 0]", "x, at, weight=k", "x.float(), torch.tensor([-100, -100])",
        "x.float()[:0], at[:0]", "x, at, size_average=False", "n, torch.tensor(0)",
    )),
    "F.nll_loss(h, torch.tensor([[0, 1], [1, 0]]))", "F.nll_loss(h, torch.tensor([[0, 1], [1, 0]]), reduction='none')",
    "F.nll_loss(h[None], torch.tensor([[[0, 1], [1, 0]]]), reduction='none')", "F.nll_loss(v, torch.tensor(1))", "F.nll_loss(i, at)",
    "F.nll_loss(h, at)", "F.nll_loss(x, torch.tensor([[1], [0]]))", "F.nll_loss(x.float(), at)", "F.nll_loss(x, torch.tensor([1, 5]))",
)  # fmt: skip

_BINARY = (
    *(f"F.binary_cross_entropy(u, c.double(){how})" for how in (*_REDUCED, ", weight=p.detach()", ", weight=v.detach().abs()", ", weight=k.detach()")),
    "F.binary_cross_entropy(u, (x * 0.1 + 0.5))", "F.binary_cross_entropy(u, (x * 0.1 + 0.5), weight=p.detach(), reduction='sum')",
    "F.binary_cross_entropy(x, c.double())", "F.binary_cross_entropy(u, x)", "F.binary_cross_entropy(u, c)", "F.binary_cross_entropy(u, u[0])",
    "F.binary_cross_entropy(c.double(), c.double())", "F.binary_cross_entropy(u.float(), c.float())", "F.binary_cross_entropy(u.float()[:0], u.float()[:0])",
    "F.binary_cross_entropy(c.long(), c.long())",
    *(f"F.binary_cross_entropy_with_logits(x, c.double(){how})" for how in (
        *_REDUCED, ", weight=p.detach()", ", pos_weight=p[0].detach()", ", pos_weight=p[0].detach(), weight=p.detach(), reduction='sum'", ", pos_weight=k.detach()",
    )),
    "F.binary_cross_entropy_with_logits(x, y)", "F.binary_cross_entropy_with_logits(x, y, pos_weight=p[0].detach())",
    "F.binary_cross_entropy_with_logits(x, y[0])", "F.binary_cross_entropy_with_logits(x, i)", "F.binary_cross_entropy_with_logits(i, i)",
    "F.binary_cross_entropy_with_logits(x.float(), c.float())", "F.binary_cross_entropy_with_logits(x, c)",
    "F.binary_cross_entropy_with_logits(torch.tensor([500.0, -500.0]), torch.tensor([0.0, 1.0]), reduction='none')",
)  # fmt: skip

_MARGINS = (
    *(f"F.kl_div(x, u{how})" for how in (*_REDUCED, ", reduction='batchmean'", ", log_target=True", ", reduction='batchmean', log_target=True", ", reduction='x'",
                                        ", size_average=False", ", reduce=False")),
    "F.kl_div(x, p[0], reduction='sum')", "F.kl_div(x, k, reduction='sum')", "F.kl_div(n, n, reduction='batchmean')", "F.kl_div(i, i)", "F.kl_div(x, i)",
    "F.kl_div(z, z)", "F.kl_div(x, [1])", "F.kl_div(x, torch.zeros(2, 3, dtype=torch.float64), reduction='sum')", "torch.kl_div(x, u, 2)", "F.kl_div(x.float(), u.float(), reduction='sum')",
    *(f"F.hinge_embedding_loss(x, {_SIGNS}{how})" for how in (*_REDUCED, ", margin=0.3", ", 2", ", reduction='x'")),
    f"F.hinge_embedding_loss(i, {_SIGNS}, reduction='none')", f"F.hinge_embedding_loss(x, {_SIGNS}.double())", "F.hinge_embedding_loss(x, y[:, :2])",
    "F.hinge_embedding_loss(x, at)", f"F.hinge_embedding_loss(c, {_SIGNS})", "F.hinge_embedding_loss(x, 1)", f"F.hinge_embedding_loss(v, {_SIGNS})",
    *(f"F.margin_ranking_loss(x, y, {_SIGNS}{how})" for how in (*_REDUCED, ", margin=0.5", ", margin=2", ", reduction='x'")),
    "F.margin_ranking_loss(x, y, p, 0.5)", "F.margin_ranking_loss(x, y, v)", "F.margin_ranking_loss(x, y[:, :2], p)", "F.margin_ranking_loss(x, y, 1)",
    "F.margin_ranking_loss(i, j, j, 0.5)", "F.margin_ranking_loss(c, c, c)", "F.margin_ranking_loss(z, z, z)", "torch.margin_ranking_loss(x, y, p, 1)",
    *(f"F.cosine_embedding_loss(x, y, {_SIGN}{how})" for how in (*_REDUCED, ", margin=0.5", ", margin=-0.5", ", reduction='x'")),
    "F.cosine_embedding_loss(v, w, torch.tensor(1))", "F.cosine_embedding_loss(v, w, torch.tensor(-1), reduction='none')",
    "F.cosine_embedding_loss(x, y, torch.tensor(1))", "F.cosine_embedding_loss(v, w, at)", f"F.cosine_embedding_loss(x, y, {_SIGNS})",
    f"F.cosine_embedding_loss(x, y[:, :2], {_SIGN})", f"F.cosine_embedding_loss(i, j, {_SIGN})", "F.cosine_embedding_loss(x, y, 1)",
    *(f"F.triplet_margin_loss(x, y, p{how})" for how in (*_REDUCED, ", margin=3", ", p=1", ", p=3", ", swap=True", ", eps=0.1", ", margin=-1", ", reduction='x'")),
    "F.triplet_margin_loss(v, w, v * 2)", "F.triplet_margin_loss(x, y, v)", "F.triplet_margin_loss(x, y, p[:, :2])", "F.triplet_margin_loss(i, j, j)",
    *(f"F.triplet_margin_with_distance_loss(x, y, p{how})" for how in (*_REDUCED, ", swap=True", ", margin=0", ", reduction='x'",
      ", distance_function=lambda a, b: (a - b).abs().sum(1)")),
    "F.triplet_margin_with_distance_loss(x, y, v)",
    *(f"F.poisson_nll_loss({call})" for call in ("x, p", "x, p, reduction='none'", "x, p, reduction='sum'", "x, p, full=True", "u, p, log_input=False", "u, p, False, True",
      "u, p, eps=0.1, log_input=False", "x.float(), p.float(), False", "x, p, reduction='x'")),
    "F.poisson_nll_loss(i, j)", "F.poisson_nll_loss(x, j, full=True)", "F.poisson_nll_loss(x, k)", "F.poisson_nll_loss(c, c)", "F.poisson_nll_loss(x.float(), p.float(), full=True)",
    *(f"F.gaussian_nll_loss(x, y, p{how})" for how in (*_REDUCED, ", full=True", ", reduction='x'")), "F.gaussian_nll_loss(x.float(), y.float(), p.float(), eps=1.0)",
    "F.gaussian_nll_loss(x, y, k.abs())", "F.gaussian_nll_loss(x, y, k.abs()[:, None])", "F.gaussian_nll_loss(x, y, v.abs())", "F.gaussian_nll_loss(x, y, 2.0)",
    "F.gaussian_nll_loss(x, y, -2.0)", "F.gaussian_nll_loss(x, y, y)", "F.gaussian_nll_loss(x, y[:, :2], p)",
    *(f"F.soft_margin_loss(x, {_SIGNS}{how})" for how in (*_REDUCED, ", reduction='x'")),
    "F.soft_margin_loss(x, torch.tensor([1, -1, 1]))", "F.soft_margin_loss(x, y)", "F.soft_margin_loss(v, y.detach())", "F.soft_margin_loss(k, at[:1])",
    "F.soft_margin_loss(v, at)", "F.soft_margin_loss(i, i)", "F.soft_margin_loss(c, c)", f"F.soft_margin_loss(x.float(), {_SIGNS})", "F.soft_margin_loss(x, 1)",
    *(f"F.multi_margin_loss(x, at{how})" for how in (*_REDUCED, ", p=2", ", 2, 0.5", ", margin=0.3", ", margin=-1", ", weight=p[0].detach()", ", p=3", ", weight=k.detach()",
      ", weight=v", ", weight=p.detach()", ", reduction='x'", ", p=2, weight=p[0].detach(), reduction='sum'")),
    "F.multi_margin_loss(v, torch.tensor(1))", "F.multi_margin_loss(v, torch.tensor([1]))", "F.multi_margin_loss(v, torch.tensor([1]), reduction='none')",
    "F.multi_margin_loss(x, torch.tensor([1, 3]))", "F.multi_margin_loss(x, torch.tensor([1]))", "F.multi_margin_loss(x, at.double())", "F.multi_margin_loss(h, at)",
    "F.multi_margin_loss(i, at)", "F.multi_margin_loss(x.half(), at)", "F.multi_margin_loss(x.float(), at, p=2)",
    *(f"F.multilabel_margin_loss(x, torch.tensor([[2, 1, -1], [2, -1, 0]]){how})" for how in (*_REDUCED, ", reduction='x'")),
    *(f"F.multilabel_margin_loss({call})" for call in (
        "v, torch.tensor([2, 2, -1])", "v, torch.tensor([[2, 0, -1]])", "x, torch.tensor([[2, 0, 3], [1, -1, 0]])", "x, torch.tensor([[2, -2, 0], [1, -1, 0]])",
        "x, j % 3", "x.float(), to", "x.half(), to", "i, to", "x, p", "x, to.int()", "h, to", "n, torch.tensor(0)",
    )),
    *(f"F.multilabel_soft_margin_loss(x, u{how})" for how in (*_REDUCED, ", weight=p", ", reduction='x'")),
)  # fmt: skip

_DISTANCES = (
    *(f"F.normalize({call})" for call in ("x", "x, dim=0", "x, p=1", "x, p=3, dim=-1", "x, dim=(0, 1)", "v, dim=0", "v", "x, dim=5", "x * 0", "i", "z, dim=0",
                                          "x.float()", "x.half()", "[1.0]", "x, eps=10.0", "x, p=float('inf')", "x.detach(), out=torch.empty(2, 3, dtype=torch.float64)")),
    *(f"F.cosine_similarity({call})" for call in ("x, y", "x, y, 0", "x, y, dim=-1", "x, v", "v, w, dim=0", "v, w", "x, y[:, :2]", "x * 0, y", "i, j", "x, j", "z, z",
                                                  "x.detach().float(), y", "x.float(), y.float(), eps=3.0", "x, y, eps=-1", "x, y, 7", "x", "[1], [2]", "x.half(), y.half()", "x[None], y[:, None], dim=2")),
    *(f"F.pairwise_distance({call})" for call in ("x, y", "x, y, 1", "x, y, p=3, eps=0.01", "x, y, keepdim=True", "x, v", "v, w", "x, y, float('inf')", "x.float(), y.float(), 0", "x, y[:, :2]",
                                                  "n, n", "i, j", "c, c", "x", "h, h * 2", "x.float(), y.float()", "x, 1")),
    "torch.pairwise_distance(x, y)", "torch.cosine_similarity(x, y)",
    *(f"F.one_hot({call})" for call in ("at", "at, 3", "at, num_classes=4", "at, 1", "at, 0", "at, -2", "j", "torch.tensor(2)", "torch.tensor([-1])", "torch.tensor([], dtype=torch.long)",
                                        "torch.zeros(0, 2, dtype=torch.long), 3", "x", "at.int()", "[1]", "at, 'a'", "at, 2.0")),
)  # fmt: skip

_DROPPED = (
    *(f"F.{name}({call})" for name in ("dropout", "alpha_dropout", "feature_alpha_dropout")
      for call in ("x, 0.3, True", "x", "x, 0", "x, 1, True", "x, 0.3, False", "x, 1.5", "x, -0.1", "x.clone(), 0.3, True, True", "i, 0.5, True", "c, 0.5, True",
                   "x.float(), 0.4, True", "x.half(), 0.4, True", "[1.0]", "x[:0], 0.5, True", "n, 0.5, True", "h, 0.5, True", "z, 0.5, True")),
    *(f"F.{name}({call})" for name in ("dropout1d", "dropout2d", "dropout3d")
      for call in ("x", "h", "h[None]", "h[None, None]", "v", "x, 0.3", "h, 0.3, False", "h.clone(), 0.3, True, True", "h, 2", "h[None].float(), p=0.2", "x.clone(), 0.4, True, True")),
    *(f"torch.{name}(x, 0.3, True)" for name in ("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")),
    *(f"torch.{name}_(x.clone(), 0.3, True)" for name in ("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")),
    "torch.dropout(x, 0.3)", "torch.feature_dropout(v, 0.3, True)",
)  # fmt: skip

CASES = (*_LIKE, *_CLASSES, *_BINARY, *_MARGINS, *_DISTANCES, *_DROPPED)


def _slope(call: str, of: str = "x") -> str:
    return f"torch.autograd.grad({call} * n, {of}, create_graph=True)[0]"


ROWS = {
    "dropout": "(torch.manual_seed(3), torch.dropout(x, 0.5, True))[1]", "dropout_": "(torch.manual_seed(3), torch.dropout_(x.clone(), 0.5, True))[1]",
    **{name: f"torch.{name}(x, 0.3, True)" for name in ("feature_dropout", "alpha_dropout", "feature_alpha_dropout")},
    **{f"{name}_": f"torch.{name}_(x.clone(), 0.3, True)" for name in ("feature_dropout", "alpha_dropout", "feature_alpha_dropout")},
    "_mse_loss_backward": _slope("F.mse_loss(x, y)"), "_smooth_l1_loss_backward": _slope("F.smooth_l1_loss(x, y)"),
    "_huber_loss_backward": _slope("F.huber_loss(x, y)"), "_binary_cross_entropy_backward": _slope("F.binary_cross_entropy(u, c.double())", "u"),
    "_nll_loss_backward": _slope("F.nll_loss(x, at)"), "_nll_loss2d_backward": _slope("F.nll_loss(h, torch.tensor([[0, 1], [1, 0]]))", "h"),
    "_norm_along": "torch.pairwise_distance(x, y, 3)", "pairwise_distance": "torch.pairwise_distance(x, y)", "cosine_similarity": "torch.cosine_similarity(x, y)",
    "one_hot": "F.one_hot(at)", "kl_div": "torch.kl_div(x, u)", "hinge_embedding_loss": f"torch.hinge_embedding_loss(x, {_SIGNS})",
    "margin_ranking_loss": f"torch.margin_ranking_loss(x, y, {_SIGNS}, 0.5)", "cosine_embedding_loss": f"torch.cosine_embedding_loss(x, y, {_SIGN})",
    "triplet_margin_loss": "torch.triplet_margin_loss(x, y, p)", "poisson_nll_loss": "torch.poisson_nll_loss(x, p, True, True, 1e-8, 1)",
    "soft_margin_loss": f"F.soft_margin_loss(x, {_SIGNS})", "_soft_margin_loss": f"F.soft_margin_loss(x, {_SIGNS}, reduction='none')",
    "_soft_margin_loss_backward": _slope(f"F.soft_margin_loss(x, {_SIGNS})"), "multi_margin_loss": "F.multi_margin_loss(x, at)",
    "multilabel_margin_loss": "F.multilabel_margin_loss(x, torch.tensor([[1, -1, 0], [2, -1, 0]]))", "_multilabel_margin_loss": "F.multilabel_margin_loss(y, torch.tensor([[1, -1, 0], [2, -1, 0]]))",
    "_multilabel_margin_loss_backward": _slope("F.multilabel_margin_loss(x, torch.tensor([[1, -1, 0], [2, -1, 0]]))"),
    "_multi_margin_loss": "F.multi_margin_loss(x, at, p=2)", "_multi_margin_loss_backward": _slope("F.multi_margin_loss(x, at)"),
}  # fmt: skip
