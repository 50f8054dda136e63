"""The only place that knows SQL: the schema, the one writer, a module per noun."""
