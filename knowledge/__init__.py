"""The library: documents in, ranked passages out. No SQL, no Telegram, nothing of `bot` or `handlers`."""
