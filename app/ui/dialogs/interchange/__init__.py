"""Dialogs around export, import and merging: what goes out or comes in is chosen and looked at before it is done."""
