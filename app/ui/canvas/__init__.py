"""The canvas: the current frame with its masks and prompts, and the tools that change them.

Other rooms use the widget (`canvas`) and the tables (`aids`, `view_modes`, `tools.table`). Image and widget pixels are
converted in `geometry` only. No masks are computed and no documents are changed here: tools call the workspace's nouns.
"""
