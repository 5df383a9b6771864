# An operation in place keeps what it overwrites, with its history: it can be differentiated again.
a=torch.tensor(2.,requires_grad=True); b=torch.tensor(3.,requires_grad=True)
c=a*1; c.mul_(b); g,=torch.autograd.grad(c,b,create_graph=True); print(g)
torch.autograd.grad(g,a)
c=a*1
c.mul_(b)
print(c.grad_fn._saved_self, c.grad_fn._saved_other)
c=a*1; c.pow_(2); g,=torch.autograd.grad(c,a,create_graph=True); print(g);print(torch.autograd.grad(g,a))
c=(a*1).view(1).clone(); c[0].pow_(2); g,=torch.autograd.grad(c.sum(),a,create_graph=True); print(g);print(torch.autograd.grad(g,a))
c=(a*1).view(1).clone(); c[0].pow_(2); print(c.grad_fn.next_functions)
