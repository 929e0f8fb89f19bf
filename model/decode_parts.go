package model

import (
	"reflect"
	"slices"

	"theriac.dev/syntax"
)

// decodeParts decodes the entries of all sections, keeping those whose nodes are the ones they were.
func (b *builder) decodeParts() {
	b.touched = make([]bool, len(b.g.sections))
	b.aligned = b.partsAlign()
	var pool map[*syntax.Node]*record
	if !b.aligned {
		pool = b.was.records()
		for i := range b.touched {
			b.touched[i] = true
		}
	}
	for i := range b.st.parts {
		p := &b.st.parts[i]
		if p.node.Kind != syntax.Mapping && p.node.Kind != syntax.Missing {
			b.st.headSaid.wrongType(b.g.sections[p.section].key, p.node, "a mapping of ids")
		}
		if b.aligned {
			b.rematch(p, &b.was.parts[i])
		} else {
			p.records = b.decodePairs(p.section, p.pairs, pool)
		}
	}
}

// partsAlign reports whether the parts stand for the same sections of the same files as before, one for one.
func (b *builder) partsAlign() bool {
	if len(b.st.parts) != len(b.was.parts) || b.was.merged || len(b.m.Files) != len(b.old.Files) {
		return false
	}
	for i := range b.st.parts {
		now, then := &b.st.parts[i], &b.was.parts[i]
		if now.section != then.section || now.file != then.file {
			return false
		}
	}
	return true
}

// records returns all records by the node of their key.
func (st *state) records() map[*syntax.Node]*record {
	all := map[*syntax.Node]*record{}
	for i := range st.parts {
		for _, r := range st.parts[i].records {
			all[r.key] = r
		}
	}
	return all
}

// decodePairs returns the records of pairs: those of the pool whose nodes are the same, and new ones for the rest.
func (b *builder) decodePairs(section int, pairs []syntax.Pair, pool map[*syntax.Node]*record) []*record {
	list := make([]*record, len(pairs))
	for i := range pairs {
		key, value := pairs[i].Key, pairs[i].Value
		if r := pool[key]; r != nil && r.value == value && r.section == section {
			list[i] = r
			continue
		}
		r := &record{section: section, key: key, value: value}
		r.entry = r.decoder.entry(b.g.sections[section], key, value)
		list[i] = r
		b.fresh = append(b.fresh, r)
	}
	return list
}

// rematch gives a part the records of the same part in the older model and decodes what differs. Only the stretch
// between the first and the last difference is looked at closely, because an edit touches few entries.
func (b *builder) rematch(p, then *part) {
	now, old := p.pairs, then.pairs
	if len(now) == len(old) && (len(now) == 0 || &now[0] == &old[0]) {
		p.records = then.records
		return
	}
	head := 0
	for head < len(now) && head < len(old) && now[head] == old[head] {
		head++
	}
	tail := 0
	for tail < len(now)-head && tail < len(old)-head && now[len(now)-1-tail] == old[len(old)-1-tail] {
		tail++
	}
	if head == len(now) && len(now) == len(old) {
		p.records = then.records
		return
	}
	before := then.records[head : len(old)-tail]
	pool := make(map[*syntax.Node]*record, len(before))
	for _, r := range before {
		pool[r.key] = r
	}
	middle := b.decodePairs(p.section, now[head:len(now)-tail], pool)
	p.records = slices.Concat(then.records[:head], middle, then.records[len(old)-tail:])
	b.noteMiddle(p.section, before, middle)
}

// noteMiddle notes what became of the records between the first and the last difference of a section.
func (b *builder) noteMiddle(section int, before, middle []*record) {
	kept := make(map[*record]bool, len(middle))
	for _, r := range middle {
		kept[r] = true
	}
	for _, r := range before {
		if !kept[r] {
			b.gone = append(b.gone, r)
		}
	}
	same := slices.EqualFunc(before, middle, func(x, y *record) bool {
		return x.key.Value == y.key.Value && slices.Equal(x.inner, y.inner)
	})
	if !same {
		b.touched[section] = true
	}
}

// fillSections puts the records into the sections of the model. A section with the ids that it had keeps its index.
func (b *builder) fillSections() {
	b.spreadTouch()
	if !slices.Contains(b.touched, true) {
		b.st.targets, b.st.out, b.st.near = b.was.targets, b.was.out, b.was.near
	} else {
		b.st.out = map[*record]problem{}
		if b.touched[b.g.number["elements"]] {
			b.st.targets = make(map[string]*syntax.Node, len(b.was.targets))
		} else {
			b.st.targets = b.was.targets
		}
	}
	b.fillTouched()
	b.followUntouched()
}

