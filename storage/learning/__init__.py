"""Learning from people: what they corrected, what was learned from it, and the office's consent to share that."""
