"""What the canvas paints, one file a layer."""
