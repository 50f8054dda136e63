"""Mirrors bot.storage."""
