"""This package measures every figure of the README, with one command each. Threads wait as they do in the product, and what is
measured is the demo company, unless the environment names another one."""

import os

from models.hardware import threads
from worker import demo_home

threads.wait_passively()
for setting, path in demo_home.files().items():
    os.environ.setdefault(f"DESKHAND_{setting.upper()}", str(path))
