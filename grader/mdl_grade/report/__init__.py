"""The score report: evidence, model, schema, views and renderers."""
