"""Certified copies and the register (sổ chứng thực) that numbers them: unbroken, never re-used, voids visible."""
