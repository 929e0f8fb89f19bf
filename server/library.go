package server

import (
	"context"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/library"
	"theriac.dev/model"
)

// LibraryThreat is a threat of the library.
type LibraryThreat struct {
	ID         string   `json:"id" doc:"Id."`
	Pack       string   `json:"pack" doc:"Pack that it is from."`
	Title      string   `json:"title" doc:"Short name, with variables in braces."`
	Text       string   `json:"text" doc:"Who does what with which access, so that what happens."`
	Clinical   string   `json:"clinical" doc:"What the patient or the ward would notice."`
	For        string   `json:"for" doc:"What it is asked of: flow, element, interface, data, device."`
	Because    string   `json:"because" doc:"Why it fires."`
	When       string   `json:"when" doc:"The condition."`
	Unless     string   `json:"unless,omitempty" doc:"The exception."`
	Categories []string `json:"categories" doc:"STRIDE words, safety, abuse, privacy; the main one first."`
	Weakness   []string `json:"weakness" doc:"CWE ids."`
	Patterns   []string `json:"patterns" doc:"CAPEC ids."`
	Techniques []string `json:"techniques" doc:"ATT&CK ids."`
	EMB3D      []string `json:"emb3d" doc:"EMB3D threat ids."`
	Harms      []string `json:"harms" doc:"Properties whose loss it brings."`
	Controls   []string `json:"controls" doc:"Controls that answer it, best first."`
	Evidence   []string `json:"evidence" doc:"CVE or advisory ids."`
	Ask        string   `json:"ask,omitempty" doc:"The question whose answer settles it."`
	Check      string   `json:"check,omitempty" doc:"How to verify it on the product."`
	False      string   `json:"false,omitempty" doc:"When a finding is probably wrong."`
}

// LibraryControl is a control of the library.
type LibraryControl struct {
	ID         string   `json:"id" doc:"Id."`
	Pack       string   `json:"pack" doc:"Pack that it is from."`
	Title      string   `json:"title" doc:"Name."`
	Text       string   `json:"text" doc:"What it does."`
	Type       string   `json:"type" doc:"eliminate, protect, detect, respond, recover, inform."`
	FDA        []string `json:"fda" doc:"Category codes of FDA's control catalogue."`
	IEC62443   []string `json:"iec62443" doc:"Requirements of IEC 62443-4-2 and IEC TR 60601-4-5."`
	NIST       []string `json:"nist" doc:"Controls of SP 800-53."`
	Strength   string   `json:"strength" doc:"high, medium, low."`
	Cost       string   `json:"cost" doc:"high, medium, low."`
	Evidence   []string `json:"evidence" doc:"What would prove it."`
	Test       string   `json:"test,omitempty" doc:"The test that would prove it."`
	Introduces string   `json:"introduces,omitempty" doc:"The hazard that it may bring."`
}

// LibraryTerm is a word of a vocabulary.
type LibraryTerm struct {
	ID         string              `json:"id" doc:"The word."`
	Vocabulary string              `json:"vocabulary" doc:"Its vocabulary."`
	Pack       string              `json:"pack" doc:"Pack that it is from."`
	Title      string              `json:"title" doc:"Name."`
	Text       string              `json:"text" doc:"What it means."`
	Is         []string            `json:"is" doc:"Wider words that it is one of."`
	Gives      map[string][]string `json:"gives,omitempty" doc:"Facts that come with it and cannot be otherwise."`
	Usually    map[string][]string `json:"usually,omitempty" doc:"Facts that such a thing usually has."`
}

// LibraryAttribute is a free attribute.
type LibraryAttribute struct {
	ID     string   `json:"id" doc:"The key."`
	Pack   string   `json:"pack" doc:"Pack that it is from."`
	Of     []string `json:"of" doc:"Kinds of things that have it: element, flow, interface, data, device."`
	Ask    string   `json:"ask" doc:"The question, with {name} for the thing."`
	Values []string `json:"values" doc:"Words allowed besides yes, no, partial, unknown and not-applicable."`
	Text   string   `json:"text" doc:"What it means."`
}

// LibraryDevice is a device type.
type LibraryDevice struct {
	ID        string   `json:"id" doc:"The word."`
	Pack      string   `json:"pack" doc:"Pack that it is from."`
	Title     string   `json:"title" doc:"Name."`
	Text      string   `json:"text" doc:"What it is."`
	Is        []string `json:"is" doc:"Wider device types."`
	Parts     []string `json:"parts" doc:"Component types that such a device usually has."`
	Functions int      `json:"functions" doc:"Number of its usual critical functions."`
	Hazards   int      `json:"hazards" doc:"Number of its usual hazards."`
}

// LanguageKey is one key of the language.
type LanguageKey struct {
	Path       string   `json:"path" doc:"Section or group that it stands in; empty for the model itself. An entry of a section is section/*."`
	Key        string   `json:"key" doc:"The key."`
	Doc        string   `json:"doc" doc:"What it says, in one sentence."`
	Kind       string   `json:"kind" doc:"text, number, words, layers, attributes, quantity, group, section, extends, layout, points."`
	Required   bool     `json:"required,omitempty" doc:"An entry without it is an error."`
	Enum       []string `json:"enum,omitempty" doc:"Words allowed."`
	Vocabulary string   `json:"vocabulary,omitempty" doc:"Vocabulary that its words come from."`
	Refs       []string `json:"refs,omitempty" doc:"Sections that an id may be of."`
	Target     bool     `json:"target,omitempty" doc:"It names anything that a finding can be about."`
	Finding    bool     `json:"finding,omitempty" doc:"It names a finding."`
}

