"""Everything a person can do, as one table that menus, toolbar, keys, shortcut sheet and command search read."""
