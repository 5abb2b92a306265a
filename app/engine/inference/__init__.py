"""From frames and prompts to masks: image features, prompt sessions, the memory bank, propagation, and their caches.

State lives here. The arithmetic of a network and its weights do not: they are in network/ and checkpoints/.
"""
