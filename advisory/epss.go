package advisory

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/syntax"
)

// EPSS is a score of the Exploit Prediction Scoring System and its rank among all, both from 0 to 1. It is made from what
// is seen on the internet at large and says nothing of one device in one ward.
type EPSS struct {
	Score      float64 `json:"score"`
	Percentile float64 `json:"percentile"`
}

// maxProblems is how many problems of one file are told.
const maxProblems = 20

// ReadEPSS reads a table of scores: lines of cve, epss and percentile under a line with these names, which may follow a comment
// line with the day of the table. File names it in diagnostics.
func ReadEPSS(file string, text []byte) (Catalog[EPSS], []syntax.Diagnostic) {
	r := epssReader{file: file, out: Catalog[EPSS]{ByCVE: map[string]EPSS{}}}
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))) {
		number++
		r.line(number, strings.TrimSpace(string(line)))
		if r.stop {
			break
		}
	}
	if r.columns == nil && len(r.found) == 0 {
		r.report(1, syntax.Error, "not-epss", "the table is empty; expected the columns cve, epss, percentile")
	}
	return r.out, r.found
}

type epssReader struct {
	file    string
	out     Catalog[EPSS]
	columns []int // where cve, epss and percentile stand
	found   []syntax.Diagnostic
	stop    bool
}

func (r *epssReader) report(line int, severity syntax.Severity, code, message string) {
	d := problem(r.file, severity, code, message, "")
	d.Place.Line, d.Place.EndLine = line, line
	r.found = append(r.found, d)
	r.stop = severity == syntax.Error || len(r.found) == maxProblems
}

func (r *epssReader) line(number int, line string) {
	switch {
	case line == "":
	case strings.HasPrefix(line, "#"):
		if _, date, ok := strings.Cut(line, "score_date:"); ok {
			r.out.Date = day(date)
		}
	case r.columns == nil:
		r.head(number, line)
	default:
		r.row(number, strings.Split(line, ","))
	}
}

func (r *epssReader) head(number int, line string) {
	names := strings.Split(strings.ToLower(strings.ReplaceAll(line, " ", "")), ",")
	for _, want := range []string{"cve", "epss", "percentile"} {
		i := slices.Index(names, want)
		if i < 0 {
			r.report(number, syntax.Error, "not-epss", fmt.Sprintf("there is no column %s; expected the columns cve, epss, percentile", want))
			return
		}
		r.columns = append(r.columns, i)
	}
}

func (r *epssReader) row(number int, cells []string) {
	var at [3]string
	for i, c := range r.columns {
		if c >= len(cells) {
			r.report(number, syntax.Warning, "short-line", "the line has too few columns; it is left out")
			return
		}
		at[i] = strings.TrimSpace(cells[c])
	}
	score, err1 := strconv.ParseFloat(at[1], 64)
	percentile, err2 := strconv.ParseFloat(at[2], 64)
	switch {
	case !isID(at[0], "CVE-"):
		r.report(number, syntax.Warning, "bad-id", fmt.Sprintf("%q is no CVE id; the line is left out", at[0]))
	case err1 != nil || err2 != nil || !share(score) || !share(percentile):
		r.report(number, syntax.Warning, "bad-number", fmt.Sprintf("%s, %s are no two numbers from 0 to 1; the line is left out", at[1], at[2]))
	default:
		r.out.ByCVE[at[0]] = EPSS{score, percentile}
	}
}

// share reports whether a number lies between 0 and 1; what is no number does not.
func share(f float64) bool { return f >= 0 && f <= 1 }
