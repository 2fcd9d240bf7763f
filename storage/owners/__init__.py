"""Owners (chủ sở hữu giấy tờ), their electronic store, and each use that is made of it.

An owner is known to every office of the province; his papers are seen across offices only through a look-up with a
purpose, which is recorded (Law 91/2025).
"""
