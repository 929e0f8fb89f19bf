package syntax

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawer writes a random tree as text in random styles. The text is always right.
type drawer struct {
	t    *rapid.T
	b    strings.Builder
	want strings.Builder // the tree, as dump writes it
}

func (d *drawer) pick(label string, options ...string) string {
	return rapid.SampledFrom(options).Draw(d.t, label)
}

func (d *drawer) chance(n int) bool { return rapid.IntRange(0, n-1).Draw(d.t, "chance") == 0 }

// mapping writes a block mapping at an indentation; the first key may stand behind a dash.
func (d *drawer) mapping(indent, depth int, behindDash bool) {
	d.want.WriteByte('{')
	for i := range rapid.IntRange(1, 4).Draw(d.t, "entries") {
		if i > 0 {
			d.want.WriteByte(' ')
		}
		if i > 0 || !behindDash {
			d.trivia(indent)
			d.b.WriteString(strings.Repeat(" ", indent))
		}
		key := fmt.Sprintf("k%d", i)
		switch d.pick("key", "plain", "plain", "plain", "double", "spaced", "colon", "dash") {
		case "double":
			fmt.Fprintf(&d.b, "%q:", key)
		case "spaced":
			d.b.WriteString(key + " :")
		case "colon":
			key += ":x@y#z"
			d.b.WriteString(key + ":")
		case "dash":
			key = "-" + key
			d.b.WriteString(key + ":")
		default:
			d.b.WriteString(key + ":")
		}
		d.want.WriteString(key + "=")
		d.value(indent, depth, true)
	}
	d.want.WriteByte('}')
}

// value writes what stands behind a colon or a dash.
func (d *drawer) value(indent, depth int, inMapping bool) {
	shape := d.pick("shape", "scalar", "scalar", "flow", "mapping", "sequence", "missing", "text", "below")
	if depth <= 0 && shape != "text" && shape != "missing" && shape != "flow" {
		shape = "scalar"
	}
	step := rapid.IntRange(1, 5).Draw(d.t, "step")
	switch shape {
	case "scalar":
		d.b.WriteString(d.pick("gap", " ", " ", "  "))
		d.scalar(indent, false)
		d.endLine(true)
	case "below":
		d.endLine(true)
		d.trivia(indent + step)
		d.b.WriteString(strings.Repeat(" ", indent+step))
		d.scalar(indent, false)
		d.endLine(true)
	case "flow":
		d.b.WriteString(" ")
		d.flow(indent, depth)
		d.endLine(true)
	case "mapping":
		d.endLine(true)
		d.mapping(indent+step, depth-1, false)
	case "sequence":
		d.endLine(true)
		if inMapping && d.chance(2) {
			step = 0
		}
		d.sequence(indent+step, depth-1, false)
	case "missing":
		d.want.WriteByte('-')
		d.endLine(true)
	case "text":
		d.text(indent, step)
	}
}

func (d *drawer) sequence(indent, depth int, behindDash bool) {
	d.want.WriteByte('[')
	for i := range rapid.IntRange(1, 3).Draw(d.t, "items") {
		if i > 0 {
			d.want.WriteByte(' ')
		}
		if i > 0 || !behindDash {
			d.trivia(indent)
			d.b.WriteString(strings.Repeat(" ", indent))
		}
		d.b.WriteByte('-')
		gap := rapid.IntRange(1, 3).Draw(d.t, "dash gap")
		switch d.pick("item", "value", "value", "mapping", "sequence") {
		case "mapping":
			d.b.WriteString(strings.Repeat(" ", gap))
			d.mapping(indent+1+gap, depth-1, true)
		case "sequence":
			if depth <= 0 {
				d.value(indent, depth, false)
				continue
			}
			d.b.WriteString(strings.Repeat(" ", gap))
			d.sequence(indent+1+gap, depth-1, true)
		default:
			d.value(indent, depth, false)
		}
	}
	d.want.WriteByte(']')
}

// scalar writes a scalar on one or two lines.
func (d *drawer) scalar(indent int, inFlow bool) {
	deeper := strings.Repeat(" ", indent+rapid.IntRange(1, 4).Draw(d.t, "deeper"))
	text, value := "", ""
	switch d.pick("scalar", "word", "word", "words", "double", "single", "lines", "double lines", "escape", "odd") {
	case "word":
		text = d.pick("word", "word", "yes", "3.10", "-1", "http://x/y", "a#b", "10:30", "ünï", "a'b\"c", "~", "null", "-x", "?x", ":x")
		value = text
	case "words":
		text = "some more words"
		value = text
	case "double":
		text, value = `"a: b # c, [d]"`, "a: b # c, [d]"
	case "single":
		text, value = `'it''s "x" \n'`, `it's "x" \n`
	case "escape":
		text, value = `"\x41\u00e4\U0001F600\n\t\\ \"\/"`, "Aä😀\n\t\\ \"/"
	case "lines":
		text, value = "one\n"+deeper+"two\n\n"+deeper+"three", "one two\nthree"
	case "double lines":
		text, value = "\"one \n"+deeper+"two\\\n"+deeper+"\\ three\n\n"+deeper+"four\"", "one two three\nfour"
	case "odd":
		text, value = `""`, ""
		if !inFlow && d.chance(2) {
			text, value = "a, [b] {c}", "a, [b] {c}"
		}
	}
	d.b.WriteString(text)
	fmt.Fprintf(&d.want, "%q", value)
}

