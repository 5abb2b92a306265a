"""The window: everything a person sees and clicks, in Qt Widgets.

It reads the workspace and calls its nouns; nothing here decides what happens to masks, and nobody below imports it.
The order of its rooms stands in pyproject.toml.
"""
