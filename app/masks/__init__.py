"""What a mask is: immutable run lengths, set algebra, editing operations, metrics, and a label map for display."""
