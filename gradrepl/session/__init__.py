"""One statement, run and looked at: text in, `Turn`s out.

parse.py       text -> statements and magic calls; what is complete; pasted prompts stripped
names.py       which names a statement reads and binds
stage.py       what a statement finds around it: streams, display hook, `__main__`
stand_in.py    replacing an attribute of a module while statements run
execute.py     compile everything, run one statement -> `Outcome`
streams.py     what a statement writes, shown at once and kept
notices.py     its warnings, as a CPython prompt shows them
tracebacks.py  an exception as text, without the frames that are ours
watch.py       what a statement runs in: its operations and its last backward() are seen
ledger.py      what is remembered of the operations that ran
adoption.py    tensors that were made below Python's sight
observing.py   the lens around a statement: snapshot, diff, explanations, graph
session.py     `Session`: the namespace, the history, `run`
transcript.py  a session as `.pycon` text, and back
picture.py     `gradrepl.draw`
turn.py        `Turn`, the spine: everything that is known of one statement, frozen
"""
