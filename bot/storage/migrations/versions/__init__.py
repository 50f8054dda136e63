"""One script a migration, named by number and purpose."""
