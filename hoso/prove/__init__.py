"""Long proofs: what a test of seconds cannot show. Seeded, resumable; the last result of each lies in `docs/proofs`."""
