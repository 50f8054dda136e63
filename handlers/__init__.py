"""The conversation: Telegram in, services called, views out."""
