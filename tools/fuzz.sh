#!/usr/bin/env bash
# Fuzz every fuzz target of every package, one after the other: tools/fuzz.sh [time for each, default 10m]
set -eu
time=${1:-10m}
cd "$(dirname "$0")/.."
for package in $(go list ./...); do
	for target in $(go test -list '^Fuzz' "$package" 2>/dev/null | grep '^Fuzz' || true); do
		echo "== $package $target for $time"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package"
	done
done
