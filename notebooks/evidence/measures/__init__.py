"""What pandas in a cell cannot say in a few clear lines, one module a subject."""
