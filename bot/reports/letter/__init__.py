"""Letters of few words: safe HTML for any mail program, and the same as plain text."""
