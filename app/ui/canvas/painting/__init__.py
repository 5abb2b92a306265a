"""How a scene becomes pixels: the compositor of frame and masks, and one file for each layer.

Knows scene and geometry. It may not know the widget, the view model, the tools or the workspace.
"""
