"""Every figure of the README, one command each. Threads wait as they do in the product."""

from models.hardware import threads

threads.wait_passively()
