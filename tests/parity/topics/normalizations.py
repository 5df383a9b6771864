import torch
import torch.nn as nn
import torch.nn.functional as F

x = torch.tensor([[1.0, 2.0, 4.0], [0.0, 3.0, -3.0]])
norm = nn.LayerNorm(3)
norm
norm(x)
norm.weight
norm(torch.ones(2, 4))
list(norm.state_dict())
nn.LayerNorm((2, 3))(x)
nn.LayerNorm([2, 3], eps=1e-3, elementwise_affine=False)
nn.LayerNorm(3, bias=False)
F.layer_norm(x, (3,))
F.layer_norm(x, 3)
F.layer_norm(x, (2,))
F.layer_norm(x, (3,), torch.ones(2))
F.layer_norm(x.long(), (3,))
w = torch.ones(3, requires_grad=True)
out = F.layer_norm(x, (3,), w)
out.grad_fn
out.grad_fn._saved_normalized_shape
out.grad_fn._saved_result1
out[0, 0].backward()
w.grad
bn = nn.BatchNorm1d(3)
bn
bn(x)
bn.running_mean
bn.running_var
bn.num_batches_tracked
bn.state_dict()
[name for name, _ in bn.named_buffers()]
[name for name, _ in bn.named_parameters()]
bn(x[:1])
bn(torch.ones(2, 4))
bn(torch.ones(3))
bn.eval()
bn(x[:1])
bn(x).grad_fn
bn.num_batches_tracked
bn.train()
bn(x + 1).sum().backward()
bn.weight.grad, bn.bias.grad
bn.running_mean
bn.reset_running_stats()
bn.running_mean, bn.num_batches_tracked
average = nn.BatchNorm1d(3, momentum=None)
_ = average(x), average(2 * x)
average.running_mean
nn.BatchNorm1d(3, affine=False)
nn.BatchNorm1d(3, track_running_stats=False).state_dict()
nn.BatchNorm2d(2)
nn.BatchNorm2d(2)(torch.ones(2, 2))
nn.BatchNorm2d(2)(torch.arange(8.0).view(1, 2, 2, 2))
nn.BatchNorm1d(3)(x.double())
nn.BatchNorm1d(3).double()(x)
nn.BatchNorm1d()
bn.load_state_dict(average.state_dict())
bn.load_state_dict(nn.BatchNorm1d(3, affine=False).state_dict())
F.batch_norm(x, torch.zeros(3), torch.ones(3))
F.batch_norm(x, None, None)
F.batch_norm(x, None, None, training=True)
F.batch_norm(x, torch.zeros(2), torch.ones(2))
nn.GroupNorm(2, 4)
nn.GroupNorm(3, 4)
nn.GroupNorm(2, 4)(torch.arange(8.0).view(1, 4, 2))
nn.GroupNorm(2, 4)(torch.arange(8.0).view(1, 4, 2)).grad_fn
nn.GroupNorm(2, 4)(torch.ones(1, 3, 2))
nn.InstanceNorm2d(2)
nn.InstanceNorm1d(2)(torch.arange(8.0).view(1, 2, 4))
nn.InstanceNorm1d(2)(torch.ones(1, 2, 1))
nn.RMSNorm(3)
nn.RMSNorm(3)(x)
nn.RMSNorm(3)(x).grad_fn
F.rms_norm(x, (3,), eps=1.0)
torch.manual_seed(0)
emb = nn.Embedding(4, 3)
emb
emb.weight
emb(torch.tensor([1, 3, 1]))
emb(torch.tensor(2))
emb(torch.tensor([[0, 1], [2, 3]])).shape
emb(torch.tensor([4]))
emb(torch.tensor([-1]))
emb(torch.tensor([1.0]))
emb([1, 2])
emb(torch.tensor([1, 3, 1])).sum().backward()
emb.weight.grad
nn.Embedding(4, 3, padding_idx=0)
nn.Embedding(4, 3, padding_idx=4)
padded = nn.Embedding(3, 2, padding_idx=-1)
padded.weight[2]
padded(torch.tensor([0, 2])).sum().backward()
padded.weight.grad
short = nn.Embedding(2, 2, max_norm=0.5)
short(torch.tensor([0])).norm()
short
nn.Embedding.from_pretrained(torch.eye(2))(torch.tensor([1]))
F.embedding(torch.tensor([1, 0]), torch.eye(2, requires_grad=True))
F.embedding(torch.tensor([1, 0]), torch.eye(2, requires_grad=True)).grad_fn._saved_padding_idx
nn.Unflatten(1, (2, 2))(torch.ones(3, 4)).shape
nn.Unflatten(1, (2, 2))
nn.Bilinear(2, 3, 1)
nn.Bilinear(2, 3, 1)(torch.ones(4, 2), torch.ones(4, 3)).shape
nn.Bilinear(2, 3, 1)(torch.ones(4, 2), torch.ones(4, 2))
q = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
F.scaled_dot_product_attention(q, q, q)
F.scaled_dot_product_attention(q, q, q, is_causal=True)
F.scaled_dot_product_attention(q, q, q, attn_mask=torch.tensor([[True, False], [True, True]]))
F.scaled_dot_product_attention(q, q, q, attn_mask=torch.ones(3, 3))
F.scaled_dot_product_attention(q, q, q, scale=0.0)
F.scaled_dot_product_attention(q, q)
F.scaled_dot_product_attention(q, q.double(), q)
F.scaled_dot_product_attention(q.requires_grad_(), q, q).grad_fn
four = torch.arange(8.0).view(1, 1, 4, 2).requires_grad_()
F.scaled_dot_product_attention(four, four, four)
F.scaled_dot_product_attention(four, four, four).sum().backward()
four.grad
F.batch_norm(torch.ones(2, 3), torch.zeros(3), torch.ones(3, requires_grad=True))
F.batch_norm(torch.ones(2, 3), torch.zeros(3, requires_grad=True), torch.ones(3), training=True)
