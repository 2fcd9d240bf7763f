"""The blob store: bytes under their hash, whole or absent, never changed. One contract for every implementation."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.blobs import BlobStore, FolderBlobStore
from terms.errors import HosoError, InputError, StateError
from tests.storage.world import together

CONTENT = "Giấy khai sinh\n".encode() * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()


class Contract:
    """What every blob store holds to. A subclass gives `store`, and `alter`, which damages a blob behind its back."""

    @pytest.fixture
    def alter(self) -> Callable[[str], None]:
        raise NotImplementedError

    def test_bytes_are_found_under_their_hash(self, store: BlobStore) -> None:
        stored = store.put(CONTENT)
        assert (stored.sha256, stored.size, stored.existed) == (SHA, len(CONTENT), False)
        with store.open(SHA) as stream:
            assert stream.read() == CONTENT
        assert store.path(SHA).read_bytes() == CONTENT
        assert store.exists(SHA)

    def test_a_stream_is_stored_like_bytes(self, store: BlobStore) -> None:
        assert store.put(io.BytesIO(CONTENT)).sha256 == SHA

    def test_an_empty_file_is_a_file(self, store: BlobStore) -> None:
        stored = store.put(b"")
        assert stored.size == 0
        with store.open(stored.sha256) as stream:
            assert stream.read() == b""

    def test_the_same_bytes_again_change_nothing(self, store: BlobStore) -> None:
        store.put(CONTENT)
        assert store.put(io.BytesIO(CONTENT)).existed
        assert list(store) == [SHA]

    def test_all_blobs_are_listed(self, store: BlobStore) -> None:
        hashes = {store.put(bytes([number])).sha256 for number in range(5)}
        assert set(store) == hashes

    def test_what_is_too_large_leaves_nothing(self, store: BlobStore) -> None:
        with pytest.raises(InputError) as refusal:
            store.put(io.BytesIO(CONTENT), max_size=len(CONTENT) - 1)
        assert refusal.value.code == "too_large"
        assert list(store) == []
        assert store.put(CONTENT, max_size=len(CONTENT)).sha256 == SHA

    def test_a_stream_that_breaks_off_leaves_nothing(self, store: BlobStore) -> None:
        class Breaking(io.RawIOBase):
            left = 2

            def read(self, size: int = -1) -> bytes:
                self.left -= 1
                if not self.left:
                    raise ConnectionResetError
                return b"half"

        with pytest.raises(ConnectionResetError):
            store.put(Breaking())  # type: ignore[arg-type]
        assert list(store) == []

    @pytest.mark.parametrize("name", [SHA, "", "../../etc/passwd", SHA.upper(), SHA[:-1], "é" * 64])
    def test_what_is_not_there_is_said_to_be_missing(self, store: BlobStore, name: str) -> None:
        for ask in (store.open, store.path, store.verify):
            with pytest.raises(StateError) as refusal:
                ask(name)
            assert refusal.value.code == "blob_missing"

    def test_altered_bytes_are_noticed_and_mended_by_the_right_ones(
        self, store: BlobStore, alter: Callable[[str], None]
    ) -> None:
        store.put(CONTENT)
        alter(SHA)
        for ask in (store.verify, lambda name: store.open(name, verify=True)):
            with pytest.raises(StateError) as refusal:
                ask(SHA)
            assert refusal.value.code == "blob_altered"
        store.put(CONTENT)
        store.verify(SHA)

    def test_erased_bytes_are_gone(self, store: BlobStore) -> None:
        store.put(CONTENT)
        assert store.erase(SHA)
        assert not store.exists(SHA)
        assert not store.erase(SHA)
        assert list(store) == []

    def test_many_writers_of_the_same_bytes_make_one_blob(self, store: BlobStore) -> None:
        results = together([lambda: store.put(io.BytesIO(CONTENT))] * 6)
        assert {stored.sha256 for stored in results} == {SHA}
        store.verify(SHA)
        assert list(store) == [SHA]


class TestFolder(Contract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> FolderBlobStore:
        return FolderBlobStore(tmp_path / "blobs")

    @pytest.fixture
    def alter(self, store: FolderBlobStore) -> Callable[[str], None]:
        def change(sha256: str) -> None:
            place = store.path(sha256)
            place.chmod(0o640)
            place.write_bytes(b"x" + place.read_bytes()[1:])

        return change

    def test_it_is_a_blob_store(self, store: FolderBlobStore) -> None:
        assert isinstance(store, BlobStore)

    def test_files_are_read_only_and_spread_over_folders(self, store: FolderBlobStore) -> None:
        store.put(CONTENT)
        place = store.path(SHA)
        assert place.relative_to(store.root) == Path(SHA[:2], SHA[2:4], SHA)
        assert stat.S_IMODE(place.stat().st_mode) == 0o440

    def test_no_temporary_file_stays_behind(self, store: FolderBlobStore) -> None:
        store.put(CONTENT)
        store.put(CONTENT)
        with pytest.raises(InputError):
            store.put(CONTENT, max_size=1)
        assert list((store.root / "tmp").iterdir()) == []

    def test_what_a_killed_writer_left_is_cleared_and_what_is_being_written_is_not(
        self, store: FolderBlobStore
    ) -> None:
        old, new = store.root / "tmp" / "old", store.root / "tmp" / "new"
        for path in (old, new):
            path.write_bytes(b"half a scan")
        os.utime(old, (0, 0))
        assert store.clear_temporary(older_than_s=3600) == 1
        assert [path.name for path in (store.root / "tmp").iterdir()] == ["new"]
        assert list(store) == []

    def test_a_full_disk_is_said_so_and_leaves_nothing_half_stored(self, store: FolderBlobStore) -> None:
        """A real refusal by the kernel: a process that may write no file past 64 KiB."""
        child = subprocess.run(
            [sys.executable, "-c", FULL_DISK, str(store.root)], capture_output=True, text=True, check=True
        )
        assert child.stdout.split() == ["disk_full", "True", "[]"]
        assert list(store) == []
        assert store.put(CONTENT * 100).size == len(CONTENT) * 100


FULL_DISK = textwrap.dedent(
    """
    import os, resource, sys
    from pathlib import Path
    from storage.blobs import FolderBlobStore
    from terms.errors import UnavailableError
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
    store = FolderBlobStore(Path(sys.argv[1]))
    try:
        store.put(bytes(200_000))
    except UnavailableError as failure:
        print(failure.code, failure.problem.retry, os.listdir(store.root / "tmp"))
    """
)


def test_every_refusal_of_the_store_is_one_of_ours(tmp_path: Path) -> None:
    store = FolderBlobStore(tmp_path)
    with pytest.raises(HosoError) as refusal:
        store.open(SHA)
    assert SHA in refusal.value.message("vi")
