"""What a prompt waits for: a preview under the pointer, and answers until the model gives them."""
