a = torch.tensor([1., 2., 3.])
a += 1
a
a -= 0.5
a *= 2
a /= 4
a
a **= 2
a
a //= 1
a %= 3
a
a.add_(1)
a.sub_(1).mul_(2)
a.div_(2)
a.pow_(2)
a.neg_()
a.abs_()
a.exp_()
a.copy_(torch.tensor([1., 2., 4.]))
a.log_()
a.sqrt_()
a.zero_()
a.fill_(3.5)
a.fill_(torch.tensor(2.))
a.fill_(torch.tensor([2.]))
a.fill_("x")
a.copy_(torch.tensor([1., 2., 3.]))
a.copy_(torch.tensor(9))
a.copy_(torch.tensor([1, 2, 3]))
a.copy_(torch.ones(2))
a.add_(torch.ones(3), alpha=2)
a.clamp_(2, 4)
a.clamp_(max=3)
a.relu_()
a.sigmoid_()
a.tanh_()
a.sin_()
a.cos_()
a.reciprocal_()
a.addcmul_(torch.ones(3), torch.ones(3), value=2)
a.addcdiv_(torch.ones(3), torch.full((3,), 2.))
a.lerp_(torch.zeros(3), 0.5)
a.floor_()
a.round_()
a.add_(torch.ones(2, 3))
a.mul_(torch.ones(2))
i = torch.tensor([1, 2, 3])
i += 1
i
i += 1.5
i *= 2.0
i /= 2
i
i //= 2
i
i.add_(0.5)
i.div_(2)
i.mul_(2)
i.copy_(torch.tensor([1.9, 2.9, -3.9]))
i **= 2
i
b = torch.tensor([True, False])
b &= False
b
b += 1
b += True
b |= True
b
a = torch.tensor([1., 2., 3.])
b = a
a += 1
b
b = b + 1
a
a = torch.tensor([1., 2.], requires_grad=True)
a += 1
a.mul_(2)
a[0] = 5.
a.zero_()
a.fill_(1)
a.data.mul_(2)
a
a.data[0] = 9.
a
with torch.no_grad():
  a += 1
  a.mul_(2)

a
a.grad_fn, a.is_leaf, a._version
a.detach().add_(1)
a
a.detach_()
a.requires_grad_()
a.copy_(torch.ones(2))
b = a * 2
b += 1
b
b.mul_(b)
b.sqrt_()
b.exp_()
b.zero_()
b.fill_(3)
b.copy_(a)
b.sub_(a)
b.neg_()
b.clamp_(min=0)
b.relu_()
b.grad_fn
b.backward(torch.ones(2))
a.grad
a.grad.zero_()
a.grad
a.grad += 1
a.grad
a.grad.requires_grad
a = torch.tensor([1., 2.])
a.add_(torch.tensor([1., 1.], requires_grad=True))
a.requires_grad, a.is_leaf
a._version
a = torch.tensor([1., 2., 3.])
v = a[1:]
v += 10
a
a._version, v._version
a[0] += 100
a
a[:2] *= 2
a, v
e = torch.zeros(1).expand(3)
e += 1
e.zero_()
x = torch.arange(6.).view(2, 3)
x.t()[0] = 7.
x
x.t_()
x.squeeze_().shape
x.unsqueeze_(0).shape
x.squeeze_(0).transpose_(0, 1)
