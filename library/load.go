package library

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"theriac.dev/syntax"
)

// Source is where a pack is read from: a folder as a file system, and the path under which its files are named in
// diagnostics.
type Source struct {
	Files fs.FS
	Path  string
}

// Open reads packs and checks them as a whole. It returns an error only where a source is no pack at all; everything
// else that is wrong is in Library.Diagnostics, and the threat, control or word that it is about is left out.
//
// The order of the sources does not matter: a pack stands after those that it requires, core and medical first.
func Open(sources ...Source) (*Library, error) {
	l := &loader{lib: &Library{Vocabulary: newVocabulary(), tests: map[string]testFile{}, glossaries: map[string]testFile{}}, attributes: map[string]*Attribute{}, compiled: map[string]string{}}
	packs, err := l.heads(sources)
	if err != nil {
		return nil, err
	}
	for _, p := range l.ordered(packs) {
		l.lib.Packs = append(l.lib.Packs, p.head)
		if err := l.pack(p); err != nil {
			return nil, fmt.Errorf("pack %s: %w", p.head.ID, err)
		}
	}
	l.resolve()
	l.finish()
	return l.lib, nil
}

// loader gathers packs into a library.
type loader struct {
	lib        *Library
	drafts     []*draft
	attributes map[string]*Attribute
	compiled   map[string]string // checked conditions that the packs brought, by key
	checker    checker
}

// opened is a pack whose head is read.
type opened struct {
	head  Pack
	files map[string][]byte // every file by its path in the pack
	names []string          // the paths, sorted
	trees []*syntax.File    // of each name; nil for what is not read at once
	path  string
	place syntax.Place
}

func (l *loader) heads(sources []Source) ([]*opened, error) {
	var out []*opened
	for _, s := range sources {
		p := &opened{path: s.Path, files: map[string][]byte{}}
		if err := p.read(s.Files); err != nil {
			return nil, fmt.Errorf("read pack %s: %w", s.Path, err)
		}
		slices.Sort(p.names)
		if p.files["pack.yaml"] == nil {
			return nil, fmt.Errorf("%s is no pack: it has no pack.yaml; a pack is a folder with pack.yaml, threats/, controls/, terms/", s.Path)
		}
		p.parse()
		d := l.decoder(p, "pack.yaml")
		p.head = d.decodePack()
		p.head.Digest = p.digest()
		p.place = d.file.Place(d.file.Root)
		l.add(d)
		if p.head.ID == "" {
			return nil, fmt.Errorf("%s has no id", path.Join(s.Path, "pack.yaml"))
		}
		if i := slices.IndexFunc(out, func(o *opened) bool { return o.head.ID == p.head.ID }); i >= 0 {
			return nil, fmt.Errorf("pack %s is given twice: %s and %s; leave one out", p.head.ID, out[i].path, p.path)
		}
		out = append(out, p)
	}
	return out, nil
}

// packFile reports whether a file belongs to the pack, whatever else lies in the folder.
func packFile(name string) bool {
	switch dir, _, _ := strings.Cut(name, "/"); dir {
	case "threats", "controls", "terms", "attributes", "devices":
		return path.Ext(name) == ".yaml"
	}
	return name == "pack.yaml" || name == compiledName || name == glossaryName
}

// read takes all files of a pack into memory.
func (p *opened) read(files fs.FS) error {
	return fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if name != "." && !packFile(name+"/x.yaml") {
				return fs.SkipDir
			}
			return nil
		}
		if !packFile(name) {
			return nil
		}
		p.files[name], err = fs.ReadFile(files, name)
		p.names = append(p.names, name)
		return err
	})
}

// parse parses the files of the pack, on all processors. Tests are parsed when they are asked for.
func (p *opened) parse() {
	p.trees = make([]*syntax.File, len(p.names))
	var next atomic.Int64
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(p.names); i = int(next.Add(1)) - 1 {
				if name := p.names[i]; path.Ext(name) == ".yaml" && !strings.HasSuffix(name, ".test.yaml") && name != glossaryName {
					p.trees[i] = syntax.Parse(path.Join(p.path, name), p.files[name])
				}
			}
		})
	}
	all.Wait()
}

