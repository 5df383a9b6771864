# nn.MultiheadAttention and the Transformer, by their names.
import torch
import torch.nn as nn
import torch.nn.functional as F
import warnings
warnings.simplefilter("always")
torch.manual_seed(0)
m = nn.MultiheadAttention(4, 2)
m
m.in_proj_weight
m.out_proj.weight
m.in_proj_bias, m.out_proj.bias
[(n, tuple(p.shape)) for n, p in m.named_parameters()]
list(m.state_dict())
m.embed_dim, m.kdim, m.vdim, m.num_heads, m.head_dim, m.batch_first, m.bias_k, m.q_proj_weight
x = torch.randn(3, 2, 4, requires_grad=True)
out, weights = m(x, x, x)
out
weights
out.stride(), weights.stride()
out.sum().backward()
x.grad
m.in_proj_weight.grad
m.out_proj.bias.grad
out2, none = m(x, x, x, need_weights=False)
out2, none
torch.allclose(out, out2, atol=1e-6)
m(x, x, x, average_attn_weights=False)[1].shape
# masks
causal = nn.Transformer.generate_square_subsequent_mask(3)
causal
m(x, x, x, attn_mask=causal)
m(x, x, x, attn_mask=causal, is_causal=True, need_weights=False)[0]
m(x, x, x, is_causal=True)
m(x, x, x, attn_mask=torch.ones(3, 3).triu(1).bool())[1]
m(x, x, x, attn_mask=torch.zeros(4, 3, 3))[1].shape
padding = torch.tensor([[False, False, True], [False, True, True]])
m(x, x, x, key_padding_mask=padding)[1]
m(x, x, x, key_padding_mask=padding, attn_mask=causal)[1]
m(x, x, x, key_padding_mask=padding, attn_mask=causal, need_weights=False)[0]
m(x, x, x, attn_mask=torch.zeros(2, 2))
m(x, x, x, attn_mask=torch.zeros(2, 3, 3))
m(x, x, x, attn_mask=torch.zeros(3))
m(x, x, x, attn_mask=torch.zeros(3, 3, dtype=torch.int64))
m(x, x, x, key_padding_mask=torch.zeros(3, 2).bool())
m(x, x, x, key_padding_mask=torch.zeros(3).bool())
# one sequence, other keys, other sizes
m(x[:, 0], x[:, 0], x[:, 0])
m(x[:, 0], x[:, 0], x[:, 0], key_padding_mask=padding[0], attn_mask=torch.zeros(2, 3, 3))[1]
m(x[:, 0], x[:, 0], x[:, 0], attn_mask=torch.zeros(3, 3, 3))
y = torch.randn(5, 2, 4)
m(x, y, y)[0].shape, m(x, y, y)[1].shape
m(x, y, y)[0].grad_fn
m(x, y, y + 1)[0]
m(x, y, x)
m(x, y[0], y[0])
m(x[0, 0], y, y)
m(x[..., :2], y, y)
m(torch.randn(3, 2, 5), torch.randn(3, 2, 5), torch.randn(3, 2, 5))
torch.manual_seed(1)
k = nn.MultiheadAttention(4, 2, bias=False, kdim=3, vdim=6, batch_first=True)
k
[(n, tuple(p.shape)) for n, p in k.named_parameters()]
k.k_proj_weight
k.in_proj_weight, k.in_proj_bias
k(torch.ones(1, 2, 4), torch.ones(1, 5, 3), torch.arange(30.).view(1, 5, 6))
k(torch.ones(1, 2, 4), torch.ones(1, 5, 4), torch.ones(1, 5, 6))
k(torch.ones(1, 2, 4), torch.ones(1, 5, 3), torch.ones(1, 4, 6))
b = nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True, dropout=0.5)
b.bias_k
b.bias_v
b(x, x, x, attn_mask=causal, key_padding_mask=padding)[1].shape
torch.manual_seed(2)
b(x, x, x)
b.eval()(x, x, x, need_weights=False)[0]
nn.MultiheadAttention(5, 2)
nn.MultiheadAttention(0, 2)
nn.MultiheadAttention(4)
d = nn.MultiheadAttention(4, 2, dtype=torch.float64)
d(x.double(), x.double(), x.double())[0].dtype
d(x, x, x)
F.multi_head_attention_forward(x, x, x, 4, 2, m.in_proj_weight, None, None, None, False, 0.0, m.out_proj.weight, None)[0]
F.multi_head_attention_forward(x, x, x, 6, 2, m.in_proj_weight, None, None, None, False, 0.0, m.out_proj.weight, None)
F.multi_head_attention_forward(x, x, x, 4, 3, m.in_proj_weight, None, None, None, False, 0.0, m.out_proj.weight, None)
F.multi_head_attention_forward(x, x, x, 4, 2, None, None, None, None, False, 0.0, m.out_proj.weight, None)
F.multi_head_attention_forward(x, x, x, 4, 2, m.in_proj_weight, None, x, None, False, 0.0, m.out_proj.weight, None)
out.grad_fn
out.grad_fn.next_functions[0][0].next_functions
# without gradients
q = nn.MultiheadAttention(4, 2, batch_first=True).eval()
z = torch.randn(2, 3, 4)
with torch.no_grad(): o1, w1 = q(z, z, z)

