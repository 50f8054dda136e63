"""Doors of the web: pages a browser opens."""
