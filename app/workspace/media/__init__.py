"""What lies on disk, as the workspace needs it: open media for each thread, thumbnails, shot changes kept in the
cache, what changed. How media is decoded is in `app/media`.
"""
