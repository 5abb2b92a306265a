"""Expected failures as a person sees them: the error bar, and buttons for what can be done.

Bugs go to the crash guard in the shell.
"""
