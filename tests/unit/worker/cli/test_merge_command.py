"""Options of `deskhand models merge` that cannot hold together are refused before anything is loaded."""

from typing import Any

import pytest

from worker.cli.models.merge import merge
from worker.errors import Refused


@pytest.mark.parametrize(
    ("adapters", "options", "said"),
    [
        (["a"], {"into_base": True, "weight": [0.5]}, "as it is"),
        (["a"], {"into_base": True, "rank": 4}, "as it is"),
        (["a"], {"into_base": True, "skill": "reply"}, "as it is"),
        (["a"], {"into_base": True, "method": "ties"}, "as it is"),
        (["a", "b"], {"into_base": True}, "takes one adapter"),
        (["a", "b"], {"method": "svd"}, "no method 'svd'"),
        (["a", "b"], {"skill": "heads"}, "no skill 'heads'"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    adapters: list[str], options: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        merge(adapters, **options)
