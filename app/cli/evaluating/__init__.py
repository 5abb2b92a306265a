"""`masklane evaluate`: protocols on true masks, a simulated annotator in a project, and their tables."""
