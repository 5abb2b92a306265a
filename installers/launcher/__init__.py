"""The launcher: a private environment for Masklane, made on the first start. Standard library only."""
