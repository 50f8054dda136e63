"""The pages of the desk, one module for each noun: thin doors over the services."""
