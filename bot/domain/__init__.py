"""Rules as pure functions of values and a passed-in `now`; no I/O, no clock reads, no words."""
