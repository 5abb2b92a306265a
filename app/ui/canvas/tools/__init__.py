"""What mouse and keys do on the canvas: the controller, the context a tool works on, and one file for each tool.

A tool reaches canvas and workspace through its context only, and shows what it does as a sketch; it paints nothing.
"""
