"""What the person made: model, edits, document, history and the store that keeps them."""
