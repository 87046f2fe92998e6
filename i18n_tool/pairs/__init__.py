"""Judges whether two texts, one English and one Chinese, say the same; it knows nothing of catalogues and files."""
