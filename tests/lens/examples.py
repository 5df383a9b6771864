"""Statements about whose last a rule speaks, or keeps quiet."""

LEAF = "a = torch.tensor([1.1], requires_grad=True)\n"
RESULT = LEAF + "b = a * 2\n"
MODEL = (
    "w = torch.tensor([1., 2.], requires_grad=True)\n"
    "loss = (w * w).sum()\n"
    "loss.backward()\n"
    "params = [w]\n"
)

# Rule, statements, and what it says about the last of them.
SPEAKS = [
    (
        "backward-without-graph",
        RESULT + "with torch.no_grad():\n  c = b + 2\nc.backward()",
        [
            "c has no path back to b",
            "`c = b + 2` ran inside torch.no_grad()",
            "(statement 3, line 2)",
        ],
    ),
    (
        "backward-without-graph",
        RESULT + "with torch.set_grad_enabled(False):\n  c = b + 2\nc.backward()",
        ["set_grad_enabled(False) was in force", "outside the block"],
    ),
    (
        "backward-without-graph",
        RESULT + "torch.set_grad_enabled(False)\nc = b + 2\nc.backward()",
        ["(statement 4, line 1)", "torch.set_grad_enabled(True), then compute c again"],
    ),
    (
        "backward-without-graph",
        RESULT + "with torch.inference_mode():\n  c = b + 2\nc.backward()",
        ["ran inside torch.inference_mode()"],
    ),
    (
        "backward-without-graph",
        RESULT + "c = b.detach() + 2\nc.backward()",
        ["detach() cut it off"],
    ),
    (
        "backward-without-graph",
        RESULT + "c = b.data * 3\nc.sum().backward()",
        ["sum(c)", ".data cut"],
    ),
    (
        "backward-without-graph",
        RESULT + "n = b.item()\nc = torch.tensor(b.item() + 1)\nc.backward()",
        ["c was made from plain Python numbers in `c = torch.tensor(b.item() + 1)`"],
    ),
    (
        "backward-without-graph",
        "x = torch.ones(2)\ny = x.sum()\ny.backward()",
        ["Nothing that y was computed from requires grad", "requires_grad=True"],
    ),
    (
        "backward-without-graph",
        LEAF + "hit = (a > 1).sum()\nhit.backward()",
        ["hit has no path back to a", "`gt`", "has no gradient"],
    ),
    (
        "backward-without-graph",
        RESULT + "c = torch.tensor(b.tolist())\nc.sum().backward()",
        ["c was made from plain Python numbers", "from the leaf to c"],
    ),
    (
        "backward-without-graph",
        RESULT + "b.detach_()\nb.sum().backward()",
        ["sum(b) has no path back to a", "detach() cut it off in `b.detach_()`"],
    ),
    (
        "backward-without-graph",
        LEAF + "with torch.no_grad():\n  a = a * 2\na.backward()",
        ["a has no path back to a tensor that has no name now"],
    ),
    (
        "backward-needs-scalar",
        "a = torch.ones(2, 3, requires_grad=True)\nc = a * 2\nc.backward()",
        ["c has shape (2, 3)", "c.sum().backward()", "torch.ones_like(c)"],
    ),
    (
        "backward-twice",
        LEAF + "c = a.exp().sum()\nc.backward()\nc.backward()",
        ["the graph of c", "retain_graph=True"],
    ),
    (
        "backward-after-in-place",
        LEAF + "y = a.exp()\ny.add_(1)\ny.sum().backward()",
        ["y is needed as it was at version 0", "it is at version 1"],
    ),
    (
        "backward-after-in-place",
        LEAF + "y = a * a\nz = y * y\ny[0] = 0.0\nz.sum().backward()",  # y comes of CopySlices
        ["y is needed as it was at version 0", "y = y + 1"],
    ),
    (
        "backward-after-in-place",
        LEAF + "y = a * a\nwith torch.no_grad():\n  a += 1\ny.sum().backward()",
        ["Call backward() before a is changed", "a.clone()"],
    ),
    (
        "in-place-on-leaf",
        MODEL + "w -= 0.1 * w.grad",
        ["w is a leaf that requires grad", "with torch.no_grad(): w -= 0.1 * w.grad"],
    ),
    ("in-place-on-leaf", MODEL + "w[0].mul_(2)", ["w[...] is a view of a leaf that requires"]),
    ("in-place-on-leaf", MODEL + "w[0] = 2.", ["w is a leaf", "with torch.no_grad(): w[0] = 2."]),
    (
        "grad-is-none",
        MODEL + "for p in params:\n  p = p - 0.1 * p.grad\n  p.grad.zero_()",
        ["`p = p - 0.1 * p.grad` made p a new tensor", "SubBackward0", "inside torch.no_grad()"],
    ),
    (
        "grad-is-none",
        MODEL + "with torch.no_grad():\n  w = w - 0.1 * w.grad\n  w.grad.zero_()",
        ["made w a new tensor, one that does not require grad"],
    ),
    ("grad-is-none", LEAF + "a.grad.zero_()", ["No backward() has reached a yet"]),
    ("grad-is-none", LEAF + "a - 0.1 * a.grad", ["No backward() has reached a yet"]),
    ("grad-is-none", RESULT + "b.grad.zero_()", ["b is the result of MulBackward0, not a leaf"]),
    ("grad-is-none", "x = torch.ones(2)\nx.grad.zero_()", ["x does not require grad"]),
    ("integers-need-no-grad", "torch.tensor([1, 2], requires_grad=True)", ["integers cannot"]),
    ("integers-need-no-grad", "torch.ones(2).long().requires_grad_()", ["integers cannot"]),
    ("only-leaves-can-change", RESULT + "b.requires_grad = False", ["only a leaf's can be set"]),
    ("numpy-needs-detach", RESULT + "b.numpy()", ["the path back to b", "b.detach().numpy()"]),
    (
        "inference-is-for-good",
        "with torch.inference_mode():\n  x = torch.ones(2)\nx.add_(1)",
        ["inference_mode() carries none"],
    ),
    (
        "inference-is-for-good",
        "with torch.inference_mode():\n  x = torch.ones(2)\nx.requires_grad_()",
        ["inference_mode() carries none"],
    ),
    (
        "in-place-stale",
        LEAF + "y = a.exp()\ny.add_(1)",
        ["ExpBackward0 had saved values", "y was changed in place"],
    ),
    (
        "in-place-stale",
        LEAF + "y = a * 1\nz = y * y\ny.mul_(2)",
        ["MulBackward0 had saved values"],
    ),
    (
        "in-place-not-recorded",
        RESULT + "with torch.no_grad():\n  b.mul_(2)",
        ["`mul_` changed b but was not recorded", "silently wrong"],
    ),
    (
        "changed-unseen",
        LEAF + "d = a.data\nd[0] = 5.0",
        ["d shares its memory with a", "the version of a is still 0"],
    ),
    ("changed-unseen", LEAF + "a.data[0] = 5.0", ["a.data shares its memory with a"]),
    ("changed-unseen", RESULT + "b.data.mul_(3)", ["b.data shares its memory with b"]),
    ("changed-unseen", RESULT + "b.data[0] += 3", ["b.data[...] shares its memory with b"]),
    ("changed-unseen", LEAF + "a.data -= 3", ["a.data shares its memory with a"]),
    (
        "changed-from-outside",
        "t, u = torch.ones(3), torch.ones(1)\nn = t.numpy()\nif 1:\n  n[0] = 7; u.data = t[:1]",
        ["The values of t changed"],
    ),
    (
        "in-place-stale",
        LEAF + "y, z = a.exp(), a.exp()\nfor v in (y, z):\n  v.add_(1)",
        ["z were changed in place"],
    ),
    (
        "in-place-not-recorded",
        RESULT + "with torch.no_grad():\n  b.view(-1).mul_(2)",
        ["`mul_` changed b"],
    ),
    (
        "changed-through-detached",
        LEAF + "d = a.detach()\nd[0] = 5.0",
        ["d shares its memory with a", "Its version is now 1"],
    ),
    (
        "changed-from-outside",
        "t = torch.ones(3)\nn = t.numpy()\nn[0] = 7",
        ["The values of t changed without an operation of PyTorch"],
    ),
    (
        "loop-name-rebound",
        MODEL + "for p in params:\n  p = p - 0.1 * p.grad",
        ["p is only a name", "the element of params", "p -= ..."],
    ),
    (
        "update-made-new-tensor",
        MODEL + "w = w - 0.1 * w.grad",
        ["w was a leaf", "the result of SubBackward0", "not that of w"],
    ),
    (
        "update-made-new-tensor",
        MODEL + "with torch.no_grad():\n  w = w - 0.1 * w.grad",
        ["Now it names a new tensor that does not"],
    ),
    ("mode-left-off", "torch.set_grad_enabled(False)", ["stays switched off"]),
    ("mode-restored", "torch.set_grad_enabled(False)\ntorch.set_grad_enabled(True)", ["on again"]),
    (
        "gradient-one-path",
        RESULT + "with torch.no_grad():\n  c = b + 2\nf = a + c * 10\nf.backward()",
        ["The gradient of a holds only", "`c = b + 2` (statement 3, line 2) is cut"],
    ),
    (
        "gradient-cut",
        RESULT
        + "with torch.no_grad():\n  c = b + 2\n"
        + "d = torch.tensor([10.], requires_grad=True)\ne = c * d\ne.backward()",
        ["No gradient went back to a", "`c = b + 2` (statement 3, line 2)"],
    ),
    (
        "gradient-accumulated",
        LEAF + "(a * 2).backward()\n(a * 3).backward()",
        ["in a.grad, [2.] became [5.] here", "a.grad = None"],
    ),
    (
        "gradient-added-up",
        LEAF + "for _ in range(5):\n  (a * 2).sum().backward()",
        ["backward() ran 5 times", "a.grad is the sum of 5"],
    ),
    (
        "backward-in-no-grad",
        RESULT + "with torch.no_grad():\n  b.backward()",
        ["the graph of b was recorded before"],
    ),
    (
        "recorded-inside-no-grad",
        LEAF + "with torch.no_grad():\n  with torch.enable_grad():\n    y = a * 2",
        ["inside torch.no_grad()", "that is torch.enable_grad()", "So y has a grad_fn"],
    ),
    (
        "recorded-inside-no-grad",
        LEAF + "with torch.no_grad():\n  with torch.set_grad_enabled(True):\n    y = a * 2",
        ["that is torch.set_grad_enabled(True)"],
    ),
    (
        "severed-by-no-grad",
        RESULT + "with torch.no_grad():\n  c = b + 2\n  d = c.sum()",
        ["`add` ran inside torch.no_grad()", "from c, d back to b"],
    ),
    (
        "severed-by-no-grad",
        LEAF + "@torch.no_grad()\ndef f(x):\n  return (x * x).sum()\nloss = f(a)",
        ["from loss back to a"],
    ),
    (
        "severed-by-set-grad-enabled",
        LEAF + "torch.set_grad_enabled(False)\nc = a * 2",
        ["Recording is still off"],
    ),
    (
        "severed-by-inference-mode",
        LEAF + "with torch.inference_mode():\n  c = a * 2",
        ["`mul` ran inside torch.inference_mode()"],
    ),
    ("severed-by-detach", RESULT + "c = b.detach() * 2", ["no gradient flows from c back to b"]),
    ("severed-by-detach", RESULT + "b.detach_()", ["took b itself out of the graph"]),
    ("severed-by-detach", RESULT + "b = b.detach()", ["from b back to mul(a)"]),
    (
        "severed-by-detach",
        LEAF + "a = a.detach()",
        ["from a back to a tensor that has no name now"],
    ),
    ("severed-by-data", RESULT + "c = b.data", ["no gradient flows from c back to b", ".detach()"]),
    ("severed-by-numbers", RESULT + "c = torch.tensor(b.item())", ["`item` turned b into plain"]),
    (
        "view-changed",
        RESULT + "y = a * torch.ones(2)\nv = y[0]\ny.add_(1)",
        ["v changed too: y and v are views of the same memory"],
    ),
    (
        "memory-shared",
        "p = torch.ones(2)\nq = p.data\nq[0] = 5",
        ["p changed too: q and p share their memory"],
    ),
    (
        "grad-of-non-leaf",
        RESULT + "b.grad",
        ["b is the result of MulBackward0, not a leaf", "b.retain_grad()"],
    ),
    ("grad-not-required", "x = torch.ones(2)\nprint(x.grad)", ["x does not require grad"]),
    (
        "grad-cut-off",
        LEAF + "with torch.no_grad():\n  c = a * 2\na.grad",
        ["its path ends at `c = a * 2` (statement 2, line 2)"],
    ),
    (
        "grad-cut-off",
        RESULT
        + "with torch.no_grad():\n  c = b + 2\n"
        + "d = torch.tensor([10.], requires_grad=True)\n(c * d).backward()\na.grad",
        ["its path ends at `c = b + 2` (statement 3, line 2)"],
    ),
    ("grad-not-reached", RESULT + "a.grad", ["No backward() has brought a a gradient"]),
    ("grad-not-reached", LEAF + "a.grad", ["Nothing that was recorded uses a"]),
    (
        "leaf-by-convention",
        LEAF + "with torch.no_grad():\n  c = a * 2\nc.is_leaf",
        ["c is a leaf by convention only"],
    ),
]

