package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/store"
)

// Completion is one word that may stand where the cursor is.
type Completion struct {
	Label  string `json:"label" doc:"The word."`
	Insert string `json:"insert" doc:"What is written for it."`
	Kind   string `json:"kind" enum:"key,word,id" doc:"A key of the language, a word of a vocabulary, or the id of an entry."`
	Detail string `json:"detail,omitempty" doc:"A name or short explanation."`
	Doc    string `json:"doc,omitempty" doc:"A longer explanation."`
}

// Completions are the words for a place in the text.
type Completions struct {
	From  int          `json:"from" doc:"First byte of the word that is being written, which they replace."`
	To    int          `json:"to" doc:"Byte after it."`
	Items []Completion `json:"items" doc:"Words, best first."`
}

// Hover explains what stands at a place in the text.
type Hover struct {
	From  int    `json:"from" doc:"First byte of the word that is explained."`
	To    int    `json:"to" doc:"Byte after it."`
	Word  string `json:"word" doc:"The word."`
	Title string `json:"title" doc:"What it is in a few words; empty where there is nothing to say."`
	Text  string `json:"text" doc:"Plain text that explains it; empty where there is nothing more to say."`
	Entry string `json:"entry,omitempty" doc:"The entry that the word names, as section/id."`
}

// AtPlace is a place in the text of a file.
type AtPlace struct {
	AtHead
	File   string `query:"file" required:"true" maxLength:"1000" doc:"File of the project."`
	Offset int    `query:"offset" required:"true" minimum:"0" doc:"Byte offset of the cursor."`
}

// Typed is a piece of text that somebody is writing and that the project does not have yet: from the line of a key that is
// not indented to some lines after the cursor.
type Typed struct {
	InProject
	Body struct {
		Text   string `json:"text" maxLength:"500000" doc:"The text around the cursor."`
		Offset int    `json:"offset" minimum:"0" doc:"Byte offset of the cursor in it."`
	}
}

func (s *Server) editorRoutes(api huma.API) {
	read(s, api, "complete", "/complete", "editor", "Words that may stand at a place in the text", func(_ context.Context, v *view, in *AtPlace) (*Completions, error) {
		text, err := v.textOf(in.File)
		if err != nil {
			return nil, err
		}
		return v.complete(text, in.Offset), nil
	})
	read(s, api, "hover", "/hover", "editor", "What stands at a place in the text", func(_ context.Context, v *view, in *AtPlace) (*Hover, error) {
		text, err := v.textOf(in.File)
		if err != nil {
			return nil, err
		}
		return v.hover(text, in.Offset), nil
	})
	typed(s, api, "complete-typed", "/complete", "Words that may stand at a place in text that is being written", (*view).complete)
	typed(s, api, "hover-typed", "/hover", "What stands at a place in text that is being written", (*view).hover)
	s.shelfRoutes(api)
}

// typed registers a question about text that comes with it. It changes nothing, so readers may ask it too.
func typed[O any](s *Server, api huma.API, id, path, summary string, answer func(*view, string, int) O) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/projects/{project}" + path, Summary: summary, Tags: []string{"editor"}, Errors: problems},
		func(ctx context.Context, in *Typed) (*struct{ Body O }, error) {
			return inRoom(ctx, s, in.Project, store.Reader, func(r *room) (O, error) {
				v, _, _ := r.now()
				return answer(v, in.Body.Text, in.Body.Offset), nil
			})
		})
}

func (v *view) textOf(name string) (string, error) {
	f := v.file(name)
	if f == nil {
		return "", bad("there is no file `%s` in the project", name)
	}
	return string(f.Text()), nil
}

// mostWords is how many words are offered at once.
const mostWords = 200

