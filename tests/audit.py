"""Ask whether a weakness is known of any locked package: `python -m tests.audit LOCK ...`.

Exit codes: those of pip-audit (1 for a weakness); 2 when nothing could be asked, so that nothing was checked.
"""

import subprocess
import sys

AWAY = ("requests.exceptions.", "ConnectionError", "ServiceError")


def main(locks: list[str]) -> int:
    files = [part for lock in locks for part in ("-r", lock)]
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    if done.returncode and not done.stdout.strip() and any(sign in done.stderr for sign in AWAY):
        print("Nothing was checked: the list of known weaknesses cannot be reached. Try again later.", file=sys.stderr)
        return 2
    print(done.stdout, end="")
    print(done.stderr, end="", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
