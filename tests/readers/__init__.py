"""Whether readers that are not ours read what we write: `python -m tests.readers --python THEIRS/bin/python`.

Their packages (the extra `readers`) live in an environment of their own; `read.py` runs there and knows nothing of us.
"""
