"""Full-text search: accents optional, the exact spelling first, office scope inside the query."""
