#!/usr/bin/env python3
"""Put standard input between two comment lines of a Markdown page: tools/fill.py PAGE BEGIN END"""
import re
import sys

page, begin, end = sys.argv[1:4]
begin, end = f"<!-- {begin} -->\n", f"<!-- {end} -->"
with open(page) as f:
    old = f.read()
if begin not in old or end not in old:
    sys.exit(f"{page} has no lines {begin.strip()} and {end}")
block = sys.stdin.read().strip("\n")
new = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: f"{begin}\n{block}\n\n{end}", old, flags=re.S)
with open(page, "w") as f:
    f.write(new)
