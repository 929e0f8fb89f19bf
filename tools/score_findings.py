#!/usr/bin/env python3
"""Turn `theriac analyze --format json` into the list that score_models.py reads.

  theriac analyze --format json examples | tools/score_findings.py > findings.json

One item a finding, in rank order, confirmed and possible together: model, target, cwe, stride, id.
"""
import json
import sys

LETTER = {
    "spoofing": "S", "tampering": "T", "repudiation": "R", "information-disclosure": "I",
    "denial-of-service": "D", "elevation-of-privilege": "E",
}


def main():
    report = json.load(sys.stdin)
    out = []
    for model in report["models"]:
        for f in model["findings"]:
            target = f["target"].split(".")[0]
            stride = "".join(LETTER.get(c, "") for c in f["categories"])
            out.append({"model": model["id"], "target": target, "cwe": f["weaknesses"], "stride": stride, "id": f["id"]})
    json.dump(out, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
