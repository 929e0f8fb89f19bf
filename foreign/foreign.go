// Package foreign reads the threat models of other tools into a Theriac model, with a report of what was taken, what was
// changed and what was lost.
//
// Nothing of a person's work goes in silence. Every thing in the foreign file is counted, and every one that is not in
// the model as it was has an entry in the report: [Import.Taken] and [Import.Losses] add up. A threat that a person wrote
// becomes a threat of the team's own, with its status as a decision and its mitigation as text or control. What
// the language has no place for is kept as text of the entry it belongs to, or as a comment at the head of the file.
//
// A security fact is taken only where the foreign file states it: unknown stays unknown. Foreign words become words of the
// library only where a table of package data says so (words/*.yaml); there is no guessing from names. Boundaries
// become zones by nesting, or by geometry where a format has nothing else.
//
// A reader takes what it understands. Only where nothing makes a model is there an [Error], which says where, what was
// found and what was expected. The readers hold size and depth within bounds, follow no reference to the outside, and
// give the same model for the same bytes.
package foreign

import (
	"bytes"
	"path"
	"strings"

	"theriac.dev/syntax"
)

// Format is one format of threat models.
type Format struct {
	ID      string   `json:"id" doc:"The word for --format."`
	Title   string   `json:"title" doc:"The tool and the versions that are read."`
	Endings []string `json:"endings" doc:"Of file names, with the dot; the usual one first."`
	Threats bool     `json:"threats" doc:"Do threats that people wrote come along?"`
	Layout  bool     `json:"layout" doc:"Do positions on the canvas come along?"`
	Takes   string   `json:"takes" doc:"What is taken, in one sentence."`

	fits func(*source) bool
	read func(*source) (*draft, error)
}

// Formats lists what can be read.
func Formats() []Format {
	return []Format{
		threatDragon(),
		tm7(),
		otm(),
		threagile(),
		drawIO(),
		pytm(),
		tmLibrary(),
		cycloneDX(),
	}
}

// Count says of one kind of thing how many the foreign file has and what became of them: Found is the sum of Taken,
// Changed and Lost. Changed and Lost ones are each named in a loss with this kind.
type Count struct {
	Theirs  string `json:"theirs" doc:"The kind in the words of the foreign format."`
	Found   int    `json:"found"`
	Ours    string `json:"ours" doc:"The section of the model that it goes to."`
	Taken   int    `json:"taken" doc:"How many are in the model with all that they said."`
	Changed int    `json:"changed" doc:"How many are in the model in another form or with less."`
	Lost    int    `json:"lost" doc:"How many are not in the model."`
}

// What became of something.
const (
	Lost    = "lost"    // it is not in the model
	Changed = "changed" // it is in the model in another form, or with less than it said
	Asked   = "asked"   // it is in the model, and a person has to say something about it
)

// Loss is something that is not in the model as it was, or that a person has to look at.
type Loss struct {
	Where string `json:"where" doc:"Place in the foreign file: its path or id, and its name."`
	What  string `json:"what" enum:"lost,changed,asked"`
	Text  string `json:"text" doc:"What became of it, and what to do next."`
	Kind  string `json:"kind,omitempty" doc:"The kind of the thing, as in the counts; absent where it is about the file as a whole."`
	Path  string `json:"path,omitempty" doc:"Where it stands in the new model, such as elements/pump; absent where it is not there."`
}

// Import is a model read from a foreign file.
type Import struct {
	Format Format  `json:"format"`
	Title  string  `json:"title"`
	Model  string  `json:"model" doc:"Text of theriac.yaml."`
	Layout string  `json:"layout,omitempty" doc:"Text of layout.yaml; absent where the foreign file has no positions."`
	Taken  []Count `json:"taken"`
	Losses []Loss  `json:"losses"`
}

// Error is a file that cannot be read. Its Place has a line where it can be known.
type Error = syntax.BadFile

// fault makes the error of a reader.
func fault(at syntax.Place, hint, format string, args ...any) error {
	return syntax.NewBadFile(at, hint, format, args...)
}

// The limits of what is read.
const (
	maxBytes = 16 << 20 // of a file, and of what is packed inside it
	maxDepth = 200      // of values in values
	maxNodes = 2_000_000
	maxItems = 20_000    // things that go into the model: elements, flows, zones, threats
	maxZones = 2_000     // boundaries, each of which is held against all others
	maxPairs = 4_000_000 // pairs of pieces of lines that are looked at for crossing
)

// Read recognises the format by the content, which the name only helps, or reads the file as the format with the id `as`
// where that is not empty.
func Read(name string, data []byte, as string) (*Import, error) {
	place := syntax.Place{File: name}
	if len(data) > maxBytes {
		return nil, fault(place, "split the model", "the file has %d bytes; at most %d are read", len(data), maxBytes)
	}
	s := newSource(name, data)
	f, err := pick(s, as)
	if err != nil {
		return nil, err
	}
	d, err := f.read(s)
	if err != nil {
		return nil, err
	}
	return d.finish(f, name)
}

// common are the endings that say nothing of the format.
var common = map[string]bool{".json": true, ".yaml": true, ".yml": true, ".xml": true}

// pick finds the format of a file.
func pick(s *source, as string) (Format, error) {
	place := syntax.Place{File: s.name}
	var ids []string
	for _, f := range Formats() {
		if f.ID == as {
			return f, nil
		}
		ids = append(ids, f.ID)
	}
	if as != "" {
		return Format{}, fault(syntax.Place{}, "it is one of "+strings.Join(ids, ", "), "the format %s is not known", as)
	}
	if len(strings.TrimSpace(string(s.data))) == 0 {
		return Format{}, fault(place, "", "the file is empty")
	}
	if bytes.HasPrefix(s.data, []byte("PK\x03\x04")) {
		return Format{}, fault(place, "unpack it, and import the model inside", "the file is a ZIP archive")
	}
	for _, f := range Formats() {
		if f.fits(s) {
			return f, nil
		}
	}
	if s.get("bomFormat").kind != missing || s.get("specFormat").kind != missing {
		return Format{}, fault(place, "export it in one of the formats that are: "+strings.Join(ids, ", "), "the file is a CycloneDX bill of materials in which there are no blueprints and no threats as version 2.0 has them")
	}
	if top, err := s.root(); s.isXML() && err == nil && top.name == "KnowledgeBase" {
		return Format{}, fault(place, "import a model that was drawn with it", "the file is a template of the Threat Modeling Tool and no model")
	}
	// A file that is broken cannot be recognised: say what is wrong with it rather than that it is not known.
	if err := s.broken(); err != nil {
		return Format{}, err
	}
	// The name helps to say what is missing.
	for _, f := range Formats() {
		for _, ending := range f.Endings {
			if !common[ending] && strings.HasSuffix(strings.ToLower(s.name), ending) {
				return f, nil
			}
		}
	}
	return Format{}, fault(place, "if it is one of them, name it with the format: "+strings.Join(ids, ", "),
		"this is no threat model in a format that is known")
}

// stem is the name of a file without folder and ending.
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if i := strings.IndexByte(base, '.'); i > 0 {
		base = base[:i]
	}
	return base
}
