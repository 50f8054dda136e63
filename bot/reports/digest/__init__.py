"""A digest in words, and in all its forms: page, plain text, tables, picture."""
