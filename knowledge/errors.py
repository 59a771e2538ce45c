"""This module defines the exceptions of this package.

KnowledgeError             the message is for a person: it says what is wrong and, where that helps, what to do
├── SourceError            a whole source cannot be read: the index keeps everything that it has from it
├── BadDocumentError       one document cannot be used: it keeps its last good passages, and the others are processed
├── SandboxError           the process that parses documents cannot be started
├── BusyError              another process is doing the same
├── EncoderMismatchError   the live index was made by another encoder
├── IndexGoneError         the index that a search named has been replaced
├── VectorFileError        a file of vectors cannot be used
├── DataError              a file's data cannot be used; the message has the line where there is one
└── EvidenceError          the file with the evidence threshold cannot be used
"""


class KnowledgeError(Exception):
    """The message is written for a person. It may name a document, a line and a column, and never
    quotes a ticket."""


class SourceError(KnowledgeError):
    """The whole source cannot be read; the message says what to do."""


class BadDocumentError(KnowledgeError):
    """This document cannot be used; the message gives the reason. The other documents are still processed."""


class SandboxError(KnowledgeError):
    """The process that parses documents cannot be started; nothing is wrong with the document."""


class BusyError(KnowledgeError):
    """Another process is doing the same; two at once would delete what the other has just written."""


class EncoderMismatchError(KnowledgeError):
    """The live index was made by another encoder, so its vectors cannot be compared with this encoder's."""


class IndexGoneError(KnowledgeError):
    """The index that a search named has been replaced: get the live index and search again."""


class VectorFileError(KnowledgeError):
    """The file of vectors cannot be used; the message says why and what to do."""


class DataError(KnowledgeError):
    """The data of a file cannot be used. The message names the file and, where it can, the line."""


class EvidenceError(KnowledgeError):
    """The file with the evidence threshold cannot be used; the message says why."""
