"""The append-only audit log: who did what, when and why, chained by hash in the order of commit."""
