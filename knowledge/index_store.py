"""The vectors on disk: a derived cache that is verified, copied, never written twice, and rebuilt at will."""

from __future__ import annotations

import atexit
import hashlib
import importlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge.places import data_home

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import VectorStore

SETTING = "NIYUE_STORE"
FORMAT = "1"
_BATCH = 5000
"""So many texts are stored at once; chromadb refuses larger lots."""
_STALE = 600.0
_DAY = 86400.0
StoreFactory = Callable[[str, "Embeddings", Sequence[str], Sequence[str]], "VectorStore"]
"""(collection, embeddings, ids, texts) → a filled store; its documents carry their id."""


class Damaged(Exception):
    """A stored index is not what was stored; it is built again."""


def chosen_store(setting: str | None = None) -> StoreFactory | None:
    """Return the store that ``setting`` (default: NIYUE_STORE) names; None is chromadb in the data folder.

    ``memory``; ``http://host:port`` of a chroma server, for several processes; or ``package.module:function``,
    any StoreFactory. Raises ValueError for anything else.
    """
    chosen = os.environ.get(SETTING, "") if setting is None else setting
    if not chosen:
        return None
    if chosen == "memory":
        return memory_store
    if chosen.startswith(("http://", "https://")):
        return partial(_served_store, chosen)
    module, _, function = chosen.partition(":")
    try:
        made: StoreFactory = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"环境变量 {SETTING}={chosen} 用不了：{error}。可以填 memory、http://主机:端口，或者 模块:函数。"
        ) from error
    return made


def _served_store(
    address: str, name: str, embeddings: Embeddings, ids: Sequence[str], texts: Sequence[str]
) -> VectorStore:
    """A store in a chroma server."""
    collections = {name: dict(zip(ids, texts, strict=True))}
    return _fill(server(address), content_key(collections, embeddings), collections, embeddings)[name]


@lru_cache(maxsize=1)
def server(address: str) -> Any:
    """The one client of a chroma server; raises ValueError while nobody listens there."""
    import chromadb

    parts = urlsplit(address)
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 8000)
    return chromadb.HttpClient(parts.hostname or "", port, ssl=secure, settings=_settings())


def open_stores(
    collections: Mapping[str, Mapping[str, str]], embeddings: Embeddings,
    factory: StoreFactory | None = None, home: Path | None = None,
) -> dict[str, VectorStore]:
    """Return a filled store a collection: made by ``factory``, from the cache on disk, or in memory."""
    if factory is not None:
        return {n: factory(n, embeddings, list(t), list(t.values())) for n, t in collections.items()}
    key = content_key(collections, embeddings)
    folder = (home or data_home()) / "index"
    try:
        return _Cache(folder, key, collections, embeddings).open()
    except OSError:
        return _fill(_memory(), key, collections, embeddings)


def content_key(collections: Mapping[str, Mapping[str, str]], embeddings: Embeddings) -> str:
    """Return the name of an index: its texts, the model that embedded them, and how it was written."""
    import chromadb

    identity = getattr(embeddings, "identity", type(embeddings).__qualname__)
    content = json.dumps([FORMAT, chromadb.__version__, identity, collections], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:24]


def _name(key: str, collection: str) -> str:
    """A collection name that chromadb accepts, whatever a template is called."""
    return f"n{hashlib.sha256((key + collection).encode('utf-8')).hexdigest()[:24]}"


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _memory() -> Any:
    import chromadb

    return chromadb.EphemeralClient(settings=_settings())


def _chroma(client: Any, name: str, embeddings: Embeddings, create: bool) -> Any:
    from langchain_chroma import Chroma

    return Chroma(
        collection_name=name, embedding_function=embeddings, client=client,
        collection_configuration={"hnsw": {"space": "cosine"}},
        relevance_score_fn=lambda distance: min(1.0, max(0.0, 1.0 - distance)),
        create_collection_if_not_exists=create,
    )


def memory_store(
    name: str, embeddings: Embeddings, ids: Sequence[str], texts: Sequence[str]
) -> VectorStore:
    """A store that is gone with the process (and never touches the disk)."""
    collections = {name: dict(zip(ids, texts, strict=True))}
    return _fill(_memory(), content_key(collections, embeddings), collections, embeddings)[name]


