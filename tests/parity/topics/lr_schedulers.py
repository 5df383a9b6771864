import torch
from torch import nn, optim
from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import StepLR, ExponentialLR, CosineAnnealingLR, LambdaLR, ReduceLROnPlateau
def make(lr=0.1, **options):
  w = torch.tensor([1., 2.], requires_grad=True)
  w.grad = torch.ones(2)
  return optim.SGD([w], lr=lr, **options)

def run(scheduler, opt, steps=6):
  rates = []
  for _ in range(steps):
    opt.step()
    scheduler.step()
    rates.append(scheduler.get_last_lr()[0])
  return rates

opt = make(); s = StepLR(opt, step_size=2)
s.get_last_lr(), s.last_epoch, s.base_lrs
run(s, opt)
opt
s.state_dict()
opt = make(); run(StepLR(opt, 3, gamma=0.5), opt, 8)
opt = make(); run(lr_scheduler.MultiStepLR(opt, [2, 4, 4], gamma=0.3), opt)
opt = make(); s = lr_scheduler.MultiStepLR(opt, milestones=[1]); s.state_dict()
opt = make(); run(lr_scheduler.ConstantLR(opt, factor=0.7, total_iters=3), opt)
opt = make(); run(lr_scheduler.LinearLR(opt), opt)
opt = make(); run(lr_scheduler.LinearLR(opt, start_factor=0.25, end_factor=0.9, total_iters=4), opt)
opt = make(); run(ExponentialLR(opt, gamma=0.9), opt, 12)
opt = make(); run(CosineAnnealingLR(opt, T_max=4), opt, 10)
opt = make(); run(CosineAnnealingLR(opt, T_max=3, eta_min=0.01), opt, 10)
opt = make(); run(LambdaLR(opt, lr_lambda=lambda epoch: 0.95 ** epoch), opt)
opt = make(); run(LambdaLR(opt, lambda e: 1 / (e + 1)), opt)
opt = make(); run(lr_scheduler.MultiplicativeLR(opt, lambda e: 0.9), opt)
opt = make(); run(lr_scheduler.PolynomialLR(opt, total_iters=4, power=2.0), opt)
opt = make(); run(lr_scheduler.CosineAnnealingWarmRestarts(opt, T_0=2, T_mult=2), opt, 9)
opt = make(); s = lr_scheduler.CosineAnnealingWarmRestarts(opt, 4); s.step(1.5); s.get_last_lr(), s.T_cur
opt = make(); s = lr_scheduler.CosineAnnealingWarmRestarts(opt, 2, 2); s.step(7); s.get_last_lr(), s.T_cur, s.T_i
opt = make(momentum=0.9); s = lr_scheduler.OneCycleLR(opt, max_lr=0.1, total_steps=10); run(s, opt, 9)
opt.param_groups[0]["momentum"], opt.param_groups[0]["min_lr"]
opt.step(); s.step()
opt.step(); s.step()
s.state_dict()
opt = make(momentum=0.9); s = lr_scheduler.OneCycleLR(opt, 0.1, epochs=2, steps_per_epoch=4, anneal_strategy="linear", three_phase=True); run(s, opt, 7)
opt = optim.Adam([torch.zeros(1, requires_grad=True)]); s = lr_scheduler.OneCycleLR(opt, 0.1, total_steps=5); opt
opt = make(momentum=0.9); s = lr_scheduler.CyclicLR(opt, base_lr=0.01, max_lr=0.1, step_size_up=2); run(s, opt, 8), opt.param_groups[0]["momentum"]
opt = make(); run(lr_scheduler.CyclicLR(opt, 0.01, 0.1, 2, 3, mode="triangular2", cycle_momentum=False), opt, 12)
opt = make(); s = lr_scheduler.CyclicLR(opt, 0.01, 0.1, 2, mode="exp_range", gamma=0.9, cycle_momentum=False); run(s, opt, 8); s.state_dict()
lr_scheduler.CyclicLR(make(momentum=0.9), 0.01, 0.1, 2).state_dict()
opt = make(); s = lr_scheduler.SequentialLR(opt, [lr_scheduler.ConstantLR(opt, 0.1, 2), ExponentialLR(opt, 0.9)], milestones=[3]); run(s, opt)
s.state_dict()
opt = make(); s = lr_scheduler.ChainedScheduler([lr_scheduler.ConstantLR(opt, 0.1, 2), ExponentialLR(opt, 0.9)]); run(s, opt)
opt = make(); s = ReduceLROnPlateau(opt, patience=1)
for loss in [1.0, 0.5, 0.5, 0.5, 0.49999, 0.4, 0.4, 0.4]:
  s.step(loss)
  print(s.get_last_lr(), s.num_bad_epochs, s.best)

