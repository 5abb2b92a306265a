"""The timeline: one lane an object, a ruler and a filmstrip, from a whole video down to single frames.

Reads frame states from the workspace and moves playhead, range and selection; edits come from the menus it asks for.
Frames and pixels are converted in `scale` only.
"""
