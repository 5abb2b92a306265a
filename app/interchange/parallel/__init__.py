"""Work on many masks in processes beside this one: what the pieces are, how they are shared out, and such a process."""
