"""The timeline: one lane an object, a ruler, a filmstrip, from a whole video down to single frames."""
