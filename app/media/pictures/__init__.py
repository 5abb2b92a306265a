"""Pictures as frames: folders and numbered files, pages of a TIFF, animations, and what a single picture says of
itself.
"""
