"""What is known about masks: which frames deserve a second look, and what the work came to.

Functions of plain arrays: they read no project, run no model and change nothing.
"""
