"""The open project, alive (QtCore only): an editor, the nouns that hold it, and the threads that work for them.

No widget, no torch and no SQL stands here, and nothing but the editor changes the document.
"""
