"""What is kept and the rules of keeping it, a folder a subject.

Each subject has `tables.py` (its rows) and files of verbs. Every query starts from `storage.scope.visible`; every act
writes its audit entry in the same transaction.
"""
