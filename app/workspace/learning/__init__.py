"""What the model learns from a person's corrections while the person goes on correcting."""
