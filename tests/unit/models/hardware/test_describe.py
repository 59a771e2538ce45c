from pathlib import Path

from models.hardware import processor


def test_the_processor_is_named_as_the_system_names_it(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Fast Chip 9000\nflags\t\t: sse\n\nmodel name\t: Another\n")
    assert processor.describe(info).startswith("Fast Chip 9000 with ")


def test_without_a_name_it_is_named_by_its_architecture(tmp_path: Path) -> None:
    name, _, features = processor.describe(tmp_path / "none").partition(" with ")
    assert name
    assert features