// complete lists what may stand at an offset: words that begin as what is written first, then those that hold it.
func (v *view) complete(text string, offset int) *Completions {
	offset = min(offset, len(text))
	spot := model.SpotAt(text, offset)
	out := &Completions{From: spot.Start, To: offset, Items: []Completion{}}
	if spot.Words {
		return out
	}
	word := strings.ToLower(text[spot.Start:offset])
	all := v.wordsAt(&spot)
	if spot.Key == "" {
		all = slices.DeleteFunc(v.keysAt(spot.Path), func(c Completion) bool { return slices.Contains(spot.Taken, c.Label) })
	}
	for _, starts := range []bool{true, false} {
		for _, x := range all {
			label := strings.ToLower(x.Label)
			if strings.HasPrefix(label, word) == starts && strings.Contains(label+" "+strings.ToLower(x.Detail), word) && len(out.Items) < mostWords {
				out.Items = append(out.Items, x)
			}
		}
	}
	return out
}

// keysAt are the keys of the mapping at a path, those that an entry must have first.
func (v *view) keysAt(path []string) []Completion {
	keys, _, free := model.KeysAt(path...)
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, func(a, b model.Key) int { return cmp.Compare(rankOf(&a), rankOf(&b)) })
	out := mapped(keys, func(k model.Key) Completion {
		c := Completion{Label: k.Key, Insert: k.Key + ": ", Kind: "key", Detail: k.Kind, Doc: k.Doc}
		if k.Required {
			c.Detail += ", required"
		}
		return c
	})
	if free && v.Analysis != nil {
		of := kindAt(path)
		for _, a := range v.Analysis.Library.Attributes {
			if of == "" || slices.Contains(a.Of, of) {
				out = append(out, Completion{a.ID, a.ID + ": ", "key", "attribute", questionOf(a)})
			}
		}
	}
	return out
}

func rankOf(k *model.Key) int {
	if k.Required {
		return 0
	}
	return 1
}

// questionOf is the question of an attribute with what it means.
func questionOf(a *library.Attribute) string {
	return strings.TrimSpace(strings.ReplaceAll(a.Ask, "{name}", "it") + "\n" + a.Text)
}

// kindAt is the kind of thing that attributes at a path are of; empty where the path is of none.
func kindAt(path []string) string {
	switch {
	case len(path) == 0:
		return ""
	case slices.Contains(path, "interfaces"):
		return "interface"
	}
	return map[string]string{"elements": "element", "flows": "flow", "data": "data", "device": "device"}[path[0]]
}

// wordsAt are the values that the key at a spot takes.
func (v *view) wordsAt(spot *model.Spot) []Completion {
	keys, _, free := model.KeysAt(spot.Path...)
	if free {
		return v.attributeWords(spot.Key)
	}
	i := slices.IndexFunc(keys, func(k model.Key) bool { return k.Key == spot.Key })
	if i < 0 {
		return nil
	}
	k := &keys[i]
	out := mapped(k.Enum, func(w string) Completion { return Completion{Label: w, Insert: w, Kind: "word"} })
	if k.Vocabulary != "" && v.Analysis != nil {
		out = append(out, vocabulary(v.Analysis.Library, k.Vocabulary)...)
	}
	sections := k.Refs
	if k.Target {
		sections = []string{"elements", "flows", "data", "zones"}
		out = append(out, Completion{Label: "device", Insert: "device", Kind: "id", Detail: "the device as a whole"})
	}
	for _, section := range sections {
		out = append(out, v.ids(section)...)
	}
	if k.Finding && v.Analysis != nil {
		for _, f := range v.Analysis.Findings {
			out = append(out, Completion{Label: f.ID, Insert: f.ID, Kind: "id", Detail: f.Title})
		}
	}
	return out
}

// ids are the entries of a section.
func (v *view) ids(section string) []Completion {
	return mapped(v.Model.PlainEntries(section), func(e Entry) Completion {
		id, _ := e["id"].(string)
		return Completion{Label: id, Insert: id, Kind: "id", Detail: nameOf(e)}
	})
}

