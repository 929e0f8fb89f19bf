#!/usr/bin/env bash
# Score the library and write the figures into docs/quality.md: whether it is quiet on hardened devices, whether it names the
# weaknesses of published advisories, and whether it finds what experts wrote down about medical devices.
# The advisories, the expert lists and the scoring programs are shared material beside the project; without them only the first
# is done.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=../shared
go test ./engine -run '^TestTwins$' -update -v | sed -n 's/^ *|/|/p'
if [ ! -f "$shared/tools/score_models.py" ]; then
	echo "score: the expert lists are not here ($shared), no more was scored"
	exit 0
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# The hardened twins are models of their own and have no expert lists.
bin/theriac analyze --format json $(dirname examples/*/theriac.yaml) 2>/dev/null | tools/score_findings.py >"$dir/theriac.json"
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
grep -h '^weakness:' library/packs/*/threats/*.yaml >"$dir/ids"
{
	printf '```\n'
	python3 "$shared/tools/score_coverage.py" --name theriac --by '' "@$dir/ids" | sed 's/[[:space:]]*$//'
	printf '```\n\n'
} >"$dir/vocabulary.md"
cat "$dir/vocabulary.md"
python3 tools/fill.py docs/quality.md 'figures: make score' 'end of figures' <"$dir/block.md"
python3 tools/fill.py docs/quality.md 'vocabulary: make score' 'end of vocabulary' <"$dir/vocabulary.md"
