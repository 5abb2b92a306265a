"""The start screen: recent projects, the sample, the hardware and the model that fits it.

It is there without a project, so nothing here may need an open workspace, except to store a project's thumbnail.
"""
