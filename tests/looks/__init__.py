"""The window in all its states as pictures, for people to look at: python -m tests.looks."""
