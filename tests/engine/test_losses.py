"""Every loss and activation of torch.nn.functional has the slope that its values have."""

from typing import Any

import pytest

CASES = (
    "F.linear(x, x[:2] * 2, x[0, :2])",
    "F.linear(x.reshape(2, 2, 3), x[:2], x[1, :2])",
    "F.linear(x.t()[None], x.reshape(3, 4)[:2], x[0, :2])",
    "F.softmax(x, dim=0)",
    "F.log_softmax(x, dim=-1)",
    "F.softmin(x, dim=1)",
    "F.leaky_relu(x, 0.3)",
    "F.gelu(x)",
    "F.gelu(x, approximate='tanh')",
    "F.mse_loss(x, c)",
    "F.mse_loss(c, x, reduction='none')",
    "F.l1_loss(x, c, reduction='sum')",
    "F.smooth_l1_loss(x, c, beta=0.7)",
    "F.huber_loss(c, x, delta=0.7)",
    "F.binary_cross_entropy(x.sigmoid(), c.sigmoid())",
    "F.binary_cross_entropy(x.sigmoid(), c.sigmoid(), weight=c[0].abs(), reduction='none')",
    "F.binary_cross_entropy_with_logits(x, c.sigmoid())",
    "F.binary_cross_entropy_with_logits(c, x, pos_weight=c[0].abs())",
    "F.binary_cross_entropy_with_logits(x, c.sigmoid(), c[0].abs(), pos_weight=c[1].abs())",
    "F.nll_loss(x, classes)",
    "F.nll_loss(x, classes, weight=c[0].abs(), reduction='none')",
    "F.nll_loss(x[0], torch.tensor(1), reduction='sum')",
    "F.nll_loss(x.reshape(1, 3, 2, 2), torch.tensor([[[0, 1], [2, 2]]]))",
    "F.nll_loss(x.reshape(2, 3, 2), torch.tensor([[0, 1], [2, 2]]), reduction='none')",
    "F.cross_entropy(x, classes)",
    "F.cross_entropy(x, classes, weight=c[0].abs(), label_smoothing=0.2)",
    "F.cross_entropy(x, c.softmax(1), weight=c[0].abs(), label_smoothing=0.2)",
)


@pytest.mark.parametrize("text", CASES)
def test_gradients_and_their_gradients(torch: Any, text: str) -> None:
    torch.manual_seed(0)
    x = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
    known = {
        "F": torch.nn.functional,
        "torch": torch,
        "c": torch.randn(4, 3, dtype=torch.float64),
        "classes": torch.tensor([2, 0, -100, 1]),
    }

    def case(x: Any) -> Any:
        return eval(text, {**known, "x": x})

    assert torch.autograd.gradcheck(case, (x,))
    assert torch.autograd.gradgradcheck(case, (x,))
