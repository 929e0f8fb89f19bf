package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/advisory"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

func newAdvisories(s streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "advisories",
		Short: "Import published vulnerabilities and show those that matter for a model",
		Long: `Import published vulnerabilities from your own copy of them, and show those about a kind of device or a weakness.
Where a store of advisories lies beside a model, ` + "`theriac why`" + ` shows the advisories behind a threat.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newAdvisoriesImport(s), newAdvisoriesList(s))
	return cmd
}

// listFlags say which advisories are listed.
type listFlags struct {
	open     openFlags
	store    string
	types    []string
	weakness []string
	format   string
	top      int
}

func newAdvisoriesList(s streams) *cobra.Command {
	var f listFlags
	cmd := &cobra.Command{
		Use:   "list [model]",
		Short: "List the advisories about a kind of device",
		Long: `List advisories, the newest first: those about the device type of a model, of the types given with --device-type, or all.
Each line says why it is shown.

They are read from the store beside the model, or in the current folder; where there is none, the bare facts of 100
advisories that come with the program are listed. That a vulnerability is known to be exploited, or has an EPSS score, is
a fact about the world at large. It is no probability of an attack on this device.`,
		Example: `  theriac advisories list examples/infusion-pump
  theriac advisories list --device-type pacs --cwe CWE-22,CWE-787`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return listAdvisories(cmd, s, f, args) },
	}
	fs := cmd.Flags()
	f.open.register(fs)
	fs.StringVar(&f.store, "advisories", "", "store to read; default: "+advisory.StoreName+" beside the model")
	fs.StringSliceVar(&f.types, "device-type", nil, "only those about these device types of the library")
	fs.StringSliceVar(&f.weakness, "cwe", nil, "only those with one of these weaknesses, such as CWE-306")
	fs.StringVarP(&f.format, "format", "f", "text", "text or json")
	fs.IntVar(&f.top, "top", 20, "how many; 0 for all")
	completeWords(cmd, "format", "text", "json")
	return cmd
}

func listAdvisories(cmd *cobra.Command, s streams, f listFlags, args []string) error {
	if err := among("format", []string{f.format}, []string{"text", "json"}); err != nil {
		return err
	}
	lib, err := openLibrary(f.open.packs)
	if err != nil {
		return err
	}
	types, folder := f.types, "."
	if len(args) == 1 {
		doc, err := openOne(cmd.Context(), s, f.open, args)
		if err != nil {
			return err
		}
		folder = filepath.Dir(doc.Files[0].Name)
		if len(types) == 0 {
			if types = typesOf(doc.Model); len(types) == 0 {
				return usage("%s does not say its device type: set type of device, or give --device-type", doc.Files[0].Name)
			}
		}
	}
	kinds, err := kindsOf(lib, f.open.packs, types)
	if err != nil {
		return err
	}
	store, name, err := findStore(f.store, folder)
	if err == nil && store == nil {
		store, name, err = bundled(f.open.packs)
	}
	if err != nil {
		return err
	}
	matches := advisory.WithWeakness(store.About(kinds), upper(f.weakness))
	l := listing{Store: name, Sources: store.Sources, Types: types, Total: len(matches)}
	if f.top > 0 && len(matches) > f.top {
		matches = matches[:f.top]
	}
	l.matches(matches)
	return writeTo(s, "", func(o output) error {
		if f.format == "json" {
			return o.json(l)
		}
		return l.text(o)
	})
}

// typesOf returns the device types that a model states.
func typesOf(m *model.Model) []string {
	var out []string
	for _, t := range m.Device.Type.Items {
		if t.Value != "unknown" {
			out = append(out, t.Value)
		}
	}
	return out
}

func upper(words []string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		out = append(out, strings.ToUpper(w))
	}
	return out
}

// packSources are the packs that come with the program and those in the folders.
func packSources(folders []string) []library.Source {
	sources := library.Embedded()
	for _, folder := range folders {
		sources = append(sources, library.Source{Files: os.DirFS(folder), Path: folder})
	}
	return sources
}

// kindsOf returns how advisories speak of device types and of those wider than they.
func kindsOf(lib *library.Library, packs, types []string) ([]advisory.Kind, error) {
	if len(types) == 0 {
		return nil, nil
	}
	var all []advisory.Kind
	for _, src := range packSources(packs) {
		text, err := fs.ReadFile(src.Files, "advisories/kinds.yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, failure(err)
		}
		kinds, found := advisory.Kinds(src.Path+"/advisories/kinds.yaml", text)
		if err := firstProblem(found); err != nil {
			return nil, err
		}
		all = append(all, kinds...)
	}
	var out []advisory.Kind
	for _, t := range types {
		if err := among("device-type", []string{t}, lib.Vocabulary.Words("device")); err != nil {
			return nil, err
		}
		id, _ := lib.Vocabulary.ID("device", t)
		for _, up := range lib.Vocabulary.Wider(id) {
			for _, k := range all {
				if k.ID == lib.Vocabulary.Word(up) {
					out = append(out, k)
				}
			}
		}
	}
	if len(out) == 0 {
		return nil, usage("no pack says how advisories speak of %s: add it to advisories/kinds.yaml of a pack", strings.Join(types, ", "))
	}
	return out, nil
}

// firstProblem makes an error of the first error among diagnostics.
func firstProblem(found []syntax.Diagnostic) error {
	for _, d := range found {
		if d.Severity == syntax.Error {
			return failure(errors.New(problemLine(d)))
		}
	}
	return nil
}

// problemLine is a problem on one line, for files that are no model.
func problemLine(d syntax.Diagnostic) string {
	text := fmt.Sprintf("%s:%d:%d: %s: %s", d.Place.File, d.Place.Line, d.Place.Column, d.Severity, d.Message)
	if d.Hint != "" {
		text += "; " + d.Hint
	}
	return text
}

// findStore reads the store at a path, or the one in the folder where no path is given; none there is no error.
func findStore(path, folder string) (*advisory.Store, string, error) {
	given := path != ""
	if !given {
		path = filepath.Join(folder, advisory.StoreName)
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !given {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", failure(err)
	}
	store, err := advisory.Read(filepath.ToSlash(path), text)
	return store, filepath.ToSlash(path), failure(err)
}

// bundled returns the facts of advisories that come with the packs.
func bundled(packs []string) (*advisory.Store, string, error) {
	store := &advisory.Store{}
	for _, src := range packSources(packs) {
		text, err := fs.ReadFile(src.Files, "advisories/cisa.csv")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, "", failure(err)
		}
		facts, found := advisory.Facts(src.Path+"/advisories/cisa.csv", "CISA", text)
		if err := firstProblem(found); err != nil {
			return nil, "", err
		}
		for _, a := range facts {
			store.Add(a)
		}
	}
	_, err := store.Write() // sorts it, and counts its sources
	return store, "the facts that come with the program", err
}

// listing is the JSON form of a list of advisories.
type listing struct {
	Store      string            `json:"store"`
	Sources    []advisory.Source `json:"sources"`
	Types      []string          `json:"device-types,omitempty"`
	Total      int               `json:"total"`
	Advisories []matched         `json:"advisories"`
}

// matched is the JSON form of an advisory with the reasons for which it is shown.
type matched struct {
	advisory.Advisory
	Because []string `json:"because,omitempty"`
}

func (l *listing) matches(matches []advisory.Match) {
	l.Advisories = []matched{}
	for _, m := range matches {
		a := m.Advisory
		a.Vulnerabilities = m.Vulnerabilities
		l.Advisories = append(l.Advisories, matched{a, m.Because})
	}
}

func (l *listing) text(o output) error {
	about := ""
	if len(l.Types) > 0 {
		about = " about " + strings.Join(l.Types, ", ")
	}
	if _, err := fmt.Fprintf(o, "%s%s in %s (%s)\n", adviceCount(l.Total), about, l.Store, sourceText(l.Sources)); err != nil {
		return err
	}
	for _, m := range l.Advisories {
		if err := m.text(o, ""); err != nil {
			return err
		}
	}
	if n := l.Total - len(l.Advisories); n > 0 {
		if _, err := fmt.Fprintf(o, "\n%d more: --top 0 lists all\n", n); err != nil {
			return err
		}
	}
	return nil
}

func adviceCount(n int) string {
	if n == 1 {
		return "1 advisory"
	}
	return fmt.Sprintf("%d advisories", n)
}

func sourceText(sources []advisory.Source) string {
	out := make([]string, 0, len(sources))
	for _, x := range sources {
		text := x.Name
		if x.Date != "" {
			text += " of " + x.Date
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// text writes an advisory on a few lines.
func (m matched) text(o output, indent string) error {
	head := strings.TrimSpace(m.ID + "  " + m.Published)
	if base := m.Base(); base > 0 {
		head += fmt.Sprintf("  CVSS up to %.1f", base)
	}
	title := m.Title
	if title == "" {
		title = m.Kind
	}
	_, err := fmt.Fprintf(o, "\n%s%s\n%s  %s\n", indent, head, indent, title)
	for i, v := range m.Vulnerabilities {
		if i == 5 && len(m.Vulnerabilities) > 6 {
			_, err = fmt.Fprintf(o, "%s  and %d more\n", indent, len(m.Vulnerabilities)-i)
			break
		}
		_, err = fmt.Fprintf(o, "%s  %s\n", indent, vulnerabilityText(v))
	}
	if len(m.Because) > 0 {
		_, err = fmt.Fprintf(o, "%s  why: %s\n", indent, strings.Join(m.Because, "; "))
	}
	return err
}

func vulnerabilityText(v advisory.Vulnerability) string {
	parts := slices.Concat([]string{v.CVE}, v.Weakness)
	if base := v.Base(); base > 0 {
		parts = append(parts, fmt.Sprintf("%.1f", base))
	}
	if v.Exploited != nil {
		parts = append(parts, "known to be exploited since "+v.Exploited.Added)
	}
	if v.EPSS != nil {
		parts = append(parts, fmt.Sprintf("EPSS %.3f", v.EPSS.Score))
	}
	return strings.Join(parts, ", ")
}
