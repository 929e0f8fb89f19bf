package model

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// Add writes a new entry at the end of a section, in the way its neighbours are written; a section that is not there
// yet is written first. An id of an interface is element.interface, in the section interfaces.
func Add(m *Model, section, id string, fields ...Field) (Change, error) {
	e := m.edit()
	if err := e.addNew(section, Field{id, Fields(fields...)}); err != nil {
		return Change{}, err
	}
	return e.done()
}

// AddAll writes several new entries at the end of a section: the same text as adding one after the other, at the cost of
// one. Each field is an id with the fields of the entry.
func AddAll(m *Model, section string, entries ...Field) (Change, error) {
	e := m.edit()
	if section == "interfaces" {
		return Change{}, m.refuse(nil, "one-by-one", "", "interfaces are added one by one")
	}
	seen := map[string]bool{}
	for _, entry := range entries {
		if seen[entry.Key] {
			return Change{}, m.refuse(nil, "duplicate-id", "choose another id", "the id `%s` is there twice", entry.Key)
		}
		seen[entry.Key] = true
	}
	if err := e.addNew(section, entries...); err != nil {
		return Change{}, err
	}
	return e.done()
}

// Connect adds a flow between two elements under a fresh id: f1, f2 and so on. The id is in Added.
func Connect(m *Model, from, to string, fields ...Field) (Change, error) {
	for _, end := range []string{from, to} {
		if !m.has("elements", end) {
			return Change{}, m.refuse(nil, "no-entry", "", "there is no element `%s` to connect", end)
		}
	}
	all := append([]Field{{"from", Word(from)}, {"to", Word(to)}}, fields...)
	return Add(m, "flows", m.freshID("f"), all...)
}

// freshID is the letter with a number above all that are in use, decisions on things that are gone among them: a new
// thing must not inherit a decision.
func (m *Model) freshID(letter string) string {
	top := 0
	use := func(id string) {
		if rest, ok := strings.CutPrefix(id, letter); ok {
			if n, err := strconv.Atoi(rest); err == nil && n < 1<<30 {
				top = max(top, n)
			}
		}
	}
	for _, name := range append(targetSections[:], "notes") {
		s := m.section(name)
		for i := range s.Len() {
			use(s.ident(i).ID.Value)
		}
	}
	for _, t := range m.Threats.All() {
		if _, target, ok := SplitFinding(t.ID.Value); ok {
			use(target)
		}
	}
	return letter + strconv.Itoa(top+1)
}

// addNew checks new entries of a section and writes them.
func (e *editor) addNew(section string, entries ...Field) error {
	if section == "interfaces" {
		return e.addInterface(entries[0])
	}
	if !e.isSection(section) {
		return e.noSection(section)
	}
	f := e.g.byKey[section]
	for _, entry := range entries {
		if err := e.checkNewID(section, entry.Key, nil); err != nil {
			return err
		}
		if err := e.checkKeys(scope{plan: f.group}, entry.Value, section); err != nil {
			return err
		}
	}
	return e.writeNew(section, entries...)
}

// writeNew writes entries that are not in the files yet.
func (e *editor) writeNew(section string, entries ...Field) error {
	f := e.g.byKey[section]
	for _, entry := range entries {
		e.Added = append(e.Added, section+"/"+entry.Key)
	}
	at, ok := e.top(section)
	if !ok {
		return e.addTop(section, Fields(inOrder(f.group, entries)...))
	}
	return e.addEntries(at.t, at.pair(), inOrder(f.group, entries))
}

// inOrder gives the fields of each entry the canonical order of keys.
func inOrder(p *plan, entries []Field) []Field {
	out := make([]Field, len(entries))
	for i, entry := range entries {
		s := scope{plan: p}
		fields := slices.Clone(entry.Value.fields)
		fields = slices.DeleteFunc(fields, func(f Field) bool { return f.Value.IsZero() })
		slices.SortStableFunc(fields, func(a, b Field) int { return s.rank(a.Key) - s.rank(b.Key) })
		out[i] = Field{entry.Key, Fields(fields...)}
	}
	return out
}

