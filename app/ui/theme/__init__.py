"""How the window looks: design tokens, the style sheet made from them, icons in the theme's colors, the focus ring.

Knows settings and resources, and no other room of the window: all of them may use it.
"""