def _fill(
    client: Any, key: str, collections: Mapping[str, Mapping[str, str]], embeddings: Embeddings
) -> dict[str, VectorStore]:
    stores: dict[str, VectorStore] = {}
    for name, texts in collections.items():
        store = _chroma(client, _name(key, name), embeddings, create=True)
        if store._collection.count() != len(texts):
            ids = list(texts)
            for start in range(0, len(ids), _BATCH):
                part = ids[start : start + _BATCH]
                store.add_texts([texts[id] for id in part], ids=part)
        stores[name] = store
    return stores


class _Cache:
    """A finished index on disk is never written again; every process works on a copy of its own.

    ``<key>/`` holds the files of chromadb and ``manifest.json`` with their digests. Building happens aside
    and is renamed in, by one process at a time.
    """

    def __init__(
        self, folder: Path, key: str, collections: Mapping[str, Mapping[str, str]], embeddings: Embeddings
    ):
        self.folder, self.key = folder, key
        self.collections, self.embeddings = collections, embeddings
        self.path = folder / key

    def open(self) -> dict[str, VectorStore]:
        """Return the stores; OSError when the folder can't be used at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._copy_and_open()
        except Damaged:
            with _one_writer(self.folder / "lock") as mine:
                if not mine:
                    raise OSError("another process is building the index") from None
                self._build()
            try:
                return self._copy_and_open()
            except Damaged as error:
                raise OSError(str(error)) from error

    def _copy_and_open(self) -> dict[str, VectorStore]:
        verify(self.path)
        self._sweep(finished=False)
        copy = Path(tempfile.mkdtemp(prefix="open-", dir=self.folder))
        atexit.register(shutil.rmtree, copy, ignore_errors=True)
        shutil.copytree(self.path, copy, dirs_exist_ok=True)
        return self._open_copy(copy)

    def _open_copy(self, copy: Path) -> dict[str, VectorStore]:
        import chromadb
        from chromadb.errors import ChromaError

        try:
            client = chromadb.PersistentClient(str(copy), settings=_settings())
            stores = {
                name: _chroma(client, _name(self.key, name), self.embeddings, create=False)
                for name in self.collections
            }
            for name, texts in self.collections.items():
                if stores[name]._collection.count() != len(texts):
                    raise Damaged(f"{name} is not complete")
        except (ChromaError, sqlite3.Error, ValueError, RuntimeError) as error:
            raise Damaged(str(error)) from error
        return stores

    def _build(self) -> None:
        import chromadb

        self._sweep()
        aside = Path(tempfile.mkdtemp(prefix="build-", dir=self.folder))
        try:
            client = chromadb.PersistentClient(str(aside), settings=_settings())
            _fill(client, self.key, self.collections, self.embeddings)
            client.close()
            write_manifest(aside)
            shutil.rmtree(self.path, ignore_errors=True)
            aside.rename(self.path)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _sweep(self, finished: bool = True) -> None:
        """Remove copies that a killed process left behind more than a day ago, and older ``finished`` indexes."""
        for path in self.folder.iterdir():
            aside = "-" in path.name
            stale = aside and time.time() - path.stat().st_mtime > _DAY
            if path.is_dir() and path != self.path and (stale or (finished and not aside)):
                shutil.rmtree(path, ignore_errors=True)


def write_manifest(folder: Path) -> None:
    """Note the digest of every file of a finished index."""
    files = {str(p.relative_to(folder)): _digest(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    (folder / "manifest.json").write_text(json.dumps(files), encoding="utf-8")


def verify(folder: Path) -> None:
    """Raise Damaged unless every file of a finished index is there, unchanged, and nothing else is."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        raise Damaged("no finished index")
    try:
        noted = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Damaged("the manifest can't be read") from error
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    if not isinstance(noted, dict) or there != set(noted):
        raise Damaged("files are missing or not ours")
    for name, digest in noted.items():
        if _digest(folder / name) != digest:
            raise Damaged(f"{name} was changed")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def _one_writer(lock: Path) -> Iterator[bool]:
    """Give True to the only process that may build; a lock left by a killed process goes stale."""
    try:
        if time.time() - lock.stat().st_mtime > _STALE:
            lock.unlink(missing_ok=True)
    except FileNotFoundError:
        pass
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        yield False
        return
    os.close(handle)
    try:
        yield True
    finally:
        lock.unlink(missing_ok=True)
