"""Model files: the catalog, the download, and how weights of Meta's layout and of our own are read and written.

Everything in a file is checked before it is used, and no code from it runs. What a network computes is in network/.
"""
