"""The search: a question in, ranked goals and a verdict out."""

from knowledge.index.search import SearchIndex

__all__ = ["SearchIndex"]
