"""Strategies that run unchanged on the library and on the slow reference: each module has `make(Base)`."""
