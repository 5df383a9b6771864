"""What is seen of a `backward()` before it runs, on either engine."""

from gradrepl.session.watch import Watch


def test_a_backward_from_what_has_no_name(typed):
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("(a * 2).sum().backward()")
    assert [node.label for node in turn.graph.nodes][:2] == ["a", "MulBackward0"]
    assert (turn.graph_of, turn.out_of_reach) == (None, 0)
    turn = typed("(a.detach() * 3).backward()")
    assert (turn.outcome.status, turn.graph) == ("error", None)
    turn = typed("loss = (a * 4).sum(); loss.backward()")
    assert [node.freed for node in turn.graph.nodes] == [False, True, False, False]  # and no more
    assert typed.session.graph().nodes[-1].label == "loss"


def test_a_look_at_backward_keeps_nothing_alive(typed):
    typed(
        "def main():\n"
        "  import weakref\n"
        "  y = torch.ones(2, requires_grad=True) * 2\n"
        "  seen = weakref.ref(y)\n"
        "  y.sum().backward()\n"
        "  del y\n"
        "  return seen() is None\n"
    )
    assert typed("main()").outcome.displayed == "True"
    typed(
        "def main():\n"
        "  w = torch.ones(2, requires_grad=True)\n"
        "  kept = locals()\n"
        "  w.sum().backward()\n"
        "  return 'w' in kept\n"
    )
    assert typed("main()").outcome.displayed == "True"


def test_many_backwards_are_not_all_looked_at(typed, monkeypatch):
    monkeypatch.setattr("gradrepl.session.watch._FREE", 0.0)
    monkeypatch.setattr("gradrepl.session.watch._SHARE", 0.0)
    looked = []
    read = Watch._read
    monkeypatch.setattr(Watch, "_read", lambda *given: looked.append(1) or read(*given))
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("for _ in range(50): (a * 2).sum().backward()")
    assert len(looked) == 1
    assert turn.graph.nodes[0].label == "a"


def test_a_look_at_backward_that_fails(typed, monkeypatch):
    def broken(*_, **__):
        raise ValueError

    monkeypatch.setattr("gradrepl.session.watch.walk", broken)
    typed("a = torch.tensor([1.], requires_grad=True)")
    turn = typed("(a * 2).sum().backward(); a.grad")
    assert (turn.outcome.displayed, turn.lens_error) == ("tensor([2.])", None)
