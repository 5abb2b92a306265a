"""From what a person chose to the finished folder: options, losses, how long it takes, staging, files that appear
whole or not at all.
"""