// digest is the SHA-256 of the names, sizes and bytes of the files. What is compiled from them does not count.
func (p *opened) digest() string {
	h := sha256.New()
	for _, name := range p.names {
		if name != compiledName {
			fmt.Fprintf(h, "%s %d\n", name, len(p.files[name]))
			h.Write(p.files[name])
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ordered puts packs after those that they require and reports requirements that nothing meets.
func (l *loader) ordered(packs []*opened) []*opened {
	rank := func(p *opened) int { return slices.Index([]string{"medical", "core"}, p.head.ID) }
	slices.SortStableFunc(packs, func(a, b *opened) int { return rank(b) - rank(a) })
	var out []*opened
	state := map[string]int{}
	var visit func(p *opened)
	visit = func(p *opened) {
		state[p.head.ID] = 1
		for _, want := range p.head.Requires {
			i := slices.IndexFunc(packs, func(o *opened) bool { return o.head.ID == want })
			switch {
			case i < 0:
				l.report(p.place, "missing-pack", fmt.Sprintf("pack %s requires pack %s, which is not there; add it to the packs", p.head.ID, want))
			case state[want] == 1:
				l.report(p.place, "cyclic-packs", fmt.Sprintf("packs %s and %s require each other", p.head.ID, want))
			case state[want] == 0:
				visit(packs[i])
			}
		}
		state[p.head.ID] = 2
		out = append(out, p)
	}
	for _, p := range packs {
		if state[p.head.ID] == 0 {
			visit(p)
		}
	}
	return out
}

func (l *loader) report(place syntax.Place, code, message string) {
	l.lib.Diagnostics = append(l.lib.Diagnostics, syntax.Diagnostic{Place: place, Code: code, Message: message})
}

// decoder starts to read one file of a pack.
func (l *loader) decoder(p *opened, name string) *decoder {
	d := &decoder{pack: p.head.ID}
	i, _ := slices.BinarySearch(p.names, name)
	d.file = p.trees[i]
	for _, f := range d.file.Diagnostics() {
		if f.Code != "ambiguous-key" { // the key `false` of a threat
			d.found = append(d.found, f)
		}
	}
	return d
}

// add takes over what a decoder found wrong and reports whether nothing was.
func (l *loader) add(d *decoder) bool {
	l.lib.Diagnostics = append(l.lib.Diagnostics, d.found...)
	return !slices.ContainsFunc(d.found, func(f syntax.Diagnostic) bool { return f.Severity == syntax.Error })
}

// pack reads everything in a pack but its head.
func (l *loader) pack(p *opened) error {
	l.readCompiled(p.files[compiledName])
	if text := p.files[glossaryName]; text != nil {
		l.lib.glossaries[p.head.ID] = testFile{path.Join(p.path, glossaryName), text}
	}
	for _, name := range p.names {
		dir, file := path.Split(name)
		switch dir, rest, _ := strings.Cut(dir, "/"); dir {
		case "terms":
			if err := l.terms(p, name, strings.TrimSuffix(rest, "/")); err != nil {
				return err
			}
		case "attributes":
			l.attributeFile(p, name)
		case "controls":
			l.control(p, name)
		case "devices":
			l.device(p, name)
		case "threats":
			if !strings.HasSuffix(file, ".test.yaml") {
				l.threat(p, name)
			}
		}
	}
	return nil
}

func (l *loader) terms(p *opened, name, vocabulary string) error {
	if !slices.Contains(vocabularies, vocabulary) {
		return fmt.Errorf("%s: terms lie in terms/<vocabulary>/, and %q is no vocabulary%s", name, vocabulary, didYouMean(vocabulary, vocabularies))
	}
	d := l.decoder(p, name)
	for _, t := range d.decodeTerms(vocabulary) {
		l.term(t)
	}
	l.add(d)
	return nil
}

// term adds a word to the vocabulary, or says that there is one already.
func (l *loader) term(t Term) {
	if len(l.lib.Vocabulary.terms) > 1<<16-1 {
		l.report(t.Place, "too-many-terms", "more than 65535 terms in all packs")
		return
	}
	if old, ok := l.lib.Vocabulary.add(t); !ok {
		l.duplicate("term", t.ID, t.Place, old.Place)
	}
}

func (l *loader) duplicate(what, id string, place, first syntax.Place) {
	l.lib.Diagnostics = append(l.lib.Diagnostics, syntax.Diagnostic{
		Place: place, Code: "duplicate-id", Message: fmt.Sprintf("there is already a %s with the id %q", what, id),
		Related: []syntax.Related{{Place: first, Message: "first here"}},
	})
}

func (l *loader) attributeFile(p *opened, name string) {
	d := l.decoder(p, name)
	for _, a := range d.decodeAttributes() {
		if old := l.attributes[a.ID]; old != nil {
			l.duplicate("attribute", a.ID, a.Place, old.Place)
			continue
		}
		l.attributes[a.ID] = a
		l.lib.Attributes = append(l.lib.Attributes, a)
	}
	l.add(d)
}

// ident reports an id that is not the name of its file.
func (d *decoder) ident(id, name string) {
	if want := strings.TrimSuffix(path.Base(name), ".yaml"); id != want {
		d.report(d.file.Root.Get("id"), "wrong-id", "id is %q, and the file is named %s.yaml; they must be the same", id, want)
	}
}

func (l *loader) control(p *opened, name string) {
	d := l.decoder(p, name)
	c := d.decodeControl()
	d.ident(c.ID, name)
	if l.add(d) {
		l.lib.Controls = append(l.lib.Controls, c)
		l.term(Term{ID: c.ID, Title: c.Title, Text: c.Text, Vocabulary: "control", Pack: c.Pack, Is: c.Is, Place: c.Place})
	}
}

func (l *loader) device(p *opened, name string) {
	d := l.decoder(p, name)
	v := d.decodeDevice()
	d.ident(v.ID, name)
	if l.add(d) {
		l.lib.Devices = append(l.lib.Devices, v)
		l.term(Term{ID: v.ID, Title: v.Title, Text: v.Text, Vocabulary: "device", Pack: v.Pack, Is: v.Is, Place: v.Place})
	}
}

func (l *loader) threat(p *opened, name string) {
	d := l.decoder(p, name)
	tests := strings.TrimSuffix(name, ".yaml") + ".test.yaml"
	w := d.decodeThreat(p.files[tests])
	d.ident(w.threat.ID, name)
	l.lib.tests[w.threat.ID] = testFile{path.Join(p.path, tests), p.files[tests]}
	l.drafts = append(l.drafts, w)
}

// finish builds the look-ups and puts diagnostics in a stable order.
func (l *loader) finish() {
	l.lib.index()
	slices.SortStableFunc(l.lib.Diagnostics, func(a, b syntax.Diagnostic) int {
		if c := strings.Compare(a.Place.File, b.Place.File); c != 0 {
			return c
		}
		if a.Place.Start != b.Place.Start {
			return a.Place.Start - b.Place.Start
		}
		return strings.Compare(a.Message, b.Message)
	})
}

// Err returns the errors among the diagnostics as one error, or nil: for those who build a pack and want none.
func (l *Library) Err() error { return errorsAmong(l.Diagnostics) }

func errorsAmong(found []syntax.Diagnostic) error {
	var errs []error
	for _, d := range found {
		if d.Severity == syntax.Error {
			errs = append(errs, fmt.Errorf("%s:%d:%d: %s", d.Place.File, d.Place.Line, d.Place.Column, d.Message))
		}
	}
	return errors.Join(errs...)
}
