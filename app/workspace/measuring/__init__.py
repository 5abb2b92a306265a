"""What the work was: who did what when, how far masklets are, and the numbers made of both. How they are counted is in
`app/review`.
"""
