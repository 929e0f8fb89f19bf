package library

import (
	"fmt"
	"strings"
)

// File is a file to be written: a path with forward slashes, relative to a folder that the caller chooses, and its
// text.
type File struct{ Path, Text string }

// Scaffold returns the files of a new entry of a pack: for a threat the threat and its tests, for a control and a device
// one file, for a pack its head. Paths are relative to the folder of the pack. What they leave open makes the pack
// refuse them until it is filled in.
func Scaffold(what, id string) ([]File, error) {
	if !isWord(id) || strings.ToLower(id) != id || strings.ContainsAny(id, "._") {
		return nil, fmt.Errorf("%q cannot be an id; use small letters, digits and hyphens, such as forged-order", id)
	}
	fill := func(text string) string { return strings.ReplaceAll(text, "ID", id) }
	switch what {
	case "threat":
		return []File{
			{"threats/" + id + ".yaml", fill(threatSkeleton)},
			{"threats/" + id + ".test.yaml", fill(testSkeleton)},
		}, nil
	case "control":
		return []File{{"controls/" + id + ".yaml", fill(controlSkeleton)}}, nil
	case "device":
		return []File{{"devices/" + id + ".yaml", fill(deviceSkeleton)}}, nil
	case "pack":
		return []File{{"pack.yaml", fill(packSkeleton)}}, nil
	}
	return nil, fmt.Errorf("%q cannot be begun; expected threat, control, device or pack", what)
}

const threatSkeleton = `id: ID
# A short name. {source}, {target}, {flow}, {data}, {protocol} and {device} are replaced by their names.
title:
# Who does what, with which access, so that what happens.
text:
# The same in the words of a nurse or physician: what the ward or the patient would notice.
clinical:
# What it is about: flow, element, interface, data or device.
for: flow
# When it applies. Use at least one fact that models state, such as a protocol or a class of data.
#   flow.authentication.is('unproven') && flow.carries('therapy-critical')
when:
# unless: target.attr('local-limit') == 'yes'
# One sentence: why it fires where the condition holds.
because:
categories: []
weakness: []
harms: []
controls: []
# The question whose answer settles it.
ask:
# What an attacker must have before, at one place: reach, hands, login or control.
needs: {flow: reach}
# What the attacker has afterwards, such as {target: command, data: [read, change]}.
gains: {}
# What it takes to carry it out once the need is met.
potential:
  # day, week, month, half-year or longer
  time:
  # layman, proficient, expert or several-experts
  expertise:
  # public, restricted, confidential or strictly-confidential
  knowledge:
  # standard, specialised, bespoke or several-bespoke
  equipment:
`

const testSkeleton = `# Small models. The line on which the entry of a flow starts says what the threat must do there: "fires", "possible"
# or "silent", as a comment after "# " at its end. At least one line must fire and one must be silent.
first case:
  elements:
    a: {type: server}
    b: {type: therapy-controller}
  data:
    d: {type: command}
  flows:
    f1: {from: a, to: b, carries: [d]}
    f2: {from: a, to: b, carries: [d]}
`

const controlSkeleton = `id: ID
title:
# What it does, in two sentences.
text:
# eliminate, protect, detect, respond, recover or inform
type:
strength: medium
cost: medium
# What would prove that it is there.
evidence: []
`

const deviceSkeleton = `id: ID
title:
text:
functions: {}
hazards: {}
parts: []
`

const packSkeleton = `id: ID
name: ID
version: 0.1.0
licence: Proprietary
source: Own work.
requires: [core, medical]
`
