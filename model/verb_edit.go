package model

import (
	"math"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// setFields gives the mapping under p the fields: it replaces the values of keys that are there, takes away those whose
// value is zero, and inserts the rest in the canonical order of the shape. Where a key holds fields itself, they are set
// one by one.
func (t *text) setFields(p syntax.Pair, s scope, fields []Field) {
	n := p.Value
	if n.Kind != syntax.Mapping {
		t.setValue(p, s, Fields(fields...))
		return
	}
	var fresh []Field
	gone := map[int]bool{}
	for _, f := range fields {
		i := pairIndex(n, f.Key)
		switch {
		case i < 0 && !f.Value.IsZero():
			fresh = append(fresh, f)
		case i >= 0 && f.Value.IsZero():
			gone[i] = true
		case i >= 0:
			t.setValue(n.Pairs[i], s.in(f.Key), f.Value)
		}
	}
	slices.SortStableFunc(fresh, func(a, b Field) int { return s.rank(a.Key) - s.rank(b.Key) })
	if n.Style == syntax.Block && len(n.Pairs) > 0 && len(gone) == len(n.Pairs) && len(fresh) > 0 {
		t.replacePairs(n, fresh)
		return
	}
	t.removePairs(p, gone)
	for len(fresh) > 0 { // those that land at the same place are written together
		at := t.anchor(n, s, gone, fresh[0].Key)
		k := 1
		for k < len(fresh) && t.anchor(n, s, gone, fresh[k].Key) == at {
			k++
		}
		t.insertFields(n, at, gone, fresh[:k])
		fresh = fresh[k:]
	}
}

// replacePairs writes fields where all pairs of a block mapping were.
func (t *text) replacePairs(n *syntax.Node, fields []Field) {
	for i, p := range n.Pairs {
		start, _ := t.span(p.Key)
		if i > 0 {
			t.removeLines(start, t.pairEnd(p))
			continue
		}
		lines := make([]string, len(fields))
		for j, f := range fields {
			lines[j] = writeField(f)
		}
		t.replace(start, t.pairEnd(p), strings.Join(lines, t.newline()+t.indent(start)))
	}
}

func pairIndex(n *syntax.Node, key string) int {
	return slices.IndexFunc(n.Pairs, func(p syntax.Pair) bool { return p.Key.Value == key })
}

// anchor is the pair after which a new key belongs: the last one that stays and comes before it in the canonical order;
// -1 where it belongs before all. A key without an order goes to the end.
func (t *text) anchor(n *syntax.Node, s scope, gone map[int]bool, key string) int {
	rank := s.rank(key)
	for i := len(n.Pairs) - 1; i >= 0; i-- {
		if !gone[i] && (rank == math.MaxInt || s.rank(n.Pairs[i].Key.Value) < rank) {
			return i
		}
	}
	return -1
}

// setValue replaces the value of a pair.
func (t *text) setValue(p syntax.Pair, s scope, v Value) {
	old := p.Value
	switch {
	case v.kind == fieldsValue && old.Kind == syntax.Mapping && len(old.Pairs) > 0:
		t.setFields(p, s, v.fields)
	case v.kind == fieldsValue && s.layers && (old.Kind == syntax.Scalar || old.Kind == syntax.Sequence):
		t.replaceBlock(p, t.layered(old, v))
	case v.kind == listValue && old.Kind == syntax.Sequence && t.setItems(old, v.items):
	case v.kind == pointsValue && t.setPoints(old, v.points):
	case old.Kind == syntax.Missing:
		t.insert(t.colon(p.Key), t.missingColon(p.Key)+" "+write(v))
	case v.kind == wordValue && old.Kind == syntax.Scalar:
		start, end := t.span(old)
		s, ok := t.inLines(v.text, old)
		if !ok {
			s = requote(v.text, old)
		}
		t.replace(start, end, s)
	default:
		t.replaceBlock(p, write(v))
	}
}

// missingColon is the colon that a half-written key lacks.
func (t *text) missingColon(key *syntax.Node) string {
	at := t.colon(key)
	if at > 0 && t.src[at-1] == ':' {
		return ""
	}
	return ":"
}

// replaceBlock writes s as the value of a pair whose old value may stand on lines of its own. A comment after the key
// stays.
func (t *text) replaceBlock(p syntax.Pair, s string) {
	start, end := t.span(p.Value)
	at := t.colon(p.Key)
	if t.lineStart(start) == t.lineStart(at) {
		t.replace(start, end, s)
		return
	}
	t.insert(at, " "+s)
	t.replace(t.lineEnd(at), t.lineEnd(end), "")
}

// insertFields writes new pairs after pair number at of a mapping.
func (t *text) insertFields(n *syntax.Node, at int, gone map[int]bool, fields []Field) {
	if n.Style == syntax.Flow {
		parts := make([]string, len(fields))
		for i, f := range fields {
			parts[i] = writeField(f)
		}
		t.insertFlow(n, t.pairSpans(n), at, gone, parts)
		return
	}
	nl := t.newline()
	if len(n.Pairs) == 0 { // an empty file
		t.appendLines(fields)
		return
	}
	first := 0
	for gone[first] {
		first++
	}
	start, _ := t.span(n.Pairs[first].Key)
	indent := t.indent(start)
	var b strings.Builder
	for _, f := range fields {
		if line := writeField(f); at < 0 {
			b.WriteString(line + nl + indent)
		} else {
			b.WriteString(nl + indent + line)
		}
	}
	if at < 0 {
		t.insert(start, b.String())
		return
	}
	t.insert(t.lineEnd(t.pairEnd(n.Pairs[at])), b.String())
}

// appendLines writes fields at the end of a file.
func (t *text) appendLines(fields []Field) {
	var b strings.Builder
	if t.src != "" && !strings.HasSuffix(t.src, "\n") {
		b.WriteString(t.newline())
	}
	for _, f := range fields {
		b.WriteString(writeField(f) + t.newline())
	}
	t.insert(len(t.src), b.String())
}

// stretch is the bytes of one member of a flow collection.
type stretch struct{ start, end int }

func (t *text) pairSpans(n *syntax.Node) []stretch {
	out := make([]stretch, len(n.Pairs))
	for i, p := range n.Pairs {
		start, _ := t.span(p.Key)
		end := t.pairEnd(p)
		if p.Value.Kind == syntax.Missing && end < len(t.src) && t.src[end] == ' ' {
			end++ // a comma must not touch the colon
		}
		out[i] = stretch{start, end}
	}
	return out
}

func (t *text) itemSpans(n *syntax.Node) []stretch {
	out := make([]stretch, len(n.Items))
	for i, item := range n.Items {
		out[i].start, out[i].end = t.span(item)
	}
	return out
}

// insertFlow writes members after member number at of a flow collection, or before all where at is -1. Where each member
// has a line of its own, so has the new one. Members in gone are about to be removed.
func (t *text) insertFlow(n *syntax.Node, members []stretch, at int, gone map[int]bool, parts []string) {
	sep := t.separator(members)
	next := at + 1
	for gone[next] {
		next++
	}
	switch {
	case at < 0 && next == len(members):
		start, _ := t.span(n)
		t.insert(start+1, strings.Join(parts, ", "))
	case next < len(members) && (at < 0 || next == at+1):
		t.insert(members[next].start, strings.Join(parts, sep)+sep)
	case at == len(members)-1:
		t.appendFlow(members[at].end, sep, parts)
	default:
		t.insert(members[at].end, t.gap(members[at].end)+sep+strings.Join(parts, sep))
	}
}

// gap is the space that keeps a comma off the colon of a key without value.
func (t *text) gap(end int) string {
	if strings.HasSuffix(t.src[:end], ":") {
		return " "
	}
	return ""
}

// appendFlow writes members after the one that ends at end. In a collection of several lines a comment on that line
// stays with its member.
func (t *text) appendFlow(end int, sep string, parts []string) {
	if sep == ", " {
		t.insert(end, t.gap(end)+sep+strings.Join(parts, sep))
		return
	}
	indent := sep[1:]
	i := skipSpace(t.src, end)
	if i < len(t.src) && t.src[i] == ',' {
		t.insert(t.lineEnd(end), indent+strings.Join(parts, sep)+",")
		return
	}
	t.insert(end, t.gap(end)+",")
	t.insert(t.lineEnd(end), indent+strings.Join(parts, sep))
}

// separator is what stands between members: a comma with a space, or with a new line as the members have it.
func (t *text) separator(members []stretch) string {
	n := len(members)
	if n == 0 || !t.blankBefore(members[n-1].start) || n > 1 && t.lineStart(members[0].start) == t.lineStart(members[n-1].start) {
		return ", "
	}
	return "," + t.newline() + t.indent(members[n-1].start)
}

func skipSpace(s string, i int) int {
	for i < len(s) && strings.IndexByte(" \t\r\n", s[i]) >= 0 {
		i++
	}
	return i
}

// removePairs takes pairs out of the mapping under p. What stands on the lines of a pair of a block mapping goes with it;
// comment lines above stay.
func (t *text) removePairs(p syntax.Pair, gone map[int]bool) {
	n := p.Value
	switch {
	case len(gone) == 0:
	case n.Style == syntax.Flow:
		t.removeFlow(t.pairSpans(n), gone)
	case len(gone) == len(n.Pairs) && p.Key != nil:
		t.emptyBlock(p)
	default:
		for i, q := range n.Pairs {
			if !gone[i] {
				continue
			}
			start, _ := t.span(q.Key)
			if t.blankBefore(start) {
				t.removeLines(start, t.pairEnd(q))
			} else if i+1 < len(n.Pairs) { // it stands after the dash of a list
				next, _ := t.span(n.Pairs[i+1].Key)
				t.replace(start, next, "")
			}
		}
	}
}

// removeLines takes away the whole lines that hold [start, end).
func (t *text) removeLines(start, end int) {
	from, to := t.lineStart(start), t.nextLine(end)
	if to == len(t.src) && from > 0 && !strings.HasSuffix(t.src, "\n") {
		from = t.breakBefore(from)
	}
	t.replace(from, to, "")
}

// emptyBlock leaves {} where a block mapping was.
func (t *text) emptyBlock(p syntax.Pair) {
	first, _ := t.span(p.Value.Pairs[0].Key)
	if !t.blankBefore(first) {
		_, end := t.span(p.Value)
		t.replace(first, end, "{}")
		return
	}
	t.insert(t.colon(p.Key), " {}")
	for _, q := range p.Value.Pairs {
		start, _ := t.span(q.Key)
		t.removeLines(start, t.pairEnd(q))
	}
}

// removeFlow takes members out of a flow collection with their commas.
func (t *text) removeFlow(members []stretch, gone map[int]bool) {
	last := len(members) - 1
	for a := 0; a <= last; a++ {
		if !gone[a] {
			continue
		}
		b := a
		for gone[b+1] {
			b++
		}
		switch {
		case b < last:
			t.replace(members[a].start, members[b+1].start, "")
		case a > 0:
			t.removeTail(members[a-1].end, members[a].start, members[b].end)
		default:
			t.replace(members[a].start, members[b].end, "")
			t.removeComma(members[b].end)
		}
		a = b
	}
}

// removeTail takes away the last members [start, end) and the comma that stands before them, after prev.
func (t *text) removeTail(prev, start, end int) {
	if !strings.Contains(t.src[prev:start], "#") {
		t.replace(prev, end, "")
		return
	}
	t.removeComma(prev)
	if t.blankBefore(start) && strings.TrimSpace(t.src[end:t.lineEnd(end)]) == "" {
		t.removeLines(start, end)
		return
	}
	t.replace(start, end, "")
}

func (t *text) removeComma(after int) {
	if i := skipSpace(t.src, after); i < len(t.src) && t.src[i] == ',' {
		t.replace(after, i+1, "")
	}
}

// setItems makes the items of a sequence be want, where that takes only removals and additions at the end; it reports
// whether it does.
func (t *text) setItems(n *syntax.Node, want []string) bool {
	gone, kept := map[int]bool{}, 0
	for i, item := range n.Items {
		if item.Kind == syntax.Scalar && kept < len(want) && item.Value == want[kept] {
			kept++
		} else {
			gone[i] = true
		}
	}
	if kept == 0 || len(gone) > 0 && kept < len(want) {
		return false
	}
	t.removeItems(n, gone)
	if kept < len(want) {
		t.appendItems(n, want[kept:])
	}
	return true
}

// removeItems takes some items, not all, out of a sequence.
func (t *text) removeItems(n *syntax.Node, gone map[int]bool) {
	if n.Style == syntax.Flow {
		t.removeFlow(t.itemSpans(n), gone)
		return
	}
	for i, sp := range t.itemSpans(n) {
		if gone[i] {
			t.removeLines(sp.start, sp.end)
		}
	}
}

// appendItems adds words to the end of a sequence that has items or is written in brackets.
func (t *text) appendItems(n *syntax.Node, items []string) {
	parts := make([]string, len(items))
	for i, s := range items {
		parts[i] = syntax.Quote(s)
	}
	if n.Style == syntax.Flow {
		t.insertFlow(n, t.itemSpans(n), len(n.Items)-1, nil, parts)
		return
	}
	start, _ := t.span(n)
	_, end := t.span(n.Items[len(n.Items)-1])
	for _, s := range parts {
		t.insert(t.lineEnd(end), t.newline()+t.indent(start)+"- "+s)
	}
}

// layered writes fields of layers where one plain value stood, which spoke of the application layer.
func (t *text) layered(old *syntax.Node, v Value) string {
	was := Word(old.Value)
	if old.Kind == syntax.Sequence {
		was = List(words(old)...)
	}
	fields := slices.Clone(v.fields)
	if !slices.ContainsFunc(fields, func(f Field) bool { return f.Key == "application" }) {
		fields = append(fields, Field{"application", was})
	}
	return write(Fields(fields...))
}

// words are the words of a list, or the one that stands without brackets.
func words(n *syntax.Node) []string {
	if n.Kind == syntax.Scalar {
		return []string{n.Value}
	}
	var out []string
	for _, item := range n.Items {
		if item.Kind == syntax.Scalar {
			out = append(out, item.Value)
		}
	}
	return out
}

// scope is what may stand in one mapping: keys of a plan, ids of entries that follow a plan, or free words.
type scope struct {
	plan   *plan
	ids    bool // the keys are ids; plan is that of the entries
	layers bool
	field  *field // what the mapping is the value of
}

// in returns the scope of the value under a key.
func (s scope) in(key string) scope {
	if s.ids {
		return scope{plan: s.plan}
	}
	if s.plan == nil {
		return scope{}
	}
	f := s.plan.byKey[key]
	if f == nil {
		return scope{}
	}
	return scope{plan: f.group, ids: f.shape == shapeSection, layers: f.shape == shapeLayers, field: f}
}

// isEntry reports whether the mapping is that of an entry.
func (s scope) isEntry() bool { return s.field == nil && s.plan != nil }

// rank is the place of a key in the canonical order; ids and free words have none and come last.
func (s scope) rank(key string) int {
	if s.plan != nil && !s.ids {
		if f := s.plan.byKey[key]; f != nil {
			return f.order
		}
	}
	return math.MaxInt
}
