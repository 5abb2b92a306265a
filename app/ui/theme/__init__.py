"""How the window looks: design tokens, the style made from them, and icons in the theme's colors."""
