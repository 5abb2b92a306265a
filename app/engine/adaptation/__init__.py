"""A network learns from a person's corrections: low-rank additions to its mask decoder, trained in short steps.

Works on tensors of one object in one video; which frames they come from is decided in inference and in the workspace.
"""
