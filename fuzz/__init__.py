"""Fuzzing of the readers, coverage-guided: see fuzz/run.py."""
