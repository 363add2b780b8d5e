"""The index as a LangChain retriever, for anyone who builds a chain on it."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.index import Index


class PassageRetriever(BaseRetriever):
    """Returns the exact text of passages; metadata carries template, address, title and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    template: str | None = None
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.passage.text,
                id=hit.passage.id,
                metadata={
                    "template": hit.passage.template, "address": hit.passage.address,
                    "title": hit.passage.title, "score": hit.score,
                },
            )
            for hit in self.index.search(query, self.template, self.k)
        ]
