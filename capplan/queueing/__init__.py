"""Queueing models, one a file; `capplan.erlang` is the way in.

Files that start with `scalar_` use the standard library only, so that one number in a cell costs
microseconds and no import; files that start with `array_` do the same for whole columns in NumPy.
"""
