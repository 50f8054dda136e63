import os

# As for the bot, and before numpy is loaded: tests run side by side, one thread each.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
