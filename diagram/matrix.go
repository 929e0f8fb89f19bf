package diagram

import "strconv"

// Matrix is a matrix of risk, ready to draw: how many risks stand in each cell, before controls and of what is left.
type Matrix struct {
	Title, Text string
	// Rows and Columns name severity and exploitability, each as id and word; the first row is drawn at the top.
	Rows, Columns [][2]string
	// Panels are drawn side by side, each with a cell for each row and column.
	Panels []MatrixPanel
}

// MatrixPanel is one matrix.
type MatrixPanel struct {
	Title string
	Cells [][]MatrixCell
}

// MatrixCell is one cell: its level of risk, from 0 to Levels-1, the word for it, and how many risks stand there.
type MatrixCell struct {
	Level, Levels int
	Word          string
	Count         int
}

// Sizes of a matrix, in points.
const (
	cellWidth   = 78
	cellHeight  = 46
	rowHead     = 104
	panelGap    = 34
	matrixNote  = 9.5
	matrixCount = 15
)

// DrawMatrix makes the scene. Each cell says its level as a word and, where risks stand in it, their number; the fill only
// helps the eye.
func DrawMatrix(m *Matrix) *Scene {
	width := float64(rowHead + cellWidth*len(m.Columns))
	s := &Scene{Title: m.Title, Text: m.Text, W: 2*margin + width*float64(len(m.Panels)) + panelGap*float64(max(0, len(m.Panels)-1))}
	page := Part{Kind: "page"}
	y := float64(margin)
	for _, line := range wrap(m.Title, headSize, s.W-2*margin, true, 2) {
		page.Texts = append(page.Texts, Text{X: margin, Y: y + 13, Size: headSize, Bold: true, Align: -1, Ink: Text0, Value: line})
		y += 19
	}
	y += 10
	s.H = y + 20 + float64(cellHeight*len(m.Rows)) + 54 + margin
	page.Paths = []Path{filled(rectPath(Rect{0, 0, s.W, s.H}, 0), Paper)}
	s.Groups = append(s.Groups, page)
	for i, p := range m.Panels {
		s.Groups = append(s.Groups, m.panel(p, margin+float64(i)*(width+panelGap), y)...)
	}
	return s
}

func (m *Matrix) panel(p MatrixPanel, x, y float64) []Part {
	head := Part{Kind: "panel", Title: p.Title}
	head.Texts = append(head.Texts, Text{X: x, Y: y + 11, Size: 12, Bold: true, Align: -1, Ink: Text0, Value: p.Title})
	y += 20
	parts := []Part{}
	for r, row := range m.Rows {
		top := y + float64(r*cellHeight)
		head.Texts = append(head.Texts,
			Text{X: x, Y: top + 20, Size: 11, Bold: true, Align: -1, Ink: Text0, Value: row[0]},
			Text{X: x, Y: top + 33, Size: matrixNote, Align: -1, Ink: Text1, Value: shorten(row[1], matrixNote, rowHead-8, false)})
		for c, column := range m.Columns {
			at := Rect{x + rowHead + float64(c*cellWidth), top, cellWidth, cellHeight}
			parts = append(parts, matrixCell(p.Cells[r][c], at, row[0]+" "+column[0]))
		}
	}
	foot := y + float64(len(m.Rows)*cellHeight)
	for c, column := range m.Columns {
		mid := x + rowHead + (float64(c)+0.5)*cellWidth
		head.Texts = append(head.Texts,
			Text{X: mid, Y: foot + 15, Size: 11, Bold: true, Ink: Text0, Value: column[0]},
			Text{X: mid, Y: foot + 28, Size: matrixNote, Ink: Text1, Value: shorten(column[1], matrixNote, cellWidth-4, false)})
	}
	head.Texts = append(head.Texts, Text{X: x + rowHead, Y: foot + 45, Size: matrixNote, Align: -1, Ink: Text1,
		Value: "severity of harm upwards, exploitability to the right: easier for the attacker"})
	return append(parts, head)
}

func matrixCell(c MatrixCell, at Rect, id string) Part {
	title := id + ", " + c.Word + ": " + strconv.Itoa(c.Count)
	box := filled(rectPath(at, 0), riskInk(c.Level, c.Levels))
	box.Stroke, box.Width = Outline, 0.6
	p := Part{Kind: "cell", ID: id, Title: title, Paths: []Path{box}}
	word := shorten(c.Word, matrixNote, at.W-8, false)
	if c.Count == 0 {
		p.Texts = []Text{{X: at.X + at.W/2, Y: at.Y + at.H/2 + 3, Size: matrixNote, Ink: Text1, Value: word}}
		return p
	}
	p.Texts = []Text{
		{X: at.X + at.W/2, Y: at.Y + at.H/2 + 1, Size: matrixCount, Bold: true, Ink: Text0, Value: strconv.Itoa(c.Count)},
		{X: at.X + at.W/2, Y: at.Y + at.H - 8, Size: matrixNote, Ink: Text0, Value: word},
	}
	return p
}

// riskInk spreads the levels of risk over the four fills.
func riskInk(level, levels int) Ink {
	if levels < 2 {
		return Risk0
	}
	return Risk0 + Ink(min(3, (level*3+(levels-1)/2)/(levels-1)))
}
