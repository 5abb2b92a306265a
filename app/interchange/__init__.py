"""Ways in and out: masks in the formats of other tools, one format a file, and the table of formats.

An export reads an ExportClip, a snapshot of one video, from any thread. Nothing here knows the open project or the
model, and no format knows another.
"""