s.state_dict()
opt = make(); s = ReduceLROnPlateau(opt, "max", factor=0.5, patience=0, threshold_mode="abs", cooldown=1, min_lr=0.03)
for score in [1, 1, 1, 1, 1, 2, 2, 2]:
  s.step(torch.tensor(score)); print(s.get_last_lr()[0], s.in_cooldown)

opt = make(); s = StepLR(opt, 1)
s.step()
opt = make(); s = StepLR(opt, 1); opt.step(); s.step(); s.step(); s.get_last_lr()
s.get_lr()
s.step(5)
s.get_last_lr()
s.step(epoch=0); s.get_last_lr()
opt = make(); s = ExponentialLR(opt, 0.5); opt.step = lambda: None; s.step()
StepLR(3, 1)
StepLR(nn.Linear(1, 1).parameters(), 1)
StepLR(make())
StepLR(make(), 1, last_epoch=3)
LambdaLR(make(), [abs, abs])
LambdaLR(make(), 0.5)
lr_scheduler.MultiplicativeLR(make(), 0.5)
lr_scheduler.LinearLR(make(), start_factor=0)
lr_scheduler.LinearLR(make(), end_factor=2)
lr_scheduler.ConstantLR(make(), factor=2)
ReduceLROnPlateau(make(), factor=1.5)
ReduceLROnPlateau(make(), "best")
ReduceLROnPlateau(make(), threshold_mode="no")
ReduceLROnPlateau(make(), min_lr=[1, 2])
ReduceLROnPlateau(make()).step()
lr_scheduler.CosineAnnealingWarmRestarts(make(), 0)
lr_scheduler.OneCycleLR(make(), 0.1)
lr_scheduler.OneCycleLR(make(), 0.1, total_steps=0)
lr_scheduler.OneCycleLR(optim.Adagrad([torch.ones(1)]), 0.1, total_steps=5)
lr_scheduler.CyclicLR(make(), 0.1, [0.2, 0.3])
lr_scheduler.SequentialLR(make(), [StepLR(make(), 1)], [])
lr_scheduler.SequentialLR(opt, [StepLR(opt, 1)], [1])
lr_scheduler.ChainedScheduler([])
lr_scheduler.FooLR
opt = optim.SGD([{"params": [torch.zeros(1, requires_grad=True)], "lr": 1.0}, {"params": [torch.zeros(2, requires_grad=True)]}], lr=0.5)
s = LambdaLR(opt, [lambda e: 0.5 ** e, lambda e: 0.1 ** e]); opt.step(); s.step(); s.get_last_lr()
opt
s.state_dict()
t = StepLR(opt, 1); saved = s.state_dict(); s.step(); s.load_state_dict(saved); s.last_epoch
opt = make(torch.tensor(0.1)); s = ExponentialLR(opt, 0.5); opt.step(); s.step(); opt.param_groups[0]["lr"], s.get_last_lr(), s.base_lrs
class Warm(lr_scheduler.LRScheduler):
  def get_lr(self):
    return [base * min(1, (self.last_epoch + 1) / 4) for base in self.base_lrs]

opt = make(); run(Warm(opt), opt, 5)
class Nothing(lr_scheduler.LRScheduler):
  pass

Nothing(make())
StepLR(make(), 2)
LambdaLR(make())
LambdaLR(make(), abs, verbose=True)
ReduceLROnPlateau(make(), verbose=True)
CosineAnnealingLR(make())
lr_scheduler.MultiplicativeLR()
class Rule:
  def __init__(self): self.calls = 0
  def __call__(self, epoch):
    self.calls += 1
    return 0.5

s = LambdaLR(make(), Rule()); s.step(); s.state_dict()["lr_lambdas"]
import copy, pickle
opt = make(); s = StepLR(opt, 1); other = copy.deepcopy(s); other.optimizer is opt, other.last_epoch
pickle.loads(pickle.dumps(opt)).param_groups[0]["lr"]
opt = make(); [StepLR(opt, 1, 0.5), ExponentialLR(opt, 0.9)]; opt.step(); opt.param_groups[0]["initial_lr"]
s = StepLR(opt, 0); opt.step(); s.step()
