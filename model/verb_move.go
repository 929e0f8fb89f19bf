package model

import (
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// Move puts an element into a zone, or a zone into another. The empty zone means outside of all zones.
func Move(m *Model, id, zone string) (Change, error) {
	section, key := "elements", "zone"
	if !m.has("elements", id) {
		section, key = "zones", "in"
	}
	if !m.has(section, id) {
		return Change{}, m.refuse(nil, "no-entry", "", "there is no element or zone `%s` to move", id)
	}
	path := section + "/" + id + "/" + key
	if zone == "" {
		return Unset(m, path)
	}
	if !m.has("zones", zone) {
		return Change{}, m.refuse(nil, "no-entry", "", "there is no zone `%s`", zone)
	}
	if section == "zones" {
		seen := map[string]bool{}
		for z := m.Zones.Get(zone); z != nil && !seen[z.ID.Value]; z = m.Zones.Get(z.In.Value) {
			if seen[z.ID.Value] = true; z.ID.Value == id {
				return Change{}, m.refuse(z.ID.Node, "zone-cycle", "", "the zone `%s` would lie in itself", id)
			}
		}
	}
	return Set(m, path, Word(zone))
}

// Reconnect puts one end of a flow, `from` or `to`, to another element.
func Reconnect(m *Model, flow, end, element string) (Change, error) {
	if end != "from" && end != "to" {
		return Change{}, m.refuse(nil, "bad-path", "write from or to", "`%s` is not an end of a flow", end)
	}
	if !m.has("elements", element) {
		return Change{}, m.refuse(nil, "no-entry", "", "there is no element `%s` to connect", element)
	}
	return Set(m, "flows/"+flow+"/"+end, Word(element))
}

// MoveEntry puts an entry before another one of its section, with the comment lines right above it; before "" means to
// the end. Both must stand in the same file.
func MoveEntry(m *Model, section, id, before string) (Change, error) {
	e := m.edit()
	at, err := e.entry(section, id)
	if err != nil {
		return Change{}, err
	}
	last := at.steps[len(at.steps)-1]
	n := last.holder.Value
	to := len(n.Pairs)
	if before != "" {
		other, err := e.entry(section, before)
		if err != nil {
			return Change{}, err
		}
		step := other.steps[len(other.steps)-1]
		if step.holder.Value != n {
			return Change{}, m.refuse(other.pair().Key, "other-file", "", "`%s` and `%s` stand in different places", id, before)
		}
		to = step.index
	}
	if to == last.index || to == last.index+1 {
		return Change{}, nil
	}
	if n.Style == syntax.Flow {
		at.t.moveMember(n, last, to)
	} else {
		at.t.moveLines(n, last.index, to)
	}
	return e.done()
}

func (t *text) moveMember(n *syntax.Node, from step, to int) {
	spans := t.pairSpans(n)
	raw := t.src[spans[from.index].start:spans[from.index].end]
	gone := map[int]bool{from.index: true}
	t.removePairs(from.holder, gone)
	t.insertFlow(n, spans, to-1, gone, []string{raw})
}

func (t *text) moveLines(n *syntax.Node, from, to int) {
	start, end := t.lines(n.Pairs[from])
	raw := t.src[start:end]
	nl := t.newline()
	if !strings.HasSuffix(raw, "\n") { // the last line of a file
		raw += nl
		start = t.breakBefore(start)
	}
	t.replace(start, end, "")
	if to < len(n.Pairs) {
		at, _ := t.lines(n.Pairs[to])
		t.insert(at, raw)
		return
	}
	at := t.lineEnd(t.pairEnd(n.Pairs[to-1]))
	t.insert(at, nl+strings.TrimSuffix(raw, nl))
}

// lines are the whole lines of a pair with the comment lines right above it.
func (t *text) lines(p syntax.Pair) (start, end int) {
	key, _ := t.span(p.Key)
	start = t.lineStart(key)
	for start > 0 {
		above := t.lineStart(start - 1)
		line := strings.TrimLeft(t.src[above:start], " ")
		if !strings.HasPrefix(line, "#") || len(t.src[above:start])-len(line) < key-t.lineStart(key) {
			break
		}
		start = above
	}
	return start, t.nextLine(t.pairEnd(p))
}

// canPlace reports whether a layout may hold the place of id.
func (m *Model) canPlace(id string) bool {
	return m.HasTarget(id) || m.has("roles", id) || m.has("notes", id)
}

// PlaceBox writes the place of an element, zone or note in a view of the layout, which is created as layout.yaml beside the
// model where there is none. Sizes of 0 are left as they were. More holds other keys of the box, such as locked.
func PlaceBox(m *Model, view, target string, x, y, w, h int, more ...Field) (Change, error) {
	fields := []Field{{"x", Word(strconv.Itoa(x))}, {"y", Word(strconv.Itoa(y))}}
	if w > 0 && h > 0 {
		fields = append(fields, Field{"w", Word(strconv.Itoa(w))}, Field{"h", Word(strconv.Itoa(h))})
	}
	fields = append(fields, more...)
	fresh := Field{target, Fields(slices.DeleteFunc(slices.Clone(fields), func(f Field) bool { return f.Value.IsZero() })...)}
	if view == "" {
		view = DefaultView
	}
	if !idForm.MatchString(view) || !m.canPlace(target) {
		return Change{}, m.refuse(nil, "no-entry", "", "there is no `%s` to place in the view `%s`", target, view)
	}
	if m.has("flows", target) {
		return Change{}, m.refuse(nil, "flow-place", "give the points that it goes through, as via", "the flow `%s` has no place of its own", target)
	}
	return m.edit().layOut(view, fresh, append(fields, Field{Key: "via"}))
}

// layOut writes one entry of a view: as it is where it is fresh, else key by key.
func (e *editor) layOut(view string, fresh Field, fields []Field) (Change, error) {
	at, ok := e.top("layout")
	if !ok {
		if len(e.texts) == 0 {
			return Change{}, e.m.refuse(nil, "no-file", "", "the model has no file to write to")
		}
		return e.newLayout(view, fresh)
	}
	if here, ok := at.below(view, false); ok && here.pair().Value.Kind == syntax.Mapping {
		p := here.pair()
		box := scope{plan: e.g.byKey["layout"].group}
		i := pairIndex(p.Value, fresh.Key)
		switch {
		case i >= 0 && p.Value.Pairs[i].Value.Kind == syntax.Mapping:
			at.t.setFields(p.Value.Pairs[i], box, fields)
			return e.done()
		case i < 0 && len(p.Value.Pairs) > 0 && p.Value.Style == syntax.Block:
			at.t.appendEntries(p.Value, []Field{fresh})
			return e.done()
		}
	}
	if n := at.pair().Value; n.Kind == syntax.Mapping && n.Style == syntax.Block && len(n.Pairs) > 0 && n.Get(view) == nil {
		at.t.appendView(n, view, fresh)
		return e.done()
	}
	at.t.setFields(at.pair(), scope{}, []Field{{view, Fields(fresh)}})
	return e.done()
}

// PlaceAll writes the places of several elements, zones and notes, and the ways of flows, that have none in the view yet: the
// same text as placing one after the other, at the cost of one. Each field is a target with its x, y, w and h, or its via.
func PlaceAll(m *Model, view string, boxes ...Field) (Change, error) {
	e := m.edit()
	seen := map[string]bool{}
	for _, b := range boxes {
		if seen[b.Key] || !m.canPlace(b.Key) || !idForm.MatchString(view) {
			return Change{}, m.refuse(nil, "one-by-one", "", "`%s` cannot be placed together with the others", b.Key)
		}
		way := slices.ContainsFunc(b.Value.fields, func(f Field) bool { return f.Key == "via" })
		if way != m.has("flows", b.Key) {
			return Change{}, m.refuse(nil, "one-by-one", "", "`%s` is not laid out in this way", b.Key)
		}
		if _, placed := m.Layout.Of(view, b.Key); placed || m.Layout.Via(view, b.Key) != nil {
			return Change{}, m.refuse(nil, "one-by-one", "", "`%s` has a place already", b.Key)
		}
		seen[b.Key] = true
	}
	at, ok := e.top("layout")
	if !ok && len(e.texts) > 0 {
		return e.newLayout(view, boxes...)
	}
	if ok {
		here, there := at.below(view, false)
		block := func(n *syntax.Node) bool {
			return n.Kind == syntax.Mapping && n.Style == syntax.Block && len(n.Pairs) > 0
		}
		switch n := at.pair().Value; {
		case there && block(here.pair().Value):
			at.t.appendEntries(here.pair().Value, boxes)
			return e.done()
		case !there && block(n) && n.Get(view) == nil:
			at.t.appendView(n, view, boxes...)
			return e.done()
		}
	}
	return Change{}, m.refuse(nil, "one-by-one", "", "the layout is not written in lines")
}

// appendView writes a view with its first boxes, each on a line.
func (t *text) appendView(n *syntax.Node, view string, boxes ...Field) {
	last := n.Pairs[len(n.Pairs)-1]
	start, _ := t.span(last.Key)
	indent := t.newline() + t.indent(start)
	lines := indent + view + ":"
	for _, b := range boxes {
		lines += indent + "  " + writeField(b)
	}
	t.insert(t.lineEnd(t.pairEnd(last)), lines)
}

// newLayout writes the first boxes, in a file of its own.
func (e *editor) newLayout(view string, boxes ...Field) (Change, error) {
	root := e.texts[0].f.Name
	name := root[:strings.LastIndexAny(root, `/\`)+1] + "layout.yaml"
	for _, t := range e.texts {
		if t.f.Name == name {
			return e.addLayout(t, view, boxes...)
		}
	}
	s := layoutText(view, boxes)
	e.Edits = append(e.Edits, FileEdit{File: name, Edits: []syntax.Edit{{New: s}}})
	return e.Change, nil
}

func layoutText(view string, boxes []Field) string {
	var b strings.Builder
	b.WriteString("layout:\n  " + view + ":\n")
	for _, box := range boxes {
		b.WriteString("    " + writeField(box) + "\n")
	}
	return b.String()
}

func (e *editor) addLayout(t *text, view string, boxes ...Field) (Change, error) {
	s := layoutText(view, boxes)
	if t.src != "" && !strings.HasSuffix(t.src, "\n") {
		s = "\n" + s
	}
	t.insert(len(t.src), s)
	return e.done()
}
