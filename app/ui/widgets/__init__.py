"""Small widgets and texts of numbers that panels, dialogs and bars are made of.

Nothing here knows the workspace or an action.
"""
