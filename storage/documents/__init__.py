"""Originals, their pages, the documents found among them, what the machine proposes and what people decide."""
