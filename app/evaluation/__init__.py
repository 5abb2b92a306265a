"""How good a model is: what is measured, by which protocol, with which simulated annotator, and pictures of failures.

Training and the command line use it. It drives any Predictor through app.engine's door, and knows no workspace and no
network.
"""
