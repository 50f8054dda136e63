"""Pure: (value, texts) → Reply. No Telegram here."""
