#!/usr/bin/env bash
# The whole command as a process: CPU seconds (user + system), wall seconds and peak memory, median of five runs.
# Writes the tables of docs/performance.md. Models come from tools/genmodel with a fixed seed.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/genmodel" ./tools/genmodel
median() { sort -n | sed -n '3p'; }
measure() { # measure NAME COMMAND...: a table row
	local name=$1 cpu=() wall=() mem=()
	shift
	"$@" >/dev/null 2>&1 || true
	for _ in 1 2 3 4 5; do
		# GNU time: user, system, elapsed seconds, peak resident kilobytes.
		read -r u s e m < <({ /usr/bin/time -f '%U %S %e %M' "$@" >/dev/null 2>"$dir/err" || true; } 2>&1; tail -n 1 "$dir/err")
		cpu+=("$(echo "$u + $s" | bc)") wall+=("$e") mem+=("$m")
	done
	printf '| %s | %.2f | %.2f | %.0f |\n' "$name" "$(printf '%s\n' "${cpu[@]}" | median)" "$(printf '%s\n' "${wall[@]}" | median)" \
		"$(echo "$(printf '%s\n' "${mem[@]}" | median) / 1024" | bc -l)"
}
whole() {
	echo '| command | CPU s | wall s | peak MB |'
	echo '| --- | ---: | ---: | ---: |'
	measure '`version`' bin/theriac version
	measure '`analyze examples/infusion-pump`' bin/theriac analyze examples/infusion-pump --format json
	for n in 100 1000 5000 10000; do
		mkdir -p "$dir/$n"
		"$dir/genmodel" -n "$n" -seed 1 >"$dir/$n/theriac.yaml"
		measure "\`analyze\`, $n elements and $((2 * n)) flows" bin/theriac analyze "$dir/$n" --format json
	done
	measure '`diagram` of the infusion pump as SVG' bin/theriac diagram examples/infusion-pump --output "$dir/pump.svg"
	for n in 100 500; do
		measure "\`diagram\` as SVG, $n elements and $((2 * n)) flows" bin/theriac diagram "$dir/d$n" --output "$dir/$n.svg"
	done
}
for n in 100 500; do
	mkdir -p "$dir/d$n"
	"$dir/genmodel" -n "$n" -seed 1 >"$dir/d$n/theriac.yaml"
done
whole | tee /dev/stderr | python3 tools/fill.py docs/performance.md 'whole: tools/bench.sh' 'end of whole'
edits() {
	echo '| edit | 1,000 elements | 10,000 elements |'
	echo '| --- | ---: | ---: |'
	go test ./tools/genmodel -run '^$' -bench 'Edit' -benchtime 2s | python3 tools/edits.py
}
edits | tee /dev/stderr | python3 tools/fill.py docs/performance.md 'edit: go test ./tools/genmodel -bench Edit' 'end of edit'
