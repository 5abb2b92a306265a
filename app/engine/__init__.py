"""What proposes masks: predictor.py is the door to a SAM 2 model, loader.py opens one.

The door speaks numpy, run lengths and dataclasses; no tensor goes through it. Nothing here knows documents, edits or
Qt, and what the window imports of it imports torch inside functions only.
"""
