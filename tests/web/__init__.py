"""Faces: pages and API."""