o2, w2 = q(z, z, z)
torch.allclose(o1, o2, atol=1e-6), torch.allclose(w1, w2, atol=1e-6)
o1.is_contiguous(), o2.is_contiguous(), o1.requires_grad, o2.requires_grad
nothing = torch.tensor([[False, False, True], [True, True, True]])
with torch.no_grad(): q(z, z, z, key_padding_mask=nothing, need_weights=False)[0].isnan().any((1, 2))

q(z, z, z, key_padding_mask=nothing, need_weights=False)[0].isnan().any((1, 2))
torch.backends.mha.get_fastpath_enabled()
# layers
torch.manual_seed(3)
layer = nn.TransformerEncoderLayer(4, 2, 8)
layer
[(n, tuple(p.shape)) for n, p in layer.named_parameters()]
layer.linear1.weight[:2]
torch.manual_seed(4)
layer(x)
layer(x).sum().backward()
layer.eval()(x, src_mask=causal)
layer(x, src_mask=causal, is_causal=True)
layer(x, src_key_padding_mask=padding)
layer(x, src_mask=causal, src_key_padding_mask=padding).grad_fn
layer(x, src_mask=torch.zeros(2, 2))
layer(torch.randn(3, 2, 5))
pre = nn.TransformerEncoderLayer(4, 1, 8, 0.0, "gelu", norm_first=True, batch_first=True, bias=False)
pre
pre(z)
pre.activation_relu_or_gelu, layer.activation_relu_or_gelu
pre.activation is F.gelu
nn.TransformerEncoderLayer(4, 2, activation="tanh")
nn.TransformerEncoderLayer(4, 2, 8, activation=nn.ReLU()).activation_relu_or_gelu
stack = nn.TransformerEncoder(layer, 2)
stack
stack = nn.TransformerEncoder(pre, 2, norm=nn.LayerNorm(4))
stack = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 2)
stack.eval()(z)
stack(z, mask=causal)
stack(z, src_key_padding_mask=padding)
with torch.no_grad(): stack(z, src_key_padding_mask=padding)

with torch.no_grad(): stack(z, src_key_padding_mask=~padding)

all((a == b).all() for a, b in zip(stack.layers[0].parameters(), stack.layers[1].parameters()))
stack.layers[0].linear1.weight is stack.layers[1].linear1.weight
stack(z, mask=causal.bool(), src_key_padding_mask=torch.zeros(2, 3))
torch.manual_seed(5)
dec = nn.TransformerDecoderLayer(4, 2, 8, dropout=0.1)
dec
dec(x, y)
dec.eval()(x, y, tgt_mask=causal, memory_mask=torch.zeros(3, 5))
dec(x, y, tgt_is_causal=True)
dec(x, y[:, :1])
decoder = nn.TransformerDecoder(dec, 2, nn.LayerNorm(4))
decoder(x, y, tgt_mask=causal)
torch.manual_seed(6)
t = nn.Transformer(4, 2, 1, 1, 8)
t
sum(p.numel() for p in t.parameters())
t.encoder.layers[0].self_attn.in_proj_weight[0]
t.decoder.norm.weight
torch.manual_seed(7)
t(x, y)
t.eval()(x, y, src_mask=causal, tgt_mask=nn.Transformer.generate_square_subsequent_mask(5))
t(x, y).sum().backward()
t.decoder.layers[0].multihead_attn.in_proj_weight.grad.shape
t(x, y[:, :1])
t(x, torch.randn(5, 2, 3))
list(t.state_dict())[:6]
t.load_state_dict(t.state_dict())
nn.Transformer.generate_square_subsequent_mask(2, dtype=torch.float64)
import copy
copy.deepcopy(m)(x, x, x)[0].equal(m(x, x, x)[0])
torch.nn.modules.transformer.Transformer is nn.Transformer
type(m.out_proj)