// nameOf is what an entry is called: its name, or else its text.
func nameOf(e Entry) string {
	for _, key := range []string{"name", "text"} {
		if name, ok := e[key].(string); ok {
			return name
		}
	}
	return ""
}

func vocabulary(l *library.Library, name string) []Completion {
	if name == "control" {
		return mapped(l.Controls, func(c *library.Control) Completion { return Completion{c.ID, c.ID, "word", c.Title, c.Text} })
	}
	if name == "device" {
		return mapped(l.Devices, func(d *library.Device) Completion { return Completion{d.ID, d.ID, "word", d.Title, d.Text} })
	}
	return mapped(l.Vocabulary.Words(name), func(word string) Completion {
		c := Completion{Label: word, Insert: word, Kind: "word"}
		if t := l.Vocabulary.Lookup(name, word); t != nil {
			c.Detail, c.Doc = t.Title, t.Text
		}
		return c
	})
}

func (v *view) attributeWords(key string) []Completion {
	words := []string{"yes", "no", "partial", "unknown", "not-applicable"}
	if v.Analysis != nil {
		if a := v.Analysis.Library.Attribute(key); a != nil {
			words = append(words, a.Values...)
		}
	}
	return mapped(words, func(w string) Completion { return Completion{Label: w, Insert: w, Kind: "word"} })
}

// wordEnds are the bytes that end a word of the text.
const wordEnds = " \t\r\n,]}\"'"

// hover explains the word at an offset.
func (v *view) hover(text string, offset int) *Hover {
	end := min(offset, len(text))
	for end < len(text) && strings.IndexByte(wordEnds, text[end]) < 0 && !strings.HasPrefix(text[end:], ": ") && !strings.HasPrefix(text[end:], ":\n") {
		end++
	}
	spot := model.SpotAt(text, end)
	out := &Hover{From: spot.Start, To: end, Word: text[spot.Start:end]}
	if out.Word == "" || spot.Words {
		return out
	}
	_, isID, _ := model.KeysAt(spot.Path...)
	switch {
	case spot.Key == "" && isID:
		v.hoverID(out, spot.Path)
	case spot.Key == "":
		if c := named(v.keysAt(spot.Path), out.Word); c != nil {
			out.Title, out.Text = c.Detail, c.Doc
		}
	default:
		if c := named(v.wordsAt(&spot), out.Word); c != nil {
			out.Title, out.Text = c.Detail, c.Doc
			if c.Kind == "id" {
				out.Entry = v.entryOf(&spot, out.Word)
			}
		}
	}
	return out
}

func named(list []Completion, word string) *Completion {
	i := slices.IndexFunc(list, func(c Completion) bool { return c.Label == word })
	if i < 0 {
		return nil
	}
	return &list[i]
}

// hoverID explains the id of an entry where the entry is written.
func (v *view) hoverID(out *Hover, path []string) {
	section := path[len(path)-1]
	out.Entry = section + "/" + out.Word
	if len(path) > 1 && section == "interfaces" {
		out.Entry = "interfaces/" + path[1] + "." + out.Word
		return
	}
	if e := v.Model.PlainEntry(section, out.Word); e != nil && len(path) == 1 {
		out.Title = nameOf(e)
	}
	if f := v.Finding(out.Word); f != nil && section == "threats" {
		out.Title, out.Text = f.Title, f.Text
	}
}

// entryOf is the entry that a word names in the value of a key.
func (v *view) entryOf(spot *model.Spot, word string) string {
	keys, _, _ := model.KeysAt(spot.Path...)
	for _, k := range keys {
		if k.Key != spot.Key {
			continue
		}
		sections := k.Refs
		if k.Target {
			sections = []string{"elements", "flows", "data", "zones"}
		}
		for _, section := range sections {
			if v.Model.PlainEntry(section, word) != nil {
				return section + "/" + word
			}
		}
		if k.Finding {
			return "threats/" + word
		}
	}
	return ""
}
