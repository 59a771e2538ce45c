"""What the search finds for questions whose passages are known."""

from collections.abc import Callable, Iterator, Sequence

from knowledge.measure.questions import Question
from worker.retrieval.finder import Finder, Found, Query

BATCH = 16  # questions in one search


def searched(
    finder: Finder, questions: Sequence[Question], progress: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[Question, Found]]:
    """Yield each question with what was found for it, in order. `progress` hears how many more were searched for.

    Raises the first search error.
    """
    for start in range(0, len(questions), BATCH):
        group = questions[start : start + BATCH]
        results = finder.find([Query(q.text, q.account, q.id) for q in group])
        for question, found in zip(group, results, strict=True):
            if found.error is not None:
                raise found.error
            yield question, found
        progress(len(group))
