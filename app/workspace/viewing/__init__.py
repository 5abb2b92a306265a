"""What is looked at: the video, the frame and its picture, the selection, and the states that lanes and lists show."""
