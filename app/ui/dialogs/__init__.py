"""Dialogs: each edits one value and returns it, or shows one thing.

What is valid is for the value to say; what follows from it is for the caller to do.
"""
