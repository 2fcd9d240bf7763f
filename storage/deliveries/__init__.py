"""Links by which a certified copy reaches who asked for it: they expire and ask for a second secret."""
