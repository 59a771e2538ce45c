from worker.helpdesks.rate_limit import TokenBucket


def test_no_minute_sees_more_than_the_limit():
    clock, taken = [0.0], []

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    bucket = TokenBucket(100, clock=lambda: clock[0], sleep=sleep)
    for _ in range(400):
        bucket.take()
        taken.append(clock[0])
    busiest = max(sum(1 for t in taken if start <= t < start + 60) for start in taken)
    assert busiest <= 100
    assert taken[9] == 0.0  # a few at once do not wait
    assert taken[-1] < 400 / 90 * 60  # and the limit is used, not only kept
