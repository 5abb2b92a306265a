"""Whether readers that are not ours read what we write: `python -m tests.readers --python THEIRS/bin/python ...`.

Their packages (the extra `readers`) live in environments of their own:
labelme, datumaro and cvat-sdk each alone; `read.py` runs there and knows nothing of us.
"""
