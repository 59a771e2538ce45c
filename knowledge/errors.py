"""The exceptions of this package.

KnowledgeError             the message is for a person: it says what is wrong and, where that helps, what to do
├── SourceError            a whole source cannot be read: nothing of it is changed in the index
├── BadDocumentError       one document cannot be used: it keeps its last good passages, and the others go on
├── SandboxError           the process that parses documents cannot be started
├── BusyError              another process does the same just now
├── EncoderMismatchError   the live index was made by another encoder
├── IndexGoneError         the index that a search named was replaced meanwhile
├── VectorFileError        a file of vectors cannot be used
├── DataError              a file's data cannot be used; the message has the line where there is one
└── EvidenceError          the file with the threshold of evidence cannot be used
"""


class KnowledgeError(Exception):
    """The message is written for a person. It may quote a document or a line of a file, never a ticket."""


class SourceError(KnowledgeError):
    """The whole source cannot be read; the message says what to do."""


class BadDocumentError(KnowledgeError):
    """This document cannot be used; the message is the reason that a person reads. The others go on."""


class SandboxError(KnowledgeError):
    """The child that parses documents cannot be started: nothing is wrong with the document."""


class BusyError(KnowledgeError):
    """Another process does this just now; two would delete what the other just wrote."""


class EncoderMismatchError(KnowledgeError):
    """The live index was made by another encoder: its vectors cannot be compared with this one's."""


class IndexGoneError(KnowledgeError):
    """The index that a search named was replaced meanwhile: ask for the live one and search again."""


class VectorFileError(KnowledgeError):
    """The file cannot be used; the message says why and what to do."""


class DataError(KnowledgeError):
    """A file's data cannot be used. The message names the file and, where it can, the line."""


class EvidenceError(KnowledgeError):
    """The file cannot be used; the message says why."""
