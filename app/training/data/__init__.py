"""What SAM 2 learns from: clips of projects and data sets, crops and augmentation of them, and synthetic ones.

How often a clip, a prompt or a synthetic object is drawn is decided here; what is computed with it, in the rooms above.
"""
