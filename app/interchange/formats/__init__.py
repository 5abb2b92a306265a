"""The formats, one a file: a generator that writes, one that reads. Which there are and what each can hold stands in
`app/interchange/table`.
"""
