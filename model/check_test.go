package model_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// head is the least that a model needs.
const head = "theriac: 1\nid: m\n"

// small is a model with two elements and a data asset.
const small = head + "elements: {a: {}, b: {}}\ndata: {d: {}}\n"

// TestProblems holds the diagnostics of one text each: severity, code, [marked text] and -> proposal.
func TestProblems(t *testing.T) {
	tests := map[string]struct {
		text string
		want []string
	}{
		"nothing at all":     {"", []string{"error missing-required []", "error missing-required []", "note empty-model []"}},
		"no elements":        {head, []string{"note empty-model []"}},
		"unknown top key":    {small + "element: {}\n", []string{"error unknown-key [element] -> elements"}},
		"unknown key":        {small + "flows: {f: {from: a, too: b, to: b}}\n", []string{"error unknown-key [too] -> to"}},
		"key like no other":  {small + "zones: {z: {xylophone: 1}}\n", []string{"error unknown-key [xylophone]"}},
		"wrong version":      {"theriac: 2\nid: m\nelements: {a: {}}\n", []string{"error bad-number [2]"}},
		"version missing":    {"theriac:\nid: m\nelements: {a: {}}\n", []string{"error missing-required []"}},
		"bad model id":       {"theriac: 1\nid: my pump\nelements: {a: {}}\n", []string{"error bad-id [my pump]"}},
		"list for a text":    {small + "name: [a, b]\n", []string{"error wrong-type [[a, b]]"}},
		"text for a mapping": {small + "device: pump\n", []string{"error wrong-type [pump]"}},
		"text for a section": {small + "zones: none\n", []string{"error wrong-type [none]"}},
		"list for a section": {small + "zones: [z]\n", []string{"error wrong-type [[z]]"}},
		"text for an entry":  {small + "zones: {z: ward}\n", []string{"error wrong-type [ward]"}},
		"mapping in a list":  {small + "zones: {z: {type: [ward, {x: y}]}}\n", []string{"error wrong-type [{x: y}]"}},
		"empty entry":        {small + "zones:\n  z:\n", nil},
		"empty section":      {small + "zones:\n", nil},
		"key without value":  {small + "zones:\n  z:\n    name:\n", []string{"warning missing-value [name]"}},
		"flow without end":   {small + "flows: {f: {from: a}}\n", []string{"error missing-required [f]"}},
		"flow, end empty":    {small + "flows:\n  f:\n    from: a\n    to:\n", []string{"error missing-required [f]"}},
		"hazard, no text":    {small + "hazards: {h: {severity: S1}}\n", []string{"error missing-required [h]"}},
		"enum, near word":    {small + "hazards: {h: {text: t, severity: s5}}\n", []string{"error bad-enum [s5] -> S5"}},
		"enum, no near word": {small + "hazards: {h: {text: t, severity: catastrophic}}\n", []string{"error bad-enum [catastrophic]"}},
		"enum, unknown":      {small + "hazards: {h: {text: t, severity: unknown}}\n", nil},
		"true for yes":       {small + "device: {traits: {legacy: true}}\n", []string{"error bad-enum [true] -> yes"}},
		"off for no":         {small + "device: {traits: {life-sustaining: off}}\n", []string{"error bad-enum [off] -> no"}},
		"yes and no":         {small + "device: {traits: {legacy: yes, life-sustaining: no}}\n", nil},
		"true attribute":     {small + "device: {attributes: {secure-boot: true}}\n", []string{"error bad-enum [true] -> yes"}},
		"list attribute":     {small + "device: {attributes: {secure-boot: [yes]}}\n", []string{"error wrong-type [[yes]]"}},
		"enum list":          {head + "elements: {a: {}}\ndata: {d: {needs: [integrity, safety]}}\n", []string{"error bad-enum [safety]"}},
		"enum list, unknown": {head + "elements: {a: {}}\ndata: {d: {needs: unknown}}\n", nil},
		"unknown beside":     {head + "elements: {a: {}}\ndata: {d: {needs: [integrity, unknown]}}\n", []string{"error bad-enum [unknown]"}},
		"trust too high":     {small + "zones: {z: {trust: 10}}\n", []string{"error bad-number [10]"}},
		"trust no number":    {small + "zones: {z: {trust: high}}\n", []string{"error bad-number [high]"}},
		"trust unknown":      {small + "zones: {z: {trust: unknown}}\n", nil},
		"huge number":        {small + "zones: {z: {trust: 99999999999999999999}}\n", []string{"error bad-number [99999999999999999999]"}},
		"quantity":           {head + "elements: {a: {serves: about 40}}\n", []string{"error bad-number [about 40]"}},
		"bad id":             {small + "zones: {9z: {}}\n", []string{"error bad-id [9z]"}},
		"dot in an id":       {small + "zones: {a.b: {}}\n", []string{"error bad-id [a.b]"}},
		"reserved id":        {small + "zones: {device: {}}\n", []string{"error bad-id [device]"}},
		"id unknown":         {small + "roles: {unknown: {}}\n", []string{"error bad-id [unknown]"}},
		"device as a role":   {small + "roles: {device: {}}\n", nil},
		"bad interface id":   {head + "elements: {a: {interfaces: {u.b: {}}}}\n", []string{"error bad-id [u.b]"}},
		"id taken":           {small + "flows: {d: {from: a, to: b}}\n", []string{"error duplicate-id [d]"}},
		"id of a control":    {small + "controls: {a: {}}\n", nil},
		"reference":          {small + "flows: {f: {from: a, to: c}}\n", []string{"error unknown-reference [c]"}},
		"wrong section":      {small + "flows: {fl: {from: a, to: data}}\n", []string{"error unknown-reference [data]"}},
		"reference in list":  {small + "flows: {f: {from: a, to: b, carries: [d, dd]}}\n", []string{"error unknown-reference [dd] -> d"}},
		"reference unknown":  {head + "elements: {a: {zone: unknown}}\n", nil},
		"source unknown":     {small + "flows: {f: {from: unknown, to: b}}\n", []string{"error unknown-reference [unknown]"}},
		"flow to itself":     {small + "flows: {f: {from: a, to: a}}\n", []string{"warning flow-to-itself [a]"}},
		"target":             {small + "assumptions: {x: {text: t, about: [a, d, device]}}\n", nil},
		"target, interface":  {head + "elements: {a: {interfaces: {usb: {}}}}\nassumptions: {x: {text: t, about: [a.usb, a.usc]}}\n", []string{"error unknown-reference [a.usc] -> a.usb"}},
		"zone in itself":     {small + "zones: {x: {in: y}, y: {in: z}, z: {in: y}}\n", []string{"error zone-cycle [z]"}},
		"zone in its own":    {small + "zones: {x: {in: x}}\n", []string{"error zone-cycle [x]"}},
		"odd finding":        {small + "threats: {'x@a@b': {}, '@a': {}, 'x@': {}, 'x@a.usb': {}, x@gone: {}}\n", []string{"warning bad-finding ['x@a@b']", "warning bad-finding ['@a']", "warning bad-finding ['x@']"}},
		"accepted, no words": {small + "threats: {x@a: {decision: accept}}\n", []string{"warning missing-reason [accept]"}},
		"waived, no words":   {small + "controls: {c: {status: waived}}\n", []string{"warning missing-reason [waived]"}},
		"inherited, no name": {small + "controls: {c: {status: inherited}}\n", []string{"warning missing-reason [inherited]"}},
		"bad day":            {small + "threats: {x@a: {date: 2026-13-01}}\n", []string{"warning bad-date [2026-13-01]"}},
		"extends":            {small + "extends: [../base, {model: ../other, version: 2, zone: z}, {version: 1}, [x]]\n", []string{"error unknown-reference [z]", "error missing-required [{version: 1}]", "error wrong-type [[x]]"}},
		"layers":             {small + "flows: {f: {from: a, to: b, encryption: {lnik: none, application: [tls, none]}}}\n", []string{"error unknown-key [lnik] -> link"}},
		"layout":             {small + "layout: {default: {a: {x: 1, y: 2}, b: {x: left, y: 1}, c: 3}, v: []}\n", []string{"error bad-number [left]", "error wrong-type [3]", "error wrong-type [[]]"}},
		"note":               {small + "views: {v: {}}\nnotes: {n: {text: t, about: [a, b], views: [v]}, m: {text: t}}\n", nil},
		"note, no text":      {small + "notes: {n: {about: a}}\n", []string{"error missing-required [n]"}},
		"note on nothing":    {small + "notes: {n: {text: t, about: [aa], views: [v]}}\n", []string{"error unknown-reference [aa] -> a", "error unknown-reference [v]"}},
		"note on data":       {small + "notes: {n: {text: t, about: d}}\n", []string{"error unknown-reference [d]"}},
		"note, id taken":     {head + "notes: {a: {text: t}, a: {text: t}}\nelements: {a: {}}\n", []string{"error duplicate-id [a]", "error duplicate-key [a]"}},
		"note called device": {small + "notes: {device: {text: t}}\n", []string{"error bad-id [device]"}},
		"threat on a note":   {small + "notes: {n: {text: t}}\nassumptions: {x: {text: t, about: n}}\n", []string{"error unknown-reference [n]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, said(decode(test.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMessagesSayWhatWhereAndWhatNext(t *testing.T) {
	m := decode(small + "flows:\n  f: {from: a, to: bb, carries: a, direction: both}\n")
	var got []string
	for _, d := range m.Diagnostics {
		line := d.Message + " | " + d.Hint
		for _, r := range d.Related {
			line += " | " + r.Message
		}
		got = append(got, line)
	}
	want := []string{
		"there is no element `bb` | did you mean `b`? | `b` is defined here",
		"there is no data asset `a`: `a` is an element | ",
		"`direction` cannot be `both`: expected `one-way` or `two-way` | ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilesAddUp(t *testing.T) {
	root := syntax.Parse("theriac.yaml", []byte(head+"include: [more.yaml]\nname: One\nflows: {f: {from: a, to: b}}\nelements: {a: {}}\n"))
	more := syntax.Parse("more.yaml", []byte("theriac: 1\nname: Two\ninclude: more2.yaml\nelements: {b: {}, a: {name: again}, f: {}}\n"))
	m := model.Decode(root, more)
	want := []string{"error duplicate-key [name]", "error duplicate-id [a]", "error duplicate-id [f]"}
	if diff := cmp.Diff(want, said(m)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if m.Name.Value != "One" || m.Elements.Len() != 2 || m.Elements.Get("a").Name.Stated() || len(m.Include.Items) != 2 {
		t.Errorf("the first of two must win: name %q, %d elements, %d includes", m.Name.Value, m.Elements.Len(), len(m.Include.Items))
	}
	for _, d := range m.Diagnostics {
		if d.Place.File != "more.yaml" || len(d.Related) != 1 || d.Related[0].Place.File != "theriac.yaml" {
			t.Errorf("%s should stand in more.yaml and point at theriac.yaml: %+v", d.Code, d)
		}
	}
}

func TestIncludes(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, "include:\n": nil, "include: a.yaml\n": {"a.yaml"}, "include: [a.yaml, {b: c}, d.yaml]\n": {"a.yaml", "d.yaml"},
	} {
		if diff := cmp.Diff(want, model.Includes(syntax.Parse("theriac.yaml", []byte(text)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestDecodePartNeedsNoHead(t *testing.T) {
	f := syntax.Parse("x.test.yaml", []byte("case one:\n  elements: {a: {}, b: {}}\n  flows: {f: {from: a, to: c}}\n"))
	m := model.DecodePart(f, f.Root.Get("case one"))
	if diff := cmp.Diff([]string{"error unknown-reference [c]"}, said(m)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if m.Flows.Get("f").From.Value != "a" {
		t.Error("the flow was not decoded")
	}
}

func TestNearest(t *testing.T) {
	words := strings.Fields("element elements zone zones protocol server pump-server from yes no")
	for word, want := range map[string]string{
		"elemnt": "element", "Elements": "elements", "zoen": "zone", "protcol": "protocol", "sevrer": "server",
		"form": "from", "ye": "yes", "qqqq": "", "": "", "protocoll": "protocol", "pump_server": "pump-server",
	} {
		if got := model.Nearest(word, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestSplitFinding(t *testing.T) {
	for id, want := range map[string]bool{"a@b": true, "a@b.c": true, "a": false, "@b": false, "a@": false, "a@b@c": false} {
		if _, _, ok := model.SplitFinding(id); ok != want {
			t.Errorf("SplitFinding(%q) ok = %v, want %v", id, ok, want)
		}
	}
}
