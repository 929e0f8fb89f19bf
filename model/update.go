package model

import (
	"reflect"
	"slices"

	"theriac.dev/syntax"
)

// Changes says what differs between two versions of a model.
type Changes struct {
	// Head says that a top-level value other than a section or the layout was changed: the device, the packs.
	Head bool
	// Layout says that a position was changed.
	Layout bool
	// Sections are the sections in which something differs, in the order of the language.
	Sections []SectionChange
}

// SectionChange says what differs in one section. The ids are in the order of the text: removed ones of the old, the
// others of the new. An entry counts as changed when its text was parsed again, even where it says the same: its nodes
// are others.
type SectionChange struct {
	Section                 string
	Added, Removed, Changed []string
	// Moved says that entries which are in both versions stand in another order.
	Moved bool
}

// None reports whether nothing differs.
func (c Changes) None() bool { return !c.Head && !c.Layout && len(c.Sections) == 0 }

// Section returns the changes of a section; it is empty where there are none.
func (c Changes) Section(name string) SectionChange {
	for _, s := range c.Sections {
		if s.Section == name {
			return s
		}
	}
	return SectionChange{Section: name}
}

// Update makes the model of newer versions of its files. The result equals Decode of the same files. Entries whose
// nodes are the same as before are shared with the older model, so that the work grows with the edit and not with the
// model. A model made by Inherit must be made again from an updated one.
func (m *Model) Update(files ...*syntax.File) (*Model, Changes) {
	return build(m, files, nil)
}

// compare fills in the changes from the older model to the newer.
func (b *builder) compare() {
	b.compareHead()
	to, from := reflect.ValueOf(b.m).Elem(), reflect.ValueOf(b.old).Elem()
	for i, f := range b.g.sections {
		var c SectionChange
		if b.touched[i] {
			c = compareSections(f.in(from).(anySection), f.in(to).(anySection))
		} else {
			c = b.changedOnly(i)
		}
		c.Section = f.key
		if c.Moved || len(c.Added)+len(c.Removed)+len(c.Changed) > 0 {
			b.changes.Sections = append(b.changes.Sections, c)
		}
	}
}

func (b *builder) compareHead() {
	split := func(list []headPair) (head, layout []headPair) {
		for _, h := range list {
			if h.key.Value == "layout" {
				layout = append(layout, h)
			} else {
				head = append(head, h)
			}
		}
		return head, layout
	}
	head, layout := split(b.st.head)
	wasHead, wasLayout := split(b.was.head)
	b.changes.Head = !slices.Equal(head, wasHead)
	b.changes.Layout = !slices.Equal(layout, wasLayout)
}

// changedOnly lists the new entries of a section that has the ids it had.
func (b *builder) changedOnly(section int) SectionChange {
	var c SectionChange
	for _, r := range b.fresh {
		if r.section == section {
			c.Changed = append(c.Changed, r.key.Value)
		}
	}
	return c
}

func compareSections(old, now anySection) SectionChange {
	var c SectionChange
	for i := range old.Len() {
		if id := old.ident(i).ID.Value; now.Index(id) < 0 {
			c.Removed = append(c.Removed, id)
		}
	}
	last := -1
	for i := range now.Len() {
		id := now.ident(i).ID.Value
		was := old.Index(id)
		if was < 0 {
			c.Added = append(c.Added, id)
			continue
		}
		if old.entry(was) != now.entry(i) {
			c.Changed = append(c.Changed, id)
		}
		c.Moved = c.Moved || was < last
		last = was
	}
	return c
}
