"""Ask whether a weakness is known of any locked package: `python -m tests.audit LOCK ...`.

Exit codes: 0 when none is known of any package; 1 for a weakness; 2 when not every package could be asked about.
"""

import json
import subprocess
import sys

AWAY = ("requests.exceptions.", "ConnectionError", "ServiceError")


def main(locks: list[str]) -> int:
    files = [part for lock in locks for part in ("-r", lock)]
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run([*command, "--progress-spinner", "off", *files], capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        is_away = any(sign in done.stderr for sign in AWAY)
        away = "Nothing was checked: the list of known weaknesses cannot be reached. Try again later."
        print(away if is_away else done.stderr, file=sys.stderr)
        return 2 if is_away else done.returncode
    return judge(json.loads(done.stdout)["dependencies"])


def judge(packages: list[dict]) -> int:
    """Say what is known of each package, and how many nothing could be learned about."""
    weak = [(one, weakness) for one in packages for weakness in one.get("vulns", ())]
    for one, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "no version yet"
        print(f"{one['name']} {one['version']}: {weakness['id']}, mended in {mended}")
    unknown = [one["skip_reason"] for one in packages if "skip_reason" in one]
    print(f"{len(packages) - len(unknown)} of {len(packages)} packages were checked, {len(weak)} weaknesses are known.")
    if unknown:
        print(f"Not checked: {len(unknown)}. The first: {unknown[0]}", file=sys.stderr)
    return 1 if weak else 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
