"""What is no adapter is refused before anything is loaded."""

from pathlib import Path

import pytest

from models.errors import AdapterError
from models.weights import registry
from worker.errors import Refused
from worker.learning.exports import record
from worker.learning.importing import require_adapter


def test_an_export_that_nobody_trained_on_says_that_its_training_has_yet_to_run(tmp_path: Path) -> None:
    (tmp_path / record.FILE).write_text("{}")
    with pytest.raises(Refused, match="its training has yet to run there"):
        require_adapter(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / registry.WEIGHTS).write_bytes(b"")
    with pytest.raises(AdapterError, match="it has out, of which you can name one"):
        require_adapter(tmp_path)


def test_a_folder_without_an_adapter_is_refused_and_one_of_ours_is_not(tmp_path: Path) -> None:
    with pytest.raises(AdapterError, match=r"no file adapter_config\.json"):
        require_adapter(tmp_path)
    (tmp_path / registry.MANIFEST).write_text("{}")
    require_adapter(tmp_path)
