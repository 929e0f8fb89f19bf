package foreign

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"theriac.dev/syntax"
)

// lineWidth is how long the one line of an entry may become before each key gets a line.
const lineWidth = 120

// text writes theriac.yaml as `theriac fmt` would.
func (d *draft) text() string {
	var b strings.Builder
	for i, n := range d.notes {
		if i > 0 {
			b.WriteString("#\n")
		}
		writeComment(&b, n)
	}
	if len(d.notes) > 0 {
		b.WriteByte('\n')
	}
	id := slug(d.title)
	if id == "" || id == "device" || id == "unknown" {
		id = "imported-model"
	}
	head := entry{}
	head.set("theriac", "1").set("id", id).set("name", d.title).set("version", oneLine(d.version)).append("sources", d.sources...)
	for _, f := range head.fields {
		writeField(&b, f, "")
	}
	for i, entries := range d.sections {
		if len(entries) == 0 {
			continue
		}
		b.WriteString("\n" + sectionNames[i] + ":\n")
		for _, e := range entries {
			writeEntry(&b, e)
		}
	}
	return string(syntax.Format([]byte(b.String())))
}

func writeComment(b *strings.Builder, s string) {
	for _, line := range strings.Split(s, "\n") {
		if line == "" {
			b.WriteString("#\n")
			continue
		}
		for line != "" {
			cut := len(line)
			if cut > lineWidth {
				if cut = strings.LastIndexByte(line[:lineWidth], ' '); cut <= 0 {
					if cut = strings.IndexByte(line, ' '); cut <= 0 {
						cut = len(line)
					}
				}
			}
			b.WriteString("# " + line[:cut] + "\n")
			line = strings.TrimLeft(line[cut:], " ")
		}
	}
}

// fieldOrder is how people write an entry: who it is, where it belongs, what it does, and words about it last.
var fieldOrder = []string{"name", "title", "control", "kind", "type", "in", "zone", "trust", "reach", "from", "to", "protocol", "port", "over", "direction",
	"authentication", "encryption", "integrity", "carries", "runs", "stores", "needs", "owner", "attributes", "out-of-scope", "at", "of", "category",
	"weakness", "decision", "controls", "status", "because", "date", "state", "steps", "text", "about", "shows", "views"}

func writeEntry(b *strings.Builder, e *entry) {
	slices.SortStableFunc(e.fields, func(a, b field) int {
		return cmp.Compare(slices.Index(fieldOrder, a.key), slices.Index(fieldOrder, b.key))
	})
	if len(e.fields) == 0 {
		b.WriteString("  " + e.id + ": {}\n")
		return
	}
	if line := "  " + e.id + ": " + flow(field{fields: e.fields}); utf8.RuneCountInString(line) <= lineWidth && !strings.Contains(line, `\n`) {
		b.WriteString(line + "\n")
		return
	}
	b.WriteString("  " + e.id + ":\n")
	for _, f := range e.fields {
		writeField(b, f, "    ")
	}
}

func writeField(b *strings.Builder, f field, indent string) {
	b.WriteString(indent + f.key + ": ")
	if !block(f.word) {
		b.WriteString(flow(f) + "\n")
		return
	}
	b.WriteString("|-\n")
	for _, line := range strings.Split(f.word, "\n") {
		if line != "" {
			b.WriteString(indent + "  " + line)
		}
		b.WriteByte('\n')
	}
}

// block reports whether a text is better written as lines than in quotes, and means the same there.
func block(s string) bool {
	return strings.Contains(s, "\n") && !strings.HasPrefix(s, " ") && tidy(s) == s
}

// flow writes a value on one line.
func flow(f field) string {
	switch {
	case f.fields != nil:
		parts := make([]string, len(f.fields))
		for i, sub := range f.fields {
			parts[i] = sub.key + ": " + flow(sub)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case len(f.words) > 1 || len(f.words) == 1 && f.key == "shows":
		parts := make([]string, len(f.words))
		for i, w := range f.words {
			parts[i] = syntax.Quote(w)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case len(f.words) == 1:
		return syntax.Quote(f.words[0])
	}
	return syntax.Quote(f.word)
}

// layout writes layout.yaml, or nothing where the file has no positions.
func (d *draft) layout() string {
	if len(d.boxes) == 0 {
		return ""
	}
	var views []string
	of, led := map[string][]placed{}, map[string][]way{}
	for _, p := range d.boxes {
		if of[p.view] == nil {
			views = append(views, p.view)
		}
		of[p.view] = append(of[p.view], p)
	}
	for _, w := range d.ways {
		led[w.view] = append(led[w.view], w)
	}
	var b strings.Builder
	b.WriteString("layout:\n")
	for _, v := range views {
		b.WriteString("  " + v + ":\n")
		for _, p := range of[v] {
			b.WriteString("    " + p.id + ": {x: " + points(p.x) + ", y: " + points(p.y))
			if p.w >= 1 && p.h >= 1 {
				b.WriteString(", w: " + points(p.w) + ", h: " + points(p.h))
			}
			b.WriteString("}\n")
		}
		for _, w := range led[v] {
			via := make([]string, len(w.via))
			for i, p := range w.via {
				via[i] = "[" + points(p.x) + ", " + points(p.y) + "]"
			}
			b.WriteString("    " + w.id + ": {via: [" + strings.Join(via, ", ") + "]}\n")
		}
	}
	return string(syntax.Format([]byte(b.String())))
}

// points writes a coordinate as layouts have them: whole, and not out of the world.
func points(v float64) string {
	if math.IsNaN(v) {
		v = 0
	}
	return strconv.Itoa(int(math.Round(min(max(v, -1e6), 1e6))))
}
