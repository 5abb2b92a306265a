"""The canvas: the frame, its masks and prompts, and the tools that change them."""
