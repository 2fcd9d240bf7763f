"""The append-only audit log: who did what, when and why, chained by hash in the order of commit."""

from storage.audit.log import entries, head, record, seal, unsealed, verify_chain

__all__ = ["entries", "head", "record", "seal", "unsealed", "verify_chain"]
