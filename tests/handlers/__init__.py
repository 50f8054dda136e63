"""Dialogues: what people say and press, and what they read."""
