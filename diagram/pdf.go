package diagram

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

// PaperSize is the size of a page in points, upright; the zero value makes each page as large as its picture.
type PaperSize struct{ W, H float64 }

// The sizes of paper that are found in printers.
var (
	A4     = PaperSize{595.28, 841.89}
	Letter = PaperSize{612, 792}
)

// paperMargin is the white border of a page of a given size, in points.
const paperMargin = 24

// longestSide is as long as a page may be for every reader of PDF.
const longestSide = 14400

// WritePDF writes the scene as a PDF with a page of its size.
func (s *Scene) WritePDF(w io.Writer, t Theme) error { return WritePDF(w, []*Scene{s}, t, PaperSize{}) }

// WritePDF writes scenes as the pages of one PDF. Lines are vectors, text can be selected and searched, and its font is
// embedded. The same scenes give the same bytes: the file states no date.
func WritePDF(w io.Writer, scenes []*Scene, t Theme, paper PaperSize) error {
	if len(scenes) == 0 {
		return errors.New("a PDF needs a page")
	}
	var fits []fit
	for _, s := range scenes {
		if !(s.W > 0) || !(s.H > 0) {
			return fmt.Errorf("a page needs a size above 0, not %g by %g", s.W, s.H)
		}
		fits = append(fits, fitOn(paper, s))
	}
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: fits[0].page})
	f.SetCatalogSort(true)
	f.SetCreationDate(noDate)
	f.SetModificationDate(noDate)
	f.SetProducer("Theriac", true)
	f.SetTitle(pdfText(scenes[0].Title), true)
	f.SetSubject(pdfText(scenes[0].Text), true)
	f.SetLang("en")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.AddUTF8FontFromBytes("Go", "", goregular.TTF)
	f.AddUTF8FontFromBytes("Go", "B", gobold.TTF)
	for i, s := range scenes {
		f.AddPageFormat("P", fits[i].page)
		(&pdfCanvas{f, t, fit{scale: 1}}).Path(filled(rectPath(Rect{0, 0, fits[i].page.Wd, fits[i].page.Ht}, 0), Paper))
		s.Draw(&pdfCanvas{f, t, fits[i]})
		if len(scenes) > 1 {
			f.Bookmark(pdfText(s.Title), 0, 0)
		}
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	_, err := w.Write(withoutDates(b.Bytes()))
	return err
}

// noDate stands where the library insists on a date, until withoutDates takes it out.
var noDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// withoutDates blanks the dates of a PDF, byte by byte since the file counts its bytes. A made up date would be worse
// than none, and a true one would make each file another.
func withoutDates(pdf []byte) []byte {
	for _, key := range []string{"/CreationDate", "/ModDate"} {
		date := []byte(key + " (D:20000101000000)\n")
		if at := bytes.LastIndex(pdf, date); at >= 0 {
			copy(pdf[at:], bytes.Repeat([]byte(" "), len(date)-1))
		}
	}
	return pdf
}

// fit is how a scene lies on its page: how much it is made smaller, and where its corner is.
type fit struct {
	page        fpdf.SizeType
	scale, x, y float64
}

// fitOn puts a scene in the middle of a paper, turned as suits it, or makes the page as large as the scene.
func fitOn(paper PaperSize, s *Scene) fit {
	if paper.W <= 0 || paper.H <= 0 {
		scale := min(1, longestSide/max(s.W, s.H))
		return fit{page: fpdf.SizeType{Wd: s.W * scale, Ht: s.H * scale}, scale: scale}
	}
	w, h := paper.W, paper.H
	if s.W > s.H {
		w, h = h, w
	}
	scale := min(1, (w-2*paperMargin)/s.W, (h-2*paperMargin)/s.H)
	return fit{fpdf.SizeType{Wd: w, Ht: h}, scale, (w - s.W*scale) / 2, (h - s.H*scale) / 2}
}

// pdfCanvas draws scenes in points.
type pdfCanvas struct {
	f     *fpdf.Fpdf
	theme Theme
	fit
}

func (c *pdfCanvas) Begin(Part) {}
func (c *pdfCanvas) End()       {}

func (c *pdfCanvas) at(p Point) (x, y float64) { return c.x + p.X*c.scale, c.y + p.Y*c.scale }

func (c *pdfCanvas) Path(p Path) {
	style := ""
	if p.Fill != NoInk {
		v := c.theme[p.Fill]
		c.f.SetFillColor(int(v.R), int(v.G), int(v.B))
		style = "F"
	}
	if p.Stroke != NoInk {
		c.pen(p)
		style += "D"
	}
	if style == "" {
		return
	}
	for _, op := range p.Ops {
		switch op.Verb {
		case 'M':
			c.f.MoveTo(c.at(op.P[0]))
		case 'L':
			c.f.LineTo(c.at(op.P[0]))
		case 'C':
			ax, ay := c.at(op.P[0])
			bx, by := c.at(op.P[1])
			x, y := c.at(op.P[2])
			c.f.CurveBezierCubicTo(ax, ay, bx, by, x, y)
		case 'Z':
			c.f.ClosePath()
		}
	}
	c.f.DrawPath(style)
}

// pen sets colour, width and dashes of the lines that follow.
func (c *pdfCanvas) pen(p Path) {
	v := c.theme[p.Stroke]
	c.f.SetDrawColor(int(v.R), int(v.G), int(v.B))
	c.f.SetLineWidth(p.Width * c.scale)
	dash := slices.Clone(p.Dash)
	for i := range dash {
		dash[i] *= c.scale
	}
	c.f.SetDashPattern(dash, 0)
	if p.Round {
		c.f.SetLineCapStyle("round")
	} else {
		c.f.SetLineCapStyle("butt")
	}
}

func (c *pdfCanvas) Text(t Text) {
	style := ""
	if t.Bold {
		style = "B"
	}
	v := c.theme[t.Ink]
	c.f.SetTextColor(int(v.R), int(v.G), int(v.B))
	c.f.SetFont("Go", style, t.Size*c.scale)
	value := pdfText(t.Value)
	x, y := c.at(Point{t.X, t.Y})
	c.f.Text(x-c.f.GetStringWidth(value)*float64(t.Align+1)/2, y, value)
}

// pdfText replaces what the fonts of the library cannot hold: it counts characters in 16 bits.
func pdfText(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, plain(s))
}
