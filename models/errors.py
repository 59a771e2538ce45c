"""This module defines the exceptions of this package.

ModelError                     the message is for a person and says what to do
├── BaseModelError             the base model cannot be used
├── GgufError                  a file is not a GGUF file that this package reads
├── AdapterError               an adapter is not fit to serve
│   └── ServerMustRestart      its server can load no adapter while it runs
├── FetchError                 the encoder could not be fetched
├── EncoderError               the encoder cannot be used
├── RerankerError              the reranker cannot be used
├── TrainingError              a training run cannot be made
└── EngineError                the engine did not do what it was asked
    ├── ModelNotServed         a model server has nothing under the name that was asked for
    └── EngineUnavailable      it cannot be reached or is too busy: the same request may succeed later
InvalidOutput                  the model's text does not fit the schema; the message may quote it, so no person reads it
"""


class ModelError(Exception):
    """The message is written here: it says what to do and quotes neither a prompt nor an answer, so it may be
    logged."""


class BaseModelError(ModelError):
    """The base model cannot be used; the message says what to do."""


class GgufError(ModelError):
    """The file is not a GGUF file that this package reads."""


class AdapterError(ModelError):
    """The adapter is not fit to serve; the message says why. The adapter that serves now keeps serving."""


class ServerMustRestart(AdapterError):
    """The model server can load no adapter while it runs, and has another one under the name that is asked for."""


class FetchError(ModelError):
    """The encoder could not be fetched; the message says what to do."""


class EncoderError(ModelError):
    """The encoder cannot be used; the message says what to do."""


class RerankerError(ModelError):
    """The reranker cannot be used; the message says what to do."""


class TrainingError(ModelError):
    """The run cannot be made; the message says which option or file to correct."""


class EngineError(ModelError):
    """The engine did not do what it was asked, and may never do it for this prompt."""


class ModelNotServed(EngineError):
    """The model server has nothing under the name that was asked for."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached or is too busy. The same request may succeed later, and no ticket is to blame."""


class InvalidOutput(Exception):
    """The model's text does not fit the schema. The ticket goes to a person; nothing is repaired."""
