#!/usr/bin/env bash
# Score the library against expert threat lists of medical devices and write the figures into docs/quality.md.
# The expert lists and the scoring program are shared material beside the project; without them there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared
if [ ! -f "$shared/tools/score_models.py" ]; then
	echo "score: the expert lists are not here ($shared), nothing was scored"
	exit 0
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
bin/theriac analyze --format json examples 2>/dev/null | tools/score_findings.py >"$dir/theriac.json"
score() { # score TITLE SKETCH...: one block of figures
	local title=$1
	shift
	rm -rf "$dir/models" && mkdir "$dir/models"
	for sketch in "$@"; do cp "$shared/domain/models/$sketch" "$dir/models/"; done
	printf '**%s**\n\n```\n' "$title"
	python3 "$shared/tools/score_models.py" --models "$dir/models" --findings "$dir/theriac.json" --split dev --per-model --missed |
		sed 's/[[:space:]]*$//'
	printf '```\n\n'
}
{
	score 'Five devices' 01-infusion-pump.yaml 02-pacs-imaging.yaml 04-insulin-aid.yaml 05-cardiac-implant.yaml 06-patient-monitor.yaml
	if [ -d examples/ventilator ]; then
		score 'Twelve devices' $(cd "$shared/domain/models" && ls ./*.yaml)
	fi
} >"$dir/block.md"
cat "$dir/block.md"
python3 - "$dir/block.md" docs/quality.md <<'P'
import re, sys
block, page = open(sys.argv[1]).read(), open(sys.argv[2]).read()
begin, end = "<!-- figures: make score -->\n", "<!-- end of figures -->"
page = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda m: begin + "\n" + block + end, page, flags=re.S)
open(sys.argv[2], "w").write(page)
P
