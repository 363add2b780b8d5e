"""Texts to vectors: our own small model read without torch, or any sentence-transformers model by a setting."""

from __future__ import annotations

import json
import os
from collections.abc import Container
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from knowledge.lexical import grams

if TYPE_CHECKING:
    import numpy as np

HOME = Path(__file__).parent / "embedder"
SETTING = "NIYUE_EMBEDDING"
VERSION_FILE = "niyue.json"


def expand(text: str, vocabulary: Container[str]) -> str:
    """Return the grams of ``text`` that the vocabulary knows, joined by spaces, as the model reads them."""
    return " ".join(gram for gram in grams(text) if gram in vocabulary)


class StaticEmbeddings(Embeddings):
    """The mean of learned gram vectors, normalised; reads a StaticEmbedding folder with numpy alone."""

    def __init__(self, folder: Path = HOME):
        from safetensors.numpy import load_file

        tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self.vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
        weights = load_file(folder / "model.safetensors")["embedding.weight"]
        self._weights: np.ndarray[Any, np.dtype[np.float32]] = weights.astype("float32")
        version = json.loads((folder / VERSION_FILE).read_text(encoding="utf-8"))
        self.identity = f"niyue-{version['hash']}"

    def vectors(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        """Return the vectors of all grams, in the order of ``vocabulary``'s numbers."""
        return self._weights

    def _embed(self, text: str) -> list[float]:
        ids = [self.vocabulary[gram] for gram in grams(text) if gram in self.vocabulary]
        if not ids:
            return [0.0] * self._weights.shape[1]
        vector = self._weights[ids].mean(axis=0)
        length = float((vector @ vector) ** 0.5) or 1.0
        return [float(x) for x in vector / length]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text; a text without a known gram gives zeros."""
        return [self._embed(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        return self._embed(text)


class NamedEmbeddings(Embeddings):
    """Any sentence-transformers model, by folder or by name; loaded when it is first needed."""

    def __init__(self, name: str):
        self.name = name
        self.identity = f"st-{name}"

    @cached_property
    def _model(self) -> Embeddings:
        from langchain_huggingface import HuggingFaceEmbeddings

        model: Embeddings = HuggingFaceEmbeddings(
            model_name=self.name, encode_kwargs={"normalize_embeddings": True}
        )
        return model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector a text."""
        return self._model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query."""
        return self._model.embed_query(text)


def open_embeddings(setting: str | None = None) -> StaticEmbeddings | NamedEmbeddings:
    """Return the embedding that ``setting`` (default: NIYUE_EMBEDDING) names; empty means our own model."""
    chosen = os.environ.get(SETTING, "") if setting is None else setting
    if not chosen:
        return StaticEmbeddings()
    if (Path(chosen) / VERSION_FILE).exists():
        return StaticEmbeddings(Path(chosen))
    return NamedEmbeddings(chosen)
