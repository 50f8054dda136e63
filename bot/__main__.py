"""Start the command line: `python -m bot`."""

import os

# Before numpy is loaded: for matrices as small as ours more threads cost memory and time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from bot.cli import main

main()
