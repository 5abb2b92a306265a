"""The one path of change: edits applied, followed, undone, saved, and what a failure of one tells."""
