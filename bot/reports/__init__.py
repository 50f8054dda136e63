"""Numbers in, a chart or a file out. Pure; the libraries are heavy, so that whoever serves people draws aside."""
