"""Promises that no single module can keep: each test reads the whole tree."""
