package diagram

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// fontFamily is a stack of fonts whose widths are alike.
const fontFamily = "Arial, 'Liberation Sans', Helvetica, sans-serif"

// WriteSVG writes the scene as SVG. Text stays text, all paint is in attributes, and nothing outside the file is asked
// for, so that it shows under the strictest content security policy. Groups carry data-kind and data-id.
func (s *Scene) WriteSVG(w io.Writer, t Theme) error {
	out := bufio.NewWriter(w)
	c := &svgCanvas{w: out, theme: t}
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" font-family="%s">`+"\n",
		num(s.W), num(s.H), num(s.W), num(s.H), fontFamily)
	fmt.Fprintf(out, "<title>%s</title>\n<desc>%s</desc>\n", escape(s.Title), escape(s.Text))
	s.Draw(c)
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

type svgCanvas struct {
	w     *bufio.Writer
	theme Theme
}

func (c *svgCanvas) Begin(p Part) {
	fmt.Fprintf(c.w, `<g data-kind="%s"`, escape(p.Kind))
	if p.ID != "" {
		fmt.Fprintf(c.w, ` data-id="%s"`, escape(p.ID))
	}
	if p.Change != Same {
		fmt.Fprintf(c.w, ` data-change="%s"`, p.Change)
	}
	c.w.WriteString(">")
	if p.Title != "" {
		fmt.Fprintf(c.w, "<title>%s</title>", escape(p.Title))
	}
	c.w.WriteString("\n")
}

func (c *svgCanvas) End() { c.w.WriteString("</g>\n") }

func (c *svgCanvas) color(i Ink) string {
	if i == NoInk {
		return "none"
	}
	v := c.theme[i]
	return fmt.Sprintf("#%02x%02x%02x", v.R, v.G, v.B)
}

func (c *svgCanvas) Path(p Path) {
	var d strings.Builder
	for _, op := range p.Ops {
		d.WriteByte(op.Verb)
		n := map[byte]int{'M': 1, 'L': 1, 'C': 3}[op.Verb]
		for i, q := range op.P[:n] {
			if i > 0 {
				d.WriteByte(' ')
			}
			d.WriteString(num(q.X) + " " + num(q.Y))
		}
	}
	fmt.Fprintf(c.w, `<path d="%s" fill="%s"`, d.String(), c.color(p.Fill))
	if p.Stroke != NoInk {
		fmt.Fprintf(c.w, ` stroke="%s" stroke-width="%s"`, c.color(p.Stroke), num(p.Width))
		if p.Dash != nil {
			var parts []string
			for _, v := range p.Dash {
				parts = append(parts, num(v))
			}
			fmt.Fprintf(c.w, ` stroke-dasharray="%s"`, strings.Join(parts, " "))
		}
		if p.Round {
			c.w.WriteString(` stroke-linecap="round"`)
		}
	}
	c.w.WriteString("/>\n")
}

func (c *svgCanvas) Text(t Text) {
	anchor := [3]string{"start", "middle", "end"}[t.Align+1]
	fmt.Fprintf(c.w, `<text x="%s" y="%s" font-size="%s" fill="%s"`, num(t.X), num(t.Y), num(t.Size), c.color(t.Ink))
	if t.Align != -1 {
		fmt.Fprintf(c.w, ` text-anchor="%s"`, anchor)
	}
	if t.Bold {
		c.w.WriteString(` font-weight="bold"`)
	}
	fmt.Fprintf(c.w, ` textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`+"\n", num(textWidth(t.Value, t.Size, t.Bold)), escape(t.Value))
}

// num writes a number with at most two decimals.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder never fails
	return b.String()
}