// shelf is the whole library, opened when somebody first browses it.
type shelf struct {
	load func(names, devices []string) (*library.Library, error)
	once sync.Once
	lib  *library.Library
	err  error
}

func (s *shelf) open() (*library.Library, error) {
	s.once.Do(func() { s.lib, s.err = s.load(nil, nil) })
	return s.lib, s.err
}

// lasting is an answer that changes with the program alone.
type lasting[O any] struct {
	ETag  string `header:"ETag"`
	Cache string `header:"Cache-Control"`
	Body  O
}

// shelved registers an answer that is made from the library alone.
func shelved[O any](s *Server, api huma.API, id, path, summary string, make func(*library.Library) O) {
	tag := `"` + s.o.Version + `"`
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/library" + path, Summary: summary, Tags: []string{"library"}, Errors: []int{401, 429}},
		func(_ context.Context, in *Conditional) (*lasting[O], error) {
			if in.has(tag) && s.o.Version != "development" {
				return nil, huma.Status304NotModified()
			}
			lib, err := s.shelf.open()
			if err != nil {
				return nil, s.told(err)
			}
			return &lasting[O]{tag, "private, no-cache", make(lib)}, nil
		})
}

func (s *Server) libraryRoutes(api huma.API) {
	shelved(s, api, "list-threats", "/threats", "Threats of the library", func(l *library.Library) []LibraryThreat {
		return mapped(l.Threats, wireThreat)
	})
	shelved(s, api, "list-controls", "/controls", "Controls of the library", func(l *library.Library) []LibraryControl {
		return mapped(l.Controls, func(c *library.Control) LibraryControl {
			return LibraryControl{c.ID, c.Pack, c.Title, c.Text, c.Type, list(c.FDA), list(c.IEC62443), list(c.NIST), c.Strength, c.Cost, list(c.Evidence), c.Test, c.Introduces}
		})
	})
	shelved(s, api, "list-attributes", "/attributes", "Free attributes with their questions", func(l *library.Library) []LibraryAttribute {
		return mapped(l.Attributes, func(a *library.Attribute) LibraryAttribute {
			return LibraryAttribute{a.ID, a.Pack, list(a.Of), a.Ask, list(a.Values), a.Text}
		})
	})
	shelved(s, api, "list-devices", "/devices", "Device types", func(l *library.Library) []LibraryDevice {
		return mapped(l.Devices, func(d *library.Device) LibraryDevice {
			return LibraryDevice{d.ID, d.Pack, d.Title, d.Text, list(d.Is), list(d.Parts), len(d.Functions), len(d.Hazards)}
		})
	})
	shelved(s, api, "list-vocabulary", "/vocabulary", "Words of all vocabularies: components, protocols, zones and so on", wireTerms)
	shelved(s, api, "list-language", "/language", "Keys of the language, for forms and editors", func(*library.Library) []LanguageKey { return languageKeys() })
}

func mapped[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = f(a)
	}
	return out
}

func wireThreat(t *library.Threat) LibraryThreat {
	out := LibraryThreat{ID: t.ID, Pack: t.Pack, Title: t.Title, Text: t.Text, Clinical: t.Clinical, For: t.For, Because: t.Because,
		Categories: list(t.Categories), Weakness: list(t.Weakness), Patterns: list(t.Patterns), Techniques: list(t.Techniques), EMB3D: list(t.EMB3D),
		Harms: list(t.Harms), Controls: list(t.Controls), Evidence: list(t.Evidence), Ask: t.Ask, Check: t.Check, False: t.False}
	if t.When != nil {
		out.When = t.When.Text
	}
	if t.Unless != nil {
		out.Unless = t.Unless.Text
	}
	return out
}

func wireTerms(l *library.Library) []LibraryTerm {
	out := []LibraryTerm{}
	for _, name := range l.Vocabulary.Names() {
		for _, word := range l.Vocabulary.Words(name) {
			if t := l.Vocabulary.Lookup(name, word); t != nil {
				out = append(out, LibraryTerm{t.ID, t.Vocabulary, t.Pack, t.Title, t.Text, list(t.Is), t.Gives, t.Usually})
			}
		}
	}
	return out
}

// languageKeys walks through the language. An id is told as *.
func languageKeys() []LanguageKey {
	out := []LanguageKey{}
	var walk func(at string, path []string)
	walk = func(at string, path []string) {
		keys, _, _ := model.KeysAt(path...)
		for _, k := range keys {
			out = append(out, LanguageKey{at, k.Key, k.Doc, k.Kind, k.Required, k.Enum, k.Vocabulary, k.Refs, k.Target, k.Finding})
			below := append(path[:len(path):len(path)], k.Key)
			name := k.Key
			if at != "" {
				name = at + "/" + k.Key
			}
			switch k.Kind {
			case "section":
				walk(name+"/*", append(below, "*"))
			case "group", "layers", "extends":
				walk(name, below)
			}
		}
	}
	walk("", nil)
	return out
}
