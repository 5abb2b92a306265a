"""Everything a person can do, as one table: menus, tool buttons, keys, shortcut sheet and command search read it.

A row calls the workspace, the canvas, the timeline or the `ActionTarget`; dialogs and panels are not known here.
"""
