"""This package measures every figure of the README, with one command each. Threads wait as they do in the product."""

from models.hardware import threads

threads.wait_passively()
