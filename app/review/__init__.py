"""What is known about the masks: which frames deserve a second look."""
