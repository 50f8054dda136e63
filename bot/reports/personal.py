"""Everything that is kept about a person, as a file: for `/mydata` and for the operator alike."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def personal_file(data: Mapping[str, Any]) -> bytes:
    """Write it as JSON that people can read, too."""

    def write(value: object) -> str:
        assert isinstance(value, date), "moments and days are all that JSON lacks"
        return value.isoformat()

    return json.dumps(data, ensure_ascii=False, indent=2, default=write).encode()
