"""Video files as exact frames: the container, its packets, the index made of them, the decoder. `Video` is the door."""
