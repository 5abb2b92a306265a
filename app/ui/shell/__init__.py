"""The main window: menu bar, start of the application, the view of the open project, bars, window state, crash guard.

It puts all other rooms of the window together. What a panel or a dialog does stands in their rooms.
"""
