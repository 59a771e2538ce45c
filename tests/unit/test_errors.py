"""Every exception class of a package stands in its errors.py, in the tree that is drawn there."""

import ast
import builtins
import re
from importlib import import_module
from itertools import chain

import pytest

from knowledge.errors import DataError, KnowledgeError
from models.errors import InvalidOutput, ModelError, TrainingError
from tests.support.paths import ROOT
from worker.errors import DeskhandError, HelpdeskBusy, MalformedPayload, SignatureError, words

PACKAGES = ("knowledge", "models", "worker")
ROOTS = {"knowledge": KnowledgeError, "models": ModelError, "worker": DeskhandError}


def exceptions(package: str) -> dict[str, type[BaseException]]:
    """The exception classes that the package's errors.py defines."""
    module = import_module(f"{package}.errors")
    defined = {name: value for name, value in vars(module).items() if isinstance(value, type)}
    return {name: value for name, value in defined.items() if value.__module__ == module.__name__}


def drawn(text: str) -> dict[str, str | None]:
    """Each class of a drawn tree, with the one above it."""
    above: dict[int, str] = {}
    found: dict[str, str | None] = {}
    for line in text.splitlines():
        if shown := re.match(r"([│├└─ ]*)([A-Z]\w+) {2,}\S", line):
            depth = len(shown[1]) // 4
            above[depth] = shown[2]
            found[shown[2]] = above[depth - 1] if depth else None
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tree_is_drawn_as_it_is(package: str) -> None:
    classes = exceptions(package)
    above = {name: value.__bases__[0].__name__ for name, value in classes.items()}
    assert drawn(import_module(f"{package}.errors").__doc__ or "") == {
        name: parent if parent in classes else None for name, parent in above.items()
    }


def test_no_exception_class_is_defined_anywhere_else_unless_it_is_private() -> None:
    known = {
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    }
    known |= set(chain.from_iterable(map(exceptions, PACKAGES)))
    files = {path for package in PACKAGES for path in (ROOT / package).rglob("*.py")}
    classes = [
        (path.relative_to(ROOT), node)
        for path in sorted(files - {ROOT / package / "errors.py" for package in PACKAGES})
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert len(classes) > 100
    elsewhere = [
        f"{path}: {node.name}"
        for path, node in classes
        if not node.name.startswith("_") and {ast.unparse(base).rpartition(".")[2] for base in node.bases} & known
    ]
    assert elsewhere == []


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_person_may_read_has_one_root_in_each_package(package: str) -> None:
    apart = {name for name, value in exceptions(package).items() if not issubclass(value, ROOTS[package])}
    assert apart <= {"InvalidOutput", "SignatureError", "MalformedPayload", "NotFetched", "Refusal", "Unfit"}


def test_only_what_was_written_for_people_is_shown() -> None:
    for shown in (HelpdeskBusy("wait"), TrainingError("wait"), DataError("wait")):
        assert words(shown) == "wait"
    for other in (ValueError, KeyError, InvalidOutput, SignatureError, MalformedPayload):
        assert words(other("the ticket")) is None
