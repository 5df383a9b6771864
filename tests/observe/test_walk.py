from gradrepl.observe.identity import Identities
from gradrepl.observe.probe import walk


def named(found):
    return [node.name for node in found.nodes]


def test_the_newest_first_and_leaves_as_they_are_reached(torch):
    identities = Identities()
    a = torch.ones(2, requires_grad=True)
    b = torch.ones(2, requires_grad=True)
    c = (a * b).exp().sum()
    found = walk([c], identities)
    assert named(found) == [
        "SumBackward0", "ExpBackward0", "MulBackward0", "AccumulateGrad", "AccumulateGrad",
    ]  # fmt: skip
    assert not found.truncated
    product = found.nodes[2]
    leaves = {node.key: node.variable for node in found.nodes[3:]}
    assert [leaves[edge.node] for edge in product.next] == [identities.key(a), identities.key(b)]
    assert found.nodes[0].key == identities.node(c.grad_fn)


def test_operands_without_gradient_keep_their_place(torch):
    a = torch.ones(2, requires_grad=True)
    (node, _) = walk([torch.ones(2) - a], Identities()).nodes
    assert [edge.node is None for edge in node.next] == [True, False]


def test_a_shared_node_is_met_once(torch):
    a = torch.ones(2, requires_grad=True)
    b = a * 2
    found = walk([b * b, b + b, b], Identities())
    assert named(found) == ["AddBackward0", "MulBackward0", "MulBackward0", "AccumulateGrad"]
    assert len({node.key for node in found.nodes}) == 4


def test_saved_values_held_freed_and_stale(torch):
    a = torch.ones(2, requires_grad=True)
    b = a.exp()

    def state():
        node = next(one for one in walk([b], Identities()).nodes if one.name == "ExpBackward0")
        return [(saved.name, saved.state, saved.is_tensor, saved.text) for saved in node.saved]

    assert state() == [("result", "held", True, "float32 (2,)")]
    b.sum().backward()
    assert state() == [("result", "freed", True, "")]
    b = a.exp()
    b.add_(1)
    assert state() == [("result", "stale", True, "")]


def test_saved_numbers(torch):
    a = torch.ones(2, 3, requires_grad=True)
    (node, _) = walk([a.sum(-1)], Identities()).nodes
    saved = {one.name: one.text for one in node.saved if not one.is_tensor}
    assert saved["dim"] == "(-1,)"
    assert saved["keepdim"] == "False"


def test_a_leaf_that_nobody_holds_is_one_leaf(torch):
    b = torch.ones(2, requires_grad=True) * 2
    found = walk([b * b, b + 1], Identities())
    assert named(found).count("AccumulateGrad") == 1


def test_the_limit(torch):
    x = torch.ones(1, requires_grad=True)
    for _ in range(50):
        x = x + 1
    found = walk([x], Identities(), limit=10)
    assert (len(found.nodes), found.truncated) == (10, True)
    assert not walk([x], Identities()).truncated


def test_nothing_to_walk(torch):
    assert walk([], Identities()).nodes == ()
    assert walk([torch.ones(2)], Identities()).nodes == ()


def test_details_for_the_first_only(torch):
    x = torch.ones(1, requires_grad=True)
    for _ in range(5):
        x = x.tanh()
    found = walk([x], Identities(), detail=2)
    assert [bool(node.saved) for node in found.nodes] == [True, True, False, False, False, False]


def test_a_function_of_the_learners(torch):
    class Double(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * 2

        @staticmethod
        def backward(_, grad):
            return grad * 2

    a = torch.ones(2, requires_grad=True)
    (node, leaf) = walk([Double.apply(a)], Identities()).nodes
    assert (node.name, leaf.name) == ("DoubleBackward", "AccumulateGrad")
    assert [(one.name, one.state) for one in node.saved] == [("saved_tensors[0]", "held")]


def test_no_unpack_hook_runs(torch):
    unpacked = []

    def unpack(tensor):
        unpacked.append(tensor)
        return tensor

    a = torch.ones(2, requires_grad=True)
    with torch.autograd.graph.saved_tensors_hooks(lambda tensor: tensor, unpack):
        b = a * a
    (node, _) = walk([b], Identities()).nodes
    assert {one.state for one in node.saved} == {"held"}
    assert unpacked == []


def test_nodes_remember_what_they_made(torch):
    a = torch.ones(2, 3, requires_grad=True)
    halves = (a.double() * 2).t().split([1, 2])
    equal = a.chunk(2)
    end = a.sum(1).max(0).values + halves[0].sum() + halves[1].sum() + equal[0].sum()
    made = {node.name: node.output for node in walk([end], Identities()).nodes}
    assert made["SplitWithSizesBackward0"] is None  # they differ
    assert made["SplitBackward0"] == ((1, 3), "float32")
    assert made["MulBackward0"] == ((2, 3), "float64")
    assert made["TBackward0"] == ((3, 2), "float64")
    assert made["SumBackward1"] == ((2,), "float32")
    assert made["AccumulateGrad"] is None


def test_every_round_of_a_loop_tells_its_shape(torch):
    a = y = torch.ones(2, requires_grad=True)
    for _ in range(400):
        y = y * a
    nodes = walk([y], Identities()).nodes
    assert len(nodes) == 401
    assert {one.output for one in nodes if one.variable is None} == {((2,), "float32")}
