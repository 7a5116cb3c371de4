"""Writes disclosure reports from facts, in the layouts that real reports come in.

A `Script` says what a report contains; `forms.py` turns its facts into the statutory tables;
each module of `layouts/` writes a Script as bytes of one format. The corpus, the accuracy
benchmark and the tests all write their reports through this package, so that a layout exists once.
"""
