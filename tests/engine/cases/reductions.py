"""From many elements to few, running totals, and what depends on order."""

ROWS = {
    "any.dims": "torch.any(c, (0, 1), keepdim=True)",
    "all.dims": "torch.all(c, (0,))",
    "count_nonzero.dim_IntList": "torch.count_nonzero(j, (0, 1))",
    "count_nonzero": "torch.count_nonzero(j, 1)",
    "_unique2": "torch.unique(x, return_inverse=True)",
    "unique_dim": "torch.unique(x, dim=0)",
    "_unique_consecutive": "torch.unique_consecutive(at, return_inverse=True)",
}

CASES = (
    "torch.mode(x, 1)",
    "torch.mode(torch.tensor([[3., 1, 3, 1], [2, 2, 9, 9]]), 1, keepdim=True)",
    "torch.mode(n)",
    "torch.mode(torch.zeros(0))",
    "torch.mode(z)",
    "torch.logcumsumexp(x, 1)",
    "torch.logcumsumexp(n, 0)",
    "torch.logcumsumexp(i, 0)",
    "torch.std_mean(i)",
    "x.cumsum_(0)",
    "x.clone().cumsum_(0)",
    "p.clone().cumprod_(1)",
    "x.norm(float('inf'))",
    "torch.norm(x, (0, 1))",
    "torch.norm(x, 2, 1.5)",
    "torch.max(x, (0, 1))",
    "x.max((0, 1))",
    "torch.all(c, ())",
    "torch.median(x, (0, 1))",
    "torch.sort(x, dim=1, keepdim=True)",
)
