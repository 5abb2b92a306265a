"""What the pointer does on the canvas, one file a tool."""
