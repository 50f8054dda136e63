"""Use cases: what people, staff and operators do. No Telegram here; the doors are elsewhere."""
