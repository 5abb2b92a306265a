"""What a mask is: immutable run lengths, set algebra, brush, polygons, cleanup, J and F, and a label map for display.

Here are pixels of one frame only: no objects, videos or files, no colors, no Qt and no torch.
"""
