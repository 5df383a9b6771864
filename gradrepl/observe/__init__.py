"""The only room that touches a tensor or a node; what it reads leaves as frozen facts.

facts.py     TensorFacts, NodeFacts, OperationFacts and their parts
identity.py  Identities: serial numbers for tensors, by weak reference
probe.py     is_tensor, reachable, read_tensor, walk: every read is total and changes nothing
values.py    the short texts and digests of what a tensor holds
trace.py     Trace: the operations of one statement, also those that autograd did not record
"""
