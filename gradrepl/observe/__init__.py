"""The only room that touches a tensor or a node; what it reads leaves as frozen facts.

facts.py     TensorFacts, NodeFacts, OperationFacts and their parts
identity.py  Identities: serial numbers for tensors, by weak reference
probe.py     is_tensor, reachable, read_tensor, walk: every read is total and changes nothing
hooks.py     how many hooks there are on a tensor and on a node
numbers.py   numbers that came out of a tensor, known again when they go into another
values.py    the short texts and digests of what a tensor holds
trace.py     Trace: the operations of one statement, also those that autograd did not record
backward.py  rehearse, perform: a backward pass that recording.py watches, as the values of steps.py
formula.py   what a node computes, read by expression.py from the function that definitions.py finds
"""
