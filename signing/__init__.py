"""Certified copies: the statement, the register's number, two signatures by two people, timestamps; and conversion.

The acts, called by pages and command line (`SigningServices` is what they need; a PIN goes through to the worker):
`act.begin`, `act.seal`, `act.send_back`, `act.annul`; `conversion.convert`, `conversion.sign_conversions`.
`worker.serve` is the only process that opens a key. `verification` judges any signed PDF; it knows no key, no database.
"""
