"""The common words: errors, kinds of paper, Vietnamese text, names, dates, identifiers, administrative units.

Pure functions and frozen data, imported by every room, importing none of them.
"""
