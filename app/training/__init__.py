"""How SAM 2 learns: datasets, prompt sampling, losses, rollouts, the loop and its stages, the recipe for fine-tuning.

The recipe of the embedded model lives in `embedded/`. Nothing here runs in the window's process: a training
is started from the command line. How a model is run lives in app.engine, how it is measured in app.evaluation.
"""
