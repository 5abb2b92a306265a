"""A model improved with a person's own verified masklets: what is learned from, what it must not forget, what is said.

The training itself is the fine-tuning recipe's (app.training). What is handed out was measured on videos that nothing
was learned from and on the guard, and no model that fails either is.
"""
