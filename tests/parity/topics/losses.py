import torch.nn as nn
import torch.nn.functional as F
pred = torch.tensor([1., 2., 3.], requires_grad=True)
target = torch.tensor([1., 1., 1.])
loss = F.mse_loss(pred, target)
loss
loss.grad_fn, loss.grad_fn._saved_reduction, loss.grad_fn._saved_target
loss.backward()
pred.grad
nn.MSELoss()
nn.MSELoss(reduction="sum")(pred, target)
nn.MSELoss(reduction="none")(pred, target)
nn.MSELoss(reduction="max")(pred, target)
nn.MSELoss()(pred)
F.mse_loss(pred, torch.ones(3, 1))
F.mse_loss(pred, torch.ones(4))
F.mse_loss(pred, 1.)
F.mse_loss(torch.tensor([1]), torch.tensor([2]))
F.l1_loss(pred, target), F.l1_loss(pred, target, reduction="sum")
pred.grad = None
nn.L1Loss()(pred, target).backward()
pred.grad
F.smooth_l1_loss(pred, target), F.huber_loss(pred, target, delta=0.5)
logits = torch.tensor([[1., 2., 0.5], [0.1, -1., 3.]], requires_grad=True)
classes = torch.tensor([1, 2])
loss = F.cross_entropy(logits, classes)
loss
loss.grad_fn.next_functions
loss.grad_fn._saved_target, loss.grad_fn._saved_weight, loss.grad_fn._saved_ignore_index
loss.backward()
logits.grad
logits.grad.sum(1).abs() < 1e-6
F.nll_loss(F.log_softmax(logits, dim=1), classes)
F.softmax(logits, dim=1)
torch.allclose(F.softmax(logits, dim=1).sum(dim=1), torch.ones(2))
torch.softmax(logits, 0).grad_fn
logits.softmax(-1).max(1)
logits.log_softmax(dim=1)
F.softmax(logits)
F.softmax(logits, dim=2)
F.softmax(torch.tensor([1, 2]), dim=0)
F.cross_entropy(logits, classes, reduction="none")
F.cross_entropy(logits, classes, reduction="sum")
F.cross_entropy(logits, classes, weight=torch.tensor([1., 2., 3.]))
F.cross_entropy(logits, torch.tensor([1, -100]))
F.cross_entropy(logits, classes, label_smoothing=0.1)
F.cross_entropy(logits, torch.tensor([[0., 1., 0.], [0.2, 0.3, 0.5]]))
F.cross_entropy(logits, torch.tensor([0.5, 1.]))
F.cross_entropy(logits, torch.tensor([1, 3]))
F.cross_entropy(logits, torch.tensor([1]))
F.cross_entropy(logits, torch.tensor([[1], [2]]))
F.cross_entropy(logits, torch.tensor([1, 2], dtype=torch.int32))
F.cross_entropy(logits, [1, 2])
F.cross_entropy(logits[0], torch.tensor(1))
F.cross_entropy(logits, classes, weight=torch.ones(2))
F.cross_entropy(logits)
nn.CrossEntropyLoss()(logits, classes)
list(nn.CrossEntropyLoss(weight=torch.tensor([1., 2., 3.])).state_dict().items())
nn.NLLLoss()(torch.tensor([[-1., -2.]]), torch.tensor([0]))
F.nll_loss(torch.rand(2, 3, 4), torch.zeros(2, 4))
F.cross_entropy(torch.zeros(2, 3, 4), torch.zeros(2, 4, dtype=torch.long))
probs = torch.tensor([0.2, 0.9, 0.5], requires_grad=True)
labels = torch.tensor([0., 1., 1.])
loss = nn.BCELoss()(probs, labels)
loss
loss.backward()
probs.grad
F.binary_cross_entropy(torch.tensor([1.5]), torch.tensor([1.]))
F.binary_cross_entropy(torch.tensor([0.5]), torch.tensor([1]))
F.binary_cross_entropy(probs, torch.ones(2))
F.binary_cross_entropy(torch.tensor([0., 1.]), torch.tensor([1., 0.]))
raw = torch.tensor([-1., 2., 0.], requires_grad=True)
loss = nn.BCEWithLogitsLoss()(raw, labels)
loss
loss.backward()
raw.grad
F.binary_cross_entropy_with_logits(raw, labels, pos_weight=torch.tensor([2.]))
F.binary_cross_entropy_with_logits(raw, torch.ones(2))
F.binary_cross_entropy_with_logits(raw, torch.tensor([0, 1, 1]))
F.binary_cross_entropy_with_logits(raw, labels, reduction="none")
grad, = torch.autograd.grad(F.cross_entropy(logits, classes), logits, create_graph=True)
grad.pow(2).sum().backward()