// addInterface writes an interface into its element.
func (e *editor) addInterface(f Field) error {
	element, name, ok := strings.Cut(f.Key, ".")
	if !ok {
		return e.m.refuse(nil, "bad-id", "write it as element.interface", "`%s` is not the id of an interface", f.Key)
	}
	if e.m.has("interfaces", f.Key) {
		return e.m.refuse(e.m.Elements.Get(element).Interfaces.Get(name).ID.Node, "duplicate-id", "", "`%s` is already there", f.Key)
	}
	if !idForm.MatchString(name) {
		return e.badID(name)
	}
	e.Added = append(e.Added, "interfaces/"+f.Key)
	if len(f.Value.fields) == 0 {
		f.Value = Fields(Field{"state", Word(unknownWord)})
	}
	return e.set([]string{"elements", element, "interfaces", name}, f.Value)
}

func (e *editor) badID(id string) error {
	return e.m.refuse(nil, "bad-id", "an id starts with a letter and has letters, digits, - and _", "`%s` is not an id", id)
}

// checkNewID refuses an id that cannot be one or that is taken. Ids that a finding can be about must be unique across
// their sections, and so must ids that one key may refer to. self is the entry that is about to get the id, or nil.
func (e *editor) checkNewID(section, id string, self *syntax.Node) error {
	ok := idForm.MatchString(id)
	if section == "threats" {
		ok = ok || findingForm.MatchString(id)
	}
	if !ok {
		return e.badID(id)
	}
	for _, s := range e.rivals(section) {
		if s.Index(id) >= 0 {
			have := s.ident(s.Index(id))
			return e.m.refuse(have.ID.Node, "duplicate-id", "choose another id", "the id `%s` is taken", id)
		}
	}
	if at, taken := e.find(section, id); taken && at.pair().Key != self {
		return e.m.refuse(at.pair().Key, "duplicate-id", "choose another id", "the id `%s` is taken", id)
	}
	if sharesIDs(section) && id == "device" {
		return e.m.refuse(nil, "duplicate-id", "choose another id", "`device` stands for the whole device")
	}
	return nil
}

// rivals are the sections in which an id of the section must not be taken.
func (e *editor) rivals(section string) []anySection {
	names := []string{section}
	switch {
	case sharesIDs(section):
		names = append(targetSections[:], "notes", "roles")
	case section == "roles":
		names = append(names, "elements", "notes")
	}
	var out []anySection
	for _, name := range names {
		out = append(out, e.m.section(name))
	}
	return out
}

// addEntries writes entries at the end of a section that is there.
func (e *editor) addEntries(t *text, p syntax.Pair, entries []Field) error {
	n := p.Value
	switch {
	case n.Kind == syntax.Mapping && n.Style == syntax.Flow && (len(n.Pairs) > 0 || !t.oneLine(n) || t.f.Root.Style == syntax.Flow):
		parts := make([]string, len(entries))
		for i, f := range entries {
			parts[i] = writeField(f)
		}
		t.insertFlow(n, t.pairSpans(n), len(n.Pairs)-1, nil, parts)
	case n.Kind == syntax.Mapping && len(n.Pairs) > 0:
		t.appendEntries(n, entries)
	case n.Kind == syntax.Missing && t.f.Root.Style == syntax.Flow:
		t.insert(t.colon(p.Key), t.missingColon(p.Key)+" "+write(Fields(entries...)))
	case n.Kind == syntax.Mapping || n.Kind == syntax.Missing:
		at := t.colon(p.Key)
		t.insert(at, t.missingColon(p.Key))
		if n.Kind == syntax.Mapping {
			_, end := t.span(n)
			t.replace(at, end, "")
			at = end
		}
		t.insert(t.lineEnd(at), t.entryLines("  ", nil, entries))
	default:
		return e.m.refuse(n, "wrong-type", "write it as a mapping of ids", "`%s` is not a mapping of ids", p.Key.Value)
	}
	return nil
}

func (t *text) oneLine(n *syntax.Node) bool {
	start, end := t.span(n)
	return !strings.Contains(t.src[start:end], "\n")
}

