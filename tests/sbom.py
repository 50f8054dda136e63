"""Write what the bot is made of, as CycloneDX, from the lock file: `python -m tests.sbom LOCK OUT.json`."""

import re
import sys
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from bot import __version__

PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[Component]:
    """Read every package with the hashes of its files, of which an installation may use any one."""
    found = []
    for block in re.split(r"\n(?=\S)", lock.strip()):
        pinned = PINNED.match(block)
        if pinned is None:
            raise ValueError(f"not pinned: {block.splitlines()[0]}")
        name, version = pinned.groups()
        hashes = [HashType(alg=HashAlgorithm.SHA_256, content=one) for one in HASH.findall(block)]
        purl = PackageURL("pypi", name=name, version=version)
        kind = ComponentType.LIBRARY
        found.append(Component(name=name, version=version, type=kind, purl=purl, bom_ref=str(purl), hashes=hashes))
    return found


def bill(lock: str) -> str:
    """Write the bill of materials; without the address of any index."""
    bom = Bom(components=components(lock))
    bom.metadata.component = viche = Component(name="viche", version=__version__, type=ComponentType.APPLICATION)
    bom.register_dependency(viche, bom.components)
    return JsonV1Dot5(bom).output_as_string(indent=2)


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(bill(source.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{target}: {len(components(source.read_text(encoding='utf-8')))} packages")
