"""Offices of two levels (province, commune), their people, roles, sign-in sessions, and other systems' access."""
