"""What real PyTorch prints, recorded, and our engine held against it.

topics/<topic>.py                        plain statements, one after another
recorded/<topic>.torch-<release>.pycon   what a prompt on real PyTorch printed for each
pycon.py        the two formats, read and written
prompt.py       runs statements as a CPython prompt does; the same code for both engines
record.py       re-records every topic, or any transcript, on the PyTorch that is installed
replay.py       replays the recordings and lists every difference: a worklist
test_parity.py  the same as tests
"""