// spreadTouch touches the sections whose ids depend on those of a touched one: those that share their ids, and all
// where some entry was kept out.
func (b *builder) spreadTouch() {
	if len(b.was.out) > 0 && len(b.fresh)+len(b.gone) > 0 {
		for i := range b.touched {
			b.touched[i] = true
		}
	}
	shared := false
	for _, name := range targetSections {
		shared = shared || b.touched[b.g.number[name]]
	}
	for _, name := range targetSections {
		b.touched[b.g.number[name]] = shared
	}
	notes := b.g.number["notes"]
	b.touched[notes] = b.touched[notes] || shared
}

// targetSections are the sections whose entries a finding can be about. They share their ids. Notes have other ids than
// they, because a layout places both.
var targetSections = [...]string{"zones", "elements", "data", "flows"}

func isTarget(section string) bool { return slices.Contains(targetSections[:], section) }

func sharesIDs(section string) bool { return isTarget(section) || section == "notes" }

// inRank returns the parts with those of notes last, so that of two entries with one id the note gives way wherever it
// stands: no note can take a thing out of the analysis.
func (st *state) inRank(notes int) []*part {
	var first, last []*part
	for i := range st.parts {
		if p := &st.parts[i]; p.section == notes {
			last = append(last, p)
		} else {
			first = append(first, p)
		}
	}
	return append(first, last...)
}

func (b *builder) fillTouched() {
	entries := make([][]any, len(b.touched))
	indexes := make([]map[string]int, len(b.touched))
	keys := make([][]*syntax.Node, len(b.touched))
	for _, p := range b.st.inRank(b.g.number["notes"]) {
		n := p.section
		if !b.touched[n] {
			continue
		}
		if indexes[n] == nil {
			indexes[n] = make(map[string]int, len(p.records))
			entries[n] = make([]any, 0, len(p.records))
		}
		for _, r := range p.records {
			if p := b.keptOut(n, r, indexes[n], keys[n]); p.node != nil {
				b.st.out[r] = p
				continue
			}
			indexes[n][r.key.Value] = len(entries[n])
			entries[n] = append(entries[n], r.entry)
			keys[n] = append(keys[n], r.key)
			if isTarget(b.g.sections[n].key) {
				b.st.targets[r.key.Value] = r.key
			}
		}
	}
	v := reflect.ValueOf(b.m).Elem()
	for i, f := range b.g.sections {
		if b.touched[i] {
			f.in(v).(anySection).fill(entries[i], indexes[i], b.sectionNode(i))
		}
	}
}

// keptOut returns the problem because of which a record cannot be in its section; its node is nil where it can.
func (b *builder) keptOut(section int, r *record, index map[string]int, keys []*syntax.Node) problem {
	id, name := r.key.Value, b.g.sections[section].key
	shared := sharesIDs(name)
	switch {
	case id == "" || id == unknownWord || shared && id == "device":
		return problem{node: r.key, code: "bad-id", message: "`" + id + "` cannot be the id of " + withArticle(noun(name)),
			hint: "`device` and `unknown` have a meaning of their own; choose another id"}
	}
	first := (*syntax.Node)(nil)
	if i, ok := index[id]; ok {
		first = keys[i]
	} else if shared {
		first = b.st.targets[id]
	}
	if first == nil {
		return problem{}
	}
	return problem{node: r.key, code: "duplicate-id", message: "the id `" + id + "` is already taken",
		hint:    "zones, elements, data, flows and notes share their ids; choose another one",
		related: []related{{first, "first written here"}}}
}

func (b *builder) followUntouched() {
	changed := make([]map[int]any, len(b.touched))
	to, from := reflect.ValueOf(b.m).Elem(), reflect.ValueOf(b.old).Elem()
	for _, r := range b.fresh {
		if b.touched[r.section] {
			continue
		}
		at := b.g.sections[r.section].in(from).(anySection).Index(r.key.Value)
		if changed[r.section] == nil {
			changed[r.section] = map[int]any{}
		}
		changed[r.section][at] = r.entry
	}
	for i, f := range b.g.sections {
		if !b.touched[i] {
			f.in(to).(anySection).follow(f.in(from).(anySection), changed[i], b.sectionNode(i))
		}
	}
}

// sectionNode returns the value of the section in the first file that has it.
func (b *builder) sectionNode(section int) *syntax.Node {
	for i := range b.st.parts {
		if b.st.parts[i].section == section {
			return b.st.parts[i].node
		}
	}
	return nil
}
