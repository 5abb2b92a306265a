"""Jobs as a person sees them: progress, text and the list of what runs and waits.

Jobs themselves live in the workspace.
"""
