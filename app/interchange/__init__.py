"""Ways in and out: masks in the formats of other tools, one format a file, and the table of formats."""
