package foreign

import (
	"slices"
	"strings"
)

// Some formats are lists of records that name each other, without a drawing. This is what their readers share.

// rest keeps as text what a record says and has no place for, and says so. Keys that are named have a place.
func (e *entry) rest(it *item, v *value, known ...string) {
	var kept []string
	e.noteAll(leftover(v, "", known), func(f [2]string) { kept = append(kept, f[0]+" ("+headline(f[1])+")") })
	it.kept(kept)
}

// noteAll writes keys with what they say: short ones together, long ones in paragraphs of their own.
func (e *entry) noteAll(said [][2]string, kept func([2]string)) {
	var short, long []string
	for _, f := range said {
		s := sentence(upper(label(f[0])) + ": " + f[1])
		if len(s) <= 60 {
			short = append(short, s)
		} else {
			long = append(long, s)
		}
		kept(f)
	}
	e.note(strings.Join(short, " "))
	e.note(long...)
}

// label makes words of a key.
func label(key string) string { return strings.NewReplacer("_", " ", ".", " ").Replace(key) }

// leftover lists the keys of a record that are not known, with what they say. Empty values say nothing.
func leftover(v *value, prefix string, known []string) [][2]string {
	var out [][2]string
	for i, k := range v.keys {
		if slices.Contains(known, prefix+k) {
			continue
		}
		switch it := v.items[i]; it.kind {
		case text, number, truth:
			if said := plain(it.word()); said != "" && said != "Select" && said != "Not Selected" { // not chosen, in files made from tm7
				out = append(out, [2]string{prefix + k, said})
			}
		case list:
			if words := it.words(); len(words) > 0 && len(words) == len(it.items) {
				out = append(out, [2]string{prefix + k, strings.Join(words, ", ")})
				continue
			}
			for _, sub := range it.items {
				out = append(out, leftover(sub, prefix+k+".", known)...)
			}
		case object:
			out = append(out, leftover(it, prefix+k+".", known)...)
		}
		if len(out) > 200 {
			return append(out[:200], [2]string{"and more", "the rest is in the foreign file"})
		}
	}
	return out
}

// keepRest keeps at the head of the file what a record about the whole model says.
func (d *draft) keepRest(where string, v *value, known ...string) {
	for _, f := range leftover(v, "", known) {
		d.keep(where+"/"+strings.ReplaceAll(f[0], ".", "/"), upper(label(f[0])), f[1])
	}
}

// upper starts a label with a capital.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// typed writes what a word for the kind of an element becomes, or asks for it.
func (e *entry) typed(it *item, format, tool, word string) {
	fields, ok := row(format, "elements", word)
	e.apply(fields)
	switch {
	case !ok && word != "":
		e.note("Type in " + tool + ": " + sentence(word))
		it.ask("the type %s has no word here: say what it is (`type`), so that the library knows its threats", word)
	case e.get("type") == nil && e.field("kind") != "human":
		it.ask("nothing says what it is: give it a `type`, so that the library knows its threats")
	}
}

// spoken writes the protocol of a flow, and keeps what has no word.
func (e *entry) spoken(it *item, format, tool, said string) {
	if said == "" {
		return
	}
	if left := e.protocol(format, said); left != nil {
		e.note("Protocol in " + tool + ": " + sentence(said))
		it.change("of its protocol %s the part %s has no word here; it is kept in its text: give it a `protocol`", said, strings.Join(left, ", "))
	}
}

// also keeps on one line of the text what a record says beside, where nothing of it bears on security.
func (e *entry) also(v *value, tool string, keys ...string) {
	var parts []string
	for _, k := range keys {
		if said := v.at(strings.Split(k, ".")...); said.word() != "" {
			parts = append(parts, label(k)+" "+said.word())
		} else if words := said.words(); len(words) > 0 {
			parts = append(parts, label(k)+" "+strings.Join(words, ", "))
		}
	}
	if len(parts) > 0 {
		e.note("In " + tool + ": " + sentence(strings.Join(parts, "; ")))
	}
}
