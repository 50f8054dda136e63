"""Measure: `python -m tests.bench [NAMES...] [--quick]`. Ratios count, since machines differ."""

import argparse

from tests.bench import (
    answers,
    backups,
    broadcasts,
    desk,
    digest,
    documents,
    intake,
    kill,
    lasting,
    processes,
    search,
    start,
    tally,
    taps,
)

BENCHES = {
    "answers": answers.bench,
    "start": start.bench,
    "kill": kill.bench,
    "search": search.bench,
    "documents": documents.bench,
    "digest": digest.bench,
    "desk": desk.bench,
    "tally": tally.bench,
    "taps": taps.bench,
    "intake": intake.bench,
    "broadcasts": broadcasts.bench,
    "backups": backups.bench,
    "processes": processes.bench,
    "lasting": lasting.bench,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    given = parser.parse_args()
    unknown = set(given.names) - set(BENCHES)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    for name in given.names or BENCHES:
        BENCHES[name](quick=given.quick)


if __name__ == "__main__":
    main()
