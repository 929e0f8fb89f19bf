package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes the registers as a workbook: a sheet for each register, one for the scales and one for the links. Every
// cell is text or a number; there is no formula in it.
func (r *Register) WriteXLSX(w io.Writer) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // only temporary files, which a stream of this size does not make
	if err := book.SetSheetName("Sheet1", "Security risks"); err != nil {
		return err
	}
	links := [][]string{{"from", "link", "to"}}
	for _, l := range r.Links {
		links = append(links, []string{l.From, l.Kind, l.To})
	}
	for _, s := range []struct {
		name string
		rows [][]string
	}{
		{"Security risks", r.table("security")}, {"Safety risks", r.table("safety")}, {"Scales", r.scaleRows()}, {"Links", links},
	} {
		if err := writeSheet(book, s.name, s.rows); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return book.Write(w)
}

// writeSheet writes rows with a bold head that stays in sight, and a filter.
func writeSheet(book *excelize.File, name string, rows [][]string) error {
	if i, err := book.GetSheetIndex(name); err == nil && i < 0 {
		if _, err := book.NewSheet(name); err != nil {
			return err
		}
	}
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, max(1, len(rows[0])), 20); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, text := range row {
			cells[k] = text
			if i == 0 {
				cells[k] = excelize.Cell{StyleID: bold, Value: text}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (r *Register) scaleRows() [][]string {
	rows := [][]string{{"scale", "level", "word", "meaning", "acceptance", "controlled (FDA)"}}
	add := func(scale string, levels []LevelWords, risk bool) {
		for _, l := range levels {
			row := []string{scale, l.ID, l.Name, l.Text, "", ""}
			if risk {
				row[4], row[5] = l.Accept, yesNo(l.Controlled)
			}
			rows = append(rows, row)
		}
	}
	add("severity", r.Scales.Severity, false)
	add("exploitability", r.Scales.Exploitability, false)
	add("risk", r.Scales.Risks, true)
	return rows
}