# Rule, and statements about whose last it has nothing to say.
QUIET = [
    ("severed-by-no-grad", "x = torch.ones(2)\nwith torch.no_grad():\n  y = x + 1"),
    ("severed-by-no-grad", MODEL + "with torch.no_grad():\n  w -= 0.1 * w.grad"),
    ("severed-by-detach", RESULT + "print(b.detach())"),
    ("severed-by-numbers", RESULT + "total = 0.0\ntotal += b.item()"),
    ("in-place-not-recorded", MODEL + "with torch.no_grad():\n  w -= 0.1 * w.grad"),
    ("in-place-not-recorded", RESULT + "b.mul_(2)"),
    ("in-place-not-recorded", LEAF + "y = a.exp()\nwith torch.no_grad():\n  y.add_(1)"),
    ("in-place-not-recorded", LEAF + "v = a.view(1)\nwith torch.no_grad():\n  v += 1"),
    ("view-changed", RESULT + "b[0] = 5.0"),
    ("view-changed", RESULT + "b[0].mul_(5)"),
    ("in-place-stale", LEAF + "y = a * 2\ny.add_(1)"),
    ("changed-unseen", LEAF + "d = a.data.clone()\nd[0] = 5.0"),
    ("changed-unseen", LEAF + "a.data = a.data - 0.1"),
    ("changed-from-outside", LEAF + "a.data[0] = 5.0"),
    ("changed-from-outside", LEAF + "a.data -= 5.0"),
    ("grad-cut-off", RESULT + "with torch.no_grad():\n  c = a * 2\na.grad"),
    (
        "grad-cut-off",
        RESULT
        + "with torch.no_grad():\n  c = a * 2\n"
        + "d = torch.tensor([10.], requires_grad=True)\n(d * 2).backward()\na.grad",
    ),
    (
        "gradient-accumulated",
        LEAF + "(a * 2).backward()\nopt = torch.optim.SGD([a], lr=0.1)\n"
        "for _ in range(2):\n  opt.zero_grad(); (a * 3).backward(); opt.step()",
    ),
    (
        "gradient-accumulated",
        LEAF + "(a * 2).backward()\nif True:\n  setattr(a, 'grad', None); (a * 3).backward()",
    ),
    ("changed-through-detached", LEAF + "d = a.detach().clone()\nd[0] = 5.0"),
    ("changed-from-outside", LEAF + "a.data = torch.tensor([9.])"),
    ("changed-from-outside", MODEL + "with torch.no_grad():\n  w.zero_()"),
    ("gradient-accumulated", LEAF + "(a * 2).backward()\na.grad.zero_()\n(a * 3).backward()"),
    (
        "gradient-accumulated",
        LEAF + "(a * 2).backward()\nif True:\n  a.grad = None; (a * 3).backward()",
    ),
    ("gradient-added-up", LEAF + "for _ in range(3):\n  (a * 2).backward(); a.grad.zero_()"),
    (
        "gradient-added-up",
        LEAF + "d = a.detach().requires_grad_()\n(a * 2).backward(), (d * 2).backward()",
    ),
    ("gradient-cut", RESULT + "c = torch.tensor([2.], requires_grad=True)\n(b + c).backward()"),
    ("gradient-one-path", LEAF + "y = a * (a > 1)\ny.sum().backward()"),
    ("loop-name-rebound", MODEL + "total = 0\nfor p in params:\n  total = total + p.sum()"),
    ("update-made-new-tensor", MODEL + "w = w.detach().requires_grad_()"),
    ("update-made-new-tensor", "x = torch.ones(2)\nx = x * 2"),
    ("mode-left-off", "with torch.no_grad():\n  pass"),
    ("recorded-inside-no-grad", LEAF + "with torch.enable_grad():\n  y = a * 2"),
    ("recorded-inside-no-grad", LEAF + "torch.set_grad_enabled(True)\ny = a * 2"),
    ("grad-of-non-leaf", RESULT + "b.retain_grad()\nb.backward()\nb.grad"),
    ("grad-not-reached", LEAF + "(a * 2).backward()\na.grad"),
    ("grad-not-reached", MODEL + "w.grad.zero_(); w.grad = None"),
    ("grad-not-reached", MODEL + "w = (w - w.grad).detach().requires_grad_()"),
    ("grad-not-required", MODEL + "with torch.no_grad():\n  w = w - w.grad"),
    ("leaf-by-convention", "x = torch.ones(2)\nx.is_leaf"),
    ("memory-shared", "p = torch.ones(2)\nq = p + 0\nq[0] = 5"),
]
