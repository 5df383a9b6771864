# ruff: noqa: E501  # a sample is a sample
"""Bags of rows."""

W = "(torch.arange(15.0).double().view(5, 3).sin() * n + k[0])"
I, O, P = "torch.tensor([1, 2, 4, 1, 3, 0])", "torch.tensor([0, 2, 2, 5])", "torch.stack([*v, *w])"  # noqa: E741  # as in the formula

CASES = (
    *(
        case
        for mode in ("sum", "mean", "max")
        for case in (
            f"F.embedding_bag({I}, {W}, {O}, mode='{mode}')", f"F.embedding_bag({I}.view(2, 3), {W}, mode='{mode}')",
            f"F.embedding_bag({I}, {W}, {O}, mode='{mode}', padding_idx=1)", f"F.embedding_bag({I}[:0], {W}, torch.tensor([0, 0]), mode='{mode}')",
            f"F.embedding_bag({I}, {W}, torch.tensor([0, 3, 6]), mode='{mode}', include_last_offset=True)",
            f"F.embedding_bag({I}, {W}.float(), {O}, mode='{mode}')",
        )
    ),
    f"F.embedding_bag({I}, {W}, {O}, mode='sum', per_sample_weights={P})", f"F.embedding_bag({I}, {W}, {O}, mode='sum', per_sample_weights={P}, padding_idx=4)",
    f"F.embedding_bag({I}, {W}, {O}, mode='mean', per_sample_weights={P})", f"F.embedding_bag({I}, {W}, {O}, mode='x')", f"F.embedding_bag({I}, {W})",
    f"F.embedding_bag({I}.view(2, 3), {W}, {O})", f"F.embedding_bag({I}, {W}, {O}.view(2, 2))", f"F.embedding_bag({I}.view(1, 2, 3), {W})",
    f"F.embedding_bag({I} + 9, {W}, {O})", f"F.embedding_bag({I}, {W}, {O} + 1)", f"F.embedding_bag({I}, {W}, {O} * 9)", f"F.embedding_bag({I}.float(), {W}, {O})",
    f"F.embedding_bag({I}, v, {O})", f"F.embedding_bag({I}, {W}, {O}.int())", f"F.embedding_bag({I}.int(), {W}, {O}.int())", f"F.embedding_bag({I}, i, {O})",
    f"F.embedding_bag({I}, {W}, {O}, padding_idx=9)", f"F.embedding_bag({I}, {W}, {O}, padding_idx=-1)", f"F.embedding_bag({I}, {W}, {O}, mode='max', scale_grad_by_freq=True)",
    f"F.embedding_bag({I}, {W}, {O}, mode='max', sparse=True)", f"F.embedding_bag({I}, {W}, {O}, mode='sum', per_sample_weights=v)",
    f"torch.embedding_bag({W}, {I}, {O}, False, 1)", "torch.embedding_bag(1)",
    "torch.nn.EmbeddingBag.from_pretrained(torch.eye(3))(torch.tensor([[0, 1]]))", "torch.nn.EmbeddingBag(4, 3, padding_idx=9)",
    "(torch.manual_seed(3), torch.nn.EmbeddingBag(4, 3, padding_idx=-1).weight)[1]", "torch.nn.EmbeddingBag(4, 3, _weight=torch.ones(2))",
    "(torch.manual_seed(3), torch.nn.EmbeddingBag(4, 3, max_norm=1.0)(torch.tensor([1, 2, 3]), torch.tensor([0, 1])))[1]",
)  # fmt: skip

ROWS = {
    "_embedding_bag_samples_backward": f"torch.autograd.grad(F.embedding_bag({I}, {W}, {O}, mode='sum', per_sample_weights={P}).sum(), v, create_graph=True)[0]",
    "embedding_bag": f"torch.embedding_bag({W}, {I}, {O}, False, 1)",
    "embedding_bag.padding_idx": f"torch.embedding_bag({W}, {I}, {O}, False, 1, False, None, False, 1)",
    "_embedding_bag": f"F.embedding_bag({I}, {W}, {O})",
    "_embedding_bag_backward": f"torch.autograd.grad((F.embedding_bag({I}, {W}, {O}, mode='sum') ** 2).sum(), n, create_graph=True)[0]",
}  # fmt: skip
