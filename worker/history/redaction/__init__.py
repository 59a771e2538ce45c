"""This package takes out of past tickets what says who somebody is, or lets somebody in, before anything is learned from them."""

from worker.history.redaction.found import Found, Kind
from worker.history.redaction.gazetteer import Gazetteer
from worker.history.redaction.redactor import PLACEHOLDER, Redactor, Thread, residue

__all__ = ["PLACEHOLDER", "Found", "Gazetteer", "Kind", "Redactor", "Thread", "residue"]