// flow writes a collection in brackets.
func (d *drawer) flow(indent, depth int) {
	isMap := d.chance(2)
	brackets := "[]"
	if isMap {
		brackets = "{}"
	}
	d.b.WriteByte(brackets[0])
	d.want.WriteByte(brackets[0])
	for i := range rapid.IntRange(0, 3).Draw(d.t, "parts") {
		if i > 0 {
			d.b.WriteByte(',')
			d.want.WriteByte(' ')
		}
		d.flowGap(indent, i > 0)
		if isMap {
			key := fmt.Sprintf("f%d", i)
			d.b.WriteString(d.pick("flow key", key+": ", key+" : ", `"`+key+`": `, `"`+key+`":`))
			d.want.WriteString(key + "=")
		}
		if depth > 0 && d.chance(3) {
			d.flow(indent, depth-1)
		} else {
			d.scalar(indent, true)
		}
		d.flowGap(indent, false)
	}
	if d.chance(4) && brackets[0] == '[' && strings.HasSuffix(d.b.String(), "word") {
		d.b.WriteByte(',')
	}
	d.b.WriteByte(brackets[1])
	d.want.WriteByte(brackets[1])
}

func (d *drawer) flowGap(indent int, afterComma bool) {
	switch d.pick("flow gap", "", "", " ", " ", "line", "comment") {
	case " ":
		d.b.WriteByte(' ')
	case "line":
		d.b.WriteString("\n" + strings.Repeat(" ", indent+1+rapid.IntRange(0, 4).Draw(d.t, "flow indent")))
	case "comment":
		if afterComma {
			d.b.WriteString(" # c, }]\n" + strings.Repeat(" ", indent+1+rapid.IntRange(0, 4).Draw(d.t, "flow indent")))
		}
	}
}

// text writes a literal or folded scalar.
func (d *drawer) text(indent, step int) {
	own := strings.Repeat(" ", indent+step)
	stated := d.chance(3)
	header, chomp := d.pick("text", "|", ">"), d.pick("chomp", "", "-", "+")
	d.b.WriteString(" " + header)
	first := ""
	if stated {
		fmt.Fprint(&d.b, step)
		first = "  "
	}
	d.b.WriteString(chomp)
	d.endLine(false)
	d.b.WriteString(own + first + "one: # x\n" + own + "two\n\n\n" + own + "three\n" + own + "  deep \n" + own + "four\n")
	value := first + "one: # x\ntwo\n\n\nthree\n  deep \nfour"
	if header == ">" {
		value = first + "one: # x two\n\nthree\n  deep \nfour"
		if stated {
			value = first + "one: # x\ntwo\n\nthree\n  deep \nfour"
		}
	}
	blanks := rapid.IntRange(0, 2).Draw(d.t, "blanks")
	d.b.WriteString(strings.Repeat("\n", blanks))
	switch chomp {
	case "":
		value += "\n"
	case "+":
		value += strings.Repeat("\n", blanks+1)
		d.b.WriteString("# end of text\n")
	}
	fmt.Fprintf(&d.want, "%q", value)
}

func (d *drawer) endLine(comment bool) {
	if comment {
		d.b.WriteString(d.pick("comment", "", "", "", " ", " # c: d", "\t# e"))
	}
	d.b.WriteByte('\n')
}

// trivia writes blank lines and comments.
func (d *drawer) trivia(indent int) {
	switch d.pick("trivia", "", "", "", "", "blank", "comment", "margin", "both") {
	case "blank":
		d.b.WriteString("\n")
	case "comment":
		d.b.WriteString(strings.Repeat(" ", indent) + "# comment\n")
	case "margin":
		d.b.WriteString("# \"margin [{\n")
	case "both":
		d.b.WriteString("\n \n" + strings.Repeat(" ", indent) + "#one\n# two\n\n")
	}
}

// drawText returns a right text with the tree that it means.
func drawText(t *rapid.T) (text, tree string) {
	d := &drawer{t: t}
	d.mapping(0, 3, false)
	text = d.b.String()
	if d.chance(6) {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text, d.want.String()
}

func TestDrawnTextParses(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, tree := drawText(rt)
		f := Parse("t.yaml", []byte(text))
		if f.HasErrors() {
			rt.Fatalf("a right text has errors: %s\n%s", report(f), text)
		}
		if got := dump(f.Root); got != tree {
			rt.Fatalf("text\n%s\nhas the tree\n%s, want\n%s", text, got, tree)
		}
		checkOracle(rt, []byte(text))
		if s := checkPlaces(f); s != "" {
			rt.Fatalf("%s in\n%s", s, text)
		}
	})
}

func TestDrawnTextFormats(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, _ := drawText(rt)
		checkFormat(rt, []byte(text))
		if rapid.Bool().Draw(rt, "break it") {
			checkFormat(rt, []byte(damage(rt, text)))
		}
	})
}

func TestDrawnTextUpdates(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text, _ := drawText(rt)
		f := Parse("t.yaml", []byte(text))
		for range 3 {
			text = damage(rt, text)
			f = f.Update([]byte(text))
			if s := different(f, Parse("t.yaml", []byte(text))); s != "" {
				rt.Fatalf("%q: %s", text, s)
			}
			if s := checkPlaces(f); s != "" {
				rt.Fatalf("%s in\n%q", s, text)
			}
			checkOracle(rt, []byte(text))
		}
	})
}

// damage makes one small random change.
func damage(t *rapid.T, text string) string {
	start := rapid.IntRange(0, len(text)).Draw(t, "start")
	end := min(len(text), start+rapid.SampledFrom([]int{0, 0, 1, 1, 2, 9}).Draw(t, "size"))
	return text[:start] + rapid.SampledFrom(append(pieces, tokens...)).Draw(t, "piece") + text[end:]
}
