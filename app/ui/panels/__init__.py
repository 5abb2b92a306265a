"""The side panels: videos, objects, tool options, tracking, and the model."""
