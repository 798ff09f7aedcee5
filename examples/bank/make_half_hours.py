"""Brings the bank's calls by five minutes to half-hours: the file this example ships.

    python make_half_hours.py bank_calls_5min.csv half_hours.csv

The input is the data set `bank_calls` of the R package fpp3, saved as CSV with the columns
interval_start and calls (in R: write.csv of its date-times and calls).
"""

import sys

from capplan.inputs.history import read_history, to_interval

if __name__ == "__main__":
    source, target = sys.argv[1:]
    half_hours = to_interval(read_history(source), 30)
    with open(target, "w", encoding="utf-8", newline="\n") as lines:
        lines.write("interval_start,calls\n")
        for start, calls in zip(half_hours.starts, half_hours.contacts, strict=True):
            lines.write(f"{str(start)[:16].replace('T', ' ')},{calls:.0f}\n")
