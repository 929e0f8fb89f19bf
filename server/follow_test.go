package server_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"theriac.dev/server"
	"theriac.dev/syntax"
)

// follower is a client that reads the state once and then follows the deltas, as a page does.
type follower struct {
	t testing.TB
	server.State
}

// apply takes the follower one revision further, from nothing but the delta.
func (f *follower) apply(d server.Delta) {
	f.t.Helper()
	if d.Base != f.Revision {
		f.t.Fatalf("delta from revision %d at revision %d", d.Base, f.Revision)
	}
	f.Revision, f.Hash, f.Counts = d.Revision, d.Hash, d.Counts
	if d.Head != nil {
		f.Model.Head = *d.Head
		f.Project.Name = f.Project.ID
		if name, ok := (*d.Head)["name"].(string); ok {
			f.Project.Name = name
		}
	}
	for section, entries := range d.Entries {
		f.entries(section, entries)
	}
	for section, ids := range d.Order {
		sort.SliceStable(f.Model.Sections[section], func(i, j int) bool {
			at := func(k int) int { return slices.Index(ids, f.Model.Sections[section][k]["id"].(string)) }
			return at(i) < at(j)
		})
	}
	for view, targets := range d.Layout {
		if f.Model.Layout[view] == nil {
			f.Model.Layout[view] = map[string]server.Place{}
		}
		for target, b := range targets {
			if b == nil {
				delete(f.Model.Layout[view], target)
			} else {
				f.Model.Layout[view][target] = *b
			}
		}
		if len(f.Model.Layout[view]) == 0 {
			delete(f.Model.Layout, view)
		}
	}
	for flow, p := range d.Protection {
		if f.Protection[flow] = p; p == "unknown" {
			delete(f.Protection, flow)
		}
	}
	f.findings(d.Findings)
	if d.Diagnostics != nil {
		f.Diagnostics = *d.Diagnostics
	}
	if d.Scales != nil {
		f.Scales = *d.Scales
	}
	f.files(d.Files)
}

func (f *follower) entries(section string, entries map[string]*server.Entry) {
	list := f.Model.Sections[section]
	for id, e := range entries {
		i := slices.IndexFunc(list, func(x server.Entry) bool { return x["id"] == id })
		switch {
		case e == nil && i >= 0:
			list = slices.Delete(list, i, i+1)
		case e != nil && i >= 0:
			list[i] = *e
		case e != nil:
			list = append(list, *e)
		}
	}
	f.Model.Sections[section] = list
}

func (f *follower) findings(d server.FindingDiff) {
	by := map[string]server.Finding{}
	for _, x := range f.Findings {
		by[x.ID] = x
	}
	for _, x := range d.Upsert {
		by[x.ID] = x
	}
	for _, id := range d.Gone {
		delete(by, id)
	}
	f.Findings = f.Findings[:0]
	for _, x := range by {
		f.Findings = append(f.Findings, x)
	}
	sort.Slice(f.Findings, func(i, j int) bool {
		a, b := f.Findings[i], f.Findings[j]
		return a.Rank > b.Rank || a.Rank == b.Rank && a.ID < b.ID
	})
}

func (f *follower) files(changes map[string]server.FileChange) {
	for name, c := range changes {
		i := slices.IndexFunc(f.Files, func(x server.FileText) bool { return x.Name == name })
		if c.Removed {
			f.Files = slices.Delete(f.Files, i, i+1)
			continue
		}
		if i < 0 {
			f.Files, i = append(f.Files, server.FileText{Name: name}), len(f.Files)
		}
		var edits []syntax.Edit
		for _, e := range c.Edits {
			edits = append(edits, syntax.Edit{Start: e.Start, End: e.End, New: e.Text})
		}
		out, err := syntax.Splice([]byte(f.Files[i].Text), edits)
		if err != nil {
			f.t.Fatal(err)
		}
		f.Files[i].Text, f.Files[i].Hash = string(out), c.Hash
	}
}

// recount counts the findings of a state, as a second way to its counts.
func recount(s server.State) server.Counts {
	c := s.Counts
	c.Findings = len(s.Findings)
	zeros := func(m map[string]int) map[string]int {
		out := map[string]int{}
		for k := range m {
			out[k] = 0
		}
		return out
	}
	c.ByState, c.ByCertainty, c.BySeverity, c.ByRisk, c.ByResidual = zeros(c.ByState), zeros(c.ByCertainty), zeros(c.BySeverity), zeros(c.ByRisk), zeros(c.ByResidual)
	or := func(word string) string {
		if word == "" {
			return "none"
		}
		return word
	}
	for _, f := range s.Findings {
		c.ByState[f.State]++
		c.ByCertainty[f.Certainty]++
		c.BySeverity[[]string{"none", "S1", "S2", "S3", "S4", "S5"}[f.Severity]]++
		c.ByRisk[or(f.Risk)]++
		c.ByResidual[or(f.Residual)]++
	}
	c.Errors, c.Warnings, c.Notes = 0, 0, 0
	for _, d := range s.Diagnostics {
		switch d.Severity {
		case "error":
			c.Errors++
		case "warning":
			c.Warnings++
		default:
			c.Notes++
		}
	}
	return c
}

// check holds what the follower has against the state that the server tells now.
func (f *follower) check(now server.State) {
	f.t.Helper()
	if d := firstDifference(f.t, recount(now), now.Counts); d != "" {
		f.t.Fatalf("counted again, the findings are others: %s", d)
	}
	mine := f.State
	// Problems keep the places that they had when they were told; files that came are in no order.
	for _, list := range [][]server.Diagnostic{mine.Diagnostics, now.Diagnostics} {
		for i := range list {
			list[i].Start, list[i].End, list[i].Line, list[i].Column, list[i].Fixes = 0, 0, 0, 0, nil
		}
	}
	sortFiles(mine.Files)
	sortFiles(now.Files)
	if !reflect.DeepEqual(plain(f.t, mine), plain(f.t, now)) {
		f.t.Fatalf("a client that follows the deltas has another state than the server:\n%s\nserver:\n%s", firstDifference(f.t, mine, now), "")
	}
}

func sortFiles(list []server.FileText) {
	slices.SortFunc(list, func(a, b server.FileText) int { return strings.Compare(a.Name, b.Name) })
}

func plain(t testing.TB, v any) any {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// firstDifference shows where two states part.
func firstDifference(t testing.TB, a, b any) string {
	t.Helper()
	var walk func(at string, a, b any) string
	walk = func(at string, a, b any) string {
		if reflect.DeepEqual(a, b) {
			return ""
		}
		ma, aok := a.(map[string]any)
		mb, bok := b.(map[string]any)
		if aok && bok {
			for k := range ma {
				if s := walk(at+"/"+k, ma[k], mb[k]); s != "" {
					return s
				}
			}
			for k := range mb {
				if _, ok := ma[k]; !ok {
					return at + "/" + k + " is missing"
				}
			}
		}
		la, aok := a.([]any)
		lb, bok := b.([]any)
		if aok && bok && len(la) == len(lb) {
			for i := range la {
				if s := walk(at+"/"+string(rune('0'+i%10)), la[i], lb[i]); s != "" {
					return s
				}
			}
		}
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return at + ": " + string(x) + " but the server has " + string(y)
	}
	return walk("", plain(t, a), plain(t, b))
}
