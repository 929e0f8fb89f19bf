package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"theriac.dev/advisory"
	"theriac.dev/syntax"
)

// importFlags say what is imported besides advisories, and where to.
type importFlags struct {
	open   openFlags
	kev    string
	epss   string
	output string
}

func newAdvisoriesImport(s streams) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import [file or folder ...]",
		Short: "Read advisories from your own copy into a store beside a model",
		Long: `Read advisories in CSAF 2.0 (files, or all .json files in folders and below) into a store, which is one sorted text file
meant to be kept with the model. What the store holds already stays; of an advisory that is imported again the newer one
is kept. With --kev and --epss, facts of CISA's catalogue of exploited vulnerabilities and EPSS scores are written beside
the vulnerabilities of the store. Nothing is fetched from a network.

A file that cannot be read is named, the others are imported, and the command ends with exit code 3. Other JSON files in a
folder are passed over with a warning.`,
		Example: "  theriac advisories import csaf/ --kev known_exploited_vulnerabilities.json --epss epss_scores.csv --output my-pump/advisories.json",
		RunE:    func(_ *cobra.Command, args []string) error { return importAdvisories(s, f, args) },
	}
	fs := cmd.Flags()
	f.open.registerPacks(fs)
	fs.StringVar(&f.kev, "kev", "", "CISA's catalogue of known exploited vulnerabilities, as JSON")
	fs.StringVar(&f.epss, "epss", "", "table of EPSS scores, as CSV, plain or packed with gzip")
	fs.StringVarP(&f.output, "output", "o", advisory.StoreName, "the store to write")
	return cmd
}

// maxImport is the size of the largest file that is imported, in bytes.
const maxImport = 256 << 20

// importer reads files into a store and tells what is wrong with them.
type importer struct {
	s        streams
	store    *advisory.Store
	read     int // advisories that were read
	broken   int // files that were not
	exploits int
	scores   int
}

func importAdvisories(s streams, f importFlags, args []string) error {
	if len(args) == 0 && f.kev == "" && f.epss == "" {
		return usage("say what to import: files or folders with advisories, --kev or --epss")
	}
	store, _, err := findStore("", filepath.Dir(f.output))
	if filepath.Base(f.output) != advisory.StoreName {
		store, err = existing(f.output)
	}
	if err != nil {
		return err
	}
	if store == nil {
		store = &advisory.Store{}
	}
	im := &importer{s: s, store: store}
	for _, arg := range args {
		if err := im.path(arg); err != nil {
			return err
		}
	}
	facts, _, err := bundled(f.open.packs)
	if err != nil {
		return err
	}
	store.Label(facts.Advisories)
	if err := im.tables(f); err != nil {
		return err
	}
	if im.read == 0 && f.kev == "" && f.epss == "" {
		return failure(errors.New("no advisory could be read; nothing is written"))
	}
	text, err := store.Write()
	if err != nil {
		return failure(err)
	}
	if err := replaceFile(f.output, text); err != nil {
		return err
	}
	im.summary(f)
	if im.broken > 0 {
		return failure(fmt.Errorf("%s could not be read and took no part", count(im.broken, "file")))
	}
	return nil
}

// existing reads a store that may not be there yet.
func existing(path string) (*advisory.Store, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	store, _, err := findStore(path, "")
	return store, err
}

// path imports a file, or every .json file in a folder and below.
func (im *importer) path(arg string) error {
	info, err := os.Stat(arg)
	if err != nil {
		return usage("%v", err)
	}
	if !info.IsDir() {
		return im.file(arg, false)
	}
	seen := false
	err = filepath.WalkDir(arg, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".json" || e.Name() == advisory.StoreName {
			return err
		}
		seen = true
		return im.file(path, true)
	})
	if err == nil && !seen {
		return usage("there is no .json file in %s or below", arg)
	}
	return failure(err)
}

func (im *importer) file(path string, inFolder bool) error {
	text, err := readLimited(path)
	if err != nil {
		return failure(err)
	}
	a, found := advisory.CSAF(filepath.ToSlash(path), text)
	if a.ID == "" && inFolder && len(found) > 0 && found[0].Code == "not-csaf" {
		found[0].Severity = syntax.Warning
		found[0].Message = "this is no advisory in CSAF 2.0 and is passed over"
		im.tell(found)
		return nil
	}
	im.tell(found)
	if a.ID == "" {
		im.broken++
		return nil
	}
	im.read++
	im.store.Add(a)
	return nil
}

func (im *importer) tell(found []syntax.Diagnostic) {
	for _, d := range found {
		fmt.Fprintln(im.s.err, problemLine(d))
	}
}

// tables writes the facts of the catalogues beside the vulnerabilities.
func (im *importer) tables(f importFlags) error {
	if f.kev != "" {
		text, err := readLimited(f.kev)
		if err != nil {
			return failure(err)
		}
		table, found := advisory.KEV(f.kev, text)
		im.tell(found)
		if err := firstProblem(found); err != nil {
			return err
		}
		im.exploits = im.store.Exploited(table)
	}
	if f.epss != "" {
		text, err := readLimited(f.epss)
		if err != nil {
			return failure(err)
		}
		table, found := advisory.ReadEPSS(f.epss, text)
		im.tell(found)
		if err := firstProblem(found); err != nil {
			return err
		}
		im.scores = im.store.Scored(table)
	}
	return nil
}

// readLimited reads a file that is not too large, and unpacks one that is packed.
func readLimited(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var in io.Reader = file
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(file); err != nil {
			return nil, fmt.Errorf("unpack %s: %w", path, err)
		}
	}
	var text bytes.Buffer
	n, err := io.Copy(&text, io.LimitReader(in, maxImport+1))
	if err == nil && n > maxImport {
		err = fmt.Errorf("%s is larger than %d MiB", path, maxImport>>20)
	}
	return text.Bytes(), err
}

// summary says what the store holds now.
func (im *importer) summary(f importFlags) {
	fmt.Fprintf(im.s.err, "%s: %s read, %d in the store with %d vulnerabilities\n", f.output, adviceCount(im.read), len(im.store.Advisories), im.store.CVEs())
	if f.kev != "" {
		fmt.Fprintf(im.s.err, "%d of them are known to be exploited\n", im.exploits)
	}
	if f.epss != "" {
		fmt.Fprintf(im.s.err, "%d of them have an EPSS score\n", im.scores)
	}
	if im.read == 0 {
		return
	}
	for _, x := range []struct{ format, path, flag string }{{"kev", f.kev, "--kev"}, {"epss", f.epss, "--epss"}} {
		if im.store.Has(x.format) && x.path == "" {
			fmt.Fprintf(im.s.err, "advisories that are new were not compared with %s: give it again\n", x.flag)
		}
	}
}
