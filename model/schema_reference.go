package model

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed language.md.tmpl
var introduction string

// referenceMark is where the introduction wants the tables.
const referenceMark = "<!-- reference -->\n"

// Reference returns docs/language.md: the introduction, and a table of keys for each section, made from the struct tags
// that Decode reads.
func Reference() []byte {
	g := language()
	var b strings.Builder
	b.WriteString("## Head\n\nThe keys of `theriac.yaml` itself.\n\n")
	writeTable(&b, g.plan, false)
	for _, f := range g.fields {
		if f.shape == shapeGroup || f.shape == shapeExtends {
			writeSection(&b, f, "`"+f.key+"`")
		}
	}
	b.WriteString("## Sections\n\nEvery entry of every section may also have `loosens`: " +
		lower(g.sections[0].group.byKey["loosens"].doc) + "\n\n")
	for _, f := range g.sections {
		writeSection(&b, f, "`"+f.key+"`")
	}
	writeSection(&b, g.byKey["layout"], "`layout`")
	return []byte(strings.Replace(introduction, referenceMark, strings.TrimRight(b.String(), "\n")+"\n", 1))
}

// writeSection writes the heading, the sentence and the table of one group of keys, then the groups inside it.
func writeSection(b *strings.Builder, f *field, title string) {
	fmt.Fprintf(b, "### %s\n\n%s\n\n", title, f.doc)
	writeTable(b, f.group, true)
	if f.way != nil {
		b.WriteString("The entry of a flow has this key instead.\n\n")
		writeTable(b, f.way, true)
	}
	for _, inner := range f.group.fields {
		if inner.shape == shapeGroup || inner.shape == shapeSection {
			writeSection(b, inner, "`"+f.key+"` / `"+inner.key+"`")
		}
	}
}

func writeTable(b *strings.Builder, p *plan, all bool) {
	b.WriteString("| Key | Written as | Meaning | Words |\n| --- | --- | --- | --- |\n")
	for _, f := range p.fields {
		if f.key == "loosens" || !all && f.shape == shapeSection {
			continue
		}
		key := "`" + f.key + "`"
		if f.required {
			key += " (required)"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", key, f.writtenAs(), cell(f.doc), f.allowed())
	}
	b.WriteByte('\n')
}

// cell makes text fit into a cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "<", "&lt;", ">", "&gt;").Replace(text)
}

// writtenAs says in a few words how the value of a key is written.
func (f *field) writtenAs() string {
	switch f.shape {
	case shapeNumber:
		return "number"
	case shapeWords:
		return "word or list"
	case shapeLayers:
		return "word, list or layers"
	case shapeAttributes:
		return "mapping of attributes"
	case shapeQuantity:
		return "number and what it counts"
	case shapeGroup:
		return "mapping"
	case shapeSection:
		return "mapping of ids"
	case shapeExtends:
		return "path, mapping or list"
	case shapeLayout:
		return "mapping of views"
	case shapePoints:
		return "list of points"
	}
	switch {
	case f.form == "date":
		return "day"
	case f.want != 0 || f.form == "id":
		return "id"
	case len(f.enum) > 0 || f.vocabulary != "":
		return "word"
	}
	return "text"
}

// allowed says which words a key takes.
func (f *field) allowed() string {
	switch {
	case len(f.enum) > 0:
		return strings.Join(quoted(f.enum), ", ")
	case f.vocabulary != "":
		return "vocabulary " + f.vocabulary + ", such as " + strings.Join(quoted(exampleWords(f.vocabulary)), ", ")
	case f.want&wantTarget != 0:
		return "id of an element, flow, data asset or zone, `element.interface`, or `device`"
	case f.want&wantFinding != 0:
		return "finding as `threat@target`, or the id of an own threat"
	case f.want&wantFact != 0:
		return "facts as `target field = value`"
	case f.want != 0:
		return "id in " + strings.Join(quoted(f.want.sections()), " or ")
	case f.bounded && f.min == f.max:
		return fmt.Sprint(f.min)
	case f.bounded:
		return fmt.Sprintf("%d to %d", f.min, f.max)
	}
	return ""
}

// sections names the sections of a set.
func (w want) sections() []string {
	var names []string
	for i, f := range language().sections {
		if w&(1<<i) != 0 {
			names = append(names, f.key)
		}
	}
	return names
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = "`" + word + "`"
	}
	return out
}

func lower(sentence string) string { return strings.ToLower(sentence[:1]) + sentence[1:] }
