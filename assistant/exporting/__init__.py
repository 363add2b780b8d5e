"""A contract becomes the bytes of a Word file, and is read out of them again."""
