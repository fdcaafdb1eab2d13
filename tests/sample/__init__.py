"""A package, so that what is loaded once for it is taken back before the next folder's tests."""
