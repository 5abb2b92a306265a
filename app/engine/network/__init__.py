"""Torch modules: the embedded SAM 2 network, and faster arithmetic for SAM 2's own modules with the same results.

No frames, prompts, memories or files: modules map tensors to tensors.
"""
