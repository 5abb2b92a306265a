"""Dialogs: each edits one value and returns it, or shows one thing."""
