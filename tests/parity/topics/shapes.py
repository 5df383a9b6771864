x = torch.arange(6.).requires_grad_()
x
x.view(2, 3)
x.view(3, -1)
x.view(-1)
x.view((2, 3))
x.view(4, 2)
x.view(-1, -1)
x.view(4, -1)
x.view()
x.view(torch.int32)
x.reshape(2, 3)
x.reshape((3, 2))
x.reshape(-1, 2)
x.reshape(4)
torch.reshape(x, (2, 3))
m = x.view(2, 3)
m.t()
m.T
m.mT
m.transpose(0, 1)
m.transpose(-1, -2)
torch.t(m)
torch.transpose(m, 0, 1)
m.permute(1, 0)
m.permute((1, 0))
m.permute(0)
m.permute(0, 0)
m.transpose(0, 2)
m.transpose(0)
m.t().view(6)
m.t().reshape(6)
m.t().contiguous().view(6)
m.t().is_contiguous(), m.is_contiguous()
m.stride(), m.t().stride()
m.storage_offset(), m[1].storage_offset()
m.squeeze()
m.unsqueeze(0)
m.unsqueeze(-1).shape
m.unsqueeze(3)
m.unsqueeze()
m[None].squeeze(0)
m[None].squeeze(1).shape
torch.zeros(1, 2, 1).squeeze().shape
torch.zeros(1, 2, 1).squeeze(0).shape
torch.zeros(1, 2, 1).squeeze(-1).shape
torch.zeros(1, 2, 1).squeeze((0, 2)).shape
m.expand(2, 2, 3)
m[0].expand(2, 3)
m[:, :1].expand(2, 4)
m[:, :1].expand(-1, 4)
m.expand(2, 4)
m.expand(4, 3)
m.expand_as(torch.zeros(1, 2, 3)).shape
m.repeat(2, 1)
m.repeat_interleave(2, dim=0)
torch.broadcast_to(x[:3], (2, 3))
torch.broadcast_tensors(x[:1], m)[0]
m.flatten()
m.flatten(0)
torch.zeros(2, 3, 4).flatten(1).shape
torch.zeros(2, 3, 4).flatten(0, 1).shape
torch.zeros(2, 3, 4).flatten(1, 0)
torch.tensor(1.).flatten()
torch.flatten(m)
m.ravel()
m.unflatten(1, (3, 1)).shape
m.numel(), m.dim(), m.ndim, m.ndimension()
m.shape, m.size(), m.size(0), m.size(-1), m.shape[1]
m.size(2)
m.size("a")
m.shape[5]
x.T
torch.zeros(2, 3, 4).T.shape
torch.zeros(2, 3, 4).t()
torch.tensor(1.).t()
m.narrow(1, 0, 2)
m.select(0, 1)
m.chunk(2)
m.chunk(2, dim=1)
m.split(1)
m.split([1, 2], dim=1)
m.split([1, 1], dim=1)
m.unbind()
m.unbind(1)
m.diagonal()
m.diag()
torch.diag(x[:2])
m.triu(), m.tril()
m.movedim(0, 1).shape
m.swapaxes(0, 1).shape
m.view_as(torch.zeros(3, 2))
m.reshape_as(torch.zeros(6))
m.contiguous() is m
m.t().contiguous().grad_fn
m.view(6)._base is x
m[0]._base is x
m.t()._is_view(), x._is_view(), (m * 1)._is_view()
m.data_ptr() == x.data_ptr()
m.resize_(3, 2)
def slope(f):
  a = torch.tensor([[1., 2., 3.], [4., 5., 6.]], requires_grad=True)
  (f(a) ** 2).sum().backward()
  return a.grad

slope(lambda a: a.view(6))
slope(lambda a: a.t())
slope(lambda a: a.T)
slope(lambda a: a.reshape(3, 2))
slope(lambda a: a.t().reshape(6))
slope(lambda a: a.permute(1, 0))
slope(lambda a: a.unsqueeze(0).squeeze())
slope(lambda a: a.expand(4, 2, 3))
slope(lambda a: a[:, :1].expand(2, 3))
slope(lambda a: a.flatten())
slope(lambda a: a.repeat(2, 2))
slope(lambda a: a.narrow(1, 0, 2))
slope(lambda a: a.select(1, 2))
slope(lambda a: a.split(2, 1)[0])
slope(lambda a: a.unbind(0)[1])
slope(lambda a: a.chunk(3, 1)[2])
slope(lambda a: a.diagonal())
slope(lambda a: a.t().contiguous())
slope(lambda a: a.flip(1))
slope(lambda a: a.tril())
slope(lambda a: a.clone())
slope(lambda a: a.roll(1, 0))
