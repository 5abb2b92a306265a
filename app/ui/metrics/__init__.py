"""The numbers of the data engine as a person sees them: the page with its tables and plots, and the live line.

What is counted, and how, is decided in app.review; here it only gets words, colors and a place.
"""
