"""What went through a model."""


def test_of_a_model_what_went_through_it_is_drawn(typed):
    def labels(name):
        return [node.label for node in typed.session.graph([name]).nodes]

    typed("model = torch.nn.Linear(2, 1)\nother = torch.ones(1, requires_grad=True) * 3")
    assert labels("model") == ["model.weight", "model.bias"]
    typed("loss = model(torch.ones(1, 2)).sum()\nkept = [model.bias, other]")
    assert labels("model")[-1] == "loss"
    assert "MulBackward0" not in labels("model")
    assert {"loss", "other", "MulBackward0"} <= set(labels("kept"))
    assert labels("model.bias") == ["model.bias"]
