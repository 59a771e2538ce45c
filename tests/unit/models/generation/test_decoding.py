"""Which prompts are decoded together, and what keeps them apart."""

import torch

from models.generation import decoding
from models.generation.decoding import _own, groups


def test_groups_hold_every_row_once_and_those_of_like_length_together() -> None:
    lengths = [100, 9000, 200, 8000, 300]
    made = groups(lengths, [100] * 5)
    assert sorted(index for group in made for index in group) == list(range(5))
    assert made == [[1, 3], [4, 2, 0]]


def test_no_group_holds_more_than_the_limit_unless_one_row_does() -> None:
    lengths = [decoding.TOGETHER * 2, *[1000] * 50]
    rooms = [192 + 40 * (place % 7) for place in range(len(lengths))]
    for group in groups(lengths, rooms):
        most = max(lengths[i] for i in group) + max(rooms[i] for i in group)
        assert len(group) == 1 or len(group) * most <= decoding.TOGETHER


def test_a_row_may_write_the_shortlist_and_its_own_prompt_and_no_word_of_a_neighbour() -> None:
    shortlist, kept = torch.tensor([1, 2]), torch.tensor([1, 2, 5, 7, 9])
    own = _own([[9, 5, 5], [7]], shortlist, kept)
    assert [kept[row].tolist() for row in own] == [[1, 2, 5, 9], [1, 2, 7]]
