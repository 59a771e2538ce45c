"""This package makes statements of passages: sentences that a reply may say."""

from knowledge.statements.base import Statement, StatementKind

__all__ = ["Statement", "StatementKind"]
