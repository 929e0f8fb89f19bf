package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/diagram"
	"theriac.dev/report"
)

type riskFlags struct {
	open     openFlags
	format   string
	output   string
	register string
	theme    string
	top      int
	scales   bool
}

func newRisk(s streams) *cobra.Command {
	var f riskFlags
	cmd := &cobra.Command{
		Use:   "risk [model]",
		Short: "Rate the threats by harm to patients, before and after controls",
		Long: `Rate the threats of a model by severity of harm and exploitability, before and after controls, and show the security
risk register, the safety risk register and the matrix. Exploitability comes from attack potential, from a CVSS vector or
from the answers to the MITRE rubric; it is never a probability. The scales are those of the model, over the default ones.

csv writes one register, chosen by --register; xlsx writes both, the scales and the links; svg and pdf draw the
matrix.`,
		Example: `  theriac risk examples/infusion-pump
  theriac risk . --format xlsx --output risk.xlsx
  theriac risk . --format svg --output matrix.svg --theme print
  theriac risk . --scales`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runRisk(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVarP(&f.format, "format", "f", "table", strings.Join(riskFormats, ", "))
	fs.StringVarP(&f.output, "output", "o", "", "write to this file instead of standard output")
	fs.StringVar(&f.register, "register", "security", "csv: security or safety")
	fs.StringVar(&f.theme, "theme", "light", "svg, pdf: light, dark or print")
	fs.IntVar(&f.top, "top", 20, "table: only so many security risks; 0 for all")
	fs.BoolVar(&f.scales, "scales", false, "show the scales in force and nothing else")
	completeWords(cmd, "format", riskFormats...)
	completeWords(cmd, "register", "security", "safety")
	completeWords(cmd, "theme", "light", "dark", "print")
	return cmd
}

var riskFormats = []string{"table", "json", "csv", "xlsx", "markdown", "svg", "pdf"}

func runRisk(cmd *cobra.Command, s streams, f riskFlags, args []string) error {
	for flag, word := range map[string][2]string{"format": {f.format, strings.Join(riskFormats, " ")},
		"register": {f.register, "security safety"}, "theme": {f.theme, "light dark print"}} {
		if err := among(flag, []string{word[0]}, strings.Fields(word[1])); err != nil {
			return err
		}
	}
	doc, err := openOne(cmd.Context(), s, f.open, args)
	if err != nil {
		return err
	}
	r := report.NewRegister(doc.Analysis)
	return writeTo(s, f.output, func(w output) error {
		if f.scales {
			return writeScales(w, r.Scales)
		}
		switch f.format {
		case "json":
			return r.WriteJSON(w)
		case "csv":
			return r.WriteCSV(w, f.register)
		case "xlsx":
			return r.WriteXLSX(w)
		case "markdown":
			return r.WriteMarkdown(w)
		case "svg":
			return diagram.DrawMatrix(diagram.MatrixOf(r)).WriteSVG(w, themes()[f.theme])
		case "pdf":
			return diagram.DrawMatrix(diagram.MatrixOf(r)).WritePDF(w, themes()[f.theme])
		}
		return r.WriteTable(w, w.terminal, f.top)
	})
}

// writeScales says the scales in the words of the model language, to be pasted into a model and changed.
func writeScales(w io.Writer, s report.ScaleWords) error {
	var b strings.Builder
	b.WriteString("scales:\n  after: " + s.After + "\n  severity:\n")
	for _, l := range s.Severity {
		fmt.Fprintf(&b, "    %s: {name: %q, text: %q}\n", l.ID, l.Name, l.Text)
	}
	b.WriteString("  exploitability:\n")
	for _, l := range s.Exploitability {
		fmt.Fprintf(&b, "    %s: {name: %q, text: %q}\n", l.ID, l.Name, l.Text)
	}
	b.WriteString("  risks:\n")
	for _, l := range s.Risks {
		fmt.Fprintf(&b, "    %s: {name: %q, text: %q, accept: %s, authority: [%s], controlled: %s}\n", l.ID, l.Name, l.Text, l.Accept,
			strings.Join(l.Authority, ", "), map[bool]string{true: "yes", false: "no"}[l.Controlled])
	}
	b.WriteString("  matrix:\n")
	for i, row := range s.Matrix {
		fmt.Fprintf(&b, "    S%d: [%s]\n", i+1, strings.Join(row, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
