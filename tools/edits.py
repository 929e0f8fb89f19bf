#!/usr/bin/env python3
"""Turn the output of BenchmarkEdit into rows of a Markdown table: one for each kind of edit, in milliseconds."""
import re
import sys

rows = {}
for line in sys.stdin:
    m = re.match(r"BenchmarkEdit/(\d+)/(\w+)-\d+\s+\d+\s+(\d+) ns/op", line)
    if m:
        rows.setdefault(m[2], {})[m[1]] = int(m[3]) / 1e6
for kind, at in rows.items():
    print(f"| {kind} | {at['1000']:.1f} ms | {at['10000']:.1f} ms |")
