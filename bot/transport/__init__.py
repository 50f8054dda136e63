"""Telegram plumbing: updates in, messages out."""
