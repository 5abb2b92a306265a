"""Improving a model from the window: what fits, the curve of a training, old and new side by side before adopting."""
