"""Content-addressed bytes: the originals, converted documents and certified copies, each under its SHA-256."""

from storage.blobs.store import BlobStore, FolderBlobStore, StoredBlob

__all__ = ["BlobStore", "FolderBlobStore", "StoredBlob"]
