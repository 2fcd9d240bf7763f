"""Content-addressed bytes: the originals, converted documents and certified copies, each under its SHA-256."""
