"""Dossiers (hồ sơ): what a citizen hands in for one procedure, from receipt to closing."""