// appendEntries writes entries after the last one of a section in block style.
func (t *text) appendEntries(n *syntax.Node, entries []Field) {
	last := n.Pairs[len(n.Pairs)-1]
	start, _ := t.span(last.Key)
	between := ""
	if len(n.Pairs) > 1 {
		gap := t.src[t.pairEnd(n.Pairs[len(n.Pairs)-2]):start]
		if strings.Contains(strings.ReplaceAll(gap, "\r", ""), "\n\n") {
			between = t.newline()
		}
	}
	var lines strings.Builder
	for _, entry := range entries {
		lines.WriteString(between + t.entryLines(t.indent(start), n.Pairs, []Field{entry}))
	}
	t.insert(t.lineEnd(t.pairEnd(last)), lines.String())
}

// entryLines renders entries in the way of the last neighbour, each with a line break before it.
func (t *text) entryLines(indent string, neighbours []syntax.Pair, entries []Field) string {
	nl := t.newline()
	inner := ""
	if k := len(neighbours) - 1; k >= 0 {
		if v := neighbours[k].Value; v.Kind == syntax.Mapping && v.Style == syntax.Block && len(v.Pairs) > 0 {
			start, _ := t.span(v.Pairs[0].Key)
			inner = t.indent(start)
		}
	}
	column := t.column(neighbours, len(neighbours))
	var b strings.Builder
	for _, entry := range entries {
		key := syntax.Quote(entry.Key) + ":"
		b.WriteString(nl + indent + key)
		if inner == "" || len(entry.Value.fields) == 0 {
			pad := max(1, column-len(indent)-utf8.RuneCountInString(key))
			b.WriteString(strings.Repeat(" ", pad) + write(entry.Value))
			continue
		}
		for _, f := range entry.Value.fields {
			b.WriteString(nl + inner + writeField(f))
		}
	}
	return b.String()
}

// column is where the values of the pairs around number i are lined up, or 0 where they are not. That they are shows in
// two keys of different length whose values stand in the same column.
func (t *text) column(pairs []syntax.Pair, i int) int {
	type place struct{ key, value int }
	var near []place
	for k := max(0, i-8); k < min(len(pairs), i+9); k++ {
		if k == i || pairs[k].Value.Kind == syntax.Missing {
			continue
		}
		_, keyEnd := t.span(pairs[k].Key)
		start, _ := t.span(pairs[k].Value)
		line := t.lineStart(keyEnd)
		if t.lineStart(start) == line {
			near = append(near, place{utf8.RuneCountInString(t.src[line:keyEnd]), utf8.RuneCountInString(t.src[line:start])})
		}
	}
	for a := len(near) - 1; a > 0; a-- {
		if near[a].value == near[a-1].value && near[a].key != near[a-1].key {
			return near[a].value
		}
	}
	return 0
}

// addTop writes a top-level key that no file has into the root file, in the canonical order of keys.
func (e *editor) addTop(key string, v Value) error {
	if len(e.texts) == 0 {
		return e.m.refuse(nil, "no-file", "", "the model has no file to write to")
	}
	t := e.texts[0]
	root := t.f.Root
	s := scope{plan: e.g.plan}
	if root.Style == syntax.Flow || v.kind != fieldsValue {
		t.setFields(syntax.Pair{Value: root}, s, []Field{{key, v}})
		return nil
	}
	nl := t.newline()
	lines := key + ":"
	if e.isSection(key) {
		lines += t.entryLines("  ", nil, v.fields)
	} else {
		for _, f := range v.fields {
			lines += nl + "  " + writeField(f)
		}
	}
	switch i := t.anchor(root, s, nil, key); {
	case len(root.Pairs) == 0:
		if t.src != "" && !strings.HasSuffix(t.src, "\n") {
			lines = nl + lines
		}
		t.insert(len(t.src), lines+nl)
	case i < 0:
		start, _ := t.span(root.Pairs[0].Key)
		t.insert(start, lines+nl+nl)
	default:
		t.insert(t.sectionEnd(root.Pairs[i]), nl+nl+lines)
	}
	return nil
}

// sectionEnd is the end of the last line of a top-level pair, with the indented comments that follow it.
func (t *text) sectionEnd(p syntax.Pair) int {
	end := t.lineEnd(t.pairEnd(p))
	for at := t.nextLine(end); at > end && at < len(t.src); at = t.nextLine(at) {
		line := t.src[at:t.lineEnd(at)]
		if trimmed := strings.TrimLeft(line, " "); trimmed != "" && (trimmed[0] != '#' || trimmed == line) {
			break
		} else if trimmed != "" {
			end = t.lineEnd(at)
		}
	}
	return end
}
