"""A mask as immutable row-major run lengths."""
