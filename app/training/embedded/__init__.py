"""The recipe of the embedded model: its teacher, its tasks, its computed starting weights, its stages.

Only app.training.run knows it; what another recipe needs too belongs one folder up.
"""
